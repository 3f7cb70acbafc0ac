public import Prevention
public import SQL

extension ItemStore {
    /// Whether what was shared with an item at `at` has lain open since: the agenda of a meeting that it was on was sent, and
    /// neither were the minutes approved, nor had the item left the meeting before, nor was the meeting too long over
    /// (*adgangsvindue*).
    ///
    /// - Parameter window: for so many milliseconds after its end a meeting leaves open what was shared (`forum.window`).
    public static func hasBeenOpen(
        _ item: Int64, since at: Instant, window: Int64, in db: any Connection
    ) throws -> Bool {
        let steps = try db.fetch(
            """
            SELECT e.meeting_id, e.code, e.at, m.sent_at, m.approved_at, COALESCE(m.state, ''), m.ends_at
            FROM forum_item_event e
            LEFT JOIN forum_meeting m ON m.id = e.meeting_id
            WHERE e.item_id = \(item) AND e.kind IN ('state', 'carried') ORDER BY e.id
            """
        ) { row in
            (
                isLive: ItemState(rawValue: row.text(1))?.isLive ?? false, from: row.int64(2),
                sentAt: row.int64OrNil(3), approvedAt: row.int64OrNil(4), meeting: MeetingState(rawValue: row.text(5)),
                overAt: row.int64OrNil(6).map { $0 + window }
            )
        }
        for (index, step) in steps.enumerated() {
            guard step.isLive, let sentAt = step.sentAt else { continue }
            let left = index + 1 < steps.count ? steps[index + 1].from : nil
            let ends = [left, step.approvedAt].compactMap(\.self)
            if ends.isEmpty, step.meeting?.isOpen != true { continue }
            let closed = (ends + [step.overAt].compactMap(\.self)).min() ?? .max
            if closed > at.milliseconds, closed > max(step.from, sentAt) { return true }
        }
        return false
    }

    /// Items of a forum that are proposed or worked on.
    public static func underWay(in forum: Int64, keys: KeyRing, _ db: any Connection) throws -> [StoredItem] {
        let states = [ItemState.proposed] + ItemState.allCases.filter(\.isLive)
        return try db.fetch(
            """
            SELECT \(columns) FROM forum_item i
            WHERE i.forum_id = \(forum) AND i.state IN \(list: states.map(\.rawValue)) ORDER BY i.id
            """
        ) { try item($0, keys) }
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
