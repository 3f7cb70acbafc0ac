public import Prevention
public import SQL

/// That a colleague was asked how they see a hit (*second opinion*, *andenvurdering*). It decides nothing.
public struct HitOpinion: Sendable, Hashable {
    public enum Answer: String, Sendable, CaseIterable {
        case agree, differs
    }

    public let id: Int64
    public let hit: Int64
    /// Accounts.
    public let askedBy: String
    public let askedOf: String
    /// How whoever asks sees it: *report* or *no report*.
    public let leaning: StoredHit.State
    public let words: String
    public let at: Instant
    public let answer: Answer?
    public let reason: String
    public let answeredAt: Instant?
    public let withdrawnAt: Instant?
    /// When whoever asked has seen the answer.
    public let readAt: Instant?

    /// When the hit was decided without the answer, which closed the question; `nil` where it was answered or withdrawn.
    public let closedAt: Instant?

    /// Whether it still waits for an answer.
    public var isWaiting: Bool { answeredAt == nil && withdrawnAt == nil && closedAt == nil }
}

/// Second opinions.
public enum OpinionStore {
    private static let columns: SQL = """
        o.id, o.hit_id, o.asked_by, o.asked_of, o.leaning, o.words, o.at, o.answer, o.reason, o.answered_at, o.withdrawn_at,
        o.read_at, CASE WHEN o.answered_at IS NULL AND o.withdrawn_at IS NULL
            THEN (SELECT MIN(e.at) FROM hit_decision e WHERE e.hit_id = o.hit_id AND e.at >= o.at) END
        """

    /// Of the questions `o` that nobody has answered, taken back, or made needless by deciding on the hit since. It stays closed when the
    /// hit opens again.
    static let isWaiting: SQL = """
        o.answered_at IS NULL AND o.withdrawn_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM hit_decision e WHERE e.hit_id = o.hit_id AND e.at >= o.at)
        """

    private static func opinion(_ row: Row) -> HitOpinion {
        func instant(_ column: Int32) -> Instant? { row.int64OrNil(column).map { Instant(milliseconds: $0) } }
        return HitOpinion(
            id: row.int64(0), hit: row.int64(1), askedBy: row.text(2), askedOf: row.text(3),
            leaning: StoredHit.State(rawValue: row.text(4)) ?? .noReport, words: row.text(5),
            at: Instant(milliseconds: row.int64(6)), answer: HitOpinion.Answer(rawValue: row.text(7)),
            reason: row.text(8), answeredAt: instant(9), withdrawnAt: instant(10), readAt: instant(11),
            closedAt: instant(12))
    }

    public static func ask(
        _ hit: Int64, of colleague: String, leaning: StoredHit.State, words: String, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO hit_opinion (hit_id, asked_by, asked_of, leaning, words, at, answer, reason)
            VALUES (\(hit), \(actor.name), \(colleague), \(leaning.rawValue), \(words), \(at.milliseconds), '', '')
            """)
    }

    /// Newest first.
    public static func opinions(on hit: Int64, in db: any Connection) throws -> [HitOpinion] {
        try db.fetch("SELECT \(columns) FROM hit_opinion o WHERE o.hit_id = \(hit) ORDER BY o.id DESC", opinion)
    }

    public static func answer(
        _ id: Int64, _ answer: HitOpinion.Answer, reason: String, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE hit_opinion SET answer = \(answer.rawValue), reason = \(reason), answered_at = \(at.milliseconds)
            WHERE id = \(id)
            """)
    }

    public static func withdraw(_ id: Int64, at: Instant, in db: any Connection) throws {
        try db.execute("UPDATE hit_opinion SET withdrawn_at = \(at.milliseconds) WHERE id = \(id)")
    }

    /// Takes answers on a hit as seen by whoever asked.
    public static func read(_ hit: Int64, by account: String, at: Instant, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE hit_opinion SET read_at = \(at.milliseconds)
            WHERE hit_id = \(hit) AND asked_by = \(account) AND answered_at IS NOT NULL AND read_at IS NULL
            """)
    }

    /// What waits for somebody to answer, on hits that are open; and the answers that they have not seen. Oldest first.
    public static func concerning(
        _ account: String, in db: any Connection
    ) throws -> (asked: [HitOpinion], answered: [HitOpinion]) {
        let open = StoredHit.State.open.rawValue
        let asked = try db.fetch(
            """
            SELECT \(columns) FROM hit_opinion o JOIN hit h ON h.id = o.hit_id
            WHERE o.asked_of = \(account) AND \(isWaiting) AND h.state = \(open)
            ORDER BY o.id LIMIT 20
            """, opinion)
        let answered = try db.fetch(
            """
            SELECT \(columns) FROM hit_opinion o
            WHERE o.asked_by = \(account) AND o.answered_at IS NOT NULL AND o.read_at IS NULL ORDER BY o.id LIMIT 20
            """, opinion)
        return (asked, answered)
    }

    /// Hits of which somebody's view is asked and not given.
    public static func waiting(in db: any Connection) throws -> Set<Int64> {
        Set(
            try db.fetch("SELECT DISTINCT o.hit_id FROM hit_opinion o WHERE \(isWaiting)") { $0.int64(0) })
    }

    /// Hits that somebody has asked about or been asked about, has put off, or has decided on.
    public static func hits(of account: String, in db: any Connection) throws -> Set<Int64> {
        Set(
            try db.fetch(
                """
                SELECT hit_id FROM hit_opinion WHERE (asked_by = \(account) OR asked_of = \(account)) AND withdrawn_at IS NULL
                UNION SELECT hit_id FROM hit_deferral WHERE actor = \(account)
                UNION SELECT hit_id FROM hit_decision WHERE actor = \(account)
                """
            ) { $0.int64(0) })
    }
}
