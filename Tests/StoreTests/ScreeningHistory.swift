import Prevention
import SQL
import SQLiteEngine
import Store
import TestSupport

/// A register that changes at random, with what every change notes for Socialsøg.
final class ScreeningHistory {
    let database: SQLiteDatabase
    let changes = ScreeningChanges()
    private var random: SplitMix
    private var incidents: [Int64] = []
    private var persons: [Int64] = []
    private var reported = 0

    static let actor = Actor(name: "screener", displayName: "Screener", authority: "police", roles: [.screener])
    static let types = ["violence", "threats", "grave-violence", "theft"]
    static let rules = [
        rule("single", .singleByCarer, ["grave-violence"]),
        rule("repeated", .repeatedByCarer(count: 2, windowDays: 30), ["violence", "threats"]),
        rule("present", .repeatedChildPresent(count: 2, windowDays: 30), ["violence", "threats", "grave-violence"]),
    ]
    static let rescreening = Rescreening(rules: rules, typeCodes: types, on: LocalDate(dayNumber: 20_200))

    private static func rule(_ id: String, _ kind: ScreeningRule.Kind, _ types: Set<String>) -> ScreeningRule {
        ScreeningRule(
            id: id, version: 1, kind: kind, types: types, validFrom: LocalDate(dayNumber: 0), validTo: nil, reason: [:])
    }

    init(seed: UInt64) throws {
        random = SplitMix(state: seed)
        database = try SQLiteDatabase.migrated()
        try database.blockingWrite { db in
            try db.execute("INSERT INTO source (name) VALUES ('test')")
            for number in 1...7 { try addPerson(number, db) }
            // The list is made once, so that what follows is evaluated for those whom it touches.
            _ = try ScreeningHistory.rescreening.runAll(in: db)
        }
    }

    private func addPerson(_ number: Int, _ db: any Connection) throws {
        let id = try db.insert(
            """
            INSERT INTO person (source_id, external_id, given_names, family_name, birth_date, sex, address, postal_code,
                municipality, protected, fingerprint, import_id)
            VALUES (1, \("P\(number)"), '', '', \(birth()), 'U', '', '', '', 0, 0, 0) RETURNING id
            """)
        if let id { persons.append(id) }
    }

    /// Unknown, around a 18th birthday within the incidents, on the leap day, or in the middle of childhood.
    private func birth() -> String? {
        switch random.below(8) {
        case 0: return nil
        case 1: return LocalDate(dayNumber: 19_800 + Int32(random.below(60))).adding(years: -18).description
        case 2: return "2006-02-28"
        case 3: return "2008-02-29"
        default: return "2015-05-05"
        }
    }

    private func day() -> LocalDate { LocalDate(dayNumber: 19_800 + Int32(random.below(90))) }
    private func pick<Value>(_ values: [Value]) -> Value { values[random.below(values.count)] }
    /// An incident of the source, one not yet reported, or none.
    private func pointer() -> String? { random.below(3) > 0 ? nil : "I\(random.below(reported + 3))" }

    /// A child and a carer, and three incidents that two rules find.
    func addFamily(_ db: any Connection) throws {
        let (child, carer) = (persons[0], persons[1])
        try db.execute("UPDATE person SET birth_date = '2015-05-05' WHERE id = \(child)")
        try db.execute(
            """
            INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
            VALUES (1, \(carer), \(child), 'parent', '', 0, '', 0)
            """)
        for (number, type) in ["violence", "violence", "grave-violence"].enumerated() {
            let id = try db.insert(
                """
                INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                    fingerprint, import_id)
                VALUES (1, \("F\(number)"), 0, '2024-05-05', \(type), '', '', '', 0, 0) RETURNING id
                """)
            guard let id else { continue }
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(id), 'suspect', \(carer), '', 0)
                """)
        }
        changes.person(carer)
    }

    /// One change of the register, noted.
    func step(_ db: any Connection) throws {
        switch incidents.isEmpty ? 0 : random.below(13) {
        case 0, 1, 2: try report(db)
        case 3, 4: try takePart(pick(incidents), db)
        case 5:
            let id = pick(incidents)
            try db.execute("UPDATE incident SET same_as = \(pointer()) WHERE id = \(id)")
            changes.incident(id)
        case 6:
            let id = pick(incidents)
            try db.execute(
                "UPDATE incident SET day = \(day().description), type = \(pick(Self.types)) WHERE id = \(id)")
            changes.incident(id)
        case 7: try delete(db)
        case 8, 9: try relate(db)
        case 10:
            let id = pick(persons)
            try db.execute("UPDATE person SET birth_date = \(birth()) WHERE id = \(id)")
            changes.child(id)
        case 11: try holdOrLetGo(db)
        default: try merge(db)
        }
    }

    private func report(_ db: any Connection) throws {
        reported += 1
        let id = try db.insert(
            """
            INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary, same_as,
                fingerprint, import_id)
            VALUES (1, \("I\(reported)"), 0, \(day().description), \(pick(Self.types)), '', '', '', \(pointer()), 0, 0)
            RETURNING id
            """)
        guard let id else { return }
        incidents.append(id)
        changes.incident(id)
        for _ in 0..<random.below(4) { try takePart(id, db) }
    }

    private func takePart(_ incident: Int64, _ db: any Connection) throws {
        let (person, role) = (pick(persons), pick(IncidentRole.allCases))
        try db.execute(
            """
            INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
            VALUES (\(incident), \(role.rawValue), \(person), '', 0) ON CONFLICT DO NOTHING
            """)
        changes.part(of: person, role: role)
    }

    private func delete(_ db: any Connection) throws {
        let id = pick(incidents)
        incidents.removeAll { $0 == id }
        try changes.incidentGoes(id, in: db)
        try db.execute("DELETE FROM incident_person WHERE incident_id = \(id)")
        try db.execute("DELETE FROM incident WHERE id = \(id)")
    }

    private func relate(_ db: any Connection) throws {
        let (carer, child) = (pick(persons), pick(persons))
        let ends = [day().description, day().description].sorted()
        let from = random.below(2) == 0 ? "" : ends[0]
        let to = random.below(2) == 0 ? "" : ends[1]
        if random.below(10) == 0 {
            try db.execute("DELETE FROM relation WHERE related_id = \(child)")
        } else {
            try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (1, \(carer), \(child), \(pick(["parent", "caregiver", "sibling"])), \(from), 0, \(to), 0)
                ON CONFLICT (person_id, related_id, kind, from_date, source_id, ordinal, said_of, related_said_of)
                DO UPDATE SET to_date = excluded.to_date
                """)
        }
        changes.child(child)
    }

    private func holdOrLetGo(_ db: any Connection) throws {
        let person = pick(persons)
        try db.execute("UPDATE incident_person SET held = 1 - held WHERE person_id = \(person)")
        changes.person(person)
    }

    /// What was said of one is said of another from now on.
    private func merge(_ db: any Connection) throws {
        let (from, to) = (pick(persons), pick(persons))
        guard from != to else { return }
        try db.execute(
            """
            UPDATE incident_person SET person_id = \(to) WHERE person_id = \(from) AND NOT EXISTS (
                SELECT 1 FROM incident_person o WHERE o.incident_id = incident_person.incident_id
                AND o.role = incident_person.role AND o.person_id = \(to))
            """)
        try db.execute(
            """
            UPDATE relation SET person_id = \(to), ordinal = ordinal + (SELECT MAX(id) FROM relation)
            WHERE person_id = \(from)
            """)
        changes.person(from)
        changes.person(to)
    }
}
