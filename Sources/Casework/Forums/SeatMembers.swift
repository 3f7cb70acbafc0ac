import Handbook
public import Prevention
import SQL
import Store

/// Says who sits in a forum, and who leads it (*medlemmer og formand*). Whoever sets up forums does so, and a chair.
public struct SeatMembers: Sendable {
    public enum Change: Sendable {
        case add(String, isChair: Bool)
        case setChair(String, Bool)
        case remove(String)

        var account: String {
            switch self {
            case .add(let account, _), .setChair(let account, _), .remove(let account): return account
            }
        }
    }

    public let forum: Int64
    public let change: Change

    public init(in forum: Int64, _ change: Change) {
        self.forum = forum
        self.change = change
    }

    /// - Throws: `Refused`: `forum.not-chair`, `forum.ended`, `forum.unknown-account`, `forum.not-for-them`,
    ///   `forum.other-municipality`, `forum.cannot-chair`, `forum.sits-already`, `forum.sits-not`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        let now = office.now
        try await office.writing(forum: forum, as: who) { db, opened in
            if !opened.mayManage { try opened.requireChair() }
            try opened.requireOpen()
            let code: String
            switch change {
            case .add(let account, let isChair):
                let actor = try self.account(account, office, db)
                try check(actor, opened.forum, isChair: isChair)
                guard
                    try ForumStore.addMember(account, isChair: isChair, to: forum, by: who.actor, at: now, in: db)
                else { throw Refused("forum.sits-already") }
                if isChair { try shareProposals(opened, by: who.actor, office, db) }
                code = isChair ? "chair added" : "member added"
            case .setChair(let account, let isChair):
                let actor = try self.account(account, office, db)
                if isChair { try check(actor, opened.forum, isChair: true) }
                guard try ForumStore.setChair(isChair, account, of: forum, in: db) else {
                    throw Refused("forum.sits-not")
                }
                if isChair { try shareProposals(opened, by: who.actor, office, db) }
                code = isChair ? "chair" : "no chair"
            case .remove(let account):
                guard try ForumStore.removeMember(account, from: forum, by: who.actor, at: now, in: db) else {
                    throw Refused("forum.sits-not")
                }
                code = "member removed"
                // Whoever has left takes part in nothing that is on its way there.
                for item in try ItemStore.live(with: account, in: forum, keys: office.keys, db) {
                    try ChangeParticipants.remove(account, from: item.id, by: who.actor, office, db)
                }
            }
            let entry = LedgerEntry(.change, .forum, id: forum, reason: code, recipient: change.account)
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }

    /// A chair reads what is proposed and under way: a new one of another authority gets it with records.
    private func shareProposals(
        _ opened: OpenedForum, by actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        for item in try ItemStore.underWay(in: forum, keys: office.keys, db) {
            let lying = try OpenedItem(item, lyingIn: opened, in: db)
            try ShareProposal(lying, by: actor, office, in: db).recordToChairs(by: actor, office, db)
        }
    }

    private func account(_ name: String, _ office: Office, _ db: any Connection) throws -> Actor {
        guard let found = try AccountStore.account(named: name, in: db) else {
            throw Refused("forum.unknown-account", ["value": name])
        }
        return office.handbook.placed(found.actor)
    }

    private func check(_ actor: Actor, _ forum: StoredForum, isChair: Bool) throws {
        guard forum.kind.mayHave(actor) else { throw Refused("forum.not-for-them") }
        guard forum.kind.mayHave(actor, in: forum.municipality) else { throw Refused("forum.other-municipality") }
        if isChair, !forum.kind.mayBeLed(by: actor) { throw Refused("forum.cannot-chair") }
    }
}

/// Those who could sit in a forum and do not yet, by the name shown.
public struct ListCandidates: Sendable {
    public let forum: Int64

    public init(for forum: Int64) {
        self.forum = forum
    }

    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> [Actor] {
        try await office.reading(forum: forum, as: who) { db, opened in
            guard opened.forum.isOpen, opened.mayManage || opened.isChair else { return [] }
            let seated = Set(try ForumStore.members(of: forum, in: db).filter(\.isSitting).map(\.account))
            return try AccountStore.accounts(in: db).map { office.handbook.placed($0.actor) }.filter { actor in
                opened.forum.kind.mayHave(actor, in: opened.forum.municipality) && !seated.contains(actor.name)
            }
        }
    }
}
