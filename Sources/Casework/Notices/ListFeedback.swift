public import Prevention
import SQL
public import Store

/// What came back on notices that somebody has sent, or whose report they wrote (*tilbagemeldinger*), until they have seen it.
/// Nobody is named.
public struct ListFeedback: Sendable {
    public static let most = 50

    public init() {}

    /// Empty for those who send none.
    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> [StoredConcern] {
        guard NoticeSide(of: actor) == .sender else { return [] }
        return try await office.database.read { db in
            try ConcernStore.unseen(by: actor.name, limit: ListFeedback.most, in: db)
        }
    }
}

/// Says that somebody has seen what came back.
public struct SeeFeedback: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` where nothing has come back to them on that notice.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        guard try who.noticeSide() == .sender else { throw NotFound() }
        let now = office.now
        try await office.database.write { db in
            guard try ConcernStore.isUnseen(id, by: who.actor.name, in: db),
                try ConcernStore.setSeen(id, by: who.actor.name, at: now, in: db)
            else { throw NotFound() }
            try office.ledger.record(
                [LedgerEntry(.read, .caseFile, id: id, reason: "notice feedback")], by: who.actor, at: now, in: db)
        }
    }
}
