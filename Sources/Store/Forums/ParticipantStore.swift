public import Prevention
public import SQL

/// Whether somebody was there when an item was spoken of (*fremmøde*).
public enum Attendance: String, Sendable, CaseIterable {
    case present, absent, excused
}

/// Who takes part in an item: they alone know of it.
public enum ParticipantStore {
    /// Account names, sorted.
    public static func participants(of item: Int64, in db: any Connection) throws -> [String] {
        try db.fetch("SELECT account FROM forum_participant WHERE item_id = \(item) ORDER BY account") { $0.text(0) }
    }

    /// By item.
    public static func participants(of items: [Int64], in db: any Connection) throws -> [Int64: [String]] {
        let rows = try db.fetch(
            "SELECT item_id, account FROM forum_participant WHERE item_id IN \(list: items) ORDER BY account"
        ) { (item: $0.int64(0), account: $0.text(1)) }
        return Dictionary(grouping: rows, by: \.item).mapValues { $0.map(\.account) }
    }

    /// Since when somebody takes part, by item.
    public static func joined(_ account: String, _ items: [Int64], in db: any Connection) throws -> [Int64: Instant] {
        let rows = try db.fetch(
            "SELECT item_id, added_at FROM forum_participant WHERE account = \(account) AND item_id IN \(list: items)"
        ) { ($0.int64(0), Instant(milliseconds: $0.int64(1))) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// Since when each takes part, by account.
    public static func joined(to item: Int64, in db: any Connection) throws -> [String: Instant] {
        let rows = try db.fetch("SELECT account, added_at FROM forum_participant WHERE item_id = \(item)") {
            ($0.text(0), Instant(milliseconds: $0.int64(1)))
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    public static func isParticipant(_ account: String, of item: Int64, in db: any Connection) throws -> Bool {
        try db.count("SELECT COUNT(*) FROM forum_participant WHERE item_id = \(item) AND account = \(account)") == 1
    }

    /// False where they take part already.
    public static func add(
        _ account: String, to item: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            INSERT INTO forum_participant (item_id, account, added_by, added_at)
            VALUES (\(item), \(account), \(actor.name), \(at.milliseconds)) ON CONFLICT DO NOTHING
            """) == 1
    }

    /// False where they did not take part.
    public static func remove(_ account: String, from item: Int64, in db: any Connection) throws -> Bool {
        try db.execute("DELETE FROM forum_participant WHERE item_id = \(item) AND account = \(account)") == 1
    }

    public static func setAttendance(
        _ attendance: Attendance, of account: String, item: Int64, meeting: Int64, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO forum_attendance (item_id, meeting_id, account, state)
            VALUES (\(item), \(meeting), \(account), \(attendance.rawValue))
            ON CONFLICT (item_id, meeting_id, account) DO UPDATE SET state = excluded.state
            """)
    }

    /// By account.
    public static func attendance(
        item: Int64, meeting: Int64, in db: any Connection
    ) throws -> [String: Attendance] {
        let rows = try db.fetch(
            "SELECT account, state FROM forum_attendance WHERE item_id = \(item) AND meeting_id = \(meeting)"
        ) { ($0.text(0), Attendance(rawValue: $0.text(1)) ?? .absent) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }
}
