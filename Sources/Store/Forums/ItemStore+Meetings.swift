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
        try has([.discussed], item, at: meeting, in: db)
    }

    /// Whether a meeting has dealt with an item: spoken of it, agreed on something, put it off or closed it.
    public static func isHandled(_ item: Int64, at meeting: Int64, in db: any Connection) throws -> Bool {
        try has(ItemState.allCases.filter(\.isHandled), item, at: meeting, in: db)
    }

    private static func has(
        _ states: [ItemState], _ item: Int64, at meeting: Int64?, in db: any Connection
    ) throws -> Bool {
        try db.count(
            """
            SELECT COUNT(*) FROM forum_item_event
            WHERE item_id = \(item) AND meeting_id = \(meeting) AND kind = 'state'
                AND code IN \(list: states.map(\.rawValue))
            """) > 0
    }

    /// Whether anything is written down of what a meeting did: of an item, what was agreed, or who was there.
    public static func isWrittenOf(_ meeting: Int64, in db: any Connection) throws -> Bool {
        try db.count(
            """
            SELECT (SELECT COUNT(*) FROM forum_minutes WHERE meeting_id = \(meeting))
                + (SELECT COUNT(*) FROM forum_action WHERE meeting_id = \(meeting))
                + (SELECT COUNT(*) FROM forum_attendance WHERE meeting_id = \(meeting))
                + (SELECT COUNT(*) FROM forum_item_event WHERE meeting_id = \(meeting) AND kind = 'state'
                    AND code IN \(list: ItemState.allCases.filter(\.isHandled).map(\.rawValue)))
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

    /// A review that waits: of which forum, whom the item is about, and since when.
    public struct DueReview: Sendable {
        public let forum: Int64
        public let person: Int64?
        public let since: LocalDate
    }

    /// The reviews that wait in all forums, by forum.
    public static func dueReviews(upTo day: LocalDate, in db: any Connection) throws -> [DueReview] {
        try db.fetch(
            """
            SELECT i.forum_id, i.person_id, i.review_on FROM forum_item i
            WHERE i.review_on <> '' AND i.review_on <= \(day.description)
                AND i.state IN ('proposed', 'closed', 'not-relevant')
            ORDER BY i.forum_id, i.id
            """
        ) { DueReview(forum: $0.int64(0), person: $0.int64OrNil(1), since: LocalDate($0.text(2)) ?? day) }
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
            UPDATE forum_item SET state = 'deleted', person_id = NULL, said_of = 0, named_sealed = '', cpr_sealed = '', cpr_hash = '',
                case_id = NULL, theme = '', reason = '', question = '', categories = '', assessment = '', check_reason = '',
                follow_up_on = '', review_on = '', revision = revision + 1
            WHERE id = \(id) AND revision = \(item.revision)
            """)
        if done != 1 { return nil }
        // What was objected to in the minutes of its meetings may be about it; the approval itself stays.
        try db.execute(
            """
            UPDATE forum_approval SET remark = ''
            WHERE meeting_id IN (SELECT n.meeting_id FROM forum_minutes n WHERE n.item_id = \(id))
                OR meeting_id IN (SELECT e.meeting_id FROM forum_item_event e WHERE e.item_id = \(id))
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
