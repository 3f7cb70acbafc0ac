import Handbook
public import Prevention
import SQL
public import Store

/// What of a forum waits for its deletion review (*sletteeftersyn*), the oldest first.
public struct ItemReviews: Sendable {
    public struct Line: Sendable {
        public let item: StoredItem
        /// The last day until which it may be kept once more; `nil` where it has been kept as long as it may.
        public let latest: LocalDate?
    }

    public let opened: OpenedForum
    public let lines: [Line]
}

/// Lists what waits for the deletion review, by number: the chair of the forum, and whoever sets up forums where there is no chair
/// or the review is overdue.
public struct ListReviewItems: Sendable {
    public let forum: Int64

    public init(of forum: Int64) {
        self.forum = forum
    }

    /// - Throws: `Refused("forum.not-chair")`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> ItemReviews {
        try await office.reading(as: who.actor) { db, sight in
            let opened = try OpenedForum(forum, who, in: db)
            guard opened.isChair || opened.mayManage else { throw Refused("forum.not-chair") }
            let lines = try opened.reviews(for: sight, office, in: db).map {
                ItemReviews.Line(item: $0, latest: try office.keptUntil($0))
            }
            let read = LedgerEntry(.read, .forum, id: forum, reason: "reviews")
            return (ItemReviews(opened: opened, lines: lines), [read])
        }
    }
}

/// Deletes what was written about an item, or keeps it until another review, with the reason: the chair of its forum, or whoever
/// sets up forums where the chair has not. The forum may have ended; what lies in it is reviewed all the same.
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
            guard let item = try ItemStore.item(id, keys: office.keys, in: db), item.state != .deleted else {
                throw NotFound()
            }
            let opened = try OpenedForum(item.forum, who, in: db)
            let isDue = item.reviewOn.map { $0 <= office.now.day } ?? false
            guard try isDue ? opened.mayReview(since: item.reviewOn ?? office.now.day, office, in: db) : opened.isChair
            else {
                // To whoever takes no part in it, it does not exist.
                _ = try OpenedItem(id, who, sight, office, in: db)
                throw Refused("forum.not-chair")
            }
            if let person = item.person { try sight.checkKin([person]) }
            guard isDue, ItemState.isAllowed(from: item.state, to: .deleted) else { throw Refused("meeting.not-due") }
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
        guard let latest = try office.keptUntil(item) else { throw Refused("meeting.kept-longest") }
        var problems: [Refusal] = []
        if until.map({ $0 <= office.now.day || $0 > latest }) ?? true {
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
