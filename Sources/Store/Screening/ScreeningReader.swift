public import Prevention
public import SQL
import Synchronization

/// Reads what Socialsøg looks at into columns, in one pass over indexes that hold nothing else.
public enum ScreeningReader {
    /// Everything stored, on two connections at once, both of one state. Each reads about half of the rows.
    ///
    /// - Parameters:
    ///   - rules: incidents of other types than theirs are not read.
    ///   - typeCodes: the incident types, in the order of which the input counts them.
    public static func input(
        rules: [ScreeningRule], typeCodes: [String], from database: any Database
    ) throws -> ScreeningInput {
        let empty = ScreeningInput()
        let reports = Mutex(empty)
        let people = Mutex((births: empty, parts: empty.emptyParts()))
        try database.blockingReads([
            { db in
                var read = empty
                try readReports(&read, rules, typeCodes, db)
                reports.withLock { [read] in $0 = read }
            },
            { db in
                var births = empty, parts = empty.emptyParts()
                try readParts(&parts, db)
                try readBirths(&births, rules, typeCodes, db)
                people.withLock { [births, parts] in $0 = (births, parts) }
            },
        ])
        var input = reports.withLock { $0 }
        let (births, parts) = people.withLock { $0 }
        input.takeBirths(of: births)
        input.add(parts)
        return input
    }

    /// Everything stored, as the transaction sees it.
    public static func input(
        rules: [ScreeningRule], typeCodes: [String], in db: any Connection
    ) throws -> ScreeningInput {
        var input = ScreeningInput()
        try readReports(&input, rules, typeCodes, db)
        try readBirths(&input, rules, typeCodes, db)
        var parts = input.emptyParts()
        try readParts(&parts, db)
        input.add(parts)
        return input
    }

    static let care: SQL = """
        SELECT person_id, related_id, from_date, to_date FROM relation WHERE \(ScreeningSQL.care) ORDER BY person_id
        """
    static let risk: SQL =
        "SELECT incident_id, person_id FROM incident_person WHERE \(ScreeningSQL.risk) ORDER BY person_id"
    static let present: SQL =
        "SELECT incident_id, person_id FROM incident_person WHERE \(ScreeningSQL.present) ORDER BY person_id"

    /// Incidents, what they repeat, and who cares for whom.
    private static func readReports(
        _ input: inout ScreeningInput, _ rules: [ScreeningRule], _ typeCodes: [String], _ db: any Connection
    ) throws {
        input.reserve(person: 0, incident: Int64(try db.count("SELECT MAX(id) FROM incident")))
        for (index, type) in looked(at: typeCodes, by: rules) {
            try db.forEach("SELECT id, day FROM incident WHERE type = \(type) ORDER BY day") { row in
                guard let day = row.withUTF8(1, { LocalDate(utf8: $0) }) else { return }
                input.addIncident(id: row.int64(0), day: day, type: Int32(index))
            }
        }
        for (incident, target) in try IncidentStore.pointers(in: db) {
            input.addPointer(incident: incident, target: target)
        }
        try db.forEach(care) { row in
            input.addRelation(
                person: row.int64(0), related: row.int64(1), from: row.withUTF8(2) { LocalDate(utf8: $0) },
                to: row.withUTF8(3) { LocalDate(utf8: $0) })
        }
    }

    /// When those were born who may be children: whoever was grown up on the first day of an incident is a child on none.
    private static func readBirths(
        _ input: inout ScreeningInput, _ rules: [ScreeningRule], _ typeCodes: [String], _ db: any Connection
    ) throws {
        // Along the index of types and days: the first of each type.
        let first = try looked(at: typeCodes, by: rules).compactMap { _, type in
            try db.first("SELECT day FROM incident WHERE type = \(type) ORDER BY day LIMIT 1") { LocalDate($0.text(0)) }
        }
        guard let earliest = first.compactMap({ $0 }).min() else { return }
        input.reserve(person: Int64(try db.count("SELECT MAX(id) FROM person")), incident: 0)
        let eldest = earliest.adding(years: -19).description
        try db.forEach("SELECT id, birth_date FROM person WHERE birth_date >= \(eldest)") { row in
            input.addPerson(id: row.int64(0), birthDate: row.withUTF8(1) { LocalDate(utf8: $0) })
        }
    }

    /// The types that a rule looks at, with their places among the codes.
    private static func looked(at typeCodes: [String], by rules: [ScreeningRule]) -> [(index: Int, type: String)] {
        typeCodes.enumerated().filter { _, type in rules.contains { $0.types.contains(type) } }
            .map { (index: $0.offset, type: $0.element) }
    }

    private static func readParts(_ parts: inout ScreeningParts, _ db: any Connection) throws {
        try db.forEach(risk) { row in
            if !row.isNull(1) { parts.addRisk(incident: row.int64(0), person: row.int64(1)) }
        }
        try db.forEach(present) { row in
            if !row.isNull(1) { parts.addPresent(incident: row.int64(0), person: row.int64(1)) }
        }
    }

    /// The source's own ids of some persons and incidents, by row id.
    public struct Names: Sendable {
        let persons: [Int64: String]
        let incidents: [Int64: String]

        public func person(_ id: Int64) -> String { persons[id] ?? String(id) }
        public func incident(_ id: Int64) -> String { incidents[id] ?? String(id) }
    }

    public static func names(persons: [Int64], incidents: [Int64], in db: any Connection) throws -> Names {
        func names(_ ids: [Int64], _ query: ([Int64]) -> SQL) throws -> [Int64: String] {
            var names: [Int64: String] = [:]
            names.reserveCapacity(ids.count)
            for some in ids.chunks(of: 1_000) {
                try db.forEach(query(some)) { names[$0.int64(0)] = $0.text(1) }
            }
            return names
        }
        return Names(
            persons: try names(persons) { "SELECT id, external_id FROM person WHERE id IN \(list: $0)" },
            incidents: try names(incidents) { "SELECT id, external_id FROM incident WHERE id IN \(list: $0)" })
    }
}
