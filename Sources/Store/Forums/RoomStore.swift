public import SQL

/// Who is in the room of a meeting (*fremmødte*), of its members; and who was there when an item was spoken of.
public enum RoomStore {
    /// Account names, sorted.
    public static func accounts(in meeting: Int64, _ db: any Connection) throws -> [String] {
        try db.fetch("SELECT account FROM forum_room WHERE meeting_id = \(meeting) ORDER BY account") { $0.text(0) }
    }

    public static func set(_ accounts: [String], in meeting: Int64, _ db: any Connection) throws {
        try db.execute("DELETE FROM forum_room WHERE meeting_id = \(meeting)")
        for account in accounts {
            try db.execute("INSERT INTO forum_room (meeting_id, account) VALUES (\(meeting), \(account))")
        }
    }

    /// Whether somebody took part in a meeting: in the room, or when one of its items was spoken of.
    public static func tookPart(_ account: String, in meeting: Int64, _ db: any Connection) throws -> Bool {
        let room = try db.count(
            "SELECT COUNT(*) FROM forum_room WHERE meeting_id = \(meeting) AND account = \(account)")
        if room > 0 { return true }
        return try db.count(
            """
            SELECT COUNT(*) FROM forum_attendance
            WHERE meeting_id = \(meeting) AND account = \(account) AND state = 'present'
            """) > 0
    }
}
