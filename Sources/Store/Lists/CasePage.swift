public import Prevention
public import SQL

/// A page of a list, and whether there is more on either side of it.
public struct CasePage: Sendable {
    public let rows: [CaseRow]
    public let hasEarlier: Bool
    public let hasLater: Bool
}

/// How many cases a list holds.
public struct CaseCount: Sendable, Hashable {
    public let cases: Int
    /// Counted no further than that: there may be more.
    public let isCapped: Bool

    public static let none = CaseCount(cases: 0, isCapped: false)

    public init(cases: Int, isCapped: Bool) {
        self.cases = cases
        self.isCapped = isCapped
    }
}

/// A programme and one of its stages, by code.
public struct StageKey: Sendable, Hashable {
    public let programme: String
    public let stage: String

    public init(programme: String, stage: String) {
        self.programme = programme
        self.stage = stage
    }
}

extension CaseStore {
    /// One page of cases.
    public static func page(
        _ query: CaseQuery, scope: CaseScope, now: Instant, limit: Int, in db: any Connection
    ) throws -> CasePage {
        try page(try plan(query, scope, now, in: db), limit: limit, in: db)
    }

    /// How many cases the query finds. Where rows must be walked for it, no further than `most`; `nil` for all the way.
    public static func count(
        _ query: CaseQuery, scope: CaseScope, now: Instant, most: Int?, in db: any Connection
    ) throws -> CaseCount {
        try count(try plan(query, scope, now, in: db), most: most, in: db)
    }

    /// One page of cases, and how many the query finds; a page that holds them all has counted them.
    public static func list(
        _ query: CaseQuery, scope: CaseScope, now: Instant, limit: Int, most: Int?, in db: any Connection
    ) throws -> (page: CasePage, count: CaseCount) {
        let plan = try plan(query, scope, now, in: db)
        let page = try page(plan, limit: limit, in: db)
        let isAll = !page.hasEarlier && !page.hasLater
        let count = isAll ? CaseCount(cases: page.rows.count, isCapped: false) : try count(plan, most: most, in: db)
        return (page, count)
    }

    /// Cases by programme and stage; the order and the place of the query say nothing.
    public static func countsByStage(
        _ query: CaseQuery, scope: CaseScope, now: Instant, in db: any Connection
    ) throws -> [StageKey: Int] {
        let tally = try tally(query, scope, in: db)
        let plan = CasePlan(query, scope: scope, tally: tally, now: now)
        var counts: [StageKey: Int] = [:]
        if plan.counted.contains(where: { $0.size != nil }) {
            for part in tally.parts {
                counts[StageKey(programme: part.programme, stage: part.stage), default: 0] += part.cases
            }
        }
        for source in plan.counted where source.size == nil {
            try db.forEach(
                """
                SELECT c.programme, c.stage, COUNT(*) FROM case_file c WHERE \(plan.condition(of: source))
                GROUP BY c.programme, c.stage
                """
            ) { counts[StageKey(programme: $0.text(0), stage: $0.text(1)), default: 0] += $0.int(2) }
        }
        return counts
    }

    private static func plan(
        _ query: CaseQuery, _ scope: CaseScope, _ now: Instant, in db: any Connection
    ) throws -> CasePlan {
        CasePlan(query, scope: scope, tally: try tally(query, scope, in: db), now: now)
    }

    static func page(_ plan: CasePlan, limit: Int, in db: any Connection) throws -> CasePage {
        let query = plan.query
        if let before = query.before, query.after == nil {
            let start = CaseKey(before, in: query.order)
            var keys = try merged(plan, isDescending: !query.order.isDescending, from: start, limit: limit + 1, in: db)
            let hasEarlier = keys.count > limit
            // A page that reaches the beginning is the first page, and as long as every other.
            if hasEarlier {
                keys.removeLast()
                return CasePage(rows: try rows(keys.reversed(), in: db), hasEarlier: true, hasLater: true)
            }
        }
        let start = query.after.map { CaseKey($0, in: query.order) }
        var keys = try merged(plan, isDescending: query.order.isDescending, from: start, limit: limit + 1, in: db)
        let hasLater = keys.count > limit
        if hasLater { keys.removeLast() }
        return CasePage(rows: try rows(keys, in: db), hasEarlier: start != nil, hasLater: hasLater)
    }

    private static func count(_ plan: CasePlan, most: Int?, in db: any Connection) throws -> CaseCount {
        let known = plan.counted.reduce(0) { $0 + ($1.size ?? 0) }
        var walked = 0
        for source in plan.counted where source.size == nil {
            walked += try db.count(plan.count(of: source, most: most.map { $0 - walked }))
            if let most, walked >= most { return CaseCount(cases: known + walked, isCapped: true) }
        }
        return CaseCount(cases: known + walked, isCapped: false)
    }

    /// Read only where a plan asks it.
    static func tally(_ query: CaseQuery, _ scope: CaseScope, in db: any Connection) throws -> CaseTally {
        let isFew = query.owner?.isEmpty == false || (query.isOfDeadlines && query.order.column != .due)
        if isFew { return .none }
        return try CaseTally(query, scope: scope, in: db)
    }

    /// The first keys of all sources together. The fullest come first, and what lies behind the last key found by then is not
    /// read from those that follow.
    private static func merged(
        _ plan: CasePlan, isDescending: Bool, from start: CaseKey?, limit: Int, in db: any Connection
    ) throws -> [CaseKey] {
        var best: [CaseKey] = []
        for source in plan.sources {
            let end = best.count == limit ? best.last : nil
            let found = try db.fetch(
                plan.keys(of: source, isDescending: isDescending, from: start, until: end, limit: limit)
            ) { row in
                let isText = plan.query.order.column == .opened || plan.query.order.column == .stage
                return CaseKey(value: isText ? .text(row.text(0)) : .integer(row.int64(0)), id: row.int64(1))
            }
            if found.isEmpty { continue }
            best += found
            best.sort { $0.isBefore($1, isDescending: isDescending) }
            if best.count > limit { best.removeLast(best.count - limit) }
        }
        return best
    }

    /// The rows of keys that have been found within scope, in their order.
    private static func rows(_ keys: [CaseKey], in db: any Connection) throws -> [CaseRow] {
        if keys.isEmpty { return [] }
        let found = try db.fetch(
            "SELECT \(columns) FROM case_file c WHERE c.id IN \(list: keys.map(\.id))", caseRow)
        let rows = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return keys.compactMap { rows[$0.id] }
    }
}
