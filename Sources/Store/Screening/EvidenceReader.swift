public import Prevention
public import SQL

/// Reads what is known around a child, for the explanation of a hit.
public enum EvidenceReader {
    public static func evidence(about child: Int64, in db: any Connection) throws -> HitEvidence {
        let birthDate =
            try db.first("SELECT birth_date FROM person WHERE id = \(child)") { LocalDate($0.text(0)) } ?? nil
        let care = try db.fetch(
            """
            SELECT person_id, kind, from_date, to_date FROM relation
            WHERE related_id = \(child) AND \(ScreeningSQL.care) ORDER BY person_id, from_date, kind, to_date
            """
        ) { row in
            FrozenFacts.Care(
                carer: row.int64(0), kind: row.text(1), from: LocalDate(row.text(2)), to: LocalDate(row.text(3)))
        }
        let persons = Set(care.map(\.carer) + [child]).sorted()
        let own = try db.fetch(
            "SELECT DISTINCT incident_id FROM incident_person WHERE person_id IN \(list: persons) AND held = 0"
        ) { $0.int64(0) }
        let held = try db.count(
            "SELECT COUNT(*) FROM incident_person WHERE person_id IN \(list: persons) AND held = 1")
        let duplicates = try IncidentStore.duplicates(around: own, in: db)
        let roots = Set(own.map { duplicates.root(of: $0) }).sorted()
        var copies: [Int64: Int] = [:]
        for root in duplicates.roots.values { copies[root, default: 1] += 1 }
        let facts = try FactsReader.incidents(roots, of: persons, duplicates, in: db)
        return HitEvidence(
            child: child, birthDate: birthDate, care: care, incidents: facts, reports: copies, held: held)
    }
}
