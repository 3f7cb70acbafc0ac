public import Prevention
public import SQL

/// All that is stored about one person, as it is given to them. Whoever reads it asks for the programmes that may be known of.
public enum PersonRecords {
    public struct CaseRecord: Sendable {
        public let file: CaseFile
        public let number: String
        public let events: [StoredEvent]
        public let undone: [UndoneEvent]
        public let notes: [StoredNote]
        public let tasks: [StoredTask]
        /// What the person is in it.
        public let roles: [Party.Role]
    }

    /// Cases with the person in any role, by the day of opening.
    public static func cases(
        with person: Int64, programmes: [String], in db: any Connection
    ) throws -> [CaseRecord] {
        let ids = try db.fetch(
            """
            SELECT DISTINCT c.id, c.opened_on FROM case_party y JOIN case_file c ON c.id = y.case_id
            WHERE y.person_id = \(person) AND c.programme IN \(list: programmes) ORDER BY c.opened_on, c.id
            """
        ) { $0.int64(0) }
        let found = try RetentionReader.cases(ids, in: db).map { ($0.file.id, $0) }
        let byID = Dictionary(found, uniquingKeysWith: { first, _ in first })
        return try ids.compactMap { id in
            guard let each = byID[id] else { return nil }
            return CaseRecord(
                file: each.file, number: each.number, events: try CaseStore.events(of: id, in: db),
                undone: try UndoStore.events(of: id, in: db), notes: try NoteStore.notes(of: id, in: db),
                tasks: try TaskStore.tasks(of: id, in: db),
                roles: each.file.parties.filter { $0.person == person }.map(\.role))
        }
    }

    /// What somebody is in a report of an incident.
    public struct Part: Sendable {
        public let incident: StoredIncident
        public let roles: [IncidentRole]
        /// Whether all of it waits for somebody to say who it is.
        public let isHeld: Bool
    }

    /// Every report of an incident with the person in it, by day, each with the roles.
    public static func incidents(with person: Int64, in db: any Connection) throws -> [Part] {
        var parts: [Int64: (roles: [IncidentRole], isHeld: Bool)] = [:]
        try db.forEach(
            "SELECT incident_id, role, held FROM incident_person WHERE person_id = \(person) ORDER BY incident_id, id"
        ) { row in
            guard let role = IncidentRole(rawValue: row.text(1)) else { return }
            let before = parts[row.int64(0)] ?? ([], true)
            parts[row.int64(0)] = (before.roles + [role], before.isHeld && row.bool(2))
        }
        return try portions(parts.keys.sorted()) { try IncidentStore.incidents($0, in: db) }
            .sorted { ($0.day, $0.id) < ($1.day, $1.id) }.map {
                Part(incident: $0, roles: parts[$0.id]?.roles ?? [], isHeld: parts[$0.id]?.isHeld ?? false)
            }
    }

    /// What reports say of those who took part, known to the register or not: names, numbers, addresses as delivered.
    public static func described(in incidents: [Int64], in db: any Connection) throws -> [(
        person: Int64?, said: [String: String]
    )] {
        try portions(incidents) { ids in
            try db.fetch(
                "SELECT person_id, described FROM incident_person WHERE incident_id IN \(list: ids) AND described <> ''"
            ) { ($0.int64OrNil(0), try JSONText.fields($0.text(1))) }
        }
    }

    /// Everybody who took part in them.
    public static func participants(in incidents: [Int64], in db: any Connection) throws -> [StoredParticipant] {
        try portions(incidents) { try IncidentStore.participants(of: $0, includingHeld: true, in: db) }
    }

    public static func persons(_ ids: Set<Int64>, in db: any Connection) throws -> [Person] {
        try portions(ids.sorted()) { try Array(PersonStore.persons($0, in: db).values) }
    }

    /// To whom it was given, as the log says: about the person, or about a case of theirs. Oldest first. What belongs to a
    /// sealed case is left out where not all programmes are within `scope`.
    public static func disclosures(
        about person: Int64, cases: [Int64], programmes scope: RightsScope, in db: any Connection
    ) throws -> [Disclosure] {
        try logged(
            about: person, cases: cases, isSealedToo: Catalogue.all.allSatisfy { scope.contains($0.code) }, in: db)
    }

    private static func logged(
        about person: Int64, cases: [Int64], isSealedToo: Bool, in db: any Connection
    ) throws -> [Disclosure] {
        let open: SQL = isSealedToo ? "1 = 1" : "sealed = 0"
        func read(_ about: SQL) throws -> [(id: Int64, said: Disclosure)] {
            try db.fetch(
                "SELECT id, at, recipient, reason FROM ledger_entry WHERE \(about) AND action = 'disclose' AND \(LedgerReading.isIndexed) AND \(open)"
            ) { row in
                (
                    row.int64(0),
                    Disclosure(
                        at: Instant(milliseconds: row.int64(1)), recipient: row.text(2), reason: row.text(3))
                )
            }
        }
        let records = try IdentityStore.records(of: person, in: db)
        let own = try read("entity = 'person' AND entity_id IN \(list: records)")
        let ofCases = try portions(cases) { try read("entity = 'case' AND entity_id IN \(list: $0)") }
        var seen: Set<Disclosure> = []
        // Those with a record are told from it.
        return (own + ofCases).sorted { $0.id < $1.id }.map(\.said)
            .filter { !$0.reason.hasPrefix("disclosure ") && seen.insert($0).inserted }
    }

    /// What the log says was given out about the person, beside what has a record of its own. Without sealed cases.
    public static func loggedOnly(about person: Int64, in db: any Connection) throws -> [Disclosure] {
        let cases = try db.fetch(
            """
            SELECT DISTINCT y.case_id FROM case_party y JOIN case_file c ON c.id = y.case_id
            WHERE y.person_id = \(person) AND c.id > 0
            """
        ) { $0.int64(0) }
        return try logged(about: person, cases: cases, isSealedToo: false, in: db)
    }

    public struct Disclosure: Sendable, Hashable {
        public let at: Instant
        /// Empty where the log does not say.
        public let recipient: String
        public let reason: String
    }

    /// As many at once as any engine takes.
    private static func portions<Value>(
        _ ids: [Int64], _ body: ([Int64]) throws -> [Value]
    ) throws -> [Value] {
        try stride(from: 0, to: ids.count, by: RetentionReader.portion).flatMap { start in
            try body(Array(ids[start..<min(ids.count, start + RetentionReader.portion)]))
        }
    }
}

extension PersonRecords {
    /// The name of the source that has delivered the person.
    public static func source(of person: Int64, in db: any Connection) throws -> String {
        try db.first(
            "SELECT s.name FROM person p JOIN source s ON s.id = p.source_id WHERE p.id = \(person)"
        ) { $0.text(0) } ?? ""
    }

    /// Ids of the persons whose row id is the text, or whose CPR number or source id it is.
    public static func identified(by text: String, keys: KeyRing, in db: any Connection) throws -> [Int64] {
        let found = try PersonStore.identified(by: text, keys: keys, in: db)
        guard let record = Int64(text), try PersonStore.person(record, in: db) != nil else { return found }
        let id = try IdentityStore.person(of: record, in: db)
        return found.contains(id) ? found : [id] + found
    }
}
