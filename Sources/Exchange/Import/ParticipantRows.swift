import Prevention
import SQL
import Store

/// `incident_persons.csv` into the register.
///
/// A row without an id is linked where the register leaves no doubt: by its CPR number (of several sources, in its own first), or, where it has none, by name and
/// birth date if exactly one person has them. Otherwise what it says of the person is kept, unlinked, and a later import of
/// the same row tries again.
struct ParticipantRows: CSVTarget {
    static let columns: [(name: String, isRequired: Bool)] = [
        ("incident_id", true), ("role", true), ("person_id", false), ("cpr", false), ("given_names", false),
        ("family_name", false), ("birth_date", false), ("address", false), ("postal_code", false),
    ]

    private let db: any Connection
    private let context: ImportContext
    private let incidents: ReferenceFinder
    private let persons: ReferenceFinder
    private let insert: any PreparedStatement
    private let byCPR: any PreparedStatement
    private let byName: any PreparedStatement
    private let find: any PreparedStatement
    private let identify: any PreparedStatement
    private(set) var warnings: [String: Int] = [:]

    init(_ db: any Connection, _ context: ImportContext) throws {
        self.db = db
        self.context = context
        incidents = try .incidents(db, context)
        persons = try .persons(db, context)
        insert = try db.prepare(
            """
            INSERT INTO incident_person (incident_id, role, person_id, described, cpr_sealed, cpr_hash, import_id)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)
        byCPR = try db.prepare(
            "SELECT id, source_id = ? FROM person WHERE cpr_hash = ? AND cpr_hash <> '' ORDER BY 2 DESC, id LIMIT 1")
        byName = try db.prepare(
            "SELECT id FROM person WHERE family_key = ? AND given_key = ? AND birth_date = ? LIMIT 2")
        find = try db.prepare(
            "SELECT id, person_id, cpr_hash FROM incident_person WHERE incident_id = ? AND role = ? AND described = ?")
        identify = try db.prepare("UPDATE incident_person SET person_id = ?, import_id = ? WHERE id = ?")
    }

    mutating func take(_ row: CSVRow) throws -> RowOutcome {
        let incidentID = try row.required(0)
        guard let incident = try incidents.find(incidentID) else {
            if context.tombstones.leavesOut(incidentID, .incident) { return .unchanged }
            throw RowProblem("import.unknown-incident", column: "incident_id", value: incidentID)
        }
        let role = try row.required(1)
        guard IncidentRole(rawValue: role) != nil else {
            throw RowProblem("import.unknown-role", column: "role", value: role)
        }
        let personID = try row.text(2)
        if !personID.isEmpty {
            let known = try persons.find(personID) ?? context.tombstones.collectAnew(personID, db, context)
            guard let person = known else {
                throw RowProblem("import.unknown-person", column: "person_id", value: personID)
            }
            return try store(incident, role, person, described: "", number: "")
        }
        var description = try describe(row)
        let number = description.removeValue(forKey: "cpr") ?? ""
        let text = try JSONText.encode(description)
        let stored = try find(incident, role, text, number)
        // Once linked, the same row stays linked to the same person.
        if let stored, stored.1 != nil { return .unchanged }
        guard let person = try link(description, number) else {
            warnings["person-not-identified", default: 0] += 1
            return stored == nil ? try store(incident, role, nil, described: text, number: number) : .unchanged
        }
        guard let stored else { return try store(incident, role, person, described: text, number: number) }
        try identify.run([.integer(person), .integer(context.importID), .integer(stored.0)])
        IncidentRole(rawValue: role).map { context.changes.part(of: person, role: $0) }
        try ChangeLog.record(
            .incident, id: incident, old: text, new: "{\"person\":\"\(person)\"}", by: context.actor,
            at: context.startedAt, in: db)
        return .updated
    }

    /// The row that said the same, with its person; its number may have been hashed with an older key.
    private func find(
        _ incident: Int64, _ role: String, _ text: String, _ number: String
    ) throws -> (id: Int64, person: Int64?)? {
        var found: (id: Int64, person: Int64?)?
        try find.forEach([.integer(incident), .text(role), .text(text)]) { row in
            let cpr = SealedCPR(sealed: "", hash: row.text(2))
            if found == nil, cpr.isOf(number, keys: context.keys) { found = (row.int64(0), row.int64OrNil(1)) }
        }
        return found
    }

    private func store(
        _ incident: Int64, _ role: String, _ person: Int64?, described: String, number: String
    ) throws -> RowOutcome {
        let cpr = try SealedCPR(number, keys: context.keys)
        let changed = try insert.run([
            .integer(incident), .text(role), person.map(SQLValue.integer) ?? .null, .text(described),
            .text(cpr.sealed), .text(cpr.hash), .integer(context.importID),
        ])
        guard changed == 1 else { return .unchanged }
        if let person, let role = IncidentRole(rawValue: role) { context.changes.part(of: person, role: role) }
        return .inserted
    }

    private mutating func describe(_ row: CSVRow) throws -> [String: String] {
        var description: [String: String] = [:]
        for column in 3..<ParticipantRows.columns.count {
            let value = try row.text(column)
            if !value.isEmpty { description[ParticipantRows.columns[column].name] = value }
        }
        if let text = description["cpr"] {
            guard let number = CPRNumber(text) else { throw RowProblem("import.not-a-cpr", column: "cpr") }
            if !number.passesModulus11 { warnings["cpr-modulus-11", default: 0] += 1 }
            description["cpr"] = number.digits
        }
        _ = try row.date(6)
        guard description["cpr"] != nil || description["family_name"] != nil || description["given_names"] != nil else {
            throw RowProblem("import.nobody", column: "person_id")
        }
        return description
    }

    private func link(_ description: [String: String], _ number: String) throws -> Int64? {
        if !number.isEmpty {
            var found: [(id: Int64, isOwn: Bool)] = []
            for hash in context.keys.hashes(of: number, for: .cprLookUp) {
                try byCPR.forEach([.integer(context.source), .text(hash)]) { found.append(($0.int64(0), $0.bool(1))) }
            }
            return (found.filter(\.isOwn).map(\.id).min()) ?? found.map(\.id).min()
        }
        guard let family = description["family_name"], let given = description["given_names"],
            let born = description["birth_date"]
        else { return nil }
        var found: [Int64] = []
        try byName.forEach([.text(NameKey.of(family)), .text(NameKey.of(given)), .text(born)]) {
            found.append($0.int64(0))
        }
        return found.count == 1 ? found[0] : nil
    }
}
