import Handbook
public import Prevention
import SQL
import Store

/// The chair's judgement on whether a proposed item belongs in the forum (*relevanskontrol*), with those who take part in it.
public struct JudgeItem: Sendable {
    public enum Judgement: Sendable {
        /// On the agenda of a meeting, or of the next one that is planned; `nil` = waits for one.
        case relevant(meeting: Int64?, participants: [String])
        case notRelevant
    }

    public let id: Int64
    /// The revision that the chair saw.
    public let revision: Int
    public let judgement: Judgement
    public let reason: String

    public init(_ id: Int64, revision: Int, _ judgement: Judgement, reason: String) {
        self.id = id
        self.revision = revision
        self.judgement = judgement
        self.reason = reason
    }

    /// - Throws: `Refused`: `forum.not-chair`, `item.judged`, `item.judge-reason`, `item.no-participants`,
    ///   `item.not-member`, `item.participant-kin`, `meeting.takes-none`, `changed-meanwhile`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        let now = office.now
        try await office.writing(item: id, as: who) { db, opened in
            try opened.opened.requireChair()
            guard opened.item.revision == revision else { throw Refused("changed-meanwhile") }
            guard opened.item.state == .proposed else { throw Refused("item.judged") }
            var step: ItemStore.Step
            switch judgement {
            case .notRelevant:
                guard !reason.isEmpty else { throw Refused("item.judge-reason") }
                step = ItemStore.Step(.notRelevant, meeting: nil)
                step.reviewOn = try office.law.rule("forum.not-relevant-review", on: now.day).end(from: now.day)
            case .relevant(let meeting, let participants):
                try requireOpen(meeting, of: opened.forum.id, db)
                // An item with nobody else in it shares nothing.
                guard !Set(participants).subtracting([who.actor.name]).isEmpty else {
                    throw Refused("item.no-participants")
                }
                try ChangeParticipants.add(Set(participants), to: opened, at: meeting, by: who.actor, office, db)
                step = ItemStore.Step(.onAgenda, meeting: meeting)
            }
            step.remark = reason
            guard try ItemStore.take(step, opened.item, keys: office.keys, by: who.actor, at: now, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try office.ledger.record(
                .change, .forumItem, id: id, reason: step.state.rawValue, by: who.actor, at: now, in: db)
        }
    }

    private func requireOpen(_ meeting: Int64?, of forum: Int64, _ db: any Connection) throws {
        guard let meeting else { return }
        guard let found = try MeetingStore.meeting(meeting, in: db), found.forum == forum else { throw NotFound() }
        guard found.state.takesItems else { throw Refused("meeting.takes-none") }
    }
}

/// Lets somebody of the forum into an item, or out of it again (*punktets deltagere*).
public struct ChangeParticipants: Sendable {
    public let id: Int64
    public let adding: [String]
    public let removing: [String]

    public init(of id: Int64, adding: [String] = [], removing: [String] = []) {
        self.id = id
        self.adding = adding
        self.removing = removing
    }

    /// - Throws: `Refused`: `forum.not-chair`, `item.not-live`, `item.not-member`, `item.participant-kin`,
    ///   `item.no-participants`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        try await office.writing(item: id, as: who) { db, opened in
            try opened.opened.requireChair()
            guard opened.item.state.isLive else { throw Refused("item.not-live") }
            try ChangeParticipants.add(Set(adding), to: opened, by: who.actor, office, db)
            for account in removing { try ChangeParticipants.remove(account, from: id, by: who.actor, office, db) }
            guard try !ParticipantStore.participants(of: id, in: db).isEmpty else {
                throw Refused("item.no-participants")
            }
        }
    }

    /// People who sit in the forum, none of the family of whom it is about. What the proposal says is shared with them, with a
    /// record.
    ///
    /// - Parameter meeting: the one that the item comes on in the same step.
    static func add(
        _ accounts: Set<String>, to opened: OpenedItem, at meeting: Int64? = nil, by actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws {
        let now = office.now
        var new: [Actor] = []
        for account in accounts.sorted() {
            let found = try member(account, of: opened, office, db)
            guard try ParticipantStore.add(account, to: opened.id, by: actor, at: now, in: db) else { continue }
            try ItemStore.record(.joined, account, of: opened.id, keys: office.keys, by: actor, at: now, in: db)
            let entry = LedgerEntry(
                .change, .forumItem, id: opened.id, reason: "participant joined", recipient: account)
            try office.ledger.record([entry], by: actor, at: now, in: db)
            new.append(found)
        }
        guard !new.isEmpty else { return }
        let sharing = try ShareProposal(opened, by: actor, office, in: db)
        try sharing.requireBases(office)
        try sharing.record(to: new, at: meeting, by: actor, office, db)
    }

    private static func member(
        _ account: String, of opened: OpenedItem, _ office: Office, _ db: any Connection
    ) throws -> Actor {
        guard try ForumStore.seat(of: account, in: opened.forum.id, db) != nil,
            let found = try AccountStore.account(named: account, in: db)
        else { throw Refused("item.not-member", ["value": account]) }
        let placed = office.handbook.placed(found.actor)
        guard opened.forum.kind.mayHave(placed, in: opened.forum.municipality) else {
            throw Refused("item.not-member", ["value": account])
        }
        if let person = opened.item.person, let own = found.actor.person,
            try PersonStore.household(of: own, in: db).members.contains(person)
        {
            throw Refused("item.participant-kin", ["value": found.actor.displayName])
        }
        return placed
    }
}
