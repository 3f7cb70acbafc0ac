public import Prevention
public import SQL

/// What the minutes of a meeting say about one item (*referat af et punkt*). Only those who take part in the item read it.
public struct StoredMinutes: Sendable, Hashable {
    public let id: Int64
    public let meeting: Int64
    public let item: Int64
    public let body: String
    /// Raised with every change; a form sends back the one it was made from, 0 where nothing was written yet.
    public let revision: Int
    /// Account name.
    public let writtenBy: String
    public let writtenAt: Instant
}

/// What a member has answered to the minutes.
public struct MinutesAnswer: Sendable, Hashable {
    /// Account name.
    public let account: String
    public let isApproved: Bool
    /// Why not; may name somebody.
    public let remark: String
    public let at: Instant
}

/// Minutes, item by item, and the answers of the members to them.
public enum MinutesStore {
    private static let columns: SQL = """
        n.id, n.meeting_id, n.item_id, n.body, n.revision, n.written_by, n.written_at
        """

    private static func minutes(_ row: Row, _ keys: KeyRing) throws -> StoredMinutes {
        StoredMinutes(
            id: row.int64(0), meeting: row.int64(1), item: row.int64(2), body: try keys.openedText(row.text(3)),
            revision: row.int(4), writtenBy: row.text(5), writtenAt: Instant(milliseconds: row.int64(6)))
    }

    public static func minutes(
        of item: Int64, at meeting: Int64, keys: KeyRing, in db: any Connection
    ) throws -> StoredMinutes? {
        try db.first(
            "SELECT \(columns) FROM forum_minutes n WHERE n.meeting_id = \(meeting) AND n.item_id = \(item)"
        ) { try minutes($0, keys) }
    }

    /// Of an item at all its meetings, oldest first.
    public static func minutes(of item: Int64, keys: KeyRing, in db: any Connection) throws -> [StoredMinutes] {
        try db.fetch("SELECT \(columns) FROM forum_minutes n WHERE n.item_id = \(item) ORDER BY n.id") {
            try minutes($0, keys)
        }
    }

    /// Ids of the items of which the minutes of a meeting say something.
    public static func items(at meeting: Int64, in db: any Connection) throws -> Set<Int64> {
        Set(try db.fetch("SELECT item_id FROM forum_minutes WHERE meeting_id = \(meeting)") { $0.int64(0) })
    }

    /// Writes what the minutes say about an item; false if somebody has changed it since.
    ///
    /// - Parameter revision: of what was read; 0 where nothing was written.
    public static func set(
        _ body: String, of item: Int64, at meeting: Int64, revision: Int, keys: KeyRing, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Bool {
        let sealed = try keys.sealedText(body)
        if revision == 0 {
            return try db.insert(
                """
                INSERT INTO forum_minutes (meeting_id, item_id, body, revision, written_by, written_at)
                VALUES (\(meeting), \(item), \(sealed), 1, \(actor.name), \(at.milliseconds))
                ON CONFLICT DO NOTHING RETURNING id
                """) != nil
        }
        return try db.execute(
            """
            UPDATE forum_minutes SET body = \(sealed), revision = revision + 1, written_by = \(actor.name),
                written_at = \(at.milliseconds)
            WHERE meeting_id = \(meeting) AND item_id = \(item) AND revision = \(revision)
            """) == 1
    }

    // MARK: Answers

    /// By account name.
    public static func answers(
        to meeting: Int64, keys: KeyRing, in db: any Connection
    ) throws -> [MinutesAnswer] {
        try db.fetch(
            "SELECT account, is_approved, remark, at FROM forum_approval WHERE meeting_id = \(meeting) ORDER BY account"
        ) { row in
            MinutesAnswer(
                account: row.text(0), isApproved: row.bool(1), remark: try keys.openedText(row.text(2)),
                at: Instant(milliseconds: row.int64(3)))
        }
    }

    /// Writes somebody's answer in place of the one before.
    public static func answer(
        _ isApproved: Bool, remark: String, to meeting: Int64, keys: KeyRing, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws {
        let sealed = try keys.sealedText(remark)
        try db.execute(
            """
            INSERT INTO forum_approval (meeting_id, account, is_approved, remark, at)
            VALUES (\(meeting), \(actor.name), \(isApproved), \(sealed), \(at.milliseconds))
            ON CONFLICT (meeting_id, account) DO UPDATE SET is_approved = excluded.is_approved,
                remark = excluded.remark, at = excluded.at
            """)
    }

    /// The minutes are taken back: what was answered was about others.
    public static func forgetAnswers(to meeting: Int64, in db: any Connection) throws {
        try db.execute("DELETE FROM forum_approval WHERE meeting_id = \(meeting)")
    }
}
