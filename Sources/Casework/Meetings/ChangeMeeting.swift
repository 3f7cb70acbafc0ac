import Handbook
public import Prevention
import SQL
import Store

/// Takes a meeting on, moves it or cancels it: the chair of its forum.
public struct ChangeMeeting: Sendable {
    public enum Change: Sendable {
        case move(MeetingTime)
        /// Its items wait for another meeting.
        case cancel(reason: String)
        /// The agenda goes to the members (*dagsordenen sendes*): what was shared with its items opens.
        case send
        /// It has been held.
        case hold
        /// The minutes go to those who took part, for approval.
        case sendMinutes
        /// The minutes have to be written anew; what was answered to them is forgotten.
        case takeBack
        /// The minutes are approved: what was shared closes, and items that come up again go to the next meeting.
        case approve(despiteObjections: Bool)
        /// What belongs to no item; about nobody.
        case remark(String)
        /// Who is in the room, of its members.
        case room([String])
    }

    public let id: Int64
    /// The revision of the meeting that the user saw.
    public let revision: Int
    public let change: Change

    public init(_ id: Int64, revision: Int, _ change: Change) {
        self.id = id
        self.revision = revision
        self.change = change
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        if let text = change.aboutNobody { try await office.checkNobody([text], by: who.actor) }
        try await office.writing(meeting: id, as: who) { db, opened, _ in
            try opened.opened.requireChair()
            try opened.requireRevision(revision)
            try run(opened, who.actor, office, db)
            try office.ledger.record([opened.changeEntry(change.name)], by: who.actor, at: office.now, in: db)
        }
    }

    private func run(_ opened: OpenedMeeting, _ actor: Actor, _ office: Office, _ db: any Connection) throws {
        let now = office.now
        switch change {
        case .move(let time): try move(opened, to: time, office, db)
        case .cancel(let reason):
            if reason.isEmpty { throw Refused("meeting.cancel-reason") }
            if CPRNumber.isIn(reason) { throw Refused("meeting.cancel-number") }
            try set(.cancelled, reason: reason, opened, actor, office, db)
            for item in try ItemStore.items(on: id, keys: office.keys, in: db) where item.state.isLive {
                try item.carry(to: nil, by: actor, office, db)
            }
        case .send:
            try checkAgenda(opened, now: now, office, db)
            try set(.sent, opened, actor, office, db)
        case .hold:
            guard opened.meeting.startsAt <= now else { throw Refused("meeting.not-begun") }
            try set(.held, opened, actor, office, db)
        case .sendMinutes:
            if opened.meeting.state == .held { try checkMinutes(office, db) }
            try set(.minutesSent, opened, actor, office, db)
        case .takeBack:
            guard opened.meeting.state == .minutesSent else { throw refusal(opened, .held) }
            try set(.held, opened, actor, office, db)
            try MinutesStore.forgetAnswers(to: id, in: db)
        case .approve(let despiteObjections):
            let objections = try MinutesStore.answers(to: id, keys: office.keys, in: db).count { !$0.isApproved }
            if objections > 0, !despiteObjections {
                throw Refused("meeting.objections", ["count": String(objections)])
            }
            try set(.approved, opened, actor, office, db)
            try carryFollowUps(opened, actor, office, db)
        case .remark(let text):
            try opened.requireRunning(at: now)
            if CPRNumber.isIn(text) { throw Refused("meeting.remarks-number") }
            guard try MeetingStore.setRemarks(text, of: id, revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
        case .room(let accounts):
            try opened.requireRunning(at: now)
            let sitting = try ForumStore.members(of: opened.forum.id, in: db).filter(\.isSitting).map(\.account)
            try RoomStore.set(accounts.filter(sitting.contains), in: id, db)
        }
    }

    /// - Throws: `Refused("meeting.state")` where it cannot come there from where it stands.
    private func set(
        _ state: MeetingState, reason: String = "", _ opened: OpenedMeeting, _ actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws {
        guard opened.meeting.state.next.contains(state) else { throw refusal(opened, state) }
        guard
            try MeetingStore.set(
                state, of: id, reason: reason, revision: revision, by: actor, at: office.now, in: db)
        else { throw Refused("changed-meanwhile") }
    }

    private func refusal(_ opened: OpenedMeeting, _ state: MeetingState) -> Refused {
        Refused("meeting.state." + opened.meeting.state.rawValue)
    }

    private func move(
        _ opened: OpenedMeeting, to time: MeetingTime, _ office: Office, _ db: any Connection
    ) throws {
        let meeting = opened.meeting
        guard meeting.state.takesItems else { throw Refused("meeting.state." + meeting.state.rawValue) }
        let problems = time.dayProblems(now: office.now, law: office.law) + time.problems
        guard problems.isEmpty, let day = time.day, let span = time.span(on: day) else { throw Refused(problems) }
        if try MeetingStore.isTaken(day, of: meeting.forum, except: id, in: db) {
            throw Refused("meeting.day-taken", ["day": day.danish])
        }
        guard
            try MeetingStore.move(
                id, startsAt: span.from, endsAt: span.to, place: time.place, revision: revision, in: db)
        else { throw Refused("changed-meanwhile") }
    }

    /// - Throws: `Refused` while nothing is on the agenda, an item has nobody to speak of it, or its time is over.
    private func checkAgenda(
        _ opened: OpenedMeeting, now: Instant, _ office: Office, _ db: any Connection
    ) throws {
        guard opened.meeting.state == .planned else { return }
        var problems: [Refusal] = []
        if opened.meeting.endsAt <= now { problems.append(Refusal("meeting.over")) }
        let items = try ItemStore.items(on: id, keys: office.keys, in: db).filter(\.state.isLive)
        if items.isEmpty { problems.append(Refusal("meeting.agenda-empty")) }
        let participants = try ParticipantStore.participants(of: items.map(\.id), in: db)
        let alone = items.filter { (participants[$0.id] ?? []).isEmpty }.map(\.number)
        if !alone.isEmpty {
            problems.append(Refusal("meeting.no-participants", ["numbers": alone.joined(separator: ", ")]))
        }
        guard problems.isEmpty else { throw Refused(problems) }
    }

    /// - Throws: `Refused` while an item has not been spoken of, or nothing is written about one that has.
    private func checkMinutes(_ office: Office, _ db: any Connection) throws {
        let items = try ItemStore.items(on: id, keys: office.keys, in: db)
        let written = try MinutesStore.items(at: id, in: db)
        let untouched = items.filter { $0.state == .onAgenda }
        let unwritten = try items.filter { item in
            guard item.state != .onAgenda, !written.contains(item.id) else { return false }
            return try ItemStore.isDiscussed(item.id, at: id, in: db)
        }
        func refusal(_ code: String, _ items: [StoredItem]) -> Refusal? {
            items.isEmpty ? nil : Refusal(code, ["numbers": items.map(\.number).joined(separator: ", ")])
        }
        let problems = [
            refusal("meeting.items-open", untouched), refusal("meeting.minutes-missing", unwritten),
        ].compactMap(\.self)
        guard problems.isEmpty else { throw Refused(problems) }
    }

    /// Items that come up again go to the first meeting on their day or after it; where there is none yet, they wait.
    private func carryFollowUps(
        _ opened: OpenedMeeting, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        for item in try ItemStore.items(on: id, keys: office.keys, in: db) where item.state == .followUp {
            let next = try MeetingStore.next(
                of: opened.forum.id, onOrAfter: item.followUpOn ?? office.now.day,
                after: max(office.now, opened.meeting.startsAt), in: db)
            if let next { try item.carry(to: next.id, by: actor, office, db) }
        }
    }
}

extension StoredItem {
    /// Moves it to another meeting, or to none, with the event that says so.
    ///
    /// - Throws: `Refused("changed-meanwhile")`.
    func carry(to meeting: Int64?, by actor: Actor, _ office: Office, _ db: any Connection) throws {
        var step = ItemStore.Step(state, meeting: meeting)
        step.followUpOn = followUpOn
        guard try ItemStore.take(step, self, keys: office.keys, by: actor, at: office.now, in: db) else {
            throw Refused("changed-meanwhile")
        }
        let entry = LedgerEntry(.change, .forumItem, id: id, reason: "\(number) meeting \(meeting ?? 0)")
        try office.ledger.record([entry], by: actor, at: office.now, in: db)
    }
}

extension ChangeMeeting.Change {
    /// What is written for all members, and so about nobody.
    fileprivate var aboutNobody: String? {
        switch self {
        case .cancel(let reason): return reason
        case .remark(let text): return text
        case .move, .send, .hold, .sendMinutes, .takeBack, .approve, .room: return nil
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
        case .approve(let despite): return despite ? "minutes approved despite objections" : "minutes approved"
        case .remark: return "remarks"
        case .room(let accounts): return "room \(accounts.count)"
        }
    }
}
