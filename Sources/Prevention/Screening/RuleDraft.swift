/// The draft of a version of a rule (*regelkladde*): written by one person, approved by another.
public enum RuleDraft {
    public enum State: String, Sendable, CaseIterable {
        /// Can be edited and back-tested.
        case draft
        /// Is counted along for some weeks, without its hits being shown as work (*skyggekørsel*). It cannot be edited
        /// meanwhile.
        case shadow
        /// Waits for somebody else.
        case proposed
        /// Is a version, from its day on.
        case approved
        /// Given back with a reason; can be edited again.
        case rejected
        /// Given up.
        case withdrawn
    }

    /// What somebody does with a draft.
    public enum Act: String, Sendable, CaseIterable {
        case made, edited, shadow, propose, approve, reject, withdraw
        case backTest = "back-test"
        /// The shadow run was ended before its last day.
        case stop
        /// It ended by itself.
        case ended

        /// From which states.
        public var from: Set<State> {
            switch self {
            case .made: return []
            case .edited: return [.draft, .rejected]
            case .backTest: return [.draft, .shadow, .proposed, .rejected]
            case .shadow, .propose: return [.draft, .rejected]
            case .stop, .ended: return [.shadow]
            case .approve, .reject: return [.proposed]
            // An approved version is taken back only before its day.
            case .withdraw: return [.draft, .shadow, .proposed, .rejected, .approved]
            }
        }

        /// The state it leads to; `nil` where it changes none.
        public var to: State? {
            switch self {
            case .made, .edited, .stop, .ended: return .draft
            case .shadow: return .shadow
            case .propose: return .proposed
            case .approve: return .approved
            case .reject: return .rejected
            case .withdraw: return .withdrawn
            case .backTest: return nil
            }
        }

        /// Whether a reason has to be given.
        public var needsReason: Bool {
            switch self {
            case .propose, .approve, .reject, .withdraw, .stop: return true
            default: return false
            }
        }

        /// Whether it takes somebody who has not had a hand in the draft (two pairs of eyes, *fire øjne*).
        public var needsAnother: Bool {
            self == .approve || self == .reject
        }
    }

    /// Why a shadow run cannot last until a day, that day included: it takes a whole week to say anything, and what runs on and
    /// on is a rule that nobody has approved.
    ///
    /// - Parameters:
    ///   - from: first day of the version: after that day it could no longer be proposed.
    ///   - mostWeeks: law.yaml `screening.shadow-weeks`.
    public static func problem(
        shadowThrough last: LocalDate, before from: LocalDate, today: LocalDate, mostWeeks: Int
    ) -> Refusal? {
        let first = today + 6
        let latest = today + mostWeeks * 7
        if from <= first { return Refusal("rule.shadow-from", ["day": from.danish, "first": (first + 1).danish]) }
        if last < first { return Refusal("rule.shadow-short", ["day": first.danish]) }
        if last > latest { return Refusal("rule.shadow-long", ["day": latest.danish]) }
        if last >= from { return Refusal("rule.shadow-past-from", ["day": from.danish]) }
        return nil
    }
}
