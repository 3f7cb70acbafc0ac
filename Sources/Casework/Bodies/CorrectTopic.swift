public import Prevention
import SQL
public import Store

/// Corrects a topic: whoever leads the body, and whoever has proposed it, as long as it waits. Once the agenda has been sent, others
/// have read it, and the correction needs a reason; once the minutes have been sent, it stays as it is.
public struct CorrectTopic: Sendable {
    public let id: Int64
    public let body: Int64
    /// The revision of the topic that the user saw.
    public let revision: Int
    public let draft: TopicDraft
    public let reason: String
    public let isChecked: Bool

    public init(
        _ id: Int64, of body: Int64, revision: Int, _ draft: TopicDraft, reason: String, isChecked: Bool = false
    ) {
        self.id = id
        self.body = body
        self.revision = revision
        self.draft = draft
        self.reason = reason
        self.isChecked = isChecked
    }

    /// - Returns: the meeting that it is on the agenda of; `nil` where it waits.
    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    @discardableResult
    public func callAsFunction(
        _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> Int64? {
        let needsReason = try await office.database.read { db in
            try found(who.actor, office, db).meeting?.state.hasBeenRead ?? false
        }
        try await office.checkPlanTexts(
            draft.texts + [PlanTyped("reason", reason)], isConfirmed: isChecked,
            problems: draft.problems + PlanText.problems([("reason", reason, needsReason)]), by: who.actor)
        let now = office.now
        return try await office.database.write { db in
            let (topic, meeting, opened) = try found(who.actor, office, db)
            // What it was about before may be out of the reader's sight since, and may stay.
            let reference = draft.reference == TopicDraft.sameReference ? topic.reference : draft.reference
            if reference != topic.reference { try opened.release(topic, by: who.actor, office, in: db) }
            if !reference.isEmpty, reference != topic.reference {
                guard try BodyReferences(for: who.actor, office, in: db).codes.contains(reference) else {
                    throw Refused("body.reference", ["place": "reference"])
                }
                try opened.hear(reference, at: meeting, by: who.actor, office, in: db)
            }
            guard
                try TopicStore.correct(
                    id, title: draft.title, words: draft.words, reference: reference, link: draft.link,
                    revision: revision, in: db)
            else { throw Refused("changed-meanwhile") }
            let new = [draft.line(about: reference), reason].filter { !$0.isEmpty }.joined(separator: "\n")
            try opened.keep("topic-corrected", old: topic.line, new: new, by: who.actor, at: now, in: db)
            try office.ledger.record(
                [opened.changeEntry("topic \(id) corrected")], by: who.actor, at: now, in: db)
            return meeting?.id
        }
    }

    private func found(
        _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> (topic: StoredTopic, meeting: StoredMeeting?, opened: OpenedBody) {
        guard let topic = try TopicStore.topic(id, in: db), topic.body == body else { throw NotFound() }
        let opened = try OpenedBody(topic.body, actor, on: office.now.day, in: db)
        try opened.requireOpen()
        guard opened.mayCorrect(topic, actor) else { throw Refused("body.not-lead") }
        let meeting = try topic.meeting.flatMap { try MeetingStore.meeting($0, .bodies, in: db) }
        if let meeting, !meeting.state.takesCorrections { throw Refused("meeting.state." + meeting.state.rawValue) }
        return (topic, meeting, opened)
    }
}

extension OpenedBody {
    /// Whether somebody corrects a topic of it.
    public func mayCorrect(_ topic: StoredTopic, _ actor: Actor) -> Bool {
        mayLead || topic.meeting == nil && topic.proposer == actor.name && !own.isEmpty
    }
}

extension MeetingState {
    /// Whether the agenda has gone out to others.
    public var hasBeenRead: Bool { ![.planned, .cancelled].contains(self) }

    /// Whether its topics may still be put right; minutes that lie for approval are taken back first.
    public var takesCorrections: Bool { [.planned, .sent, .held].contains(self) }
}

/// The meeting that a topic is on the agenda of, for where its form comes back to; `nil` where it waits.
public struct FindMeetingOfTopic: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> Int64? {
        try await office.database.read { db in try TopicStore.topic(id, in: db)?.meeting }
    }
}

/// Puts a withdrawn topic forward again: it waits for a meeting. Whoever leads the body.
public struct RestoreTopic: Sendable {
    public let id: Int64
    public let body: Int64
    public let revision: Int

    public init(_ id: Int64, of body: Int64, revision: Int) {
        self.id = id
        self.body = body
        self.revision = revision
    }

    /// - Throws: `Refused`, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws {
        try await office.writing(body: body, by: who.actor) { db, opened in
            try opened.requireLead()
            guard let topic = try TopicStore.withdrawn(in: body, db).first(where: { $0.id == id }) else {
                throw NotFound()
            }
            guard try TopicStore.restore(id, revision: revision, in: db) else { throw Refused("changed-meanwhile") }
            try opened.keep("topic-restored", new: topic.line, by: who.actor, at: office.now, in: db)
            try office.ledger.record(
                [opened.changeEntry("topic \(id) restored")], by: who.actor, at: office.now, in: db)
        }
    }
}
