import Handbook
public import Prevention
import SQL
import Store

/// Corrects an observation of one's own. The older text is not kept: it may be what had to go.
public struct CorrectObservation: Sendable {
    public let id: Int64
    /// Of what the user saw.
    public let revision: Int
    public let observation: Observation

    public init(_ id: Int64, revision: Int, to observation: Observation) {
        self.id = id
        self.revision = revision
        self.observation = observation
    }

    /// - Throws: `NotFound` where it is somebody else's; `Refused` with every reason, `changed-meanwhile` among them.
    public func callAsFunction(_ who: Authorized<Acts.ShareTrends>, in office: Office) async throws {
        _ = try await ReadOwnObservation(id)(who, in: office)
        try await office.checkObservation(observation, by: who.actor)
        let now = office.now
        try await office.database.write { db in
            guard try TrendStore.update(id, to: observation, revision: revision, of: who.actor, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try office.ledger.record(
                .change, .observation, id: id, reason: "corrected", by: who.actor, at: now, in: db)
        }
    }
}
