public import Prevention
public import SQL
import Synchronization

/// Reads what Socialsøg looks at into columns, along indexes.
public enum ScreeningReader {
    /// Everything stored, on two connections at once, both of one state.
    ///
    /// - Parameters:
    ///   - rules: parts in incidents of other types than theirs are not read.
    ///   - typeCodes: the incident types, in the order by which the input counts them.
    public static func input(
        rules: [ScreeningRule], typeCodes: [String], from database: any Database
    ) throws -> ScreeningInput {
        let empty = ScreeningInput()
        let parts = Mutex(empty.parts)
        let births = Mutex(empty.births)
        // Known once the parts are, which takes less than the births. Whoever is then done with the rest looks up the next of them; the
        // first connection ends when none is left, whatever the second does.
        let carers = Mutex<[[Int64]]>([])
        let care = Mutex<[CareTable]>([])
        @Sendable func lookUpCare(_ db: any Connection) throws {
            while let next = carers.withLock({ $0.popLast() }) {
                var read = empty.care
                try readCare(&read, of: next, db)
                care.withLock { [read] in $0.append(read) }
            }
        }
        try database.blockingReads([
            { db in
                var read = empty.parts
                try readParts(&read, rules, typeCodes, db)
                let found = read.atRisk.sorted().chunks()
                carers.withLock { $0 = found }
                try readRoots(&read, Duplicates(pointers: try IncidentStore.pointers(in: db)), typeCodes, db)
                parts.withLock { [read] in $0 = read }
                try lookUpCare(db)
            },
            { db in
                var read = empty.births
                try readBirths(&read, rules, typeCodes, db)
                births.withLock { [read] in $0 = read }
                try lookUpCare(db)
            },
        ])
        var input = empty
        input.parts = parts.withLock { $0 }
        input.births = births.withLock { $0 }
        input.care.merge(care.withLock { $0 })
        return input
    }

    /// Everything stored, as the transaction sees it.
    public static func input(
        rules: [ScreeningRule], typeCodes: [String], in db: any Connection
    ) throws -> ScreeningInput {
        var input = ScreeningInput()
        try readParts(&input.parts, rules, typeCodes, db)
        try readRoots(&input.parts, Duplicates(pointers: try IncidentStore.pointers(in: db)), typeCodes, db)
        for carers in input.parts.atRisk.sorted().chunks() { try readCare(&input.care, of: carers, db) }
        try readBirths(&input.births, rules, typeCodes, db)
        return input
    }

    static func care(of carers: [Int64]) -> SQL {
        """
        SELECT person_id, related_id, from_date, to_date FROM relation
        WHERE person_id IN \(list: carers) AND \(ScreeningSQL.care) ORDER BY person_id
        """
    }

    /// The parts with this `screened_type`.
    static func parts(_ roles: SQL, _ type: String) -> SQL {
        "SELECT incident_id, person_id, screened_day FROM incident_person WHERE screened_type = \(type) AND \(roles)"
    }

    /// For whom some people care.
    private static func readCare(
        _ table: inout CareTable, of carers: [Int64], _ db: any Connection
    ) throws {
        try db.forEach(care(of: carers)) { row in
            table.add(
                person: row.int64(0), related: row.int64(1), from: row.withUTF8(2) { LocalDate(utf8: $0) },
                to: row.withUTF8(3) { LocalDate(utf8: $0) })
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
        _ births: inout ScreeningBirths, _ rules: [ScreeningRule], _ typeCodes: [String], _ db: any Connection
    ) throws {
        // Along the index of types and days: the first of each type.
        let first = try looked(at: typeCodes, by: rules).compactMap { _, type in
            try db.first("SELECT day FROM incident WHERE type = \(type) ORDER BY day LIMIT 1") { LocalDate($0.text(0)) }
        }
        guard let earliest = first.compactMap({ $0 }).min() else { return }
        births.reserve(through: Int64(try db.count("SELECT MAX(id) FROM person")))
        let eldest = earliest.adding(years: -19).description
        try db.forEach("SELECT id, birth_date FROM person WHERE birth_date >= \(eldest)") { row in
            births.add(row.withUTF8(1) { LocalDate(utf8: $0) }, of: row.int64(0))
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
        func read(_ type: String, _ said: (Row) -> ScreenedReport?) throws {
            try db.forEach(self.parts(ScreeningSQL.carerAtRisk, type)) { row in
                if let said = said(row) { parts.addRisk(incident: row.int64(0), person: row.int64(1), said) }
            }
            try db.forEach(self.parts(ScreeningSQL.present, type)) { row in
                if let said = said(row) { parts.addPresent(incident: row.int64(0), person: row.int64(1), said) }
            }
        }
        for (index, type) in looked(at: typeCodes, by: rules) {
            try read(type) { row in
                row.withUTF8(2) { LocalDate(utf8: $0) }.map { ScreenedReport(day: $0, type: index) }
            }
        }
        try read(ScreeningSQL.repeating) { _ in .repeating }
    }

    /// What the incidents say that those with a pointer count as.
    static func readRoots(
        _ parts: inout ScreeningParts, _ duplicates: Duplicates, _ typeCodes: [String], _ db: any Connection
    ) throws {
        var roots: [Int64: ScreenedReport] = [:]
        for some in Set(parts.repeating.map { duplicates.root(of: $0) }).sorted().chunks() {
            try db.forEach("SELECT id, day, type FROM incident WHERE id IN \(list: some)") { row in
                roots[row.int64(0)] = report(row, day: 1, type: 2, typeCodes)
            }
        }
        parts.resolve(duplicates, roots: roots)
    }
}
