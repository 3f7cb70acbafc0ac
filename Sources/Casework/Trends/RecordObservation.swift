import Handbook
public import Prevention
import SQL
import Store

/// Records something that was observed, without naming anybody.
public struct RecordObservation: Sendable {
    public let observation: Observation

    public init(_ observation: Observation) {
        self.observation = observation
    }

    /// - Returns: the id of the observation.
    /// - Throws: `Refused` with every reason.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.ShareTrends>, in office: Office) async throws -> Int64 {
        try await office.checkObservation(observation, by: who.actor)
        let now = office.now
        return try await office.database.write { db in
            let id = try TrendStore.insert(observation, by: who.actor, at: now, in: db)
            try office.ledger.record(.collect, .observation, id: id, reason: "observed", by: who.actor, at: now, in: db)
            return id
        }
    }
}
