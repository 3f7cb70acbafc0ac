public import Prevention
public import SQL

extension ItemStore {
    /// Of a meeting, in the order of its agenda: those that are on it, and those of which its minutes speak.
    public static func items(at meeting: Int64, keys: KeyRing, in db: any Connection) throws -> [StoredItem] {
        try db.fetch(
            """
            SELECT \(columns) FROM forum_item i
            WHERE i.state <> 'deleted' AND (i.meeting_id = \(meeting)
                OR i.id IN (SELECT n.item_id FROM forum_minutes n WHERE n.meeting_id = \(meeting)))
            ORDER BY i.position, i.id
            """
        ) { try item($0, keys) }
    }

    /// Of a forum, those that wait for a meeting: on none, or on one that is over. The first to come up again first.
    public static func waiting(in forum: Int64, keys: KeyRing, _ db: any Connection) throws -> [StoredItem] {
        try db.fetch(
            """
            SELECT \(columns) FROM forum_item i LEFT JOIN forum_meeting m ON m.id = i.meeting_id
            WHERE i.forum_id = \(forum) AND i.state IN ('on-agenda', 'discussed', 'actions', 'follow-up')
                AND (m.id IS NULL OR m.state IN ('approved', 'cancelled'))
            ORDER BY (i.follow_up_on = ''), i.follow_up_on, i.id
            """
        ) { try item($0, keys) }
    }

    /// Whether a meeting has spoken of an item before.
    public static func isDiscussed(_ item: Int64, at meeting: Int64?, in db: any Connection) throws -> Bool {
        try db.count(
            """
            SELECT COUNT(*) FROM forum_item_event
            WHERE item_id = \(item) AND meeting_id = \(meeting) AND kind = 'state' AND code = 'discussed'
            """) > 0
    }

    // MARK: Deletion review

    /// Of a forum, those whose day of review has come, the oldest first.
    public static func reviews(
        of forum: Int64, upTo day: LocalDate, keys: KeyRing, in db: any Connection
    ) throws -> [StoredItem] {
        try db.fetch(
            """
            SELECT \(columns) FROM forum_item i
            WHERE i.forum_id = \(forum) AND i.state IN ('proposed', 'closed', 'not-relevant') AND i.review_on <> ''
                AND i.review_on <= \(day.description)
            ORDER BY i.review_on, i.id
            """
        ) { try item($0, keys) }
    }

    /// How many reviews wait in each forum that somebody chairs; forums without any are left out.
    public static func reviewCounts(
        chairedBy account: String, upTo day: LocalDate, in db: any Connection
    ) throws -> [(forum: Int64, count: Int)] {
        try db.fetch(
            """
            SELECT i.forum_id, COUNT(*) FROM forum_item i JOIN forum_member s ON s.forum_id = i.forum_id
            WHERE s.account = \(account) AND s.left_at IS NULL AND s.is_chair = 1
                AND i.state IN ('proposed', 'closed', 'not-relevant') AND i.review_on <> '' AND i.review_on <= \(day.description)
            GROUP BY i.forum_id ORDER BY i.forum_id
            """
        ) { ($0.int64(0), $0.int(1)) }
    }

    /// Keeps an item until another review; false if somebody has changed it since it was read.
    public static func keep(
        _ item: StoredItem, until day: LocalDate, reason: String, keys: KeyRing, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Bool {
        let done = try db.execute(
            """
            UPDATE forum_item SET review_on = \(day.description), revision = revision + 1
            WHERE id = \(item.id) AND revision = \(item.revision)
            """)
        if done != 1 { return false }
        try record(.corrected, "review", of: item.id, remark: reason, keys: keys, by: actor, at: at, in: db)
        return true
    }

    /// What went with an item.
    public struct Gone: Sendable, Hashable {
        public let contributions: Int
        public let minutes: Int
        public let actions: Int
    }

    /// Empties an item: whom it is about, what was written, shared and agreed, and who took part. Its number, its states and
    /// their times stay, and so do the records of what was shared. `nil` if somebody has changed it since it was read.
    public static func delete(
        _ item: StoredItem, keys: KeyRing, from ledger: Ledger, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Gone? {
        let id = item.id
        let done = try db.execute(
            """
            UPDATE forum_item SET state = 'deleted', person_id = NULL, named_sealed = '', cpr_sealed = '', cpr_hash = '',
                case_id = NULL, theme = '', reason = '', question = '', categories = '', assessment = '', check_reason = '',
                follow_up_on = '', review_on = '', revision = revision + 1
            WHERE id = \(id) AND revision = \(item.revision)
            """)
        if done != 1 { return nil }
        // What was objected to in its minutes may be about it; the approval itself stays.
        try db.execute(
            """
            UPDATE forum_approval SET remark = ''
            WHERE meeting_id IN (SELECT n.meeting_id FROM forum_minutes n WHERE n.item_id = \(id))
            """)
        let gone = Gone(
            contributions: try db.execute("DELETE FROM forum_contribution WHERE item_id = \(id)"),
            minutes: try db.execute("DELETE FROM forum_minutes WHERE item_id = \(id)"),
            actions: try db.execute("DELETE FROM forum_action WHERE item_id = \(id)"))
        try db.execute("DELETE FROM forum_attendance WHERE item_id = \(id)")
        try db.execute("DELETE FROM forum_participant WHERE item_id = \(id)")
        try db.execute("UPDATE forum_item_event SET remark = '' WHERE item_id = \(id)")
        try LoggedWords.forget(items: [id], in: ledger, by: actor, at: at, in: db)
        try record(.state, ItemState.deleted.rawValue, of: id, keys: keys, by: actor, at: at, in: db)
        return gone
    }
}
