public import Prevention
public import SQL

/// A status for a meeting of the kredsråd as it is stored.
public struct StoredStatus: Sendable, Hashable {
    public let id: Int64
    public let plan: Int64
    public let title: String
    public let meetingOn: LocalDate
    /// The meeting of the body itself; `nil` where it does not keep its meetings here.
    public let meeting: Int64?
    /// What was frozen, as JSON; empty until then.
    public let body: String
    /// SHA-256 of `body`.
    public let hash: String
    public let frozenAt: Instant?
    public let frozenBy: String
    public let revision: Int

    /// Whether what was frozen still has the hash that it was frozen with.
    public var isGenuine: Bool { frozenAt == nil || RecordText.digest(of: body) == hash }
}

public struct StoredStatusText: Sendable, Hashable {
    public let area: Int64
    public let text: PlanStatusText
    public let revision: Int
}

/// A later correction to a frozen status (*tilføjelse*).
public struct StatusAddendum: Sendable, Hashable {
    public let body: String
    public let actor: String
    public let at: Instant
}

/// Statuses for the kredsråd (*status til kredsrådet*).
public enum PlanStatusStore {
    private static let columns: SQL =
        "id, plan_id, title, meeting_on, body, hash, frozen_at, frozen_by, revision, meeting_id"

    private static func stored(_ row: Row) throws -> StoredStatus {
        guard let day = LocalDate(row.text(3)) else {
            throw DatabaseFailure(.other, detail: "status \(row.int64(0)) cannot be read")
        }
        return StoredStatus(
            id: row.int64(0), plan: row.int64(1), title: row.text(2), meetingOn: day, meeting: row.int64OrNil(9),
            body: row.text(4),
            hash: row.text(5), frozenAt: row.int64OrNil(6).map { Instant(milliseconds: $0) },
            frozenBy: row.text(7), revision: row.int(8))
    }

    /// The latest meeting first.
    public static func statuses(of plan: Int64, in db: any Connection) throws -> [StoredStatus] {
        try db.fetch(
            "SELECT \(columns) FROM plan_status WHERE plan_id = \(plan) ORDER BY meeting_on DESC, id DESC", stored)
    }

    public static func status(_ id: Int64, in db: any Connection) throws -> StoredStatus? {
        try db.first("SELECT \(columns) FROM plan_status WHERE id = \(id)", stored)
    }

    public static func insert(
        title: String, meetingOn day: LocalDate, meeting: Int64?, of plan: Int64, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO plan_status (plan_id, title, meeting_on, meeting_id, body, hash, frozen_at, frozen_by, actor, at,
                revision)
            VALUES (\(plan), \(title), \(day.description), \(meeting), '', '', NULL, '', \(actor.name),
                \(at.milliseconds), 1) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new status") }
        return id
    }

    /// False where it is frozen, or somebody has changed it since `revision`.
    public static func update(
        _ id: Int64, title: String, meetingOn day: LocalDate, meeting: Int64?, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE plan_status SET title = \(title), meeting_on = \(day.description),
                meeting_id = \(meeting), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND frozen_at IS NULL
            """) == 1
    }

    /// Says at which meeting of the body itself it is heard (`nil` = at none yet); nothing changes in one that is frozen.
    public static func set(meeting: Int64?, of id: Int64, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE plan_status SET meeting_id = \(meeting), revision = revision + 1
            WHERE id = \(id) AND frozen_at IS NULL AND COALESCE(meeting_id, 0) <> \(meeting ?? 0)
            """)
    }

    /// Of all plans, the latest meeting first.
    public static func all(in db: any Connection) throws -> [StoredStatus] {
        try db.fetch("SELECT \(columns) FROM plan_status ORDER BY meeting_on DESC, id DESC", stored)
    }

    /// Freezes one for good. False where it is frozen already, or somebody has changed it since `revision`.
    public static func freeze(
        _ id: Int64, body: String, revision: Int, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE plan_status SET body = \(body), hash = \(RecordText.digest(of: body)),
                frozen_at = \(at.milliseconds), frozen_by = \(actor.name), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND frozen_at IS NULL
            """) == 1
    }

    /// What the secretariat says of each area.
    public static func texts(of status: Int64, in db: any Connection) throws -> [StoredStatusText] {
        try db.fetch(
            """
            SELECT area_id, promised, done, changed, revision FROM plan_status_text WHERE status_id = \(status)
            """
        ) { row in
            StoredStatusText(
                area: row.int64(0),
                text: PlanStatusText(promised: row.text(1), done: row.text(2), changed: row.text(3)),
                revision: row.int(4))
        }
    }

    /// False where somebody has written since `revision`; 0 is the revision of one that is not there. A text moves the status
    /// too, so that nothing is frozen over a text that came meanwhile.
    public static func setText(
        _ text: PlanStatusText, of area: Int64, in status: Int64, revision: Int, by actor: Actor, at: Instant,
        _ db: any Connection
    ) throws -> Bool {
        let changed: Int
        if revision == 0 {
            changed = try db.execute(
                """
                INSERT INTO plan_status_text (status_id, area_id, promised, done, changed, actor, at, revision)
                VALUES (\(status), \(area), \(text.promised), \(text.done), \(text.changed), \(actor.name),
                    \(at.milliseconds), 1) ON CONFLICT DO NOTHING
                """)
        } else {
            changed = try db.execute(
                """
                UPDATE plan_status_text SET promised = \(text.promised), done = \(text.done),
                    changed = \(text.changed), actor = \(actor.name), at = \(at.milliseconds), revision = revision + 1
                WHERE status_id = \(status) AND area_id = \(area) AND revision = \(revision)
                """)
        }
        guard changed == 1 else { return false }
        return try db.execute(
            "UPDATE plan_status SET revision = revision + 1 WHERE id = \(status) AND frozen_at IS NULL") == 1
    }

    public static func add(
        addendum body: String, to status: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO plan_status_addendum (status_id, body, actor, at)
            VALUES (\(status), \(body), \(actor.name), \(at.milliseconds))
            """)
    }

    /// Oldest first.
    public static func addenda(of status: Int64, in db: any Connection) throws -> [StatusAddendum] {
        try db.fetch(
            "SELECT body, actor, at FROM plan_status_addendum WHERE status_id = \(status) ORDER BY id"
        ) { StatusAddendum(body: $0.text(0), actor: $0.text(1), at: Instant(milliseconds: $0.int64(2))) }
    }
}
