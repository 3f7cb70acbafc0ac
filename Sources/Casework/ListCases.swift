public import Prevention
import SQL
public import Store

/// A page of the case list, with how many there are.
public struct CaseList: Sendable {
    public let rows: [CaseRow]
    /// Where the next page starts; `nil` on the last.
    public let next: CaseQuery.Place?
    /// How many the filters find, counted up to `countedTo`.
    public let count: Int
    public static let countedTo = 1_000
    /// Of what is not there.
    public static let none = CaseList(rows: [], next: nil, count: 0)
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
        let scope = handledOnly ? who.scope.handled(by: who.actor) : who.scope
        return try await office.database.read { db in
            var rows = try CaseStore.page(query, scope: scope, now: now, limit: limit + 1, in: db)
            let hasMore = rows.count > limit
            if hasMore { rows.removeLast() }
            let next = hasMore ? rows.last.map { CaseQuery.Place(at: place($0), id: $0.id) } : nil
            let count = try CaseStore.count(query, scope: scope, now: now, most: CaseList.countedTo, in: db)
            return CaseList(rows: rows, next: next, count: count)
        }
    }

    private func place(_ row: CaseRow) -> Instant {
        let opened = Instant(startOf: row.openedOn)
        return query.order == .due ? row.dueAt ?? opened : opened
    }
}

/// One column of a programme's board.
public struct BoardColumn: Sendable {
    public let stage: Stage
    public let count: Int
    /// The newest of them.
    public let rows: [CaseRow]
}

/// The board of a programme: its stages with how many cases stand in each.
public struct ReadBoard: Sendable {
    public let programme: Programme

    public init(_ programme: Programme) {
        self.programme = programme
    }

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [BoardColumn] {
        guard who.scope.contains(programme) else { throw NotFound() }
        let now = office.now
        return try await office.database.read { db in
            let counts = try CaseStore.countsByStage(of: programme, scope: who.scope, in: db)
            return try programme.stages.map { stage in
                var query = CaseQuery(order: .newest)
                query.programme = programme.code
                query.stage = stage.code
                let rows = try CaseStore.page(query, scope: who.scope, now: now, limit: 8, in: db)
                return BoardColumn(stage: stage, count: counts[stage] ?? 0, rows: rows)
            }
        }
    }
}

/// Start page: what waits for the actor, in the programmes in which their role takes steps.
public struct Desk: Sendable {
    /// A hit that waits; nobody is named.
    public struct Hit: Sendable {
        public let hit: StoredHit
        /// The child's, today.
        public let age: Int?
    }

    public let mine: [CaseRow]
    public let mineCount: Int
    public let overdue: [CaseRow]
    public let overdueCount: Int
    public let dueSoon: [CaseRow]
    public let dueSoonCount: Int
    /// Hits that wait for a decision; `nil` for those who do not screen.
    public let openHits: Int?
    /// The newest of them.
    public let newestHits: [Hit]
    /// How many cases are suggested, by programme; only where there are any.
    public let suggested: [(programme: Programme, count: Int)]
    /// What was taken to the actor and waits for an answer: the oldest.
    public let escalations: [EscalationView]
    public let escalationCount: Int
    /// For those who lead: the clocks of which the most will be late at the present pace.
    public let outlook: [Outlook]
}

public struct ReadDesk: Sendable {
    public init() {}

    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> Desk {
        let scope = CaseScope(of: actor).handled(by: actor)
        let now = office.now
        let who = try Policy.authorize(actor, Acts.WorkCases.self)
        let suggested = try await CountSuggestions()(who, in: office)
        let escalations = try await ListEscalations()(who, in: office).filter(\.escalation.isOpen)
        let isLeading = actor.holds(any: [.leader, .sectorLeader])
        let outlook = isLeading ? try await ReadOutlook()(who, in: office).filter { $0.late > 0 } : []
        return try await office.database.read { db in
            var own = CaseQuery(order: .newest)
            own.owner = actor.name
            own.isOpen = true
            var overdue = CaseQuery(order: .due)
            overdue.deadline = .overdue
            var soon = CaseQuery(order: .due)
            soon.deadline = .week
            func page(_ query: CaseQuery) throws -> [CaseRow] {
                try CaseStore.page(query, scope: scope, now: now, limit: 8, in: db)
            }
            func count(_ query: CaseQuery) throws -> Int {
                try CaseStore.count(query, scope: scope, now: now, most: CaseList.countedTo, in: db)
            }
            let screens = actor.may(.screen)
            let hits = screens ? try HitStore.newest(state: .open, limit: 5, in: db) : []
            let children = try PersonStore.persons(hits.map(\.child), in: db)
            return Desk(
                mine: try page(own), mineCount: try count(own), overdue: try page(overdue),
                overdueCount: try count(overdue),
                dueSoon: try page(soon), dueSoonCount: try count(soon),
                openHits: screens ? try HitStore.count(state: .open, rule: nil, in: db) : nil,
                newestHits: hits.map { Desk.Hit(hit: $0, age: children[$0.child]?.age(on: now.day)) },
                suggested: suggested, escalations: Array(escalations.prefix(8)),
                escalationCount: escalations.count, outlook: Array(outlook.prefix(5)))
        }
    }
}
