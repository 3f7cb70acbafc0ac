public import Prevention
public import SQL

/// Who is in the room of a meeting (*fremmødte*), of its members; and who was there when an item was spoken of.
public enum RoomStore {
    /// Those who are in it now: account names, sorted.
    public static func accounts(in meeting: Int64, _ db: any Connection) throws -> [String] {
        try db.fetch(
            "SELECT account FROM forum_room WHERE meeting_id = \(meeting) AND left_at IS NULL ORDER BY account"
        ) { $0.text(0) }
    }

    /// Everybody who took part: who has been in the room, or was there when an item was spoken of. Account names, sorted.
    public static func attendees(of meeting: Int64, _ db: any Connection) throws -> [String] {
        try db.fetch(
            """
            SELECT account FROM forum_room WHERE meeting_id = \(meeting)
            UNION SELECT account FROM forum_attendance WHERE meeting_id = \(meeting) AND state = 'present'
            ORDER BY 1
            """
        ) { $0.text(0) }
    }

    /// Writes who was there, in place of what was written before.
    public static func set(_ accounts: [String], in meeting: Int64, _ db: any Connection) throws {
        try db.execute("DELETE FROM forum_room WHERE meeting_id = \(meeting)")
        for account in accounts { try enter(account, meeting, db) }
    }

    /// Writes who is in the room now; whoever is not there any more has left.
    public static func update(_ accounts: [String], in meeting: Int64, at: Instant, _ db: any Connection) throws {
        try leave(try self.accounts(in: meeting, db).filter { !accounts.contains($0) }, meeting, at: at, db)
        for account in accounts { try enter(account, meeting, db) }
    }

    public static func leave(_ accounts: [String], _ meeting: Int64, at: Instant, _ db: any Connection) throws {
        try db.execute(
            """
            UPDATE forum_room SET left_at = \(at.milliseconds)
            WHERE meeting_id = \(meeting) AND account IN \(list: accounts) AND left_at IS NULL
            """)
    }

    private static func enter(_ account: String, _ meeting: Int64, _ db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO forum_room (meeting_id, account) VALUES (\(meeting), \(account))
            ON CONFLICT (meeting_id, account) DO UPDATE SET left_at = NULL
            """)
    }
}
