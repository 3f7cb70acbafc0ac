public import Prevention
public import SQL

extension ScreeningReader {
    /// What concerns a few children: their relations, and everything that they and their carers took part in. A run over it
    /// finds of these children what a run over everything finds.
    public static func input(
        about children: [Int64], typeCodes: [String], in db: any Connection
    ) throws -> ScreeningInput {
        var reader = ChildReader(typeCodes: typeCodes)
        for child in children { try reader.addChild(child, db) }
        for carer in reader.carers { try reader.addRisk(of: carer, db) }
        for child in children { try reader.addPresence(of: child, db) }
        try reader.addRoots(db)
        reader.input.add(reader.parts)
        return reader.input
    }
}

/// Gathers what concerns a few children.
private struct ChildReader {
    let typeCodes: [String]
    var input = ScreeningInput(isSparse: true)
    var parts: ScreeningParts
    private(set) var carers: Set<Int64> = []
    /// Reports that repeat others.
    private var repeats: Set<Int64> = []

    init(typeCodes: [String]) {
        self.typeCodes = typeCodes
        parts = input.emptyParts()
    }

    mutating func addChild(_ child: Int64, _ db: any Connection) throws {
        let birth = try db.first("SELECT birth_date FROM person WHERE id = \(child) AND birth_date IS NOT NULL") {
            $0.withUTF8(0) { LocalDate(utf8: $0) }
        }
        guard let birth, let birth else { return }
        input.addPerson(id: child, birthDate: birth)
        try db.forEach(
            "SELECT person_id, from_date, to_date FROM relation WHERE related_id = \(child) AND \(ScreeningSQL.care)"
        ) { row in
            carers.insert(row.int64(0))
            input.addRelation(
                person: row.int64(0), related: child, from: row.withUTF8(1) { LocalDate(utf8: $0) },
                to: row.withUTF8(2) { LocalDate(utf8: $0) })
        }
    }

    mutating func addRisk(of carer: Int64, _ db: any Connection) throws {
        try db.forEach(
            """
            SELECT i.id, i.day, i.type, i.same_as FROM incident_person p JOIN incident i ON i.id = p.incident_id
            WHERE person_id = \(carer) AND \(ScreeningSQL.risk)
            """
        ) { row in
            guard let said = said(row) else { return }
            parts.addRisk(incident: row.int64(0), person: carer, said)
        }
    }

    mutating func addPresence(of child: Int64, _ db: any Connection) throws {
        try db.forEach(
            """
            SELECT i.id, i.day, i.type, i.same_as FROM incident_person p JOIN incident i ON i.id = p.incident_id
            WHERE person_id = \(child) AND \(ScreeningSQL.present)
            """
        ) { row in
            guard let said = said(row) else { return }
            parts.addPresent(incident: row.int64(0), person: child, said)
        }
    }

    /// Of a row with id, day, type and pointer. One with a pointer is noted.
    private mutating func said(_ row: Row) -> ScreenedReport? {
        guard let report = ScreeningReader.report(row, day: 1, type: 2, typeCodes) else { return nil }
        if row.isNull(3) { return report }
        repeats.insert(row.int64(0))
        input.addReport(row.int64(0), report)
        return .repeated
    }

    /// The pointers from the reports on, and the incidents they lead to.
    mutating func addRoots(_ db: any Connection) throws {
        var seen = repeats
        var next = Array(repeats)
        while let report = next.popLast() {
            let target = try db.first(
                """
                SELECT t.id FROM incident i
                JOIN incident t ON t.source_id = i.source_id AND t.external_id = i.same_as WHERE i.id = \(report)
                """
            ) { $0.int64(0) }
            input.addPointer(incident: report, target: target)
            guard let target, seen.insert(target).inserted else { continue }
            try db.forEach("SELECT id, day, type, same_as FROM incident WHERE id = \(target)") { row in
                guard let said = said(row) else { return }
                if said.isRepeated { next.append(target) } else { input.addReport(target, said) }
            }
        }
    }
}
