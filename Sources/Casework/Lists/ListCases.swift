public import Prevention
import SQL
public import Store

/// A page of the case list, with how many there are.
public struct CaseList: Sendable {
    public let rows: [CaseRow]
    /// Where the next page starts; `nil` on the last.
    public let next: CaseQuery.Place?
    /// Where the page before ends; `nil` on the first.
    public let previous: CaseQuery.Place?
    /// How many the filters find.
    public let count: CaseCount
    /// Rows that must be walked to be counted are counted no further.
    public static let countedTo = 1_000
    /// Of what is not there.
    public static let none = CaseList(rows: [], next: nil, previous: nil, count: .none)
}

/// Lists cases within the actor's scope. No person is named, so nothing is logged.
public struct ListCases: Sendable {
    public let query: CaseQuery
    public let limit: Int
    /// Only cases of the programmes in which the actor's role takes steps, as on the desk.
    public let handledOnly: Bool

    public init(_ query: CaseQuery, limit: Int = 25, handledOnly: Bool = false) {
        self.query = query
        self.limit = limit
        self.handledOnly = handledOnly
    }

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> CaseList {
        let now = office.now
        let scope = scope(of: who)
        return try await office.database.read { db in
            let (page, count) = try CaseStore.list(
                query, scope: scope, now: now, limit: limit, most: CaseList.countedTo, in: db)
            return CaseList(
                rows: page.rows, next: page.hasLater ? page.rows.last.map(query.place) : nil,
                previous: page.hasEarlier ? page.rows.first.map(query.place) : nil,
                count: count)
        }
    }

    /// Without how many there are: for what reads on to the end.
    public func page(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> CasePage {
        let now = office.now
        let scope = scope(of: who)
        return try await office.database.read { db in
            try CaseStore.page(query, scope: scope, now: now, limit: limit, in: db)
        }
    }

    /// Of a page, the ids of those in which what was shared rests on retsplejeloven § 115: an export marks them.
    public static func underSection115(_ page: CasePage, in office: Office) async throws -> Set<Int64> {
        let rows = page.rows.map { (id: $0.id, programme: $0.programme) }
        return try await office.database.read { db in try DisclosureStore.underSection115(rows, in: db) }
    }

    private func scope(of who: Authorized<Acts.WorkCases>) -> CaseScope {
        handledOnly ? who.scope.handled(by: who.actor) : who.scope
    }
}
