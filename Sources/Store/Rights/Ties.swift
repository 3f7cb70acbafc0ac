public import Prevention
public import SQL

/// What keeps persons in the register: a case, an incident or a hit that stays.
public struct Ties {
    /// What goes, and so keeps nobody.
    public var goingCases: Set<Int64> = []
    public var goingIncidents: Set<Int64> = []
    public var goingHits: Set<Int64> = []
    private let hits: [StoredHit]
    /// Every record that another stands for, with that one.
    private let standing: [Int64: Int64]

    public init(in db: any Connection) throws {
        hits = try RetentionReader.hits(in: db)
        standing = try IdentityStore.standing(in: db)
    }

    /// Of `persons`, those in something that stays, and those in something that goes.
    public func read(
        _ persons: Set<Int64>, in db: any Connection
    ) throws -> (kept: Set<Int64>, loosened: Set<Int64>) {
        var kept: Set<Int64> = []
        var loosened: Set<Int64> = []
        func note(_ person: Int64, _ isGoing: Bool) {
            if isGoing { loosened.insert(person) } else { kept.insert(person) }
        }
        let all = Array(persons)
        for start in stride(from: 0, to: all.count, by: RetentionReader.portion) {
            let some = Array(all[start..<min(all.count, start + RetentionReader.portion)])
            try db.forEach("SELECT person_id, case_id FROM case_party WHERE person_id IN \(list: some)") {
                note($0.int64(0), goingCases.contains($0.int64(1)))
            }
            try db.forEach("SELECT person_id, incident_id FROM incident_person WHERE person_id IN \(list: some)") {
                note($0.int64(0), goingIncidents.contains($0.int64(1)))
            }
            try db.forEach("SELECT child_id, id FROM hit WHERE child_id IN \(list: some)") {
                note($0.int64(0), goingHits.contains($0.int64(1)))
            }
            // While an item about somebody stands, and while what was shared about them can be read, they can be found.
            try db.forEach(
                "SELECT person_id FROM forum_item WHERE state <> 'deleted' AND person_id IN \(list: some)"
            ) { kept.insert($0.int64(0)) }
            // It is about any of their records.
            let records =
                try db.fetch("SELECT id FROM person WHERE merged_into IN \(list: some)") { $0.int64(0) } + some
            try db.forEach(
                """
                SELECT d.person_id FROM disclosure d JOIN disclosure_words w ON w.disclosure_id = d.id
                WHERE d.person_id IN \(list: records)
                UNION SELECT n.person_id FROM disclosure_named n
                JOIN disclosure_words w ON w.disclosure_id = n.disclosure_id WHERE n.person_id IN \(list: records)
                """
            ) { kept.insert(standing[$0.int64(0)] ?? $0.int64(0)) }
        }
        for hit in hits {
            for carer in hit.carers.map({ standing[$0] ?? $0 }) where persons.contains(carer) {
                note(carer, goingHits.contains(hit.id))
            }
        }
        return (kept, loosened)
    }

    /// Of `persons`, who are themselves in nothing that stays: those with a relation to somebody who is, for the family of a
    /// child with a case stays with it; and those with a relation to somebody in something that goes.
    public func related(
        _ persons: Set<Int64>, in db: any Connection
    ) throws -> (kept: Set<Int64>, loosened: Set<Int64>) {
        var others: [Int64: Set<Int64>] = [:]
        for relation in try PersonStore.relations(touching: persons.sorted(), in: db) {
            others[relation.person, default: []].insert(relation.related)
            others[relation.related, default: []].insert(relation.person)
        }
        let around = try read(Set(persons.flatMap { others[$0] ?? [] }), in: db)
        func those(with ties: Set<Int64>) -> Set<Int64> {
            persons.filter { !(others[$0] ?? []).isDisjoint(with: ties) }
        }
        return (those(with: around.kept), those(with: around.loosened))
    }
}

/// What may not be deleted now, whatever its age, and why.
public struct Keepers {
    private var cases: [Int64: RetentionKeeping] = [:]
    private var incidents: [Int64: RetentionKeeping] = [:]
    private var persons: [Int64: RetentionKeeping] = [:]
    private var newest: [RetentionClass: Set<Int64>] = [:]
    /// Every record that another stands for, with that one.
    private let standing: [Int64: Int64]

    public init(in db: any Connection) throws {
        for (kind, sql) in [
            // Sealed cases count below zero.
            (RetentionClass.caseFile, "SELECT MAX(id) FROM case_file"),
            (.caseFile, "SELECT MIN(id) FROM case_file WHERE id < 0"), (.hit, "SELECT MAX(id) FROM hit"),
            (.incident, "SELECT MAX(id) FROM incident"), (.person, "SELECT MAX(id) FROM person"),
        ] as [(RetentionClass, SQL)] {
            if let id = try db.first(sql, { $0.int64OrNil(0) }) ?? nil { newest[kind, default: []].insert(id) }
        }
        let asking = try RequestStore.open(in: db).map { ($0.person, RetentionKeeping.request) }
        let held = try HoldStore.standing(in: db)
        standing = try IdentityStore.standing(in: db)
        let onPersons = held.filter { $0.subject == .person }.map(\.subjectID)
        let heldPersons = onPersons.map { (standing[$0] ?? $0, RetentionKeeping.hold) }
        persons = Dictionary(heldPersons + asking, uniquingKeysWith: { first, _ in first })
        let ids = persons.keys.sorted()
        try db.forEach("SELECT case_id, person_id FROM case_party WHERE person_id IN \(list: ids)") {
            cases[$0.int64(0)] = persons[$0.int64(1)]
        }
        try db.forEach("SELECT incident_id, person_id FROM incident_person WHERE person_id IN \(list: ids)") {
            incidents[$0.int64(0)] = persons[$0.int64(1)]
        }
        for hold in held where hold.subject == .caseFile { cases[hold.subjectID] = .hold }
    }

    /// Why it stays; `nil` where nothing keeps it.
    public func reason(_ kind: RetentionClass, _ id: Int64) -> RetentionKeeping? {
        let own: RetentionKeeping?
        switch kind {
        case .caseFile: own = cases[id]
        case .incident: own = incidents[id]
        case .person: own = persons[standing[id] ?? id]
        case .hit, .rejects, .disclosure: own = nil
        }
        return own ?? (newest[kind]?.contains(id) == true ? .newest : nil)
    }

    /// The words of a record are kept with whom it is about and with its case.
    public func reason(_ record: RetentionReader.SharedWords) -> RetentionKeeping? {
        record.person.flatMap { persons[standing[$0] ?? $0] } ?? record.caseID.flatMap { cases[$0] }
    }

    /// A hit is kept with its child, its carers and its incidents.
    public func reason(_ hit: StoredHit) -> RetentionKeeping? {
        ([hit.child] + hit.carers).lazy.compactMap { persons[standing[$0] ?? $0] }.first
            ?? hit.incidents.lazy.compactMap { incidents[$0] }.first ?? reason(.hit, hit.id)
    }
}
