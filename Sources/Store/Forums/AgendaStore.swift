public import Prevention
public import SQL

/// What is open because it is on an agenda.
public enum AgendaStore {
    /// Cases that have been opened to somebody with an item in which they take part, while the agenda of its meeting is sent and
    /// the minutes are not approved. The records of those sharings say which; without one nothing is open.
    public static func openCases(for actor: Actor, in db: any Connection) throws -> Set<Int64> {
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
                """
            ) { $0.int64(0) })
    }
}
