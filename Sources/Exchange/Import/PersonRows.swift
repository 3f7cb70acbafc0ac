import Prevention
import SQL
import Store

/// `persons.csv` into the register.
struct PersonRows: CSVTarget {
    static let columns: [(name: String, isRequired: Bool)] = [
        ("person_id", true), ("cpr", false), ("given_names", false), ("family_name", false), ("birth_date", false),
        ("sex", false), ("address", false), ("postal_code", false), ("municipality", false), ("protected", false),
    ]

    private let db: any Connection
    private let table: RowTable
    private let persons: PersonFinder
    /// Records that reports have made, by number.
    private let reported: any PreparedStatement
    private let context: ImportContext
    private(set) var warnings: [String: Int] = [:]

    init(_ db: any Connection, _ context: ImportContext) throws {
        self.db = db
        self.context = context
        persons = try PersonFinder(db, context)
        reported = try db.prepare(
            "SELECT id FROM person WHERE cpr_hash = ? AND cpr_hash <> '' AND from_report = 1")
        table = try RowTable(
            db, .person, names: PersonRows.columns.dropFirst(2).map(\.name), context: context, number: true,
            insert: """
                INSERT INTO person (source_id, external_id, given_names, family_name, birth_date, sex, address,
                    postal_code, municipality, protected, family_key, given_key, name_sound, home, cpr_sealed,
                    cpr_hash, real_number, fingerprint, import_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id
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
                    given_key = ?, name_sound = ?, home = ?, cpr_sealed = ?, cpr_hash = ?, real_number = ?, fingerprint = ?, import_id = ? WHERE id = ?
                """,
            derive: { values in
                let keys = MatchKeys(
                    given: values[0].plain, family: values[1].plain, address: values[4].plain,
                    postalCode: values[5].plain)
                return [
                    .text(NameKey.of(values[1].plain)), .text(NameKey.of(values[0].plain)), .integer(keys.name),
                    .integer(keys.home),
                ]
            })
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
        if outcome != .unchanged, !cpr.isEmpty { try joinReported(id, cpr) }
        return outcome
    }

    /// Somebody whose number a report has named before is that person.
    private func joinReported(_ externalID: String, _ number: String) throws {
        for hash in context.keys.hashes(of: number, for: .cprLookUp) {
            var records: [Int64] = []
            try reported.forEach([.text(hash)]) { records.append($0.int64(0)) }
            for record in records {
                guard let known = try persons.find(externalID), known.record != record else { continue }
                let outcome = try IdentityStore.merge(
                    record, known.record, how: .import, probability: nil, words: "", by: context.actor,
                    at: context.startedAt, in: db)
                guard case .merged(let merge) = outcome else { continue }
                try context.ledger.record(
                    [record, known.person].map { LedgerEntry(.combine, .person, id: $0, reason: "merge \(merge)") },
                    by: context.actor, at: context.startedAt, in: db)
                try context.followIdentity(of: record, in: db)
            }
        }
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
