public import Prevention
public import SQL

/// Recorded needs to see who a protected person is and where they live.
public enum ProtectionNeedStore {
    /// False where there is no such account.
    public static func add(
        account: String, person: Int64, reason: String, at: Instant, until: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            INSERT INTO protection_need (account_id, person_id, reason, at, ends_at)
            SELECT id, \(try IdentityStore.person(of: person, in: db)), \(reason), \(at.milliseconds), \(until.milliseconds) FROM account WHERE name = \(account)
            """) == 1
    }

    /// The protected persons whom the account has a need to see now.
    public static func persons(of account: String, at now: Instant, in db: any Connection) throws -> Set<Int64> {
        Set(
            try db.fetch(
                """
                SELECT n.person_id FROM protection_need n JOIN account a ON a.id = n.account_id
                WHERE a.name = \(account) AND n.ends_at > \(now.milliseconds)
                """
            ) { $0.int64(0) })
    }
}

/// An emergency access (*nødadgang*), as stored.
public struct StoredEmergency: Sendable, Hashable {
    public enum Verdict: String, Sendable, CaseIterable {
        case justified
        case notJustified = "not-justified"
    }

    public let id: Int64
    /// Account name.
    public let account: String
    public let displayName: String
    public let reason: String
    public let startedAt: Instant
    /// When it ends by itself, or has been ended.
    public let endsAt: Instant
    /// Account name; empty until then.
    public let reviewer: String
    public let reviewedAt: Instant?
    /// `nil` until then.
    public let verdict: Verdict?
    public let note: String
}

public enum EmergencyStore {
    private static let columns: SQL = """
        e.id, a.name, a.display_name, e.reason, e.started_at, e.ends_at, e.reviewer, e.reviewed_at, e.verdict, e.note
        """

    private static func emergency(_ row: Row) -> StoredEmergency {
        StoredEmergency(
            id: row.int64(0), account: row.text(1), displayName: row.text(2), reason: row.text(3),
            startedAt: Instant(milliseconds: row.int64(4)), endsAt: Instant(milliseconds: row.int64(5)),
            reviewer: row.text(6), reviewedAt: row.int64OrNil(7).map { Instant(milliseconds: $0) },
            verdict: StoredEmergency.Verdict(rawValue: row.text(8)), note: row.text(9))
    }

    public static func open(
        account: String, reason: String, at: Instant, until: Instant, in db: any Connection
    ) throws -> Int64? {
        try db.insert(
            """
            INSERT INTO emergency (account_id, reason, started_at, ends_at, reviewer, verdict, note)
            SELECT id, \(reason), \(at.milliseconds), \(until.milliseconds), '', '', '' FROM account
            WHERE name = \(account) RETURNING id
            """)
    }

    /// The one that the account has open now.
    public static func active(of account: String, at now: Instant, in db: any Connection) throws -> StoredEmergency? {
        try db.first(
            """
            SELECT \(columns) FROM emergency e JOIN account a ON a.id = e.account_id
            WHERE a.name = \(account) AND e.ends_at > \(now.milliseconds) ORDER BY e.id DESC LIMIT 1
            """, emergency)
    }

    /// How many of the account's have ended before `moment` and wait for a review.
    public static func unreviewed(
        of account: String, endedBefore moment: Instant, in db: any Connection
    ) throws -> Int {
        try db.count(
            """
            SELECT COUNT(*) FROM emergency e JOIN account a ON a.id = e.account_id
            WHERE a.name = \(account) AND e.verdict = '' AND e.ends_at < \(moment.milliseconds)
            """)
    }

    public static func end(_ id: Int64, at now: Instant, in db: any Connection) throws {
        try db.execute(
            "UPDATE emergency SET ends_at = \(now.milliseconds) WHERE id = \(id) AND ends_at > \(now.milliseconds)")
    }

    public static func emergency(_ id: Int64, in db: any Connection) throws -> StoredEmergency? {
        try db.first(
            "SELECT \(columns) FROM emergency e JOIN account a ON a.id = e.account_id WHERE e.id = \(id)", emergency)
    }

    /// Those that wait for a review first, oldest first; then the reviewed, newest first.
    public static func all(limit: Int, in db: any Connection) throws -> [StoredEmergency] {
        try db.fetch(
            """
            SELECT \(columns) FROM emergency e JOIN account a ON a.id = e.account_id WHERE e.verdict = '' ORDER BY e.id
            """, emergency)
            + db.fetch(
                """
                SELECT \(columns) FROM emergency e JOIN account a ON a.id = e.account_id WHERE e.verdict <> ''
                ORDER BY e.id DESC LIMIT \(limit)
                """, emergency)
    }

    /// False where it has been reviewed meanwhile.
    public static func review(
        _ id: Int64, _ verdict: StoredEmergency.Verdict, note: String, by reviewer: String, at now: Instant,
        in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE emergency SET reviewer = \(reviewer), reviewed_at = \(now.milliseconds),
                verdict = \(verdict.rawValue), note = \(note) WHERE id = \(id) AND verdict = ''
            """) == 1
    }
}

/// Something that one account is told of (*besked*): it stands on the start page until it has been opened.
public struct StoredNotice: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Somebody has opened emergency access; about its id.
        case emergency
        /// The reviewer of the log asks why somebody was looked up; about the review's id.
        case question
        /// An answer to such a question; about the review's id.
        case answer
        /// Somebody has handed over cases; about the id of what was done to many at once.
        case handOver = "hand-over"
    }

    public let id: Int64
    public let kind: Kind
    public let about: Int64
    public let at: Instant
}

public enum NoticeStore {
    public static func add(
        _ kind: StoredNotice.Kind, about: Int64, to account: Int64, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO notice (account_id, kind, about, at)
            VALUES (\(account), \(kind.rawValue), \(about), \(at.milliseconds))
            """)
    }

    /// Not yet read, newest first.
    public static func unread(of account: String, in db: any Connection) throws -> [StoredNotice] {
        try db.fetch(
            """
            SELECT n.id, n.kind, n.about, n.at FROM notice n JOIN account a ON a.id = n.account_id
            WHERE a.name = \(account) AND n.read_at IS NULL ORDER BY n.id DESC LIMIT 20
            """
        ) { row in
            StoredNotice.Kind(rawValue: row.text(1)).map {
                StoredNotice(
                    id: row.int64(0), kind: $0, about: row.int64(2), at: Instant(milliseconds: row.int64(3)))
            }
        }.compactMap { $0 }
    }

    public static func markRead(
        _ kind: StoredNotice.Kind, about: Int64, of account: String, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE notice SET read_at = \(at.milliseconds) WHERE kind = \(kind.rawValue) AND about = \(about)
                AND read_at IS NULL AND account_id IN (SELECT id FROM account WHERE name = \(account))
            """)
    }
}
