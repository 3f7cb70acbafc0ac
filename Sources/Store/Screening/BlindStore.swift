public import Prevention
public import SQL

/// A decision of the blind sample, with the facts as they were on its day; what was decided is not in it.
public struct StoredBlindCase: Sendable, Hashable {
    /// Of the decision.
    public let id: Int64
    public let hit: Int64
    /// Row id of whom it counts for today.
    public let child: Int64
    public let rule: String
    public let version: Int
    public internal(set) var facts: FrozenFacts
    /// On which it was decided.
    public let day: LocalDate
    /// Account names of all who have decided on the hit, at any time, have put it off or taken it back, have asked a colleague
    /// about it or been asked.
    public let deciders: Set<String>
    public let answer: BlindAnswer?
}

/// What the second screener said.
public struct BlindAnswer: Sendable, Hashable {
    public let answer: StoredHit.State
    public let reason: String
    /// Account name.
    public let actor: String
    public let at: Instant
}

/// The blind sample and its answers.
public enum BlindStore {
    /// Those of `decisions` that are there, by id.
    public static func cases(_ decisions: [Int64], in db: any Connection) throws -> [StoredBlindCase] {
        let hits: SQL = "hit_id IN (SELECT hit_id FROM hit_decision WHERE id IN \(list: decisions))"
        let deciders = Dictionary(
            grouping: try db.fetch(
                """
                SELECT hit_id, actor FROM hit_decision WHERE \(hits)
                UNION SELECT hit_id, actor FROM hit_deferral WHERE \(hits)
                UNION SELECT hit_id, ended_by FROM hit_deferral WHERE ended_by <> '' AND \(hits)
                UNION SELECT hit_id, asked_by FROM hit_opinion WHERE \(hits)
                UNION SELECT hit_id, asked_of FROM hit_opinion WHERE \(hits)
                """
            ) { (hit: $0.int64(0), actor: $0.text(1)) }, by: \.hit)
        let found = try db.fetch(
            """
            SELECT d.id, d.hit_id, h.child_id, k.rule, k.version, k.facts, d.at, b.answer, b.reason, b.actor, b.at
            FROM hit_decision d JOIN decided_hit k ON k.decision_id = d.id JOIN hit h ON h.id = d.hit_id
                LEFT JOIN blind_answer b ON b.decision_id = d.id
            WHERE d.id IN \(list: decisions) AND k.facts <> '' ORDER BY d.id
            """
        ) { row in
            StoredBlindCase(
                id: row.int64(0), hit: row.int64(1), child: row.int64(2), rule: row.text(3), version: row.int(4),
                facts: try JSONText.decode(FrozenFacts.self, from: row.text(5)),
                day: Instant(milliseconds: row.int64(6)).day,
                deciders: Set((deciders[row.int64(1)] ?? []).map(\.actor)),
                answer: row.int64OrNil(10).map { at in
                    BlindAnswer(
                        answer: StoredHit.State(rawValue: row.text(7)) ?? .noReport, reason: row.text(8),
                        actor: row.text(9), at: Instant(milliseconds: at))
                })
        }
        // What a record of that day was told of counts for the person whom it belongs to today.
        var persons: [Int64: Int64] = [:]
        func person(of record: Int64) throws -> Int64 {
            if let known = persons[record] { return known }
            let found = try IdentityStore.person(of: record, in: db)
            persons[record] = found
            return found
        }
        return try found.map { one in
            var one = one
            one.facts = try one.facts.counting(for: person)
            return one
        }
    }

    /// Decisions that were answered, drawn today or not.
    public static func answered(by account: String, in db: any Connection) throws -> [Int64] {
        try db.fetch("SELECT decision_id FROM blind_answer WHERE actor = \(account) ORDER BY decision_id") {
            $0.int64(0)
        }
    }

    /// What was said of the hit by those who were asked blind, oldest first.
    public static func answers(about hit: Int64, in db: any Connection) throws -> [BlindAnswer] {
        try db.fetch(
            """
            SELECT b.answer, b.reason, b.actor, b.at FROM blind_answer b JOIN hit_decision d ON d.id = b.decision_id
            WHERE d.hit_id = \(hit) ORDER BY b.at, b.decision_id
            """
        ) { row in
            BlindAnswer(
                answer: StoredHit.State(rawValue: row.text(0)) ?? .noReport, reason: row.text(1), actor: row.text(2),
                at: Instant(milliseconds: row.int64(3)))
        }
    }

    /// False where somebody else was faster.
    public static func answer(
        _ decision: Int64, _ answer: StoredHit.State, reason: String, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            INSERT INTO blind_answer (decision_id, answer, reason, actor, at)
            VALUES (\(decision), \(answer.rawValue), \(reason), \(actor.name), \(at.milliseconds))
            ON CONFLICT (decision_id) DO NOTHING
            """) == 1
    }

    public static func withdraw(_ decision: Int64, in db: any Connection) throws {
        try db.execute("DELETE FROM blind_answer WHERE decision_id = \(decision)")
    }
}
