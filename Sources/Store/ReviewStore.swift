public import Prevention
public import SQL

/// A look-up that has been drawn for review.
public struct StoredReview: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case open
        /// Whoever looked has been asked why.
        case questioned
        case answered
        /// It was in order.
        case attested
        /// It was not.
        case misuse

        /// Whether the review has come to its end.
        public var isDone: Bool { self == .attested || self == .misuse }
    }

    public let id: Int64
    /// `2026-11`.
    public let month: String
    public let entry: Int64
    public let at: Instant
    /// Account name of whoever looked.
    public let actor: String
    public let displayName: String
    public let risks: Set<ReviewRisk>
    public let isSealed: Bool
    public let state: State
    public let reviewer: String
    public let note: String
    public let reviewedAt: Instant?
    public let answer: String
    public let answeredAt: Instant?
}

/// How far the review of a month has come.
public struct ReviewCount: Sendable, Hashable {
    public let month: String
    public let drawn: Int
    public let done: Int
    public let misuse: Int
}

public enum ReviewStore {
    private static let columns: SQL = """
        r.id, r.month, r.entry_id, e.at, e.actor, COALESCE(a.display_name, e.actor), r.risks, e.sealed, r.state, r.reviewer,
        r.note, r.reviewed_at, r.answer, r.answered_at
        """
    private static let tables: SQL = """
        review_item r JOIN ledger_entry e ON e.id = r.entry_id LEFT JOIN account a ON a.name = e.actor
        """

    private static func review(_ row: Row) -> StoredReview {
        StoredReview(
            id: row.int64(0), month: row.text(1), entry: row.int64(2), at: Instant(milliseconds: row.int64(3)),
            actor: row.text(4), displayName: row.text(5),
            risks: Set(row.text(6).split(separator: ",").compactMap { ReviewRisk(rawValue: String($0)) }),
            isSealed: row.bool(7), state: StoredReview.State(rawValue: row.text(8)) ?? .open, reviewer: row.text(9),
            note: row.text(10), reviewedAt: row.int64OrNil(11).map { Instant(milliseconds: $0) },
            answer: row.text(12), answeredAt: row.int64OrNil(13).map { Instant(milliseconds: $0) })
    }

    /// What a reviewer may see: never their own look-ups, and those of sealed cases only where they know of them.
    private static func visible(to reviewer: String, sealed: Bool) -> SQL {
        sealed ? "e.actor <> \(reviewer)" : "e.actor <> \(reviewer) AND e.sealed = 0"
    }

    /// Keeps what is there: a look-up is drawn once.
    public static func draw(
        _ entry: Int64, month: String, risks: Set<ReviewRisk>, in db: any Connection
    ) throws -> Bool {
        let text = risks.map(\.rawValue).sorted().joined(separator: ",")
        return try db.execute(
            """
            INSERT INTO review_item (month, entry_id, risks, state, reviewer, note, answer)
            VALUES (\(month), \(entry), \(text), 'open', '', '', '') ON CONFLICT DO NOTHING
            """) == 1
    }

    /// In the order in which they happened.
    public static func reviews(
        month: String, state: StoredReview.State?, to reviewer: String, sealed: Bool, in db: any Connection
    ) throws -> [StoredReview] {
        let wanted: SQL = state.map { "AND r.state = \($0.rawValue)" } ?? ""
        return try db.fetch(
            """
            SELECT \(columns) FROM \(tables)
            WHERE r.month = \(month) AND \(visible(to: reviewer, sealed: sealed)) \(wanted) ORDER BY e.at, r.id
            """, review)
    }

    public static func review(
        _ id: Int64, to reviewer: String, sealed: Bool, in db: any Connection
    ) throws -> StoredReview? {
        try db.first(
            "SELECT \(columns) FROM \(tables) WHERE r.id = \(id) AND \(visible(to: reviewer, sealed: sealed))", review)
    }

    /// One that its own user has been asked about.
    public static func question(_ id: Int64, to actor: String, in db: any Connection) throws -> StoredReview? {
        try db.first(
            """
            SELECT \(columns) FROM \(tables)
            WHERE r.id = \(id) AND e.actor = \(actor) AND r.state IN ('questioned', 'answered')
            """, review)
    }

    /// False where somebody else has gone on with it since it stood in `from`.
    public static func set(
        _ id: Int64, from: StoredReview.State, to state: StoredReview.State, by reviewer: String, note: String,
        at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE review_item SET state = \(state.rawValue), reviewer = \(reviewer), note = \(note),
                reviewed_at = \(at.milliseconds) WHERE id = \(id) AND state = \(from.rawValue)
            """) == 1
    }

    /// False where it waits for no answer.
    public static func answer(_ id: Int64, _ text: String, at: Instant, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE review_item SET state = 'answered', answer = \(text), answered_at = \(at.milliseconds)
            WHERE id = \(id) AND state = 'questioned'
            """) == 1
    }

    /// By month, newest first.
    public static func counts(to reviewer: String, sealed: Bool, in db: any Connection) throws -> [ReviewCount] {
        try db.fetch(
            """
            SELECT r.month, COUNT(*), SUM(CASE WHEN r.state IN ('attested', 'misuse') THEN 1 ELSE 0 END),
                SUM(CASE WHEN r.state = 'misuse' THEN 1 ELSE 0 END)
            FROM \(tables) WHERE \(visible(to: reviewer, sealed: sealed)) GROUP BY r.month ORDER BY r.month DESC
            """
        ) { ReviewCount(month: $0.text(0), drawn: $0.int(1), done: $0.int(2), misuse: $0.int(3)) }
    }
}

/// What is known of persons and users for the review.
public enum ReviewFactStore {
    public struct PersonFacts: Sendable, Hashable {
        public let familyKey: String
        /// Street and postal code; empty where unknown.
        public let home: String
        public let isProtected: Bool
        public let hasOpenCase: Bool
    }

    public static func persons(_ ids: [Int64], in db: any Connection) throws -> [Int64: PersonFacts] {
        // A look-up without this risk must not say that there is a case which nobody may know of.
        let open = Catalogue.all.filter { !$0.isSealed }.map(\.code)
        let rows = try db.fetch(
            """
            SELECT p.id, p.family_key, p.address, p.postal_code, p.protected,
                EXISTS (SELECT 1 FROM case_party y CROSS JOIN case_file c
                    WHERE y.person_id = p.id AND c.id = y.case_id AND c.is_open = 1
                        AND c.programme IN \(list: open))
            FROM person p WHERE p.id IN \(list: ids)
            """
        ) { row in
            (
                row.int64(0),
                PersonFacts(
                    familyKey: row.text(1),
                    home: row.text(2).isEmpty ? "" : NameKey.of(row.text(2)) + " " + row.text(3),
                    isProtected: row.bool(4), hasOpenCase: row.bool(5))
            )
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Who each account is in the register.
    public static func persons(ofAccounts db: any Connection) throws -> [String: Int64] {
        let rows = try db.fetch("SELECT name, person_id FROM account WHERE person_id IS NOT NULL") {
            ($0.text(0), $0.int64(1))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
