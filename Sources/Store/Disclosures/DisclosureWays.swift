public import Prevention
import SQL

/// Who asks for records of sharings, and since when what was shared in a forum is open (`forum.window`).
public struct DisclosureReader: Sendable {
    public let actor: Actor
    /// A meeting that ended before it has closed by itself.
    public let openSince: Instant

    public init(_ actor: Actor, openSince: Instant) {
        self.actor = actor
        self.openSince = openSince
    }
}

extension DisclosureStore {
    /// A way in which somebody may know of a record: the record is `d` in both.
    struct Way {
        let from: SQL
        /// The id of the record, in the table whose index the way walks.
        var id: SQL = "d.id"
        let condition: SQL
    }

    /// On the record as `o`.
    static func mayKnow(_ reader: DisclosureReader) -> SQL {
        let parts = ways(for: reader)
        guard !parts.isEmpty else { return "1 = 0" }
        let known: [SQL] = parts.map {
            "EXISTS (SELECT 1 FROM \($0.from) WHERE d.id = o.id AND \($0.condition))"
        }
        return "(\(SQL.joined(known, separator: " OR ")))"
    }

    static func ways(for reader: DisclosureReader) -> [Way] {
        switch DisclosureScope(of: reader.actor) {
        case .nothing: return []
        case .everything: return [Way(from: "disclosure d", condition: "d.sealed = 0")] + own(reader)
        case .own: return own(reader)
        }
    }

    /// What somebody gave; what they got, of an item while that lies open to them (`OpenedItem.isWindowOpen`); what their
    /// authority got as a whole, or gave, with a case that they may open now; what it gave with an item in which they take
    /// part, where nothing sealed is in it.
    private static func own(_ reader: DisclosureReader) -> [Way] {
        let actor = reader.actor
        let scope = CaseScope(of: actor).condition
        let sits: SQL = """
            forum_participant p JOIN forum_item i ON i.id = p.item_id
                JOIN forum_member s ON s.forum_id = i.forum_id AND s.account = p.account AND s.left_at IS NULL
            """
        let isOpen: SQL = """
            EXISTS (SELECT 1 FROM \(sits) JOIN forum_meeting m ON m.id = i.meeting_id
                WHERE p.item_id = d.item_id AND p.account = \(actor.name) AND p.added_at <= d.at
                    AND i.state IN \(list: ItemState.allCases.filter(\.isLive).map(\.rawValue))
                    AND m.state IN \(list: MeetingState.allCases.filter(\.isOpen).map(\.rawValue))
                    AND m.ends_at >= \(reader.openSince.milliseconds) AND \(AgendaStore.isForPresentMeeting))
            AND NOT EXISTS (SELECT 1 FROM forum_contribution t
                WHERE t.id = d.contribution_id AND t.withdrawn_at IS NOT NULL)
            """
        // Self-governing institutions are many under one code: what one gave is not the other's.
        func colleagues(_ actor: Actor, _ sits: SQL) -> Way {
            Way(
                from: "\(sits) JOIN disclosure d ON d.item_id = i.id",
                condition: "p.account = \(actor.name) AND d.authority = \(actor.authority) AND d.sealed = 0")
        }
        return [
            Way(from: "disclosure d", condition: "d.giver = \(actor.name)"),
            Way(
                from: "disclosure_recipient r JOIN disclosure d ON d.id = r.disclosure_id", id: "r.disclosure_id",
                condition: "r.account = \(actor.name) AND (d.item_id IS NULL OR \(isOpen))"),
            Way(
                from: """
                    disclosure_recipient r JOIN disclosure d ON d.id = r.disclosure_id
                        JOIN case_file c ON c.id = d.case_id
                    """, id: "r.disclosure_id",
                condition: "r.authority = \(actor.authority) AND r.account = '' AND \(scope)"),
            Way(
                from: "disclosure d JOIN case_file c ON c.id = d.case_id",
                condition: "d.authority = \(actor.authority) AND \(scope)"),
        ] + (actor.kind == .institution ? [] : [colleagues(actor, sits)])
    }
}
