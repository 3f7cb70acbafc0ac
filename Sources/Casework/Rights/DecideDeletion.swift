public import Prevention
import SQL
public import Store

/// Freezes the list of what is over its time, for somebody else to approve.
public struct ProposeDeletion: Sendable {
    public let asOf: LocalDate?

    /// - Parameter asOf: today where it is `nil`; a coming day is refused.
    public init(asOf: LocalDate? = nil) {
        self.asOf = asOf
    }

    /// - Throws: `Refused` where nothing is over its time, or the day is to come.
    public func callAsFunction(_ who: Authorized<Acts.ManageRetention>, in office: Office) async throws -> Int64 {
        let now = office.now
        let day = asOf ?? now.day
        guard day <= now.day else { throw Refused("in-future", ["at": day.danish]) }
        let scan = RetentionScan(asOf: day, scope: RightsScope(of: who.actor), law: office.law)
        let records = try await office.database.read { db in
            var found: [RetentionRecord] = []
            try scan(in: db) { record, why in
                if why == nil { found.append(record) }
            }
            return found
        }
        guard !records.isEmpty else { throw Refused("nothing-to-delete") }
        let isSealed = records.contains { Catalogue.programme($0.programme)?.isSealed == true }
        return try await office.database.write { db in
            let id = try DeletionStore.propose(
                asOf: day, records, isSealed: isSealed, by: who.actor, at: now, in: db)
            try office.ledger.record(
                [
                    LedgerEntry(
                        .delete, .database, id: nil, reason: "proposed \(id) \(records.count)", isSealed: isSealed)
                ], by: who.actor, at: now, in: db)
            return id
        }
    }
}

/// Approves a proposed deletion, or withdraws it.
public struct DecideDeletion: Sendable {
    public enum Decision: Sendable, Hashable {
        /// With the number of records, typed: what follows cannot be undone.
        case approve(count: Int)
        case withdraw
    }

    public let id: Int64
    public let decision: Decision

    public init(_ id: Int64, _ decision: Decision) {
        self.id = id
        self.decision = decision
    }

    /// - Throws: `Refused` where the proposer approves, the number is another, or it is decided already; `NotFound` outside
    ///   what the actor may know of.
    public func callAsFunction(_ who: Authorized<Acts.ManageRetention>, in office: Office) async throws {
        try await office.database.write { db in
            let (deletion, tallies) = try ReadDeletion.load(id, who.actor, in: db)
            let now = office.now
            let count = tallies.reduce(0) { $0 + $1.count }
            let word: String
            switch decision {
            case .approve(let typed):
                guard FourEyes.areTwo(deletion.proposedBy, who.actor.name) else { throw Refused("four-eyes") }
                guard typed == count else { throw Refused("other-count", ["count": String(count)]) }
                guard try DeletionStore.approve(id, by: who.actor, at: now, in: db) else {
                    throw Refused("deletion-decided")
                }
                word = "approved"
            case .withdraw:
                guard try DeletionStore.move(id, from: .proposed, to: .withdrawn, in: db) else {
                    throw Refused("deletion-decided")
                }
                word = "withdrawn"
            }
            try office.ledger.record(
                [
                    LedgerEntry(
                        .delete, .database, id: nil, reason: "\(word) \(id) \(count)", isSealed: deletion.isSealed)
                ], by: who.actor, at: now, in: db)
        }
    }
}

/// A deletion with how far it is.
public struct DeletionPage: Sendable {
    public let deletion: StoredDeletion
    public let tallies: [DeletionStore.Tally]
    /// Some of the records, in the order in which they go.
    public let records: [RetentionRecord]
    /// Whether this user may be the second person.
    public let mayApprove: Bool

    public var count: Int { tallies.reduce(0) { $0 + $1.count } }

    public func count(_ state: DeletionStore.ItemState) -> Int {
        tallies.filter { $0.state == state }.reduce(0) { $0 + $1.count }
    }
}

/// Reads a deletion. It names nobody.
public struct ReadDeletion: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` where it holds cases that the actor may not know of.
    public func callAsFunction(
        _ who: Authorized<Acts.ManageRetention>, in office: Office
    ) async throws -> DeletionPage {
        try await office.database.read { db in
            let (deletion, tallies) = try ReadDeletion.load(id, who.actor, in: db)
            return DeletionPage(
                deletion: deletion, tallies: tallies,
                records: try DeletionStore.records(id, after: 0, limit: DeletionPreview.mostRecords, in: db),
                mayApprove: FourEyes.areTwo(deletion.proposedBy, who.actor.name))
        }
    }

    static func load(
        _ id: Int64, _ actor: Actor, in db: any Connection
    ) throws -> (StoredDeletion, [DeletionStore.Tally]) {
        guard let deletion = try DeletionStore.deletion(id, in: db), !deletion.isSealed || actor.may(.workSealed) else {
            throw NotFound()
        }
        return (deletion, try DeletionStore.tallies(id, in: db))
    }
}

/// The latest deletions.
public struct ListDeletions: Sendable {
    public init() {}

    public func callAsFunction(
        _ who: Authorized<Acts.ManageRetention>, in office: Office
    ) async throws -> [StoredDeletion] {
        try await office.database.read { db in
            try DeletionStore.deletions(sealed: who.actor.may(.workSealed), limit: 50, in: db)
        }
    }
}
