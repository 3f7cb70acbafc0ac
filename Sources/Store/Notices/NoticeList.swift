public import Prevention
public import SQL

/// Which notices a list shows.
public struct NoticeQuery: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        /// Unopened or at work: what waits for the municipality.
        case waiting
        case unopened
        /// Opened, and not answered yet.
        case working
        /// Answered, closed ones among them.
        case answered

        var stages: [String] {
            switch self {
            case .waiting: return State.unopened.stages + State.working.stages
            case .unopened: return ["sent"]
            case .working: return ["received", "assessed", "receipted"]
            case .answered: return ["answered", "closed"]
            }
        }
    }

    public enum Order: String, Sendable, CaseIterable {
        /// The nearest deadline first; unopened ones before all others.
        case due
        case newest
        case oldest
    }

    public var state: State
    public var order: Order

    public init(_ state: State = .waiting, _ order: Order = .due) {
        self.state = state
        self.order = order
    }
}

extension ConcernStore {
    /// Notices within `scope`, and, of an account, those that it follows wherever they have gone; at most `limit`.
    ///
    /// - Parameters:
    ///   - follower: account name; `nil` for none.
    ///   - isOwnOnly: whether only those are asked for that the account follows.
    public static func list(
        _ query: NoticeQuery, scope: CaseScope, follower: String?, isOwnOnly: Bool = false, limit: Int,
        in db: any Connection
    ) throws -> [StoredConcern] {
        let sql = listing(query, scope: scope, follower: follower, isOwnOnly: isOwnOnly, limit: limit)
        return try notices(try db.fetch(sql, CaseStore.caseRow), in: db)
    }

    static func listing(
        _ query: NoticeQuery, scope: CaseScope, follower: String?, isOwnOnly: Bool, limit: Int
    ) -> SQL {
        """
        SELECT \(CaseStore.columns) FROM case_file c
        WHERE \(isNotice) AND c.stage IN \(list: query.state.stages)
            AND \(reach(scope, follower, isOwnOnly: isOwnOnly))
        ORDER BY \(query.order.sql) LIMIT \(limit)
        """
    }

    /// How many there are, up to `most`.
    public static func count(
        _ state: NoticeQuery.State, scope: CaseScope, most: Int, in db: any Connection
    ) throws -> Int {
        try db.count(counting(state, scope: scope, most: most))
    }

    static func counting(_ state: NoticeQuery.State, scope: CaseScope, most: Int) -> SQL {
        """
        SELECT COUNT(*) FROM (SELECT 1 FROM case_file c
            WHERE \(isNotice) AND c.stage IN \(list: state.stages) AND \(scope.condition) LIMIT \(most)) found
        """
    }

    /// One notice, under the same conditions.
    public static func notice(
        _ id: Int64, scope: CaseScope, follower: String?, in db: any Connection
    ) throws -> StoredConcern? {
        let row = try db.first(
            """
            SELECT \(CaseStore.columns) FROM case_file c
            WHERE c.id = \(id) AND \(isNotice) AND \(reach(scope, follower, isOwnOnly: false))
            """, CaseStore.caseRow)
        return try row.flatMap { try notices([$0], in: db).first }
    }

    private static func reach(_ scope: CaseScope, _ follower: String?, isOwnOnly: Bool) -> SQL {
        guard let follower else { return scope.condition }
        let own: SQL = "c.id IN (SELECT f.case_id FROM notice_follower f WHERE f.account = \(follower))"
        return isOwnOnly ? own : "(\(scope.condition) OR \(own))"
    }
}

extension NoticeQuery.Order {
    fileprivate var sql: SQL {
        switch self {
        case .due:
            return """
                CASE WHEN c.stage = 'sent' THEN 0 ELSE 1 END, CASE WHEN c.due_at IS NULL THEN 1 ELSE 0 END, c.due_at, c.id
                """
        case .newest: return "c.opened_on DESC, c.id DESC"
        case .oldest: return "c.opened_on, c.id"
        }
    }
}
