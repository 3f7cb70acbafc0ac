public import Prevention
public import SQL

/// An event that was taken back.
public struct UndoneEvent: Sendable, Hashable {
    public let event: StoredEvent
    public let actor: String
    public let at: Instant
    public let reason: String
    /// Of the case, after it was taken back.
    public let revision: Int
}

/// Events that were taken back: kept aside, so that nothing is lost, and counted nowhere.
public enum UndoStore {
    /// The fields of the case before and after the event, where it has changed any.
    public static func fields(
        setBy event: Int64, in db: any Connection
    ) throws -> (old: [String: String], new: [String: String])? {
        try ChangeLog.fields(setBy: event, in: db)
    }

    /// Takes an event out of a case, and keeps it aside.
    public static func setAside(
        _ event: Int64, of id: Int64, reason: String, revision: Int, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO case_undone (case_id, kind, code, at, day_only, note, fields, actor, recorded_at, revision,
                undone_by, undone_at, reason)
            SELECT case_id, kind, code, at, day_only, note, fields, actor, recorded_at, \(revision), \(actor.name),
                \(at.milliseconds), \(reason)
            FROM case_event WHERE id = \(event) AND case_id = \(id)
            """)
        try db.execute("DELETE FROM case_event WHERE id = \(event) AND case_id = \(id)")
    }

    /// Oldest first.
    public static func events(of id: Int64, in db: any Connection) throws -> [UndoneEvent] {
        try db.fetch(
            """
            SELECT kind, code, at, day_only, note, actor, recorded_at, fields, id, revision, undone_by, undone_at, reason
            FROM case_undone WHERE case_id = \(id) ORDER BY id
            """
        ) { row in
            UndoneEvent(
                event: try CaseStore.storedEvent(row), actor: row.text(10),
                at: Instant(milliseconds: row.int64(11)), reason: row.text(12), revision: row.int(9))
        }
    }
}
