public import Prevention
public import SQL

/// Reads the facts of a hit as they are now.
public enum FactsReader {
    /// - Parameters:
    ///   - version: of the rule.
    ///   - incidents: row ids; one that is gone, or that repeats another report now, is left out.
    ///   - carers: whose relations to the child are read; so are their parts in the incidents, and the child's own.
    public static func facts(
        child: Int64, version: Int, incidents: [Int64], carers: [Int64], in db: any Connection
    ) throws -> FrozenFacts {
        let birthDate =
            try db.first("SELECT birth_date FROM person WHERE id = \(child)") { LocalDate($0.text(0)) } ?? nil
        let duplicates = try IncidentStore.duplicates(around: incidents, in: db)
        let roots = incidents.filter { duplicates.root(of: $0) == $0 }
        let found = try self.incidents(roots, of: carers + [child], duplicates, in: db)
        let care = try db.fetch(
            """
            SELECT person_id, kind, from_date, to_date FROM relation
            WHERE related_id = \(child) AND \(ScreeningSQL.care) ORDER BY person_id, from_date, kind, to_date
            """
        ) { row in
            FrozenFacts.Care(
                carer: row.int64(0), kind: row.text(1), from: LocalDate(row.text(2)), to: LocalDate(row.text(3)))
        }
        return FrozenFacts(
            version: version, birthDate: birthDate, incidents: found, care: care.filter { carers.contains($0.carer) })
    }

    /// Of everything that meets the rule by the register as it is now, however many windows it lies in: what somebody who decides
    /// has before them. `nil` where the rule points at the child no more.
    public static func all(
        of child: Int64, by rule: ScreeningRule, in db: any Connection
    ) throws -> FrozenFacts? {
        let explanation = HitExplanation(rule, try EvidenceReader.evidence(about: child, in: db))
        if explanation.met.isEmpty { return nil }
        return try facts(
            child: child, version: rule.version, incidents: explanation.met.map(\.incident.id),
            carers: explanation.carers, in: db)
    }

    /// Incidents that repeat no others, each with the parts of `persons` in all of its reports, by day, then by row id.
    static func incidents(
        _ roots: [Int64], of persons: [Int64], _ duplicates: Duplicates, in db: any Connection
    ) throws -> [FrozenFacts.Incident] {
        let asked = Set(roots)
        let copies = duplicates.roots.filter { asked.contains($0.value) }.map(\.key)
        let shown = Set(persons)
        var parts: [Int64: Set<FrozenFacts.Part>] = [:]
        try db.forEach(
            """
            SELECT incident_id, person_id, role FROM incident_person
            WHERE incident_id IN \(list: roots + copies.sorted()) AND person_id IS NOT NULL AND held = 0
            """
        ) { row in
            guard shown.contains(row.int64(1)), let role = IncidentRole(rawValue: row.text(2)) else { return }
            parts[duplicates.root(of: row.int64(0)), default: []].insert(.init(person: row.int64(1), role: role))
        }
        return try db.fetch(
            "SELECT id, day, type FROM incident WHERE id IN \(list: roots) ORDER BY day, id"
        ) { row in
            FrozenFacts.Incident(
                id: row.int64(0), day: LocalDate(row.text(1)) ?? LocalDate(dayNumber: 0), type: row.text(2),
                parts: (parts[row.int64(0)] ?? []).sorted {
                    ($0.person, $0.role.rawValue) < ($1.person, $1.role.rawValue)
                })
        }
    }
}
