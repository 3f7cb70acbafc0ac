public import Prevention
public import SQL

/// An incident as stored.
public struct StoredIncident: Sendable, Hashable {
    public let id: Int64
    public let externalID: String
    public let occurredAt: Instant
    public let day: LocalDate
    public let type: String
    public let municipality: String
    public let place: String
    public let summary: String
}

/// Who was what in an incident.
public struct StoredParticipant: Sendable, Hashable {
    public let incident: Int64
    public let person: Int64
    public let role: IncidentRole
}

/// Incidents of the daily report.
public enum IncidentStore {
    static let columns: SQL = "i.id, i.external_id, i.occurred_at, i.day, i.type, i.municipality, i.place, i.summary"

    static func incident(_ row: Row) -> StoredIncident {
        let occurred = Instant(milliseconds: row.int64(2))
        return StoredIncident(
            id: row.int64(0), externalID: row.text(1), occurredAt: occurred,
            day: LocalDate(row.text(3)) ?? occurred.day, type: row.text(4), municipality: row.text(5),
            place: row.text(6),
            summary: row.text(7))
    }

    /// Those of `ids` that are there, by day, then by source id.
    public static func incidents(_ ids: [Int64], in db: any Connection) throws -> [StoredIncident] {
        try db.fetch(
            "SELECT \(columns) FROM incident i WHERE i.id IN \(list: ids) ORDER BY i.day, i.external_id", incident)
    }

    /// Incidents with one of `persons` in any role, newest first.
    ///
    /// - Parameter includingHeld: whether also those in which it is in doubt whether it was one of them.
    public static func incidents(
        withAnyOf persons: [Int64], includingHeld: Bool, limit: Int, in db: any Connection
    ) throws -> [StoredIncident] {
        let certain: SQL = includingHeld ? "" : " AND ip.held = 0"
        return try db.fetch(
            """
            SELECT DISTINCT \(columns) FROM incident_person ip JOIN incident i ON i.id = ip.incident_id
            WHERE ip.person_id IN \(list: persons)\(certain) ORDER BY i.day DESC, i.external_id LIMIT \(limit)
            """, incident)
    }

    /// Whether a source has an incident of that id.
    public static func exists(numbered text: String, in db: any Connection) throws -> Bool {
        try db.first(
            "SELECT 1 FROM incident WHERE source_id IN (SELECT id FROM source) AND external_id = \(text) LIMIT 1"
        ) { _ in true } ?? false
    }

    /// Identified participants of `incidents`, by incident.
    ///
    /// - Parameter includingHeld: whether also those of whom it is in doubt who they are.
    public static func participants(
        of incidents: [Int64], includingHeld: Bool, in db: any Connection
    ) throws -> [StoredParticipant] {
        let certain: SQL = includingHeld ? "" : " AND held = 0"
        return try db.fetch(
            """
            SELECT incident_id, person_id, role FROM incident_person
            WHERE incident_id IN \(list: incidents) AND person_id IS NOT NULL\(certain) ORDER BY incident_id, id
            """
        ) { row in
            StoredParticipant(
                incident: row.int64(0), person: row.int64(1), role: IncidentRole(rawValue: row.text(2)) ?? .witness)
        }
    }

    /// Every pointer of a duplicate report to the one it repeats; `nil` where its source has no such incident.
    public static func pointers(in db: any Connection) throws -> [Int64: Int64?] {
        var pointers: [Int64: Int64?] = [:]
        try db.forEach(
            """
            SELECT i.id, t.id FROM incident i
            LEFT JOIN incident t ON t.source_id = i.source_id AND t.external_id = i.same_as
            WHERE i.same_as IS NOT NULL
            """
        ) { row in pointers.updateValue(row.int64OrNil(1), forKey: row.int64(0)) }
        return pointers
    }

    /// The duplicate reports connected with `ids`: what they repeat, and what repeats them.
    public static func duplicates(around ids: [Int64], in db: any Connection) throws -> Duplicates {
        var pointers: [Int64: Int64?] = [:]
        var known = Set(ids)
        var next = known
        while !next.isEmpty {
            var found: Set<Int64> = []
            let wanted = next.sorted()
            func add(_ row: Row) {
                let target = row.int64OrNil(1)
                pointers.updateValue(target, forKey: row.int64(0))
                found.insert(row.int64(0))
                if let target { found.insert(target) }
            }
            try db.forEach(
                """
                SELECT i.id, t.id FROM incident i
                LEFT JOIN incident t ON t.source_id = i.source_id AND t.external_id = i.same_as
                WHERE i.id IN \(list: wanted) AND i.same_as IS NOT NULL
                """, add)
            try db.forEach(
                """
                SELECT c.id, i.id FROM incident i
                JOIN incident c ON c.source_id = i.source_id AND c.same_as = i.external_id
                WHERE i.id IN \(list: wanted)
                """, add)
            next = found.subtracting(known)
            known.formUnion(found)
        }
        return Duplicates(pointers: pointers)
    }

    /// The incidents that the reports `ids` are about, duplicates once, by day, then by source id; each with the
    /// participants of all its reports.
    ///
    /// - Parameter includingHeld: whether also with those of whom it is in doubt who they are.
    public static func resolved(
        _ ids: [Int64], includingHeld: Bool = false, in db: any Connection
    ) throws -> (incidents: [StoredIncident], participants: [StoredParticipant]) {
        let duplicates = try duplicates(around: ids, in: db)
        let roots = Set(ids.map { duplicates.root(of: $0) })
        let copies = duplicates.roots.filter { roots.contains($0.value) }.map(\.key)
        var seen: Set<StoredParticipant> = []
        let participants = try participants(
            of: roots.sorted() + copies.sorted(), includingHeld: includingHeld, in: db
        )
        .map { StoredParticipant(incident: duplicates.root(of: $0.incident), person: $0.person, role: $0.role) }
        .filter { seen.insert($0).inserted }
        return (try incidents(roots.sorted(), in: db), participants)
    }

    /// Reports of `types` with a day from `from` to `through`, newest first: at most `limit`.
    public static func reports(
        ofTypes types: [String], from: LocalDate, through: LocalDate, limit: Int, in db: any Connection
    ) throws -> [Int64] {
        try db.fetch(
            """
            SELECT id FROM incident
            WHERE type IN \(list: types) AND day >= \(from.description) AND day <= \(through.description)
            ORDER BY day DESC, id DESC LIMIT \(limit)
            """
        ) { $0.int64(0) }
    }

    /// Incidents of `types` with a day from `from` to before `to`, duplicates once, each with the participants of all its
    /// reports. A duplicate counts with the day and type of its root.
    public static func monitored(
        types: [String], from: LocalDate, to: LocalDate, in db: any Connection
    ) throws -> [MonitoredIncident] {
        let duplicates = Duplicates(pointers: try pointers(in: db))
        var order: [Int64] = []
        var roots: [Int64: (day: LocalDate, municipality: String)] = [:]
        try db.forEach(
            """
            SELECT id, day, municipality FROM incident
            WHERE type IN \(list: types) AND day >= \(from.description) AND day < \(to.description) ORDER BY day, id
            """
        ) { row in
            let id = row.int64(0)
            guard duplicates.root(of: id) == id, let day = LocalDate(row.text(1)) else { return }
            order.append(id)
            roots[id] = (day, row.text(2))
        }
        var participants: [Int64: [MonitoredIncident.Participant]] = [:]
        let held = try heldParts(in: db)
        func add(_ row: Row, to root: Int64) {
            guard let role = IncidentRole(rawValue: row.text(2)), !held.contains(row.int64(3)) else { return }
            participants[root, default: []].append(.init(person: row.int64(1), role: role))
        }
        try db.forEach(
            """
            SELECT ip.incident_id, ip.person_id, ip.role, ip.id FROM incident i
            JOIN incident_person ip ON ip.incident_id = i.id
            WHERE i.type IN \(list: types) AND i.day >= \(from.description) AND i.day < \(to.description)
            AND ip.person_id IS NOT NULL
            """
        ) { row in
            let incident = row.int64(0)
            if duplicates.root(of: incident) == incident { add(row, to: incident) }
        }
        let copies = duplicates.roots.filter { roots[$0.value] != nil }
        let statement = try db.prepare(
            """
            SELECT incident_id, person_id, role, id FROM incident_person
            WHERE incident_id = ? AND person_id IS NOT NULL
            """)
        for (copy, root) in copies {
            try statement.forEach([.integer(copy)]) { add($0, to: root) }
        }
        return order.compactMap { id in
            roots[id].map {
                MonitoredIncident(
                    id: id, day: $0.day, municipality: $0.municipality, participants: participants[id] ?? [])
            }
        }
    }
}
