public import Prevention
public import SQL

/// What a list of cases shows: filters, order, and where the page starts.
public struct CaseQuery: Sendable, Hashable {
    public enum Order: String, Sendable, CaseIterable {
        /// Newest opening first.
        case newest
        /// Oldest opening first.
        case oldest
        /// Nearest deadline first; cases without one are left out.
        case due
    }

    public enum Deadline: String, Sendable, CaseIterable {
        case overdue
        /// Still in time, and due within seven days, today included.
        case week
        case any
    }

    public var programme: String?
    public var municipality: String?
    public var stage: String?
    public var owner: String?
    public var isOpen: Bool?
    public var deadline: Deadline?
    public var order: Order
    /// The last row of the page before: its place in this order, and its id.
    public var after: Place?

    public struct Place: Sendable, Hashable {
        /// The start of the day of opening, or the deadline.
        public let at: Instant
        public let id: Int64

        public init(at: Instant, id: Int64) {
            self.at = at
            self.id = id
        }
    }

    public init(order: Order = .newest) {
        self.order = order
    }

    /// The condition of everything but the place, within `scope`.
    func condition(scope: CaseScope, now: Instant) -> SQL {
        var parts: [SQL] = []
        parts += scopeCondition(scope)
        if let stage { parts.append("c.stage = \(stage)") }
        if let municipality {
            // By deadline, the index of deadlines is the shorter way; see above.
            parts.append(
                order == .due ? "COALESCE(c.municipality, '') = \(municipality)" : "c.municipality = \(municipality)")
        }
        if let owner {
            // The index of owners leaves out the cases of nobody, and is found only when the query says so too.
            parts.append(owner.isEmpty ? "c.owner = ''" : "c.owner = \(owner) AND c.owner <> ''")
        }
        if let isOpen { parts.append("c.is_open = \(isOpen)") }
        switch deadline {
        case .overdue: parts.append("c.due_at < \(now.milliseconds)")
        case .week:
            let end = Instant(startOf: now.day + 7)
            parts.append("c.due_at >= \(now.milliseconds) AND c.due_at < \(end.milliseconds)")
        case .any: parts.append("c.due_at IS NOT NULL")
        case nil: if order == .due { parts.append("c.due_at IS NOT NULL") }
        }
        return parts.isEmpty ? "1 = 1" : SQL.joined(parts, separator: " AND ")
    }

    /// The programme asked for, or those in scope, and how far each lies within it.
    private func scopeCondition(_ scope: CaseScope) -> [SQL] {
        // Few among many: along the programme's own index.
        let only = scope.programmes.count == 1 ? scope.programmes.first : nil
        if let programme = programme ?? only {
            return ["c.programme = \(programme)"] + (scope.condition(of: programme).map { [$0] } ?? [])
        }
        guard let first = scope.grants.first else { return ["1 = 0"] }
        var parts: [SQL] = []
        if municipality == nil, order != .due, let home = scope.onlyMunicipality {
            parts.append("c.municipality = \(home)")
        }
        if scope.grants.count > 1 || first.limit != CaseScope.Limit.none {
            parts.append(scope.condition)
        } else if scope.programmes.count < Catalogue.all.count {
            // Compared as an expression, so that no engine picks the index of programmes for it and sorts what it finds: a
            // page follows the index of its order. COALESCE makes no new text for each row, as `||` does.
            parts.append("COALESCE(c.programme, '') IN \(list: scope.programmes)")
        }
        return parts
    }

    /// The page's rows.
    func page(scope: CaseScope, now: Instant, limit: Int) -> SQL {
        rows(CaseStore.columns, where: "\(condition(scope: scope, now: now))\(place)", limit: limit)
    }

    /// How many rows the filters find on all pages, counted up to `most`. Counted along the index that the page follows, so that
    /// the count costs at most `most` steps more than the page, however many cases there are.
    func count(scope: CaseScope, now: Instant, most: Int) -> SQL {
        "SELECT COUNT(*) FROM (\(rows("1", where: condition(scope: scope, now: now), limit: most))) AS found"
    }

    private func rows(_ columns: SQL, where condition: SQL, limit: Int) -> SQL {
        "SELECT \(columns) FROM case_file c WHERE \(condition) ORDER BY \(sorting) LIMIT \(limit)"
    }

    private var sorting: SQL {
        switch order {
        case .newest: "c.opened_on DESC, c.id DESC"
        case .oldest: "c.opened_on, c.id"
        case .due: "c.due_at, c.id"
        }
    }

    /// Where the page starts, as a further condition.
    private var place: SQL {
        guard let after else { return "" }
        return switch order {
        case .newest: " AND (c.opened_on, c.id) < (\(after.at.day.description), \(after.id))"
        case .oldest: " AND (c.opened_on, c.id) > (\(after.at.day.description), \(after.id))"
        case .due: " AND (c.due_at, c.id) > (\(after.at.milliseconds), \(after.id))"
        }
    }
}

extension CaseStore {
    /// One page of cases.
    public static func page(
        _ query: CaseQuery, scope: CaseScope, now: Instant, limit: Int, in db: any Connection
    ) throws -> [CaseRow] {
        try db.fetch(query.page(scope: scope, now: now, limit: limit), caseRow)
    }

    /// How many cases the query finds, counted up to `most`.
    public static func count(
        _ query: CaseQuery, scope: CaseScope, now: Instant, most: Int, in db: any Connection
    ) throws -> Int {
        try db.count(query.count(scope: scope, now: now, most: most))
    }

    /// Cases of a programme by stage.
    public static func countsByStage(
        of programme: Programme, scope: CaseScope, in db: any Connection
    ) throws -> [Stage: Int] {
        let within = scope.condition(of: programme.code) ?? "1 = 1"
        let rows = try db.fetch(
            "SELECT c.stage, COUNT(*) FROM case_file c WHERE c.programme = \(programme.code) AND \(within) GROUP BY c.stage"
        ) { (Stage($0.text(0)), $0.int(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
