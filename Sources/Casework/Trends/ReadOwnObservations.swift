public import Prevention
import SQL
public import Store

/// Lists what somebody has observed themselves, newest day first. They name nobody, so nothing is logged.
public struct ListOwnObservations: Sendable {
    public static let most = 200

    public init() {}

    public func callAsFunction(
        _ who: Authorized<Acts.ShareTrends>, in office: Office
    ) async throws -> [StoredObservation] {
        try await office.database.read { db in
            try TrendStore.observations(of: who.actor, limit: ListOwnObservations.most, in: db)
        }
    }
}

/// Reads one of them.
public struct ReadOwnObservation: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` where it is somebody else's.
    public func callAsFunction(
        _ who: Authorized<Acts.ShareTrends>, in office: Office
    ) async throws -> StoredObservation {
        let found = try await office.database.read { db in try TrendStore.observation(id, of: who.actor, in: db) }
        guard let found else { throw NotFound() }
        return found
    }
}
