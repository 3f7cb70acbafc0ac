public import Prevention
import SQL
public import Store

/// A topic as it is typed.
public struct TopicDraft: Sendable, Hashable {
    public let title: String
    public let words: String
    /// What it is about: `area 3`, or ``sameReference``; empty for nothing.
    public let reference: String
    /// Address of a document.
    public let link: String

    public init(title: String, words: String = "", reference: String = "", link: String = "") {
        self.title = title
        self.words = words
        self.reference = reference
        self.link = link
    }

    /// In a correction: what the topic is about stays, which whoever corrects it need not know of.
    public static let sameReference = "same"

    var texts: [PlanTyped] { [PlanTyped("title", title), PlanTyped("words", words), PlanTyped("link", link)] }

    var problems: [Refusal] {
        var found = PlanText.problems([("title", title, true), ("words", words, false)])
        if !link.isEmpty, link.wholeMatch(of: #/https?:\/\/[^\s<>"]{1,500}/#) == nil {
            found.append(Refusal("body.link", ["place": "link"]))
        }
        return found
    }
}

/// Proposes a topic for a body (*dagsordenspunkt*): whoever has a seat in it, or leads it.
public struct ProposeTopic: Sendable {
    public let body: Int64
    /// `nil` lets it wait for a meeting.
    public let meeting: Int64?
    public let draft: TopicDraft
    public let isChecked: Bool

    public init(to body: Int64, meeting: Int64?, _ draft: TopicDraft, isChecked: Bool) {
        self.body = body
        self.meeting = meeting
        self.draft = draft
        self.isChecked = isChecked
    }

    /// - Throws: `Refused` with every reason; `NotFound`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> Int64 {
        try await office.reading(body: body, by: who.actor) { try $0.requireSeat() }
        try await office.checkPlanTexts(
            draft.texts, isConfirmed: isChecked, problems: draft.problems, by: who.actor)
        return try await office.writing(body: body, by: who.actor) { db, opened in
            try opened.requireSeat()
            var found: OpenedBodyMeeting?
            if let meeting {
                let one = try OpenedBodyMeeting(meeting, who.actor, on: office.now.day, in: db)
                guard one.opened.id == body else { throw NotFound() }
                guard one.meeting.state.takesItems else { throw one.stateRefusal }
                found = one
            }
            let references = try BodyReferences(for: who.actor, office, in: db)
            guard draft.reference.isEmpty || references.codes.contains(draft.reference) else {
                throw Refused("body.reference", ["place": "reference"])
            }
            // Others than those who lead it propose; it waits for these.
            if opened.mayLead { try opened.hear(draft.reference, at: found?.meeting, by: who.actor, office, in: db) }
            let id = try TopicStore.add(
                title: draft.title, words: draft.words, reference: draft.reference, link: draft.link, to: body,
                meeting: opened.mayLead ? meeting : nil, by: who.actor, at: office.now, in: db)
            try opened.keep(
                "topic-added", new: draft.line(about: draft.reference), by: who.actor, at: office.now, in: db)
            try office.ledger.record(
                [opened.changeEntry("topic added \(id)")], by: who.actor, at: office.now, in: db)
            return id
        }
    }
}

/// Works with a topic: whoever leads the body.
public struct WorkTopic: Sendable {
    public enum Change: Sendable {
        /// On the agenda of a meeting, or off it to wait.
        case move(to: Int64?)
        case up, down
        case withdraw
        case minutes(String)
        /// A decision or an action for a seat.
        case agree(StoredAction.Kind, String, seat: Int64?, dueOn: LocalDate?)
        /// It comes up again: a new topic at the next meeting points back to this one. A status that is for another day waits.
        case again
    }

    public let id: Int64
    /// The revision of the topic that the user saw.
    public let revision: Int
    public let change: Change
    public let isChecked: Bool

    public init(_ id: Int64, revision: Int, _ change: Change, isChecked: Bool = false) {
        self.id = id
        self.revision = revision
        self.change = change
        self.isChecked = isChecked
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws {
        _ = try await office.database.read { try found(who.actor, office, $0) }
        switch change {
        case .minutes(let text):
            try await office.checkPlanTexts(
                [PlanTyped("body", text)], isConfirmed: isChecked,
                problems: PlanText.problems([("body", text, true)]), by: who.actor)
        case .agree(let kind, let text, let seat, let dueOn):
            try await office.checkPlanTexts(
                [PlanTyped("body", text)], isConfirmed: isChecked,
                problems: problems(kind, text, seat, dueOn, office), by: who.actor)
        case .move, .up, .down, .withdraw, .again: break
        }
        try await office.database.write { db in
            let (topic, opened) = try found(who.actor, office, db)
            let meeting = try topic.meeting.flatMap { try MeetingStore.meeting($0, .bodies, in: db) }
            try run(topic, meeting, opened, who.actor, office, db)
            try office.ledger.record(
                [opened.changeEntry("topic \(id) \(change.name)")], by: who.actor, at: office.now, in: db)
        }
    }

    /// A topic of a body that the actor leads.
    private func found(
        _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> (StoredTopic, OpenedBody) {
        guard let topic = try TopicStore.topic(id, in: db) else { throw NotFound() }
        let opened = try OpenedBody(topic.body, actor, on: office.now.day, in: db)
        try opened.requireLead()
        return (topic, opened)
    }

    private func problems(
        _ kind: StoredAction.Kind, _ text: String, _ seat: Int64?, _ dueOn: LocalDate?, _ office: Office
    ) -> [Refusal] {
        var found = PlanText.problems([("body", text, true)])
        if kind == .action, seat == nil { found.append(Refusal("body.owner", ["place": "owner"])) }
        if kind == .action, dueOn == nil { found.append(Refusal("meeting.action-due", ["place": "due"])) }
        if let dueOn, dueOn < office.now.day {
            found.append(Refusal("meeting.action-past", ["place": "due", "today": office.now.day.danish]))
        }
        return found
    }

    private func run(
        _ topic: StoredTopic, _ meeting: StoredMeeting?, _ opened: OpenedBody, _ actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws {
        func requireRevision() throws {
            guard topic.revision == revision else { throw Refused("changed-meanwhile") }
        }
        func requireTakes(_ meeting: StoredMeeting?) throws {
            if let meeting, !meeting.state.takesItems { throw Refused("meeting.state." + meeting.state.rawValue) }
        }
        // What was said and agreed stays at the meeting that did.
        func requireUnwritten() throws {
            if topic.isWritten { throw Refused("body.topic-written") }
        }
        func requireRunning() throws -> StoredMeeting {
            guard let meeting, meeting.isRunning(at: office.now) else { throw Refused("meeting.not-running") }
            return meeting
        }
        func keep(_ act: String, old: String = "", _ new: String) throws {
            try opened.keep(act, old: old, new: new, by: actor, at: office.now, in: db)
        }
        switch change {
        case .move(let target):
            try requireTakes(meeting)
            try requireUnwritten()
            let next = try target.map { try MeetingStore.meeting($0, .bodies, in: db) } ?? nil
            guard target == nil || next?.forum == opened.id else { throw NotFound() }
            try requireTakes(next)
            if next == nil { try opened.release(topic, by: actor, office, in: db) }
            try opened.hear(topic.reference, at: next, by: actor, office, in: db)
            guard try TopicStore.move(id, to: target, revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try keep(
                next == nil ? "topic-waits" : "topic-put",
                [topic.title, next?.startsAt.danish ?? ""].filter { !$0.isEmpty }.joined(separator: "\n"))
        case .up, .down:
            guard let meeting, meeting.state.takesItems || meeting.state == .held else {
                throw Refused("meeting.not-running")
            }
            var ids = try TopicStore.topics(at: meeting.id, in: db).map(\.id)
            let step = if case .up = change { -1 } else { 1 }
            guard let place = ids.firstIndex(of: id), ids.indices.contains(place + step) else { return }
            ids.swapAt(place, place + step)
            try TopicStore.order(ids, in: db)
        case .withdraw:
            try requireTakes(meeting)
            try requireUnwritten()
            try opened.release(topic, by: actor, office, in: db)
            guard try TopicStore.withdraw(id, revision: revision, at: office.now, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try keep("topic-withdrawn", topic.line)
        case .minutes(let text):
            _ = try requireRunning()
            guard try TopicStore.set(minutes: text, of: id, revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try keep("minutes", old: topic.minutes, topic.title + "\n" + text)
        case .agree(let kind, let text, let seat, let dueOn):
            let meeting = try requireRunning()
            guard seat.map({ one in opened.sitting(on: meeting.startsAt.day).contains { $0.id == one } }) ?? true
            else { throw Refused("body.owner", ["place": "owner"]) }
            // Sent twice, it is agreed on once.
            let isThere = try TopicStore.actions(at: meeting.id, in: db).contains {
                $0.topic == id && $0.kind == kind && $0.words == text && $0.seat == seat && $0.dueOn == dueOn
            }
            if isThere { return }
            _ = try TopicStore.add(
                kind, text, seat: seat, dueOn: dueOn, to: topic, at: meeting.id, by: actor, at: office.now, in: db)
            let who = seat.flatMap(opened.seat)?.seat.title ?? ""
            try keep(
                "agreed-" + kind.rawValue,
                [text, who, dueOn?.danish ?? ""].filter { !$0.isEmpty }.joined(separator: "\n"))
        case .again:
            try requireRevision()
            let meeting = try requireRunning()
            let next = try MeetingStore.next(
                of: opened.id, .bodies, onOrAfter: meeting.startsAt.day, after: max(meeting.startsAt, office.now),
                in: db)
            let target = try opened.follow(topic.reference, to: next, by: actor, office, in: db)
            _ = try TopicStore.add(
                title: topic.title, words: topic.words, reference: topic.reference, link: topic.link, from: id,
                to: opened.id, meeting: target?.id, by: actor, at: office.now, in: db)
            try keep("topic-again", topic.title)
        }
    }
}

extension WorkTopic.Change {
    /// For the log.
    fileprivate var name: String {
        switch self {
        case .move(let target): return "moved \(target ?? 0)"
        case .up: return "up"
        case .down: return "down"
        case .withdraw: return "withdrawn"
        case .minutes: return "minutes"
        case .agree(let kind, _, _, _): return kind.rawValue
        case .again: return "again"
        }
    }
}

/// Closes an action of a body, or opens it again: whoever holds its seat, or leads the body.
public struct CloseBodyAction: Sendable {
    public let id: Int64
    public let revision: Int
    public let state: StoredTask.State
    public let remark: String
    public let isChecked: Bool

    public init(_ id: Int64, revision: Int, to state: StoredTask.State, remark: String, isChecked: Bool = false) {
        self.id = id
        self.revision = revision
        self.state = state
        self.remark = remark
        self.isChecked = isChecked
    }

    /// - Returns: the body.
    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> Int64 {
        var problems = PlanText.problems([("remark", remark, false)])
        let before = try await office.database.read { db in
            _ = try found(who.actor, office, db)
            return try TopicStore.action(id, in: db)
        }
        if state == .dropped, remark.isEmpty { problems.append(Refusal("meeting.action-reason", ["place": "remark"])) }
        try await office.checkPlanTexts(
            [PlanTyped("remark", remark)], isConfirmed: isChecked, problems: problems, by: who.actor)
        return try await office.database.write { db in
            let opened = try found(who.actor, office, db)
            let isSet = try TopicStore.set(
                state, of: id, remark: remark, revision: revision, by: who.actor, at: office.now, in: db)
            guard isSet else { throw Refused("changed-meanwhile") }
            try opened.keep(
                "action-" + state.rawValue, old: before?.remark ?? "",
                new: [before?.words ?? "", remark].filter { !$0.isEmpty }.joined(separator: "\n"), by: who.actor,
                at: office.now, in: db)
            try office.ledger.record(
                [opened.changeEntry("action \(id) " + state.rawValue)], by: who.actor, at: office.now, in: db)
            return opened.id
        }
    }

    /// The body of an action that is the actor's own, or of a body that they lead.
    private func found(_ actor: Actor, _ office: Office, _ db: any Connection) throws -> OpenedBody {
        guard let action = try TopicStore.action(id, in: db) else { throw NotFound() }
        let opened = try OpenedBody(action.body, actor, on: office.now.day, in: db)
        guard opened.mayLead || opened.own.contains(where: { $0.id == action.seat }) else {
            throw Refused("body.not-lead")
        }
        return opened
    }
}

/// An action of a body, for where its form comes back to.
public struct FindBodyAction: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(
        _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> StoredBodyAction {
        let action = try await office.database.read { db in
            try TopicStore.action(id, in: db) ?? TopicStore.action(id, struck: true, in: db)
        }
        guard let action else { throw NotFound() }
        return action
    }
}

/// An open action of one of somebody's seats.
public struct OwnBodyAction: Sendable {
    public let action: StoredBodyAction
    public let body: StoredBody
    public let area: StoredFocusArea?
    public let seat: StoredSeat
}

/// Lists what somebody's seats still have to do, the first to come first.
public struct ListOwnBodyActions: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> [OwnBodyAction] {
        let today = office.now.day
        return try await office.database.read { db in
            try TopicStore.open(of: who.actor.name, in: db).compactMap { action in
                let opened = try OpenedBody(action.body, who.actor, on: today, in: db)
                guard let seat = opened.own.first(where: { $0.id == action.seat }) else { return nil }
                return OwnBodyAction(
                    action: action, body: opened.body, area: try FocusAreaStore.area(opened.body.area, in: db),
                    seat: seat)
            }
        }
    }
}
