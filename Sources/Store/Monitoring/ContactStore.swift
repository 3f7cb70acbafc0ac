public import Prevention
public import SQL

/// Who was how often in the incidents that a programme monitors.
public enum ContactStore {
    private static let roles = IncidentRole.allCases.filter(\.isRisk).map(\.rawValue)

    /// By person: incidents of `types` with a day in the period, duplicate reports once, in which they took part in a role that
    /// may count. A duplicate counts with day and type of the incident that it repeats, and brings its participants.
    public static func contacts(
        types: [String], in period: ContactPeriod, _ db: any Connection
    ) throws -> [Int64: RepeatedContact] {
        let duplicates = Duplicates(pointers: try IncidentStore.pointers(in: db))
        let repeated = Set(duplicates.roots.values)
        let held = try IncidentStore.heldParts(in: db)
        var found: [Int64: RepeatedContact] = [:]
        /// Of incidents with several reports: who has been counted.
        var seen: [Int64: Set<Int64>] = [:]
        func count(_ person: Int64, on day: LocalDate) {
            if found[person]?.add(day) == nil { found[person] = RepeatedContact(on: day) }
        }
        var latest: (incident: Int64, persons: Set<Int64>) = (0, [])
        var days: [Int64: LocalDate] = [:]
        try db.forEach(reports(types: types, in: period)) { row in
            let (incident, person) = (row.int64(0), row.int64(2))
            guard roles.contains(row.text(3)), duplicates.roots[incident] == nil,
                held.isEmpty || !held.contains(row.int64(4)), let day = LocalDate(row.text(1))
            else { return }
            if repeated.contains(incident) {
                if seen[incident, default: []].insert(person).inserted { count(person, on: day) }
                return
            }
            if latest.incident != incident { latest = (incident, []) }
            if latest.persons.insert(person).inserted { count(person, on: day) }
        }
        for some in repeated.sorted().chunks() {
            try db.forEach(
                """
                SELECT id, day FROM incident WHERE id IN \(list: some) AND type IN \(list: types)
                    AND day >= \(period.from.description) AND day <= \(period.through.description)
                """
            ) { row in days[row.int64(0)] = LocalDate(row.text(1)) }
        }
        let copies = duplicates.roots.filter { days[$0.value] != nil }
        for some in copies.keys.sorted().chunks() {
            try db.forEach(
                """
                SELECT incident_id, person_id FROM incident_person
                WHERE incident_id IN \(list: some) AND role IN \(list: roles) AND person_id IS NOT NULL AND held = 0
                """
            ) { row in
                guard let root = copies[row.int64(0)], let day = days[root] else { return }
                if seen[root, default: []].insert(row.int64(1)).inserted { count(row.int64(1), on: day) }
            }
        }
        return found
    }

    /// Who took part in which report on which day, and as what, with the row id of the part: one look-up for each report. The
    /// two indexes hold all that is asked for, and reports come one after the other.
    static func reports(types: [String], in period: ContactPeriod) -> SQL {
        """
        SELECT i.id, i.day, ip.person_id, ip.role, ip.id FROM incident i CROSS JOIN incident_person ip
        WHERE i.type IN \(list: types) AND i.day >= \(period.from.description)
            AND i.day <= \(period.through.description) AND ip.incident_id = i.id AND ip.person_id IS NOT NULL
        """
    }

    /// The incidents behind one person's contact, newest first.
    public static func incidents(
        with person: Int64, types: [String], in period: ContactPeriod, _ db: any Connection
    ) throws -> [StoredIncident] {
        let reports = try db.fetch("SELECT DISTINCT incident_id FROM incident_person WHERE person_id = \(person)") {
            $0.int64(0)
        }
        let (incidents, participants) = try IncidentStore.resolved(reports, in: db)
        let took = Set(participants.filter { $0.person == person && $0.role.isRisk }.map(\.incident))
        return incidents.reversed().filter { one in
            took.contains(one.id) && types.contains(one.type) && one.day >= period.from && one.day <= period.through
        }
    }
}

extension ContactStore {
    /// Whether somebody has an open case of `programme`, whoever may know of it: nobody is followed in two places at once.
    public static func isFollowed(_ person: Int64, in programme: Programme, _ db: any Connection) throws -> Bool {
        try db.first(
            """
            SELECT 1 FROM case_party y CROSS JOIN case_file c
            WHERE y.person_id = \(person) AND y.role = \(Party.Role.subject.rawValue) AND c.id = y.case_id
                AND c.programme = \(programme.code) AND c.is_open = 1
            """
        ) { _ in true } ?? false
    }

    /// The newest open case of `programme` about each of `persons`, of those within `scope`.
    public static func openCases(
        of programme: Programme, about persons: [Int64], scope: CaseScope, in db: any Connection
    ) throws -> [Int64: CaseRow] {
        let rows = try db.fetch(
            """
            SELECT y.person_id, \(CaseStore.columns) FROM case_party y CROSS JOIN case_file c
            WHERE y.person_id IN \(list: persons) AND y.role = \(Party.Role.subject.rawValue) AND c.id = y.case_id
                AND c.programme = \(programme.code) AND c.is_open = 1 AND \(scope.condition)
            ORDER BY c.opened_on DESC, c.id DESC
            """
        ) { ($0.int64(0), CaseStore.caseRow($0, from: 1)) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }
}
