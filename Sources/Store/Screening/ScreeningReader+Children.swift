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
        try readRoots(&reader.input.parts, try reader.duplicates(db), typeCodes, db)
        return reader.input
    }
}

/// Gathers what concerns a few children.
private struct ChildReader {
    let typeCodes: [String]
    var input = ScreeningInput(isSparse: true)
    private(set) var carers: Set<Int64> = []

    mutating func addChild(_ child: Int64, _ db: any Connection) throws {
        let birth = try db.first("SELECT birth_date FROM person WHERE id = \(child) AND birth_date IS NOT NULL") {
            $0.withUTF8(0) { LocalDate(utf8: $0) }
        }
        guard let birth, let birth else { return }
        input.births.add(birth, of: child)
        try db.forEach(
            "SELECT person_id, from_date, to_date FROM relation WHERE related_id = \(child) AND \(ScreeningSQL.care)"
        ) { row in
            carers.insert(row.int64(0))
            input.care.add(
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
            input.parts.addRisk(incident: row.int64(0), person: carer, said)
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
            input.parts.addPresent(incident: row.int64(0), person: child, said)
        }
    }

    /// Of a row with id, day, type and pointer.
    private func said(_ row: Row) -> ScreenedReport? {
        row.isNull(3) ? ScreeningReader.report(row, day: 1, type: 2, typeCodes) : .repeating
    }

    /// By the pointers that the parts lead to.
    func duplicates(_ db: any Connection) throws -> Duplicates {
        var pointers: [Int64: Int64?] = [:]
        var next = Array(input.parts.repeating)
        while let report = next.popLast() {
            try db.forEach(
                """
                SELECT t.id FROM incident i
                LEFT JOIN incident t ON t.source_id = i.source_id AND t.external_id = i.same_as
                WHERE i.id = \(report) AND i.same_as IS NOT NULL
                """
            ) { row in
                let target = row.int64OrNil(0)
                pointers.updateValue(target, forKey: report)
                if let target, pointers[target] == nil { next.append(target) }
            }
        }
        return Duplicates(pointers: pointers)
    }
}
