public import Prevention
public import SQL

/// Reads what Socialsøg looks at into columns, in one pass over each table.
public enum ScreeningReader {
    /// - Parameter typeCodes: the incident types, in the order of which the input counts them; others are read as -1.
    public static func input(typeCodes: [String], in db: any Connection) throws -> ScreeningInput {
        let types = Dictionary(uniqueKeysWithValues: typeCodes.enumerated().map { ($0.element, Int32($0.offset)) })
        let roles = Dictionary(uniqueKeysWithValues: IncidentRole.allCases.map { ($0.rawValue, $0) })
        var input = ScreeningInput()
        try db.forEach("SELECT id, birth_date FROM person") { row in
            input.addPerson(id: row.int64(0), birthDate: row.withUTF8(1) { LocalDate(utf8: $0) })
        }
        try db.forEach(
            """
            SELECT person_id, related_id, from_date, to_date FROM relation
            WHERE kind IN ('parent', 'caregiver') AND person_id <> related_id
            """
        ) { row in
            input.addRelation(
                person: row.int64(0), related: row.int64(1), from: row.withUTF8(2) { LocalDate(utf8: $0) },
                to: row.withUTF8(3) { LocalDate(utf8: $0) })
        }
        try db.forEach("SELECT id, day, type FROM incident") { row in
            guard let day = row.withUTF8(1, { LocalDate(utf8: $0) }) else { return }
            input.addIncident(id: row.int64(0), day: day, type: types[row.text(2)] ?? -1)
        }
        try db.forEach("SELECT incident_id, person_id, role FROM incident_person WHERE person_id IS NOT NULL") { row in
            guard let role = roles[row.text(2)] else { return }
            input.addParticipant(incident: row.int64(0), person: row.int64(1), role: role)
        }
        for (incident, target) in try IncidentStore.pointers(in: db) {
            input.addPointer(incident: incident, target: target)
        }
        return input
    }

    /// The source's own ids of some persons and incidents, by row id.
    public struct Names: Sendable {
        let persons: [Int64: String]
        let incidents: [Int64: String]

        public func person(_ id: Int64) -> String { persons[id] ?? String(id) }
        public func incident(_ id: Int64) -> String { incidents[id] ?? String(id) }
    }

    public static func names(persons: [Int64], incidents: [Int64], in db: any Connection) throws -> Names {
        let person = try db.prepare("SELECT external_id FROM person WHERE id = ?")
        let incident = try db.prepare("SELECT external_id FROM incident WHERE id = ?")
        return Names(persons: try lookUp(persons, person), incidents: try lookUp(incidents, incident))
    }

    private static func lookUp(_ ids: [Int64], _ statement: any PreparedStatement) throws -> [Int64: String] {
        var found: [Int64: String] = [:]
        for id in ids { found[id] = try statement.first([.integer(id)]) { $0.text(0) } }
        return found
    }
}
