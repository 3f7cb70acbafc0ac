public import Prevention
import SQL
public import Store

/// Corrects what a meeting of a body has agreed on: whoever leads it. Until the minutes are sent, the words too, and it may be taken
/// out and put back; afterwards, of an action that is still open, only who carries it out and by when, with the reason.
public struct CorrectBodyAction: Sendable {
    public enum Change: Sendable {
        /// - Parameter words: `nil` leaves them as they stand.
        case set(words: String?, seat: Int64?, dueOn: LocalDate?, reason: String)
        /// It was not agreed after all.
        case strike
        case putBack
    }

    public let id: Int64
    /// The revision of the action that the user saw.
    public let revision: Int
    public let change: Change
    public let isChecked: Bool

    public init(_ id: Int64, revision: Int, _ change: Change, isChecked: Bool = false) {
        self.id = id
        self.revision = revision
        self.change = change
        self.isChecked = isChecked
    }

    /// - Returns: the action as it stood before.
    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    @discardableResult
    public func callAsFunction(
        _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> StoredBodyAction {
        let (action, meeting, _) = try await office.database.read { try found(who.actor, office, $0) }
        if case .set(let words, let seat, let dueOn, let reason) = change {
            let words = words ?? action.words
            try await office.checkPlanTexts(
                [PlanTyped("body", words), PlanTyped("reason", reason)], isConfirmed: isChecked,
                problems: problems(action, meeting, words, seat, dueOn, reason), by: who.actor)
        }
        let now = office.now
        return try await office.database.write { db in
            let (action, meeting, opened) = try found(who.actor, office, db)
            try run(action, meeting, opened, who.actor, at: now, db)
            try office.ledger.record(
                [opened.changeEntry("action \(id) \(change.name)")], by: who.actor, at: now, in: db)
            return action
        }
    }

    private func found(
        _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> (StoredBodyAction, StoredMeeting, OpenedBody) {
        let isStruck = if case .putBack = change { true } else { false }
        guard let action = try TopicStore.action(id, struck: isStruck, in: db),
            let meeting = try MeetingStore.meeting(action.meeting, .bodies, in: db)
        else { throw NotFound() }
        let opened = try OpenedBody(action.body, actor, on: office.now.day, in: db)
        try opened.requireLead()
        return (action, meeting, opened)
    }

    private func problems(
        _ action: StoredBodyAction, _ meeting: StoredMeeting, _ words: String, _ seat: Int64?, _ dueOn: LocalDate?,
        _ reason: String
    ) -> [Refusal] {
        let isFixed = !meeting.state.takesCorrections
        var found = PlanText.problems([("body", words, true), ("reason", reason, isFixed)])
        if isFixed, words != action.words { found.append(Refusal("body.minutes-fixed", ["place": "body"])) }
        if action.kind == .action, seat == nil { found.append(Refusal("body.owner", ["place": "owner"])) }
        if action.kind == .action, dueOn == nil { found.append(Refusal("meeting.action-due", ["place": "due"])) }
        if let dueOn, dueOn < action.agreedOn { found.append(Refusal("body.before-meeting", ["place": "due"])) }
        return found
    }

    private func run(
        _ action: StoredBodyAction, _ meeting: StoredMeeting, _ opened: OpenedBody, _ actor: Actor, at: Instant,
        _ db: any Connection
    ) throws {
        func require(_ isDone: Bool) throws {
            guard isDone else { throw Refused("changed-meanwhile") }
        }
        switch change {
        case .set(let words, let seat, let dueOn, let reason):
            let words = words ?? action.words
            guard action.state == .open else { throw Refused("body.action-closed") }
            if !meeting.state.takesCorrections, words != action.words || action.kind == .decision {
                throw Refused("body.minutes-fixed", ["place": "body"])
            }
            // Whoever holds a function since may take it over.
            if seat != action.seat, let seat {
                let sitting = opened.sitting(on: at.day) + opened.sitting(on: meeting.startsAt.day)
                guard sitting.contains(where: { $0.id == seat }) else {
                    throw Refused("body.owner", ["place": "owner"])
                }
            }
            try require(
                TopicStore.correct(action: id, words: words, seat: seat, dueOn: dueOn, revision: revision, in: db))
            let new = [
                words, seat.flatMap(opened.seat)?.seat.title ?? "", dueOn?.danish ?? "", reason,
            ].filter { !$0.isEmpty }
            try opened.keep(
                "action-corrected", old: action.line(opened), new: new.joined(separator: "\n"), by: actor, at: at,
                in: db)
        case .strike, .putBack:
            guard meeting.state.takesCorrections else { throw Refused("body.minutes-fixed") }
            let isStruck = if case .strike = change { true } else { false }
            try require(TopicStore.strike(action: id, at: isStruck ? at : nil, revision: revision, in: db))
            try opened.keep(
                isStruck ? "action-struck" : "action-put-back", new: action.line(opened), by: actor, at: at, in: db)
        }
    }
}

extension CorrectBodyAction.Change {
    /// For the log.
    fileprivate var name: String {
        switch self {
        case .set: return "corrected"
        case .strike: return "struck"
        case .putBack: return "put back"
        }
    }
}
