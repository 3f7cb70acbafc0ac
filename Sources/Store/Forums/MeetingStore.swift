public import Prevention
public import SQL

/// A meeting of a forum, or of a body of the cooperation, as it is stored (*møde*).
public struct StoredMeeting: Sendable, Hashable {
    public let id: Int64
    /// The forum that it is of, or the body (``MeetingTables``).
    public let forum: Int64
    public let startsAt: Instant
    public let endsAt: Instant
    public let place: String
    public let state: MeetingState
    public let sentAt: Instant?
    public let heldAt: Instant?
    public let approvedAt: Instant?
    /// Account name; empty while the minutes are not approved.
    public let approvedBy: String
    public let cancelledReason: String
    /// What belongs to no item; about nobody.
    public let remarks: String
    /// Raised with every change of it or of its agenda; a form sends back the one it was made from.
    public let revision: Int

    /// Whether its items are being spoken of, or what was said is being written down.
    public func isRunning(at now: Instant) -> Bool { state == .held || state == .sent && startsAt <= now }
    /// Whether what was shared with its items may be read.
    ///
    /// - Parameter since: a meeting that ended before it has closed by itself (`forum.window`).
    public func isOpen(since: Instant) -> Bool { state.isOpen && endsAt >= since }
}

/// Whose meetings and series: those of forums name persons in their items, those of bodies never do. What is planned, moved and held
/// is the same.
public struct MeetingTables: Sendable {
    fileprivate let meeting: SQL
    fileprivate let series: SQL
    fileprivate let host: SQL

    public static let forums = MeetingTables(meeting: "forum_meeting", series: "forum_series", host: "forum_id")
    public static let bodies = MeetingTables(meeting: "body_meeting", series: "body_series", host: "body_id")

    fileprivate var columns: SQL {
        """
        m.id, m.\(host), \(MeetingStore.columns)
        """
    }
}

/// Meetings and their series.
public enum MeetingStore {
    fileprivate static let columns: SQL = """
        m.starts_at, m.ends_at, m.place, m.state, m.sent_at, m.held_at, m.approved_at, m.approved_by,
        m.cancelled_reason, m.remarks, m.revision
        """

    private static func meeting(_ row: Row) -> StoredMeeting {
        func instant(_ column: Int32) -> Instant? { row.int64OrNil(column).map { Instant(milliseconds: $0) } }
        return StoredMeeting(
            id: row.int64(0), forum: row.int64(1), startsAt: Instant(milliseconds: row.int64(2)),
            endsAt: Instant(milliseconds: row.int64(3)), place: row.text(4),
            state: MeetingState(rawValue: row.text(5)) ?? .planned, sentAt: instant(6), heldAt: instant(7),
            approvedAt: instant(8), approvedBy: row.text(9), cancelledReason: row.text(10), remarks: row.text(11),
            revision: row.int(12))
    }

    public static func meeting(
        _ id: Int64, _ tables: MeetingTables = .forums, in db: any Connection
    ) throws -> StoredMeeting? {
        try db.first("SELECT \(tables.columns) FROM \(tables.meeting) m WHERE m.id = \(id)", meeting)
    }

    /// Of a forum or body, by time.
    public static func meetings(
        of host: Int64, _ tables: MeetingTables = .forums, in db: any Connection
    ) throws -> [StoredMeeting] {
        try db.fetch(
            """
            SELECT \(tables.columns) FROM \(tables.meeting) m WHERE m.\(tables.host) = \(host)
            ORDER BY m.starts_at, m.id
            """, meeting)
    }

    /// Those of the forums in which an account sits that begin within a time, by time; without the cancelled ones.
    public static func meetings(
        for account: String, from: Instant, to: Instant, in db: any Connection
    ) throws -> [StoredMeeting] {
        try db.fetch(
            """
            SELECT \(MeetingTables.forums.columns) FROM forum_meeting m JOIN forum_member s ON s.forum_id = m.forum_id
            WHERE s.account = \(account) AND s.left_at IS NULL AND m.starts_at >= \(from.milliseconds)
                AND m.starts_at < \(to.milliseconds) AND m.state <> 'cancelled'
            ORDER BY m.starts_at, m.id
            """, meeting)
    }

    /// The first that still takes items, of those that begin on a day or after it, and after `after`.
    public static func next(
        of host: Int64, _ tables: MeetingTables = .forums, onOrAfter day: LocalDate, after: Instant,
        in db: any Connection
    ) throws -> StoredMeeting? {
        let from = Instant(startOf: day).milliseconds
        return try db.first(
            """
            SELECT \(tables.columns) FROM \(tables.meeting) m
            WHERE m.\(tables.host) = \(host) AND m.starts_at >= \(from) AND m.starts_at > \(after.milliseconds)
                AND m.state IN ('planned', 'sent')
            ORDER BY m.starts_at, m.id LIMIT 1
            """, meeting)
    }

    /// Those that are over, and neither approved nor cancelled: in the forums that an account leads, and those that ended before
    /// `since` everywhere.
    public static func unfinished(
        ledBy account: String, at now: Instant, everywhereSince since: Instant?, in db: any Connection
    ) throws -> [StoredMeeting] {
        try db.fetch(
            """
            SELECT \(MeetingTables.forums.columns) FROM forum_meeting m JOIN forum f ON f.id = m.forum_id
            WHERE m.ends_at < \(now.milliseconds) AND m.state IN ('planned', 'sent', 'held', 'minutes-sent')
                AND f.ended_at IS NULL AND (m.ends_at < \(since?.milliseconds ?? 0) OR EXISTS (SELECT 1 FROM forum_member s
                    WHERE s.forum_id = m.forum_id AND s.account = \(account) AND s.is_chair = 1 AND s.left_at IS NULL))
            ORDER BY m.ends_at, m.id
            """, meeting)
    }

    /// That its agenda is another: whoever has seen it as it was does not send it unseen.
    static func raise(_ ids: [Int64], in db: any Connection) throws {
        try db.execute("UPDATE forum_meeting SET revision = revision + 1 WHERE id IN \(list: ids)")
    }

    /// Whether one of the forum or body is on that day that is not cancelled.
    public static func isTaken(
        _ day: LocalDate, of host: Int64, _ tables: MeetingTables = .forums, except id: Int64? = nil,
        in db: any Connection
    ) throws -> Bool {
        let (from, to) = (Instant(startOf: day).milliseconds, Instant(startOf: day + 1).milliseconds)
        return try db.count(
            """
            SELECT COUNT(*) FROM \(tables.meeting)
            WHERE \(tables.host) = \(host) AND starts_at >= \(from) AND starts_at < \(to) AND state <> 'cancelled'
                AND id <> \(id ?? 0)
            """) > 0
    }

    public static func add(
        to host: Int64, _ tables: MeetingTables = .forums, series: Int64? = nil, startsAt: Instant, endsAt: Instant,
        place: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO \(tables.meeting) (\(tables.host), series_id, starts_at, ends_at, place, state, revision, created_by,
                created_at)
            VALUES (\(host), \(series), \(startsAt.milliseconds), \(endsAt.milliseconds), \(place), 'planned', 1,
                \(actor.name), \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new meeting") }
        return id
    }

    public static func addSeries(
        _ recurrence: Recurrence, starts: String, minutes: Int, place: String, to host: Int64,
        _ tables: MeetingTables = .forums, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO \(tables.series) (\(tables.host), rhythm, first_on, last_on, starts, minutes, place, created_by,
                created_at)
            VALUES (\(host), \(recurrence.rhythm.code), \(recurrence.first.description),
                \(recurrence.last.description), \(starts), \(minutes), \(place), \(actor.name), \(at.milliseconds))
            RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new series") }
        return id
    }

    /// False if somebody has changed it since.
    public static func move(
        _ id: Int64, _ tables: MeetingTables = .forums, startsAt: Instant, endsAt: Instant, place: String,
        revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE \(tables.meeting) SET starts_at = \(startsAt.milliseconds), ends_at = \(endsAt.milliseconds),
                place = \(place), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// Writes how far it has come, with who and when; false if somebody has changed it since.
    public static func set(
        _ state: MeetingState, of id: Int64, _ tables: MeetingTables = .forums, reason: String = "", revision: Int,
        by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        let moment: SQL
        switch state {
        case .sent: moment = ", sent_by = \(actor.name), sent_at = \(at.milliseconds)"
        case .held: moment = ", held_at = COALESCE(held_at, \(at.milliseconds))"
        case .approved: moment = ", approved_by = \(actor.name), approved_at = \(at.milliseconds)"
        case .cancelled: moment = ", cancelled_reason = \(reason)"
        case .planned, .minutesSent: moment = ""
        }
        return try db.execute(
            """
            UPDATE \(tables.meeting) SET state = \(state.rawValue), revision = revision + 1\(moment)
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// False if somebody has changed it since.
    public static func setRemarks(
        _ remarks: String, of id: Int64, _ tables: MeetingTables = .forums, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE \(tables.meeting) SET remarks = \(remarks), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }
}
