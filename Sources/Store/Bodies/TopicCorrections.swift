public import Prevention
public import SQL

/// Corrections to topics and to what was agreed on them, and what was taken out and may come back.
extension TopicStore {
    /// False if somebody has changed it since.
    public static func correct(
        _ id: Int64, title: String, words: String, reference: String, link: String, revision: Int,
        in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE body_topic SET title = \(title), words = \(words), reference = \(reference), link = \(link),
                revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND withdrawn_at IS NULL
            """) == 1
    }

    /// Those that were withdrawn, the last first.
    public static func withdrawn(in body: Int64, _ db: any Connection) throws -> [StoredTopic] {
        try db.fetch(
            """
            SELECT \(columns) FROM body_topic t WHERE t.body_id = \(body) AND t.withdrawn_at IS NOT NULL
            ORDER BY t.withdrawn_at DESC, t.id DESC
            """, topic)
    }

    /// Puts a withdrawn topic forward again: it waits for a meeting. False if somebody was faster.
    public static func restore(_ id: Int64, revision: Int, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE body_topic SET withdrawn_at = NULL, meeting_id = NULL, place = 0, revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND withdrawn_at IS NOT NULL
            """) == 1
    }

    /// False if somebody has changed it since.
    public static func correct(
        action id: Int64, words: String, seat: Int64?, dueOn: LocalDate?, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE body_action SET words = \(words), seat_id = \(seat), due_on = \(dueOn?.description ?? ""),
                revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND withdrawn_at IS NULL
            """) == 1
    }

    /// Takes out what was not agreed after all, or puts it back where `at` is `nil`. False if somebody has changed it since.
    public static func strike(
        action id: Int64, at: Instant?, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE body_action SET withdrawn_at = \(at?.milliseconds), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// What was taken out at a meeting.
    public static func struck(at meeting: Int64, in db: any Connection) throws -> [StoredBodyAction] {
        try actions(where: "a.meeting_id = \(meeting)", withdrawn: true, db)
    }
}
