import Handbook
public import Prevention
import SQL
import Store

/// Corrects why an item was proposed, or what the others are asked (*ret forslaget*): whoever has proposed it. What stood there
/// before is kept in its history. Those who have read it get the new words with a record of their own.
public struct CorrectProposal: Sendable {
    public let id: Int64
    /// The revision that the user saw.
    public let revision: Int
    public let reason: String
    public let question: String

    public init(_ id: Int64, revision: Int, reason: String, question: String) {
        self.id = id
        self.revision = revision
        self.reason = reason
        self.question = question
    }

    /// - Throws: `Refused`: `item.not-proposer`, `item.over`, `item.reason`, `item.number`, `item.nameless`,
    ///   `changed-meanwhile`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        try await office.checkTheme(of: id, [reason, question], by: who.actor)
        let now = office.now
        try await office.writing(as: who.actor) { db, sight in
            let opened = try OpenedItem(id, who, sight, office, in: db)
            try opened.requireProposer(who.actor)
            guard opened.item.state == .proposed || opened.item.state.isLive else { throw Refused("item.over") }
            guard !reason.isEmpty else { throw Refused("item.reason") }
            if !opened.forum.kind.isAboutPersons, [reason, question].contains(where: CPRNumber.isIn) {
                throw Refused("item.number")
            }
            guard opened.item.revision == revision else { throw Refused("changed-meanwhile") }
            if opened.item.reason == reason, opened.item.question == question { return }
            guard
                try ItemStore.correct(
                    opened.item, reason: reason, question: question, keys: office.keys, by: who.actor, at: now, in: db)
            else { throw Refused("changed-meanwhile") }
            let corrected = try OpenedItem(id, who, sight, office, in: db)
            try ShareProposal(corrected, by: who.actor, office, in: db).recordToAll(by: who.actor, office, db)
            try office.ledger.record(
                .change, .forumItem, id: id, reason: "proposal corrected", by: who.actor, at: now, in: db)
        }
    }
}

/// Takes a proposal back that nobody has judged yet (*træk forslaget tilbage*): whoever has made it. What was written goes; its
/// number stays.
public struct TakeBackProposal: Sendable {
    public let id: Int64
    /// The revision that the user saw.
    public let revision: Int

    public init(_ id: Int64, revision: Int) {
        self.id = id
        self.revision = revision
    }

    /// - Returns: the forum that it was proposed in.
    /// - Throws: `Refused`: `item.not-proposer`, `item.judged`, `changed-meanwhile`; `NotFound`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> Int64 {
        try await office.writing(item: id, as: who) { db, opened in
            try opened.requireProposer(who.actor)
            let item = opened.item
            guard item.state == .proposed else { throw Refused("item.judged") }
            guard item.revision == revision,
                try ItemStore.delete(
                    item, keys: office.keys, from: office.ledger, by: who.actor, at: office.now, in: db) != nil
            else { throw Refused("changed-meanwhile") }
            try office.ledger.record(
                .delete, .forumItem, id: id, reason: item.number + " taken back", by: who.actor, at: office.now, in: db)
            return opened.forum.id
        }
    }
}

extension OpenedItem {
    /// - Throws: `Refused`: `forum.ended`, `item.not-proposer`.
    fileprivate func requireProposer(_ actor: Actor) throws {
        try opened.requireOpen()
        guard item.proposedBy == actor.name else { throw Refused("item.not-proposer") }
    }
}

extension Office {
    /// Refuses what names somebody of the register in a text that is about nobody; a text that does is in the log.
    ///
    /// - Throws: `Refused("item.nameless")`.
    func checkNobody(_ texts: [String], by actor: Actor) async throws {
        do {
            try await checkNameless(texts.map { ("forum", $0) }, problems: [], by: actor)
        } catch is Refused {
            throw Refused("item.nameless")
        }
    }

    /// The same for an item about a theme; nothing for one about somebody, or that is not there.
    func checkTheme(of item: Int64, _ texts: [String], by actor: Actor) async throws {
        let isTheme = try await database.read { db in try ItemStore.isTheme(item, in: db) }
        if isTheme { try await checkNobody(texts.filter { !$0.isEmpty }, by: actor) }
    }
}
