public import Prevention
public import SQL
import Synchronization

/// Reads what Socialsøg looks at into columns, in one pass over indexes that hold nothing else.
public enum ScreeningReader {
    /// Everything stored, on two connections at once, both of one state. Each reads about half of the rows.
    ///
    /// - Parameters:
    ///   - rules: parts in incidents of other types than theirs are not read.
    ///   - typeCodes: the incident types, in the order by which the input counts them.
    public static func input(
        rules: [ScreeningRule], typeCodes: [String], from database: any Database
    ) throws -> ScreeningInput {
        let empty = ScreeningInput()
        let families = Mutex(empty)
        let reports = Mutex((pointers: empty, parts: empty.emptyParts()))
        try database.blockingReads([
            { db in
                var read = empty
                try readCare(&read, db)
                try readBirths(&read, rules, typeCodes, db)
                families.withLock { [read] in $0 = read }
            },
            { db in
                var pointers = empty, parts = empty.emptyParts()
                try readParts(&parts, rules, typeCodes, db)
                try readPointers(&pointers, typeCodes, db)
                reports.withLock { [pointers, parts] in $0 = (pointers, parts) }
            },
        ])
        var input = families.withLock { $0 }
        let (pointers, parts) = reports.withLock { $0 }
        input.takePointers(of: pointers)
        input.add(parts)
        return input
    }

    /// Everything stored, as the transaction sees it.
    public static func input(
        rules: [ScreeningRule], typeCodes: [String], in db: any Connection
    ) throws -> ScreeningInput {
        var input = ScreeningInput()
        try readCare(&input, db)
        try readBirths(&input, rules, typeCodes, db)
        try readPointers(&input, typeCodes, db)
        var parts = input.emptyParts()
        try readParts(&parts, rules, typeCodes, db)
        input.add(parts)
        return input
    }

    static let care: SQL = """
        SELECT person_id, related_id, from_date, to_date FROM relation WHERE \(ScreeningSQL.care) ORDER BY person_id
        """

    /// The parts in incidents that count as `type`.
    static func parts(_ roles: SQL, _ type: String) -> SQL {
        "SELECT incident_id, person_id, screened_day FROM incident_person WHERE screened_type = \(type) AND \(roles)"
    }

    /// Who cares for whom.
    private static func readCare(_ input: inout ScreeningInput, _ db: any Connection) throws {
        try db.forEach(care) { row in
            input.addRelation(
                person: row.int64(0), related: row.int64(1), from: row.withUTF8(2) { LocalDate(utf8: $0) },
                to: row.withUTF8(3) { LocalDate(utf8: $0) })
        }
    }

    /// What repeats what, and what both say.
    private static func readPointers(
        _ input: inout ScreeningInput, _ typeCodes: [String], _ db: any Connection
    ) throws {
        try db.forEach(
            """
            SELECT i.id, i.day, i.type, t.id, t.day, t.type FROM incident i
            LEFT JOIN incident t ON t.source_id = i.source_id AND t.external_id = i.same_as
            WHERE i.same_as IS NOT NULL
            """
        ) { row in
            let target = row.int64OrNil(3)
            input.addPointer(incident: row.int64(0), target: target)
            if let said = report(row, day: 1, type: 2, typeCodes) { input.addReport(row.int64(0), said) }
            if let target, let said = report(row, day: 4, type: 5, typeCodes) { input.addReport(target, said) }
        }
    }

    /// What a row says of an incident; `nil` where that is nothing which counts.
    static func report(_ row: Row, day: Int32, type: Int32, _ typeCodes: [String]) -> ScreenedReport? {
        guard let day = row.withUTF8(day, { LocalDate(utf8: $0) }) else { return nil }
        let index = row.withUTF8(type) { text in typeCodes.firstIndex { $0.utf8.elementsEqual(text) } }
        return ScreenedReport(day: day, type: index ?? -1)
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
        input.reserve(person: Int64(try db.count("SELECT MAX(id) FROM person")))
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

    /// Who took part in what a rule looks at, and in what repeats another incident.
    private static func readParts(
        _ parts: inout ScreeningParts, _ rules: [ScreeningRule], _ typeCodes: [String], _ db: any Connection
    ) throws {
        for (index, type) in looked(at: typeCodes, by: rules) {
            func said(_ row: Row) -> ScreenedReport? {
                row.withUTF8(2) { LocalDate(utf8: $0) }.map { ScreenedReport(day: $0, type: index) }
            }
            try db.forEach(self.parts(ScreeningSQL.risk, type)) { row in
                if let said = said(row) { parts.addRisk(incident: row.int64(0), person: row.int64(1), said) }
            }
            try db.forEach(self.parts(ScreeningSQL.present, type)) { row in
                if let said = said(row) { parts.addPresent(incident: row.int64(0), person: row.int64(1), said) }
            }
        }
        try db.forEach(self.parts(ScreeningSQL.risk, "")) { row in
            parts.addRisk(incident: row.int64(0), person: row.int64(1), .repeated)
        }
        try db.forEach(self.parts(ScreeningSQL.present, "")) { row in
            parts.addPresent(incident: row.int64(0), person: row.int64(1), .repeated)
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
