/// An item on the agenda of a forum (*dagsordenspunkt*), and how far it has come.
public enum ItemState: String, Sendable, CaseIterable {
    /// Somebody has proposed it; the chair has not judged yet whether it belongs here.
    case proposed
    /// The chair has judged that it does not (*relevanskontrol*).
    case notRelevant = "not-relevant"
    case onAgenda = "on-agenda"
    case discussed
    /// Decisions and actions are agreed on.
    case actions
    /// It comes up again to see what came of them.
    case followUp = "follow-up"
    case closed
    /// Somebody has looked at whether what was written has to go (*sletteeftersyn*), and it has gone.
    case deleted

    /// Where it may go from here.
    public var next: [ItemState] {
        switch self {
        case .proposed: return [.onAgenda, .notRelevant, .deleted]
        case .onAgenda: return [.discussed, .closed]
        // At its next meeting it is discussed again.
        case .discussed: return [.discussed, .actions, .followUp, .closed]
        case .actions: return [.followUp, .discussed, .closed]
        case .followUp: return [.discussed, .actions, .closed]
        case .notRelevant, .closed: return [.deleted]
        case .deleted: return []
        }
    }

    /// Whether it takes part in the work of meetings.
    public var isLive: Bool {
        switch self {
        case .onAgenda, .discussed, .actions, .followUp: return true
        case .proposed, .notRelevant, .closed, .deleted: return false
        }
    }

    /// Whether a meeting that takes an item here has dealt with it.
    public var isHandled: Bool {
        switch self {
        case .discussed, .actions, .followUp, .closed: return true
        case .proposed, .notRelevant, .onAgenda, .deleted: return false
        }
    }

    public static func isAllowed(from: ItemState, to: ItemState) -> Bool { from.next.contains(to) }
}

/// How far a meeting has come (*møde*).
public enum MeetingState: String, Sendable, CaseIterable {
    case planned
    /// The agenda is sent: from now on the participants of each item read what the others share with it.
    case sent
    /// It has been held; the minutes are being written.
    case held
    /// The minutes (*referat*) lie with the members for approval.
    case minutesSent = "minutes-sent"
    /// The minutes are approved: what was shared is closed again.
    case approved
    case cancelled

    public var next: [MeetingState] {
        switch self {
        case .planned: return [.sent, .cancelled]
        case .sent: return [.held, .cancelled]
        case .held: return [.minutesSent]
        case .minutesSent: return [.approved, .held]
        case .approved, .cancelled: return []
        }
    }

    /// Whether what was shared with its items may be read: from the sending of the agenda until the minutes are approved.
    public var isOpen: Bool { self == .sent || self == .held || self == .minutesSent }

    /// Whether items may still be put on it.
    public var takesItems: Bool { self == .planned || self == .sent }
}
