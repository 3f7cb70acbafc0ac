public import Prevention
public import SQL

extension MatchStore {
    /// What was said to a doubt, newest first. Their number is the doubt's revision: each changes it by one.
    public static func decisions(on doubt: Int64, in db: any Connection) throws -> [DoubtDecision] {
        try db.fetch(
            """
            SELECT verdict, words, actor, at, merge_id, split_id FROM match_decision WHERE doubt_id = \(doubt)
            ORDER BY id DESC
            """
        ) { row in
            DoubtDecision(
                Doubt.Verdict(rawValue: row.text(0)) ?? .unsure, words: row.text(1), by: row.text(2),
                at: Instant(milliseconds: row.int64(3)), merge: row.int64OrNil(4), split: row.int64OrNil(5))
        }
    }

    /// Writes what somebody has said, and where that leaves the doubt.
    public static func decide(
        _ doubt: Int64, _ decision: DoubtDecision, to state: Doubt.State, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO match_decision (doubt_id, verdict, words, actor, at, merge_id, split_id)
            VALUES (\(doubt), \(decision.verdict.rawValue), \(decision.words), \(decision.actor),
                \(decision.at.milliseconds), \(decision.merge), \(decision.split))
            """)
        try mark(doubt, state, in: db)
    }

    public static func mark(_ doubt: Int64, _ state: Doubt.State, in db: any Connection) throws {
        try db.execute("UPDATE match_doubt SET state = \(state.rawValue) WHERE id = \(doubt)")
    }

    /// The oldest doubt of an import about any record of the person that waits.
    public static func waitingDoubt(about person: Int64, in db: any Connection) throws -> Int64? {
        try doubts(about: IdentityStore.records(of: person, in: db), in: db)
            .first { $0.state.waits && $0.origin == .import }?.id
    }

    /// Of each of `records`, whether an import's doubt about it still waits.
    public static func areHeld(_ records: [Int64], in db: any Connection) throws -> Set<Int64> {
        Set(
            try db.fetch(
                """
                SELECT DISTINCT person_id FROM match_doubt
                WHERE person_id IN \(list: records) AND origin = 'import' AND state IN ('open', 'second', 'unsure')
                """
            ) { $0.int64(0) })
    }
}

/// How the import has judged rows without an id, and how often it is expected to be wrong (`match_tally`).
public struct MatchTally: Sendable, Hashable {
    /// Rows that were tied to somebody of the register.
    public var linked = 0
    public var doubtful = 0
    /// Rows that made a new person.
    public var fresh = 0
    /// How many of `linked` are expected to be wrong.
    public var wrong = 0.0
    /// How many of `fresh` are expected to have been there already.
    public var missed = 0.0

    public init() {}
}

/// Of doubts with about the same chance, how many turned out to be one person.
public struct MatchBand: Sendable, Hashable {
    /// Hundredths, from `from` to before `to`.
    public let from: Int
    public let to: Int
    public let same: Int
    public let different: Int
    /// How many of them were expected to be one person.
    public let expected: Double
}

extension MatchStore {
    /// Adds to what an import has judged.
    public static func add(_ tally: MatchTally, of importID: Int64, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO match_tally (import_id, linked, doubtful, fresh, wrong, missed)
            VALUES (\(importID), \(tally.linked), \(tally.doubtful), \(tally.fresh), \(tally.wrong), \(tally.missed))
            ON CONFLICT (import_id) DO UPDATE SET linked = match_tally.linked + excluded.linked,
                doubtful = match_tally.doubtful + excluded.doubtful, fresh = match_tally.fresh + excluded.fresh,
                wrong = match_tally.wrong + excluded.wrong, missed = match_tally.missed + excluded.missed
            """)
    }

    /// Of all imports together.
    public static func tally(in db: any Connection) throws -> MatchTally {
        try db.first(
            """
            SELECT COALESCE(SUM(linked), 0), COALESCE(SUM(doubtful), 0), COALESCE(SUM(fresh), 0),
                COALESCE(SUM(wrong), 0), COALESCE(SUM(missed), 0) FROM match_tally
            """
        ) { row in
            var tally = MatchTally()
            tally.linked = row.int(0)
            tally.doubtful = row.int(1)
            tally.fresh = row.int(2)
            tally.wrong = row.double(3)
            tally.missed = row.double(4)
            return tally
        } ?? MatchTally()
    }

    /// What the reviewers have found, in bands of ten hundredths; those in which nothing is decided are left out, and so are
    /// doubts for which nothing was reckoned.
    public static func bands(in db: any Connection) throws -> [MatchBand] {
        var same = [Int](repeating: 0, count: 10)
        var different = same
        var expected = [Double](repeating: 0, count: 10)
        try db.forEach(
            "SELECT probability, state FROM match_doubt WHERE state IN ('same', 'different') AND probability > 0"
        ) { row in
            let band = min(9, max(0, Int(row.double(0) * 10)))
            expected[band] += row.double(0)
            if row.text(1) == Doubt.State.same.rawValue { same[band] += 1 } else { different[band] += 1 }
        }
        return (0..<10).filter { same[$0] + different[$0] > 0 }.map {
            MatchBand(
                from: $0 * 10, to: $0 * 10 + 10, same: same[$0], different: different[$0], expected: expected[$0])
        }
    }
}
