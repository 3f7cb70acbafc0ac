public import Prevention
public import SQL

/// What a seat has answered to the minutes of a body's meeting.
public struct StoredBodyAnswer: Sendable, Hashable {
    public let seat: Int64
    public let isApproved: Bool
    /// What is wrong in them; about nobody.
    public let remark: String
    public let at: Instant
}

/// Answers to minutes that lie for approval, and what was approved. They are about nobody, so they are not sealed.
public enum BodyApprovalStore {
    public static func answers(to meeting: Int64, in db: any Connection) throws -> [StoredBodyAnswer] {
        try db.fetch(
            "SELECT seat_id, is_approved, remark, at FROM body_approval WHERE meeting_id = \(meeting) ORDER BY seat_id"
        ) { row in
            StoredBodyAnswer(
                seat: row.int64(0), isApproved: row.bool(1), remark: row.text(2),
                at: Instant(milliseconds: row.int64(3)))
        }
    }

    /// In place of the answer before.
    public static func answer(
        _ isApproved: Bool, remark: String, to meeting: Int64, by seat: Int64, actor: Actor, at: Instant,
        in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO body_approval (meeting_id, seat_id, is_approved, remark, actor, at)
            VALUES (\(meeting), \(seat), \(isApproved), \(remark), \(actor.name), \(at.milliseconds))
            ON CONFLICT (meeting_id, seat_id) DO UPDATE SET is_approved = excluded.is_approved,
                remark = excluded.remark, actor = excluded.actor, at = excluded.at
            """)
    }

    /// What was kept of the minutes when they were approved, as JSON; `nil` until then.
    public static func approved(_ meeting: Int64, in db: any Connection) throws -> String? {
        try db.first("SELECT body FROM body_minutes WHERE meeting_id = \(meeting)") { $0.text(0) }
    }

    public static func keep(approved body: String, of meeting: Int64, in db: any Connection) throws {
        try db.execute("INSERT INTO body_minutes (meeting_id, body) VALUES (\(meeting), \(body))")
    }

    /// The minutes are taken back: what was answered was about others.
    public static func forget(_ meeting: Int64, in db: any Connection) throws {
        try db.execute("DELETE FROM body_approval WHERE meeting_id = \(meeting)")
    }
}
