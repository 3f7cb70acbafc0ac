public import Prevention
public import SQL

/// What has changed in the register within a transaction, as far as Socialsøg looks at it: each change is noted after it was
/// made, a deletion before. `Rescreening.settle` then brings the hits up to date.
///
/// Only for the thread of its transaction.
public final class ScreeningChanges {
    private var incidents: [Int64] = []
    private var persons: [Int64] = []
    private var children: Set<Int64> = []

    public init() {}

    /// How many rows have been noted.
    public var count: Int { incidents.count + persons.count + children.count }

    /// An incident that came, or whose day, type, pointer or participants are others now.
    public func incident(_ id: Int64) { incidents.append(id) }

    /// Somebody whose parts in incidents, or whom they care for, are others now: by a row of theirs, a merge, or its undoing.
    public func person(_ id: Int64) { persons.append(id) }

    /// Somebody whose birth date, carers or presence at incidents are others now.
    public func child(_ id: Int64) { children.insert(id) }

    /// An incident that is about to go, with those who took part in it; what hits have kept of it goes now.
    public func incidentGoes(_ id: Int64, in db: any Connection) throws {
        var lose: Set<Int64> = []
        try ScreeningChanges.children(ofIncident: id, in: db, &lose)
        try HitList.forget(incident: id, of: lose, in: db)
        children.formUnion(lose)
    }

    /// Somebody who is about to go, with their relations.
    public func personGoes(_ id: Int64, in db: any Connection) throws {
        try ScreeningChanges.children(ofPerson: id, in: db, &children)
    }

    /// Somebody's part in an incident came or is said of another person now; a role that no rule looks at changes nothing.
    public func part(of person: Int64, role: IncidentRole) {
        if role.isRisk { self.person(person) } else if role == .childPresent { child(person) }
    }

    /// Forgets what was noted, where the transaction came to nothing.
    public func clear() {
        incidents.removeAll()
        persons.removeAll()
        children.removeAll()
    }

    /// Everybody whose hits may be others now, ascending.
    func affected(in db: any Connection) throws -> [Int64] {
        var found = children
        for id in Set(incidents) { try ScreeningChanges.children(ofIncident: id, in: db, &found) }
        for id in Set(persons) { try ScreeningChanges.children(ofPerson: id, in: db, &found) }
        return found.sorted()
    }

    /// For whom the incident counts, or any report that leads to it: only what leads to it can have another root by its
    /// change.
    private static func children(ofIncident id: Int64, in db: any Connection, _ found: inout Set<Int64>) throws {
        var reports: Set<Int64> = [id]
        var next = [id]
        while let report = next.popLast() {
            let copies = try db.fetch(
                """
                SELECT c.id FROM incident i JOIN incident c ON c.source_id = i.source_id AND c.same_as = i.external_id
                WHERE i.id = \(report)
                """
            ) { $0.int64(0) }
            for copy in copies where reports.insert(copy).inserted { next.append(copy) }
        }
        var carers: Set<Int64> = []
        for report in reports {
            try db.forEach(
                "SELECT person_id FROM incident_person WHERE incident_id = \(report) AND \(ScreeningSQL.risk)"
            ) { row in if let carer = row.int64OrNil(0) { carers.insert(carer) } }
            try db.forEach(
                "SELECT person_id FROM incident_person WHERE incident_id = \(report) AND \(ScreeningSQL.present)"
            ) { row in if let child = row.int64OrNil(0) { found.insert(child) } }
        }
        for carer in carers { try addChildren(of: carer, in: db, &found) }
    }

    private static func children(ofPerson id: Int64, in db: any Connection, _ found: inout Set<Int64>) throws {
        found.insert(id)
        try addChildren(of: id, in: db, &found)
    }

    private static func addChildren(of carer: Int64, in db: any Connection, _ found: inout Set<Int64>) throws {
        try db.forEach("SELECT related_id FROM relation WHERE person_id = \(carer) AND \(ScreeningSQL.care)") {
            found.insert($0.int64(0))
        }
    }
}
