import Handbook
import Prevention
import SQL
import Store

/// `incident_persons.csv` into the register.
///
/// A row without an id is linked by its CPR number (of several sources, in its own first); otherwise the register is searched for
/// whoever it describes (`Arrivals`): it is linked, held until somebody has decided, or about somebody new. One that says too
/// little to tell anybody from anybody is kept unlinked, and a later import of the same row tries again.
struct ParticipantRows: CSVTarget {
    static let columns: [(name: String, isRequired: Bool)] = [
        ("incident_id", true), ("role", true), ("person_id", false), ("cpr", false), ("given_names", false),
        ("family_name", false), ("birth_date", false), ("address", false), ("postal_code", false),
    ]

    /// Places of the columns that describe somebody.
    static let description = 3..<columns.count

    private let db: any Connection
    private let context: ImportContext
    private let incidents: ReferenceFinder
    private let persons: PersonFinder
    private let insert: any PreparedStatement
    private let byCPR: any PreparedStatement
    private let arrivals: Arrivals?
    private let find: any PreparedStatement
    private let identify: any PreparedStatement
    private(set) var warnings: [String: Int] = [:]

    init(_ db: any Connection, _ context: ImportContext) throws {
        self.db = db
        self.context = context
        incidents = try .incidents(db, context)
        persons = try PersonFinder(db, context)
        insert = try db.prepare(
            """
            INSERT INTO incident_person (incident_id, role, person_id, said_of, held, described, cpr_sealed, cpr_hash,
                import_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)
        byCPR = try db.prepare(
            """
            SELECT id, merged_into, from_report, source_id = ? FROM person WHERE cpr_hash = ? AND cpr_hash <> ''
            ORDER BY from_report, 4 DESC, id LIMIT 1
            """)
        arrivals = try Arrivals(db, context)
        find = try db.prepare(
            "SELECT id, person_id, cpr_hash FROM incident_person WHERE incident_id = ? AND role = ? AND described = ?")
        identify = try db.prepare(
            "UPDATE incident_person SET person_id = ?, said_of = ?, held = ?, import_id = ? WHERE id = ?")
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
            let known =
                try persons.find(personID)
                ?? context.tombstones.collectAnew(personID, db, context).map { SaidPerson($0, person: nil) }
            guard let person = known else {
                throw RowProblem("import.unknown-person", column: "person_id", value: personID)
            }
            return try store(
                incident, role, Arrivals.Settled(person: person, isHeld: false), described: "", number: "")
        }
        let reported = try ParticipantRows.reported(row, today: context.startedAt.day)
            .leavingOut(context.handbook.matching.noNames)
        if CPRNumber(reported.number)?.passesModulus11 == false { warnings["cpr-modulus-11", default: 0] += 1 }
        let text = try JSONText.encode(ParticipantRows.described(row, as: reported))
        let stored = try find(incident, role, text, reported.number)
        // Once linked, the same row stays linked to the same person.
        if let stored, stored.1 != nil { return .unchanged }
        guard let settled = try settle(reported, in: incident, named: "\(incidentID)/\(role)") else {
            warnings["person-not-identified", default: 0] += 1
            return stored == nil
                ? try store(incident, role, nil, described: text, number: reported.number) : .unchanged
        }
        if settled.isHeld { warnings["person-in-doubt", default: 0] += 1 }
        guard let stored else {
            return try store(incident, role, settled, described: text, number: reported.number)
        }
        try identify.run([
            .integer(settled.person.person), settled.person.said, .integer(settled.isHeld ? 1 : 0),
            .integer(context.importID), .integer(stored.0),
        ])
        noteChange(settled, role)
        try ChangeLog.record(
            .incident, id: incident, old: text, new: "{\"person\":\"\(settled.person.record)\"}", by: context.actor,
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
        _ incident: Int64, _ role: String, _ settled: Arrivals.Settled?, described: String, number: String
    ) throws -> RowOutcome {
        let cpr = try SealedCPR(number, keys: context.keys)
        let changed = try insert.run([
            .integer(incident), .text(role), settled.map { .integer($0.person.person) } ?? .null,
            settled?.person.said ?? .integer(0), .integer(settled?.isHeld == true ? 1 : 0), .text(described),
            .text(cpr.sealed), .text(cpr.hash), .integer(context.importID),
        ])
        guard changed == 1 else { return .unchanged }
        if let settled { noteChange(settled, role) }
        return .inserted
    }

    /// For Socialsøg.
    private func noteChange(_ settled: Arrivals.Settled, _ role: String) {
        guard !settled.isHeld, let role = IncidentRole(rawValue: role) else { return }
        context.changes.part(of: settled.person.person, role: role)
    }

    /// What a row says of somebody, by column, without the number; of the first six digits of one the birth date.
    private static func described(_ row: CSVRow, as reported: PersonFacts) throws -> [String: String] {
        var described: [String: String] = [:]
        for column in description where columns[column].name != "cpr" {
            let value = try row.text(column)
            if !value.isEmpty { described[columns[column].name] = value }
        }
        if !reported.birthDate.isEmpty { described["birth_date"] = reported.birthDate }
        return described
    }

    /// What a row says of somebody, as it is compared with the register.
    ///
    /// - Throws: `RowProblem`: a number or date that is none, or nothing at all.
    static func reported(_ row: CSVRow, today: LocalDate) throws -> PersonFacts {
        let text = try row.text(3)
        let number = CPRNumber(text)
        // The last four digits may be missing.
        let beginning = number == nil ? CPRNumber.birthDate(ofFirstSix: text, by: today) : nil
        if !text.isEmpty, number == nil, beginning == nil { throw RowProblem("import.not-a-cpr", column: "cpr") }
        let facts = PersonFacts(
            given: try row.text(4), family: try row.text(5),
            birthDate: (try row.date(6) ?? beginning)?.description ?? "", number: number?.digits ?? "",
            address: try row.text(7), postalCode: try row.text(8))
        guard !facts.number.isEmpty || !facts.family.isEmpty || !facts.given.isEmpty else {
            throw RowProblem("import.nobody", column: "person_id")
        }
        return facts
    }

    /// Whom a row is about; `nil` where it says too little.
    private func settle(
        _ reported: PersonFacts, in incident: Int64, named name: String
    ) throws -> Arrivals.Settled? {
        if let person = try numbered(reported.number) {
            let isHeld = try !MatchStore.areHeld([person.record], in: db).isEmpty
            return Arrivals.Settled(person: person, isHeld: isHeld)
        }
        return reported.tellsApart ? try arrivals?.settle(reported, in: incident, named: name) : nil
    }

    /// Somebody with the number: one whom a source knows by an id before one that a report has made, of several sources in its own
    /// first.
    private func numbered(_ number: String) throws -> SaidPerson? {
        if number.isEmpty { return nil }
        var found: [(said: SaidPerson, order: (Int, Int, Int64))] = []
        for hash in context.keys.hashes(of: number, for: .cprLookUp) {
            try byCPR.forEach([.integer(context.source), .text(hash)]) { row in
                let order = (row.int(2), -row.int(3), row.int64(0))
                found.append((SaidPerson(row.int64(0), person: row.int64OrNil(1)), order))
            }
        }
        return found.min { $0.order < $1.order }?.said
    }
}
