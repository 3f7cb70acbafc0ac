import Handbook
public import Prevention
import SQL
import Store

/// Corrects the title of a status or the day of its meeting, until it is frozen.
public struct ChangeStatus: Sendable {
    public let id: Int64
    public let revision: Int
    public let title: String
    public let day: LocalDate
    public let isConfirmed: Bool

    public init(_ id: Int64, revision: Int, title: String, meetingOn day: LocalDate, isConfirmed: Bool = false) {
        self.id = id
        self.revision = revision
        self.title = title
        self.day = day
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        try await office.checkPlanTexts(
            [PlanTyped("title", title)], isConfirmed: isConfirmed,
            problems: PlanText.problems([("title", title, true)]), by: who.actor)
        let now = office.now
        try await office.database.write { db in
            guard let found = try PlanStatusStore.status(id, in: db) else { throw NotFound() }
            guard found.frozenAt == nil else { throw Refused("plan.frozen") }
            _ = try office.livePlan(found.plan, in: db)
            let meeting = try StatusMeeting.on(day, in: db)
            guard
                try PlanStatusStore.update(
                    id, title: title, meetingOn: day, meeting: meeting?.id, revision: revision, in: db)
            else { throw planChanged }
            try office.note(
                PlanNote(
                    entity: .planStatus, id: id, act: "status-changed",
                    old: found.title + "\n" + found.meetingOn.danish, new: title + "\n" + day.danish),
                by: who.actor, at: now, in: db)
            try office.noteHearing(of: id, title, from: found.meeting, to: meeting, by: who.actor, in: db)
        }
    }
}

extension Office {
    /// Notes in the history of the plan that another meeting of the kredsråd hears a status than before, or none any more: it
    /// decides when the status is frozen.
    func noteHearing(
        of status: Int64, _ title: String, from before: Int64?, to meeting: StoredMeeting?, by actor: Actor,
        in db: any Connection
    ) throws {
        guard before != meeting?.id else { return }
        let old = try before.flatMap { try MeetingStore.meeting($0, .bodies, in: db) }
        try note(
            PlanNote(
                entity: .planStatus, id: status, act: meeting == nil ? "status-untied" : "status-tied",
                old: old?.startsAt.danish ?? "",
                new: [title, meeting?.startsAt.danish ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")),
            by: actor, at: now, in: db)
    }
}

/// The meeting of the kredsråd that a status is for, where the kredsråd keeps its meetings here.
enum StatusMeeting {
    /// The first on a day that was not cancelled.
    static func on(_ day: LocalDate, in db: any Connection) throws -> StoredMeeting? {
        try council(in: db).flatMap { council in
            try MeetingStore.meetings(of: council.id, .bodies, in: db).first {
                $0.startsAt.day == day && $0.state != .cancelled
            }
        }
    }

    private static func council(in db: any Connection) throws -> StoredBody? {
        try BodyStore.bodies(in: db).first { $0.isOpen && $0.kindCode == BodyKind.districtCouncil.code }
    }

    /// - Throws: `Refused` where the meeting is not held yet, or not on that day any more, or a topic about the status stands untouched.
    static func requireHeld(for status: StoredStatus, on today: LocalDate, in db: any Connection) throws {
        guard status.meetingOn <= today else {
            throw Refused("plan.before-meeting", ["day": status.meetingOn.danish])
        }
        let chosen = try status.meeting.flatMap { try MeetingStore.meeting($0, .bodies, in: db) }
        if let chosen, chosen.state == .cancelled || chosen.startsAt.day != status.meetingOn {
            throw Refused("plan.meeting-moved", ["day": status.meetingOn.danish])
        }
        let meeting = try chosen ?? on(status.meetingOn, in: db)
        if let meeting, ![.held, .minutesSent, .approved].contains(meeting.state) {
            throw Refused("plan.meeting-not-held", ["day": status.meetingOn.danish])
        }
        let left = try council(in: db).flatMap {
            try TopicStore.unwritten(about: "status \(status.id)", in: $0.id, db).first
        }
        if let left { throw Refused("plan.topic-open", ["topic": left.title]) }
    }
}
