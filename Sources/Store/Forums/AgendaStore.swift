public import Prevention
public import SQL

/// What is open because it is on an agenda.
public enum AgendaStore {
    /// Cases that have been opened to somebody with an item in which they take part, while the agenda of its meeting is sent and
    /// the minutes are not approved. The records of those sharings say which; without one nothing is open.
    ///
    /// - Parameter since: a meeting that ended before it has closed by itself (`forum.window`).
    public static func openCases(for actor: Actor, since: Instant, in db: any Connection) throws -> Set<Int64> {
        guard actor.kind != .police, actor.may(.workForums) else { return [] }
        return Set(
            try db.fetch(
                """
                SELECT DISTINCT d.case_id FROM disclosure_recipient r
                JOIN disclosure d ON d.id = r.disclosure_id
                JOIN forum_item i ON i.id = d.item_id AND i.case_id = d.case_id
                JOIN forum_meeting m ON m.id = i.meeting_id
                JOIN forum_participant p ON p.item_id = i.id AND p.account = r.account AND p.added_at <= d.at
                JOIN forum_member s ON s.forum_id = i.forum_id AND s.account = r.account AND s.left_at IS NULL
                WHERE r.account = \(actor.name) AND d.contribution_id IS NULL AND d.outcome <> 'declined'
                    AND i.state IN \(list: ItemState.allCases.filter(\.isLive).map(\.rawValue))
                    AND m.state IN \(list: MeetingState.allCases.filter(\.isOpen).map(\.rawValue))
                    AND m.ends_at >= \(since.milliseconds) AND \(isForPresentMeeting)
                """
            ) { $0.int64(0) })
    }

    /// Whether a record `d` of an item `i` still lets its recipients read: it was made for the meeting that the item is on, or no
    /// other meeting has dealt with the item since. What was shared for one meeting does not open again with the next.
    static var isForPresentMeeting: SQL {
        """
        (d.meeting_id = i.meeting_id OR NOT EXISTS (SELECT 1 FROM forum_item_event e
            WHERE e.item_id = i.id AND e.kind = 'state'
                AND e.code IN \(list: ItemState.allCases.filter(\.isHandled).map(\.rawValue))
                AND e.meeting_id IS NOT NULL AND e.meeting_id <> COALESCE(i.meeting_id, 0)
                AND (e.at >= d.at OR e.meeting_id = d.meeting_id)))
        """
    }
}
