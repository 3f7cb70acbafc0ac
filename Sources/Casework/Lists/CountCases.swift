public import Prevention
import SQL
public import Store

/// How many cases a list would hold, within the actor's scope. No person is named, so nothing is logged.
public struct CountCases: Sendable {
    public let query: CaseQuery
    public let handledOnly: Bool

    public init(_ query: CaseQuery, handledOnly: Bool = false) {
        self.query = query
        self.handledOnly = handledOnly
    }

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> CaseCount {
        let now = office.now
        let scope = handledOnly ? who.scope.handled(by: who.actor) : who.scope
        return try await office.database.read { db in
            try CaseStore.count(query, scope: scope, now: now, most: CaseList.countedTo, in: db)
        }
    }
}
