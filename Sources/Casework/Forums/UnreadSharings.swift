import Handbook
import Prevention
import SQL
import Store

/// Sets records right that name recipients who never could read what was shared: they left the item, or it was closed, before
/// an agenda was sent.
struct UnreadSharings {
    let item: Int64

    /// - Parameter leaver: account and name of whoever has left; `nil` where the item is closed for all.
    func note(leaver: (account: String, name: String)?, by actor: Actor, _ office: Office, _ db: any Connection) throws
    {
        let taken = try ContributionStore.contributions(to: item, keys: office.keys, in: db)
            .filter { $0.withdrawnAt != nil }.map(\.id)
        let words = office.handbook[.danish]
        let text =
            leaver.map { words("item-unread.left", ["name": $0.name]) } ?? words("item-unread.closed")
        for record in try DisclosureStore.disclosures(ofItem: item, keys: office.keys, in: db) {
            let one = record.disclosure
            // What a proposal says is read from the moment somebody is let in; what was said was heard.
            guard record.contribution != nil || one.caseID != nil, one.channel != .meeting, one.outcome != .declined,
                !record.isForgotten, !(record.contribution.map(taken.contains) ?? false)
            else { continue }
            if let leaver, !one.recipients.contains(where: { $0.account == leaver.account }) { continue }
            if try ItemStore.hasBeenOpen(item, since: one.at, window: office.forumWindow, in: db) { continue }
            try Disclose.supplement(record, text, by: actor, office, db)
        }
    }
}

extension ChangeParticipants {
    /// Takes somebody out of an item; nothing where they took no part.
    static func remove(
        _ account: String, from item: Int64, by actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        guard try ParticipantStore.remove(account, from: item, in: db) else { return }
        try ItemStore.record(.left, account, of: item, keys: office.keys, by: actor, at: now, in: db)
        let entry = LedgerEntry(.change, .forumItem, id: item, reason: "participant left", recipient: account)
        try office.ledger.record([entry], by: actor, at: now, in: db)
        let name = try AccountStore.account(named: account, in: db)?.actor.displayName ?? account
        try UnreadSharings(item: item).note(leaver: (account, name), by: actor, office, db)
    }
}
