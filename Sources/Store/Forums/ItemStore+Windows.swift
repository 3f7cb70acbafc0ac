public import Prevention
public import SQL

extension ItemStore {
    /// Whether what was shared with an item at `at` has lain open since: the agenda of a meeting that it was on was sent, and
    /// neither were the minutes approved nor had the item left the meeting before (*adgangsvindue*).
    public static func hasBeenOpen(_ item: Int64, since at: Instant, in db: any Connection) throws -> Bool {
        let steps = try db.fetch(
            """
            SELECT e.meeting_id, e.code, e.at, m.sent_at, m.approved_at, COALESCE(m.state, '') FROM forum_item_event e
            LEFT JOIN forum_meeting m ON m.id = e.meeting_id
            WHERE e.item_id = \(item) AND e.kind IN ('state', 'carried') ORDER BY e.id
            """
        ) { row in
            (
                isLive: ItemState(rawValue: row.text(1))?.isLive ?? false, from: row.int64(2),
                sentAt: row.int64OrNil(3), approvedAt: row.int64OrNil(4), meeting: MeetingState(rawValue: row.text(5))
            )
        }
        for (index, step) in steps.enumerated() {
            guard step.isLive, let sentAt = step.sentAt else { continue }
            let left = index + 1 < steps.count ? steps[index + 1].from : nil
            guard let closed = [left, step.approvedAt].compactMap(\.self).min() else {
                if step.meeting?.isOpen == true { return true }
                continue
            }
            if closed > at.milliseconds, closed > max(step.from, sentAt) { return true }
        }
        return false
    }

    /// Live items of a forum in which somebody takes part.
    public static func live(
        with account: String, in forum: Int64, keys: KeyRing, _ db: any Connection
    ) throws -> [StoredItem] {
        try db.fetch(
            """
            SELECT \(columns) FROM forum_item i JOIN forum_participant p ON p.item_id = i.id
            WHERE p.account = \(account) AND i.forum_id = \(forum)
                AND i.state IN \(list: ItemState.allCases.filter(\.isLive).map(\.rawValue)) ORDER BY i.id
            """
        ) { try item($0, keys) }
    }
}
