import Prevention
import SQL
import Testing

@testable import Store

/// The same numbers for the same seed, on every machine.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(limit))
    }
}

/// A register of few persons in which much hangs together.
enum SmallRegister {
    static let persons = 9
    static let actor = Actor(name: "sekr1", displayName: "", authority: "police", roles: [.secretariat])
    static let at = Instant(milliseconds: 1_790_000_000_000)

    static func fill(_ db: any Connection, _ dice: inout Dice) throws {
        try db.execute("INSERT INTO source (id, name) VALUES (1, 'one'), (2, 'two')")
        for id in 1...persons {
            let hash = dice.below(3) == 0 ? "h\(id)" : ""
            let birth: String? = dice.below(3) == 0 ? nil : "1980-01-0\(id)"
            try db.execute(
                """
                INSERT INTO person (id, source_id, external_id, given_names, family_name, birth_date, sex, address,
                    postal_code, municipality, protected, fingerprint, import_id, cpr_hash, real_number)
                VALUES (\(id), \(1 + dice.below(2)), \("P\(id)"), 'Bo', 'Lund', \(birth), 'M', '', '', '259',
                    \(dice.below(5) == 0), 0, 1, \(hash), \(!hash.isEmpty && dice.below(2) == 0))
                """)
        }
        func person() -> Int { 1 + dice.below(persons) }
        for id in 1...12 {
            let (one, other) = (person(), person())
            if one != other {
                try db.execute(
                    """
                    INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                    VALUES (1, \(one), \(other), 'parent', '', 0, '', 1) ON CONFLICT DO NOTHING
                    """)
            }
            if id <= 6 {
                try db.execute(
                    """
                    INSERT INTO incident (id, source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (\(id), 1, \("I\(id)"), 0, '2026-01-01', 'violence', '259', '', '', 0, 1)
                    """)
                try db.execute(
                    """
                    INSERT INTO case_file (id, programme, municipality, stage, is_open, opened_on, stage_on, owner, fields,
                        revision, handled_here, fingerprint)
                    VALUES (\(id), 'ssp-course', '259', 'open', 1, '2026-01-01', '2026-01-01', '', '{}', 1, 1, 0)
                    """)
            }
        }
        for _ in 1...20 {
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(1 + dice.below(6)), 'suspect', \(person()), '', 1) ON CONFLICT DO NOTHING
                """)
            try db.execute(
                """
                INSERT INTO case_party (case_id, person_id, role) VALUES (\(1 + dice.below(6)), \(person()), 'participant')
                ON CONFLICT DO NOTHING
                """)
        }
        for _ in 1...6 {
            try db.execute(
                """
                INSERT INTO hit (child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers, state,
                    found_on)
                VALUES (\(person()), 'violence', 1, '', '', 1, '[]', '[]', 'open', '') ON CONFLICT DO NOTHING
                """)
            try db.execute(
                """
                INSERT INTO not_now (person_id, reason, until, actor, at) VALUES (\(person()), 'x', '2026-02-01', 'a', 0)
                ON CONFLICT DO NOTHING
                """)
            try db.execute(
                """
                INSERT INTO access_request (person_id, requested_by, received_on, due_on, state, registered_by,
                    registered_at, answered_by) VALUES (\(person()), '', '', '', 'open', '', 0, '')
                """)
        }
        for _ in 1...4 {
            try db.execute(
                """
                INSERT INTO hit_lapsed (person_id, rule, last_triggered, triggers) VALUES (\(person()), 'violence', '', 1)
                ON CONFLICT DO NOTHING
                """)
        }
        for id in 1...6 { try CaseStore.markPlace(of: Int64(id), in: db) }
    }

    /// Everything that hangs on persons, a line for each row.
    static func rows(_ db: any Connection) throws -> [String] {
        var lines: [String] = []
        let tables: [(SQL, Int32)] = [
            ("SELECT 'person', id, COALESCE(merged_into, 0), protected, COALESCE(own_protected, 9) FROM person", 5),
            ("SELECT 'relation', id, person_id, said_of, related_id, related_said_of FROM relation", 6),
            ("SELECT 'incident', id, person_id, said_of FROM incident_person", 4),
            ("SELECT 'party', case_id, role, person_id, said_of FROM case_party", 5),
            ("SELECT 'hit', id, child_id, said_of FROM hit", 4),
            ("SELECT 'lapsed', id, person_id, said_of FROM hit_lapsed", 4),
            ("SELECT 'not-now', person_id, said_of FROM not_now", 3),
            ("SELECT 'request', id, person_id, said_of FROM access_request", 4),
            ("SELECT 'case', id, hides_place FROM case_file", 3),
        ]
        for (sql, columns) in tables {
            lines += try db.fetch(sql) { row in (0..<columns).map { row.text($0) }.joined(separator: " ") }
        }
        return lines.sorted()
    }

    static func merge(_ a: Int64, _ b: Int64, _ db: any Connection) throws -> MergeOutcome {
        try IdentityStore.merge(a, b, how: .hand, probability: nil, words: "", by: actor, at: at, in: db)
    }
}

/// The same, worked out from the edges alone and from what every row was said of: nothing of it is read from what is derived.
struct Reference {
    let groups: [Int64: [Int64]]
    let standing: [Int64: Int64]

    init(_ db: any Connection) throws {
        let edges = try db.fetch("SELECT a_id, b_id FROM person_merge WHERE undone_at IS NULL") {
            ($0.int64(0), $0.int64(1))
        }
        let facts = try db.fetch(
            "SELECT id, real_number, cpr_hash <> '', birth_date IS NOT NULL FROM person ORDER BY id"
        ) { (id: $0.int64(0), rank: [$0.int(1), $0.int(2), $0.int(3)]) }
        var label = Dictionary(uniqueKeysWithValues: facts.map { ($0.id, $0.id) })
        // Every edge lets one label go over into the other, until nothing changes.
        var changes = true
        while changes {
            changes = false
            for (a, b) in edges {
                let low = min(label[a] ?? a, label[b] ?? b)
                for end in [a, b] where label[end] != low {
                    label[end] = low
                    changes = true
                }
            }
        }
        groups = Dictionary(grouping: facts.map(\.id)) { label[$0] ?? $0 }
        var standing: [Int64: Int64] = [:]
        for (_, records) in groups {
            let candidates = facts.filter { records.contains($0.id) }
            let best = candidates.map(\.rank).max { $0.lexicographicallyPrecedes($1) } ?? []
            for record in records { standing[record] = candidates.first { $0.rank == best }?.id }
        }
        self.standing = standing
    }

    /// What `SmallRegister.rows` must say now, by what it said when nothing was merged.
    func rows(from start: [String]) -> [String] {
        func stands(_ text: Substring) -> Int64 { standing[Int64(text) ?? 0] ?? 0 }
        func place(_ text: Substring) -> String {
            stands(text) == Int64(text) ? "\(text) 0" : "\(stands(text)) \(text)"
        }
        var protected: Set<Int64> = []
        for line in start where line.hasPrefix("person ") {
            let part = line.split(separator: " ")
            if part[3] == "1", let id = Int64(part[1]) { protected.insert(id) }
        }
        func isProtected(_ record: Int64) -> Bool {
            groups.values.first { $0.contains(record) }?.contains(where: protected.contains) ?? false
        }
        var hidden: Set<Substring> = []
        for line in start where line.hasPrefix("party ") {
            let part = line.split(separator: " ")
            if isProtected(Int64(part[3]) ?? 0) { hidden.insert(part[1]) }
        }
        let lines: [String] = start.map { line -> String in
            let part = line.split(separator: " ")
            switch part[0] {
            case "person":
                let id = Int64(part[1]) ?? 0
                let into = stands(part[1]) == id ? 0 : stands(part[1])
                let size = groups.values.first { $0.contains(id) }?.count ?? 1
                return "person \(id) \(into) \(isProtected(id) ? 1 : 0) \(size == 1 ? "9" : String(part[3]))"
            case "relation": return "relation \(part[1]) \(place(part[2])) \(place(part[4]))"
            case "party": return "party \(part[1]) \(part[2]) \(place(part[3]))"
            case "not-now": return "not-now \(place(part[1]))"
            case "case": return "case \(part[1]) \(hidden.contains(part[1]) ? 1 : 0)"
            default: return "\(part[0]) \(part[1]) \(place(part[2]))"
            }
        }
        return lines.sorted()
    }
}
