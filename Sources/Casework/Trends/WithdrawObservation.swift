public import Prevention
import SQL
import Store

/// Withdraws an observation of one's own: it is gone.
public struct WithdrawObservation: Sendable {
    public let id: Int64
    /// Of what the user saw.
    public let revision: Int

    public init(_ id: Int64, revision: Int) {
        self.id = id
        self.revision = revision
    }

    /// - Throws: `NotFound` where it is somebody else's; `Refused("changed-meanwhile")`.
    public func callAsFunction(_ who: Authorized<Acts.ShareTrends>, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            guard try TrendStore.observation(id, of: who.actor, in: db) != nil else { throw NotFound() }
            guard try TrendStore.delete(id, revision: revision, of: who.actor, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try office.ledger.record(
                .delete, .observation, id: id, reason: "withdrawn", by: who.actor, at: now, in: db)
        }
    }
}
