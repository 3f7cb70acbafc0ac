import Handbook
public import Prevention
import SQL
public import Store

/// What of a forum waits for its deletion review (*sletteeftersyn*), the oldest first.
public struct ItemReviews: Sendable {
    public let opened: OpenedForum
    public let items: [StoredItem]
    /// The last day until which something may be kept once more.
    public let latest: LocalDate
}

/// Lists what waits for the deletion review, by number: the chair of the forum.
public struct ListReviewItems: Sendable {
    public let forum: Int64

    public init(of forum: Int64) {
        self.forum = forum
    }

    /// - Throws: `Refused("forum.not-chair")`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> ItemReviews {
        let today = office.now.day
        let latest = today.adding(months: try office.law.value("forum.deletion-review", on: today))
        return try await office.reading(as: who.actor) { db, sight in
            let opened = try OpenedForum(forum, who, in: db)
            guard opened.isChair else { throw Refused("forum.not-chair") }
            let items = try ItemStore.reviews(of: forum, upTo: today, keys: office.keys, in: db)
                .filter { !($0.person.map(sight.isKin) ?? false) }
            let read = LedgerEntry(.read, .forum, id: forum, reason: "reviews")
            return (ItemReviews(opened: opened, items: items, latest: latest), [read])
        }
    }
}

/// Deletes what was written about an item, or keeps it until another review, with the reason: the chair of its forum. The forum
/// may have ended; what lies in it is reviewed all the same.
public struct ReviewItem: Sendable {
    public enum Decision: Sendable {
        /// Gone with everything written, shared and agreed; the records of what was shared stay as proof.
        case delete
        case keep(until: LocalDate?, reason: String)
    }

    public let id: Int64
    /// The revision of the item that the user saw.
    public let revision: Int
    public let decision: Decision

    public init(_ id: Int64, revision: Int, _ decision: Decision) {
        self.id = id
        self.revision = revision
        self.decision = decision
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        try await office.writing(as: who.actor) { db, sight in
            let opened = try OpenedItem(id, who, sight, office, in: db)
            guard opened.isChair else { throw Refused("forum.not-chair") }
            let (item, today) = (opened.item, office.now.day)
            guard let due = item.reviewOn, due <= today, ItemState.isAllowed(from: item.state, to: .deleted) else {
                throw Refused("meeting.not-due")
            }
            guard item.revision == revision else { throw Refused("changed-meanwhile") }
            switch decision {
            case .delete: try delete(item, who.actor, office, db)
            case .keep(let until, let reason):
                try keep(item, until, reason, who.actor, office, db)
            }
        }
    }

    private func delete(_ item: StoredItem, _ actor: Actor, _ office: Office, _ db: any Connection) throws {
        let gone = try ItemStore.delete(
            item, keys: office.keys, from: office.ledger, by: actor, at: office.now, in: db)
        guard let gone else { throw Refused("changed-meanwhile") }
        let what =
            "\(item.number) texts, contributions \(gone.contributions), minutes \(gone.minutes), actions \(gone.actions)"
        var entries = [LedgerEntry(.delete, .forumItem, id: item.id, reason: what)]
        if let person = item.person {
            entries.append(LedgerEntry(.delete, .person, id: person, reason: item.number))
        }
        try office.ledger.record(entries, by: actor, at: office.now, in: db)
    }

    private func keep(
        _ item: StoredItem, _ until: LocalDate?, _ reason: String, _ actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws {
        let today = office.now.day
        let latest = today.adding(months: try office.law.value("forum.deletion-review", on: today))
        var problems: [Refusal] = []
        if until.map({ $0 <= today || $0 > latest }) ?? true {
            problems.append(Refusal("meeting.keep-until", ["latest": latest.danish]))
        }
        if reason.isEmpty { problems.append(Refusal("meeting.keep-reason")) }
        guard problems.isEmpty, let until else { throw Refused(problems) }
        let isKept = try ItemStore.keep(
            item, until: until, reason: reason, keys: office.keys, by: actor, at: office.now, in: db)
        guard isKept else { throw Refused("changed-meanwhile") }
        let entry = LedgerEntry(
            .change, .forumItem, id: item.id, reason: "\(item.number) kept until \(until)")
        try office.ledger.record([entry], by: actor, at: office.now, in: db)
    }
}
