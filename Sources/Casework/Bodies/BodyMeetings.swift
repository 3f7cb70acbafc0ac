import Handbook
public import Prevention
import SQL
public import Store

/// Plans a meeting of a body, or a series of them: whoever leads it.
public struct PlanBodyMeetings: Sendable {
    public let body: Int64

    public init(in body: Int64) {
        self.body = body
    }

    /// - Returns: the id of the meeting.
    /// - Throws: `Refused` with every reason; `NotFound`.
    public func one(
        _ time: MeetingTime, isChecked: Bool, _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> Int64 {
        try await office.reading(body: body, by: who.actor) { try $0.requireLead() }
        try await office.checkPlanTexts([PlanTyped("place", time.place)], isConfirmed: isChecked, by: who.actor)
        return try await office.writing(body: body, by: who.actor) { db, opened in
            try opened.requireLead()
            let id = try time.plan(in: body, .bodies, by: who.actor, office, db)
            let entry = LedgerEntry(.change, .bodyMeeting, id: id, reason: "planned " + (time.day?.description ?? ""))
            try office.ledger.record([entry], by: who.actor, at: office.now, in: db)
            return id
        }
    }

    /// The days of a series, to look at; nothing is saved.
    public func preview(
        _ dates: SeriesDates, _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> [SeriesDates.Day] {
        try await office.database.read { db in
            try OpenedBody(body, who.actor, on: office.now.day, in: db).requireLead()
            return try dates.days(of: body, .bodies, office, db)
        }
    }

    /// - Returns: how many meetings were planned.
    public func series(
        _ dates: SeriesDates, isChecked: Bool = false, _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> Int {
        try await office.reading(body: body, by: who.actor) { try $0.requireLead() }
        try await office.checkPlanTexts([PlanTyped("place", dates.time.place)], isConfirmed: isChecked, by: who.actor)
        return try await office.writing(body: body, by: who.actor) { db, opened in
            try opened.requireLead()
            return try dates.plan(in: body, .bodies, log: .bodyMeeting, by: who.actor, office, db)
        }
    }
}

/// A meeting of a body that somebody has opened.
public struct OpenedBodyMeeting: Sendable {
    public let meeting: StoredMeeting
    public let opened: OpenedBody

    public var id: Int64 { meeting.id }

    /// - Throws: `NotFound`.
    init(_ id: Int64, _ actor: Actor, on today: LocalDate, in db: any Connection) throws {
        guard let meeting = try MeetingStore.meeting(id, .bodies, in: db) else { throw NotFound() }
        self.meeting = meeting
        opened = try OpenedBody(meeting.forum, actor, on: today, in: db)
    }

    /// The reader's own seat that sat that day and was there, with which they answer to the minutes.
    public func answering(_ attendance: [Int64: Attendance]) -> StoredSeat? {
        opened.own.first { $0.seat.sits(on: meeting.startsAt.day) && attendance[$0.id] == .present }
    }

    func changeEntry(_ reason: String) -> LedgerEntry { LedgerEntry(.change, .bodyMeeting, id: id, reason: reason) }

    var stateRefusal: Refused { Refused("meeting.state." + meeting.state.rawValue) }
}

/// A meeting of a body with all that belongs to it.
public struct BodyMeetingView: Sendable {
    public let opened: OpenedBodyMeeting
    public let area: StoredFocusArea?
    public let topics: [StoredTopic]
    /// Those that wait for a meeting.
    public let waiting: [StoredTopic]
    public let actions: [StoredBodyAction]
    /// What was taken out again while it ran.
    public let struck: [StoredBodyAction]
    /// By seat.
    public let attendance: [Int64: Attendance]
    /// What seats have answered to its minutes.
    public let answers: [StoredBodyAnswer]
    /// What earlier meetings have left open.
    public let open: [StoredBodyAction]
    public let references: BodyReferences
    /// What the minutes say of seats, once they are approved.
    public let approved: ApprovedMinutes?
    public let isRunning: Bool
}

/// Reads a meeting of a body.
public struct ReadBodyMeeting: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> BodyMeetingView {
        let now = office.now
        return try await office.database.read { db in
            let opened = try OpenedBodyMeeting(id, who.actor, on: now.day, in: db)
            let all = try TopicStore.actions(of: opened.opened.id, in: db)
            return BodyMeetingView(
                opened: opened, area: try FocusAreaStore.area(opened.opened.body.area, in: db),
                topics: try TopicStore.topics(at: id, in: db),
                waiting: try TopicStore.waiting(in: opened.opened.id, db),
                actions: all.filter { $0.meeting == id }, struck: try TopicStore.struck(at: id, in: db),
                attendance: try TopicStore.attendance(at: id, in: db),
                answers: try BodyApprovalStore.answers(to: id, in: db),
                open: all.filter { $0.meeting != id && $0.kind == .action && $0.state == .open },
                references: try BodyReferences(for: who.actor, office, in: db),
                approved: try ApprovedMinutes.load(id, in: db), isRunning: opened.meeting.isRunning(at: now))
        }
    }
}

/// Takes a meeting of a body on, moves it or cancels it: whoever leads it.
public struct ChangeBodyMeeting: Sendable {
    public enum Change: Sendable {
        case move(MeetingTime)
        /// Its topics wait for another meeting.
        case cancel(reason: String)
        case send, hold
        case sendMinutes
        /// The minutes have to be written anew.
        case takeBack
        /// `shown`: how many objections whoever approves has seen.
        case approve(despiteObjections: Bool = false, shown: Int = 0)
        case remark(String)
        case attendance([Int64: Attendance])
        /// What was not reached goes to the next meeting, or waits for one, as does a status that is for another day.
        case carryOver
    }

    public let id: Int64
    /// The revision of the meeting that the user saw.
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
        try await office.database.read { db in
            try OpenedBodyMeeting(id, who.actor, on: office.now.day, in: db).opened.requireLead()
        }
        try await office.checkPlanTexts(change.texts, isConfirmed: isChecked, by: who.actor)
        try await office.database.write { db in
            let opened = try OpenedBodyMeeting(id, who.actor, on: office.now.day, in: db)
            try opened.opened.requireLead()
            guard opened.meeting.revision == revision else { throw Refused("changed-meanwhile") }
            try run(opened, who.actor, office, db)
            try office.ledger.record([opened.changeEntry(change.name)], by: who.actor, at: office.now, in: db)
        }
    }

    private func run(
        _ opened: OpenedBodyMeeting, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        let (now, meeting) = (office.now, opened.meeting)
        func set(_ state: MeetingState, reason: String = "") throws {
            guard meeting.state.next.contains(state) else { throw opened.stateRefusal }
            try require(
                MeetingStore.set(
                    state, of: id, .bodies, reason: reason, revision: revision, by: actor, at: now, in: db))
        }
        let topics = try TopicStore.topics(at: id, in: db)
        switch change {
        case .move(let time):
            guard meeting.state.takesItems else { throw opened.stateRefusal }
            let span = try time.checked(in: opened.opened.id, .bodies, except: id, office, db)
            try require(
                MeetingStore.move(
                    id, .bodies, startsAt: span.from, endsAt: span.to, place: time.place, revision: revision, in: db))
        case .cancel(let reason):
            if reason.isEmpty { throw Refused("meeting.cancel-reason") }
            if topics.contains(where: \.isWritten) { throw Refused("meeting.written") }
            try set(.cancelled, reason: reason)
            try opened.opened.keep(
                "meeting-cancelled", new: meeting.startsAt.danish + "\n" + reason, by: actor, at: now, in: db)
            for topic in topics { try require(TopicStore.move(topic.id, to: nil, revision: topic.revision, in: db)) }
        case .send:
            if topics.isEmpty { throw Refused("meeting.agenda-empty") }
            try set(.sent)
        case .hold:
            guard meeting.startsAt <= now else { throw Refused("meeting.not-begun") }
            try set(.held)
        case .sendMinutes:
            let open = topics.filter { !$0.isWritten }.map(\.title)
            if !open.isEmpty { throw Refused("body.topics-open", ["topics": open.joined(separator: "; ")]) }
            if try TopicStore.attendance(at: id, in: db).isEmpty { throw Refused("body.no-attendance") }
            try set(.minutesSent)
        case .takeBack:
            guard meeting.state == .minutesSent else { throw opened.stateRefusal }
            try set(.held)
            try BodyApprovalStore.forget(id, in: db)
        case .approve(let despiteObjections, let shown):
            guard meeting.state == .minutesSent else { throw opened.stateRefusal }
            let objections = try BodyApprovalStore.answers(to: id, in: db).count { !$0.isApproved }
            guard objections == shown else { throw Refused("changed-meanwhile") }
            if objections > 0, !despiteObjections {
                throw Refused("meeting.objections", ["count": String(objections)])
            }
            try set(.approved)
            try ApprovedMinutes(of: meeting, opened.opened, in: db).keep(of: meeting, in: db)
        case .remark(let text):
            try requireRunning(opened, office)
            try require(MeetingStore.setRemarks(text, of: id, .bodies, revision: revision, in: db))
        case .attendance(let found):
            try requireRunning(opened, office)
            // Moves the meeting's revision too: of two who note it at once, the second sees what the first has noted.
            try require(MeetingStore.setRemarks(meeting.remarks, of: id, .bodies, revision: revision, in: db))
            let sitting = Set(opened.opened.sitting(on: meeting.startsAt.day).map(\.id))
            try TopicStore.setAttendance(found.filter { sitting.contains($0.key) }, at: id, in: db)
        case .carryOver:
            try requireRunning(opened, office)
            let left = topics.filter { !$0.isWritten }
            if left.isEmpty { throw Refused("meeting.nothing-left") }
            let next = try MeetingStore.next(
                of: opened.opened.id, .bodies, onOrAfter: meeting.startsAt.day, after: max(meeting.startsAt, now),
                in: db)
            for topic in left {
                let target = try opened.opened.follow(topic.reference, to: next, by: actor, office, in: db)
                try require(TopicStore.move(topic.id, to: target?.id, revision: topic.revision, in: db))
                try opened.opened.keep(
                    "topic-carried-over",
                    new: [topic.title, target?.startsAt.danish ?? ""].filter { !$0.isEmpty }
                        .joined(separator: "\n"), by: actor, at: now, in: db)
            }
        }
    }

    private func require(_ isDone: Bool) throws {
        guard isDone else { throw Refused("changed-meanwhile") }
    }

    private func requireRunning(_ opened: OpenedBodyMeeting, _ office: Office) throws {
        guard opened.meeting.isRunning(at: office.now) else { throw Refused("meeting.not-running") }
    }
}

extension ChangeBodyMeeting.Change {
    fileprivate var texts: [PlanTyped] {
        switch self {
        case .move(let time): return [PlanTyped("place", time.place)]
        case .cancel(let reason): return [PlanTyped("reason", reason)]
        case .remark(let text): return [PlanTyped("remarks", text)]
        case .send, .hold, .sendMinutes, .takeBack, .approve, .attendance, .carryOver: return []
        }
    }

    /// For the log.
    fileprivate var name: String {
        switch self {
        case .move: return "moved"
        case .cancel: return "cancelled"
        case .send: return "agenda sent"
        case .hold: return "held"
        case .sendMinutes: return "minutes sent"
        case .takeBack: return "minutes taken back"
        case .approve: return "minutes approved"
        case .remark: return "remarks"
        case .attendance(let found): return "attendance \(found.count)"
        case .carryOver: return "carried over"
        }
    }
}
