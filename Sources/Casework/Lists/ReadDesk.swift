public import Prevention
import SQL
public import Store

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
            let screens = actor.may(.screen)
            let hits = screens ? try HitStore.newest(.open, on: now.day, limit: 5, in: db) : []
            let children = try PersonStore.persons(hits.map(\.child), in: db)
            func read(_ query: CaseQuery) throws -> (rows: [CaseRow], count: Int) {
                let (page, count) = try CaseStore.list(
                    query, scope: scope, now: now, limit: 8, most: CaseList.countedTo, in: db)
                return (page.rows, count.cases)
            }
            let (mine, late, near) = (try read(own), try read(overdue), try read(soon))
            return Desk(
                mine: mine.rows, mineCount: mine.count, overdue: late.rows, overdueCount: late.count,
                dueSoon: near.rows, dueSoonCount: near.count,
                openHits: screens ? try HitStore.count(.open, on: now.day, rule: nil, in: db) : nil,
                newestHits: hits.map { Desk.Hit(hit: $0, age: children[$0.child]?.age(on: now.day)) },
                suggested: suggested, escalations: Array(escalations.prefix(8)),
                escalationCount: escalations.count, outlook: Array(outlook.prefix(5)))
        }
    }
}
