import Prevention
import SQL
import Store

/// `persons.csv` into the register.
struct PersonRows: CSVTarget {
    static let columns: [(name: String, isRequired: Bool)] = [
        ("person_id", true), ("cpr", false), ("given_names", false), ("family_name", false), ("birth_date", false),
        ("sex", false), ("address", false), ("postal_code", false), ("municipality", false), ("protected", false),
    ]

    private let table: RowTable
    private let context: ImportContext
    private(set) var warnings: [String: Int] = [:]

    init(_ db: any Connection, _ context: ImportContext) throws {
        self.context = context
        table = try RowTable(
            db, .person, names: PersonRows.columns.dropFirst(2).map(\.name), context: context, number: true,
            insert: """
                INSERT INTO person (source_id, external_id, given_names, family_name, birth_date, sex, address,
                    postal_code, municipality, protected, family_key, given_key, cpr_sealed, cpr_hash, real_number,
                    fingerprint, import_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id
                """,
            find: "SELECT id, fingerprint, import_id FROM person WHERE source_id = ? AND external_id = ?",
            seen: "UPDATE person SET import_id = ? WHERE id = ?",
            old: """
                SELECT given_names, family_name, birth_date, sex, address, postal_code, municipality,
                    COALESCE(own_protected, protected), cpr_sealed, cpr_hash
                FROM person WHERE id = ?
                """,
            update: """
                UPDATE person SET given_names = ?, family_name = ?, birth_date = ?, sex = ?, address = ?,
                    postal_code = ?, municipality = ?, protected = ?, own_protected = NULL, family_key = ?,
                    given_key = ?, cpr_sealed = ?, cpr_hash = ?, real_number = ?, fingerprint = ?, import_id = ? WHERE id = ?
                """,
            derive: { values in [.text(NameKey.of(values[1].plain)), .text(NameKey.of(values[0].plain))] })
    }

    mutating func take(_ row: CSVRow) throws -> RowOutcome {
        let id = try row.required(0)
        let cpr = try cpr(row, 1)
        let birthDate = try birthDate(row, 4)
        let sexText = try row.text(5)
        guard let sex = sexText.isEmpty ? .unknown : Sex(rawValue: sexText) else {
            throw RowProblem("import.not-a-sex", column: "sex", value: sexText)
        }
        let protectedText = try row.text(9)
        guard ["", "0", "1"].contains(protectedText) else {
            throw RowProblem("import.not-0-or-1", column: "protected", value: protectedText)
        }
        let outcome = try table.put(
            id,
            [
                .text(try row.text(2)), .text(try row.text(3)),
                birthDate.map { .text($0.description) } ?? .null, .text(sex.rawValue), .text(try row.text(6)),
                .text(try row.text(7)), .text(try row.municipality(8)), .integer(protectedText == "1" ? 1 : 0),
            ], number: cpr, of: row)
        if outcome == .updated { try table.refresh(id) }
        return outcome
    }

    /// Stores somebody as held back before; gives the row id.
    func insert(_ externalID: String, _ values: [SQLValue], number: String) throws -> Int64 {
        try table.insertHeldBack(externalID, values, number: number)
    }

    /// Ten digits without a hyphen, or empty. A number that fails modulus 11 is counted as a warning and kept.
    private mutating func cpr(_ row: CSVRow, _ column: Int) throws -> String {
        let text = try row.text(column)
        if text.isEmpty { return "" }
        guard let number = CPRNumber(text) else {
            throw RowProblem("import.not-a-cpr", column: row.names[column])
        }
        if !number.passesModulus11 { warnings["cpr-modulus-11", default: 0] += 1 }
        return number.digits
    }

    private func birthDate(_ row: CSVRow, _ column: Int) throws -> LocalDate? {
        guard let date = try row.date(column) else { return nil }
        guard date <= context.startedAt.day else {
            throw RowProblem("import.date-in-future", column: row.names[column], value: date.description)
        }
        return date
    }
}
