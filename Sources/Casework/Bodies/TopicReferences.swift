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
    func hear(_ reference: String, at meeting: StoredMeeting?, in db: any Connection) throws {
        let parts = reference.split(separator: " ")
        guard body.kindCode == BodyKind.districtCouncil.code, let meeting, parts.first == "status",
            let id = parts.last.flatMap({ Int64($0) }), let status = try PlanStatusStore.status(id, in: db),
            status.frozenAt == nil
        else { return }
        guard status.meetingOn == meeting.startsAt.day else {
            throw Refused(
                "body.status-day",
                [
                    "place": "reference", "status": status.meetingOn.danish, "meeting": meeting.startsAt.day.danish,
                ])
        }
        try PlanStatusStore.set(meeting: meeting.id, of: id, in: db)
    }
}
