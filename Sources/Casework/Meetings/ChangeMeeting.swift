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
        case approve(despiteObjections: Bool = false, withoutAnswers: Bool = false)
        /// What belongs to no item; about nobody.
        case remark(String)
        /// Who is in the room, of its members; after the meeting, who has been there.
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
        try await office.writing(meeting: id, as: who) { db, opened, sight in
            try opened.opened.requireChair()
            try opened.requireRevision(revision)
            try run(opened, who.actor, sight, office, db)
            try office.ledger.record([opened.changeEntry(change.name)], by: who.actor, at: office.now, in: db)
        }
    }

    private func run(
        _ opened: OpenedMeeting, _ actor: Actor, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        switch change {
        case .move(let time):
            let span = try opened.checkMove(to: time, office, db)
            try require(
                MeetingStore.move(
                    id, startsAt: span.from, endsAt: span.to, place: time.place, revision: revision, in: db))
        case .cancel(let reason):
            if reason.isEmpty { throw Refused("meeting.cancel-reason") }
            if CPRNumber.isIn(reason) { throw Refused("meeting.cancel-number") }
            if opened.meeting.state == .sent { try opened.requireUnwritten(db) }
            try set(.cancelled, reason: reason, opened, actor, office, db)
            for item in try ItemStore.items(on: id, keys: office.keys, in: db) where item.state.isLive {
                try item.carry(to: nil, by: actor, office, db)
            }
        case .send:
            try opened.checkAgenda(for: sight, office, db)
            try set(.sent, opened, actor, office, db)
        case .hold:
            guard opened.meeting.startsAt <= now else { throw Refused("meeting.not-begun") }
            try set(.held, opened, actor, office, db)
        case .sendMinutes:
            if opened.meeting.state == .held { try opened.checkMinutes(for: sight, office, db) }
            try set(.minutesSent, opened, actor, office, db)
            // What is left is about the chair's own family: another chair takes it up.
            try opened.carryOn(try opened.untouched(office, db), by: actor, office, db)
        case .takeBack:
            guard opened.meeting.state == .minutesSent else { throw refusal(opened) }
            try set(.held, opened, actor, office, db)
            try MinutesStore.forgetAnswers(to: id, in: db)
        case .approve(let despiteObjections, let withoutAnswers):
            guard opened.meeting.state == .minutesSent else { throw refusal(opened) }
            try opened.checkApproval(
                despiteObjections: despiteObjections, withoutAnswers: withoutAnswers, by: actor, office, db)
            try set(.approved, opened, actor, office, db)
            try opened.carryFollowUps(by: actor, office, db)
        case .remark(let text):
            try opened.requireRunning(at: now)
            if CPRNumber.isIn(text) { throw Refused("meeting.remarks-number") }
            try require(MeetingStore.setRemarks(text, of: id, revision: revision, in: db))
        case .room(let accounts):
            try opened.requireRunning(at: now)
            let sitting = try ForumStore.members(of: opened.forum.id, in: db).filter(\.isSitting).map(\.account)
            let members = accounts.filter(sitting.contains)
            if opened.meeting.state == .sent {
                try RoomStore.update(members, in: id, at: now, db)
            } else {
                try RoomStore.set(members, in: id, db)
            }
        }
    }

    /// - Throws: `Refused("meeting.state")` where it cannot come there from where it stands.
    private func set(
        _ state: MeetingState, reason: String = "", _ opened: OpenedMeeting, _ actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws {
        guard opened.meeting.state.next.contains(state) else { throw refusal(opened) }
        try require(
            MeetingStore.set(state, of: id, reason: reason, revision: revision, by: actor, at: office.now, in: db))
    }

    private func require(_ isDone: Bool) throws {
        guard isDone else { throw Refused("changed-meanwhile") }
    }

    private func refusal(_ opened: OpenedMeeting) -> Refused {
        Refused("meeting.state." + opened.meeting.state.rawValue)
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
        case .approve(let despite, let without):
            return "minutes approved" + (despite ? " despite objections" : "") + (without ? " without answers" : "")
        case .remark: return "remarks"
        case .room(let accounts): return "room \(accounts.count)"
        }
    }
}
