import Handbook
import Prevention
import SQL
public import Store

/// What a topic may be about.
public struct BodyReferences: Sendable {
    public let plans: [StoredPlan]
    public let areas: [StoredFocusArea]
    /// Statuses for the kredsråd, the latest meeting first.
    public let statuses: [StoredStatus]
    public let questions: [StoredQuestion]
    public let policies: [StoredPolicy]

    init(for actor: Actor, _ office: Office, in db: any Connection) throws {
        plans = try PlanStore.plans(in: db)
        areas = try FocusAreaStore.all(in: db)
        statuses = try PlanStatusStore.all(in: db)
        questions = try FastTrackDesk(actor, office, in: db).known(try FastTrackStore.questions(in: db))
        policies = try PolicyStore.entries(in: db)
    }

    var codes: Set<String> {
        Set(
            plans.map { "plan \($0.id)" } + areas.map { "area \($0.id)" } + statuses.map { "status \($0.id)" }
                + questions.map { "question \($0.id)" } + policies.map { "policy \($0.id)" })
    }
}

extension BodyReferences {
    /// The status that a topic is about; `nil` for one about something else.
    public func status(of topic: StoredTopic) -> StoredStatus? {
        statuses.first { topic.reference == "status \($0.id)" }
    }
}

extension OpenedBody {
    /// A status that comes onto the agenda of the kredsråd is heard there: it is frozen when that meeting has been held. Elsewhere,
    /// as where the kontaktudvalg prepares it, a topic only points to it.
    ///
    /// - Throws: `Refused("body.status-day")` where the status is for another day.
    func hear(
        _ reference: String, at meeting: StoredMeeting?, by actor: Actor, _ office: Office, in db: any Connection
    ) throws {
        guard let meeting, let status = try heard(reference, in: db) else { return }
        guard status.meetingOn == meeting.startsAt.day else {
            throw Refused(
                "body.status-day",
                [
                    "place": "reference", "status": status.meetingOn.danish, "meeting": meeting.startsAt.day.danish,
                ])
        }
        try tie(status, to: meeting, by: actor, office, in: db)
    }

    /// A topic leaves the agenda, or is about something else from now on: a status that it had brought there is heard by that meeting
    /// no longer, unless another topic there is about it too.
    func release(_ topic: StoredTopic, by actor: Actor, _ office: Office, in db: any Connection) throws {
        guard let meeting = topic.meeting, let status = try heard(topic.reference, in: db), status.meeting == meeting,
            try !TopicStore.topics(at: meeting, in: db).contains(where: {
                $0.id != topic.id && $0.reference == topic.reference
            })
        else { return }
        try tie(status, to: nil, by: actor, office, in: db)
    }

    /// Where something goes that comes up at the next meeting. A status goes there where that is its day; otherwise it waits, tied to
    /// no meeting, until its day is corrected.
    func follow(
        _ reference: String, to next: StoredMeeting?, by actor: Actor, _ office: Office, in db: any Connection
    ) throws -> StoredMeeting? {
        guard let status = try heard(reference, in: db) else { return next }
        let target = next.flatMap { $0.startsAt.day == status.meetingOn ? $0 : nil }
        try tie(status, to: target, by: actor, office, in: db)
        return target
    }

    /// Says which meeting hears a status.
    private func tie(
        _ status: StoredStatus, to meeting: StoredMeeting?, by actor: Actor, _ office: Office, in db: any Connection
    ) throws {
        guard status.meeting != meeting?.id else { return }
        try PlanStatusStore.set(meeting: meeting?.id, of: status.id, in: db)
        try office.noteHearing(of: status.id, status.title, from: status.meeting, to: meeting, by: actor, in: db)
    }

    /// The status, not frozen yet, that a topic is about, where this is the body that hears it.
    private func heard(_ reference: String, in db: any Connection) throws -> StoredStatus? {
        let parts = reference.split(separator: " ")
        guard body.kindCode == BodyKind.districtCouncil.code, parts.first == "status",
            let id = parts.last.flatMap({ Int64($0) }), let status = try PlanStatusStore.status(id, in: db),
            status.frozenAt == nil
        else { return nil }
        return status
    }
}
