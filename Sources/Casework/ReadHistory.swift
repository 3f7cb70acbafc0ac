public import Prevention
import SQL
public import Store

/// All that happened to a case.
public struct HistoryView: Sendable {
    public let opened: OpenedCase
    /// Newest first.
    public let items: [HistoryItem]
}

/// Reads the history of a case; logged like the case.
public struct ReadHistory: Sendable {
    public let id: Int64

    public init(of id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> HistoryView {
        try await office.reading(case: id, as: who) { db, opened in
            let items = try CaseHistory.items(of: id, scope: who.scope, in: db)
            return HistoryView(opened: opened, items: opened.shown(items))
        }
    }
}
