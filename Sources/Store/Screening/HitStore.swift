public import Prevention
public import SQL

/// A stored hit of Socialsøg: which incidents of which carers, under which rule. There is no score.
public struct StoredHit: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        /// Waits for a person's decision.
        case open
        case report
        case noReport = "no-report"
    }

    public let id: Int64
    public let child: Int64
    public let rule: String
    public let version: Int
    public let firstTriggered: LocalDate
    public let lastTriggered: LocalDate
    public let triggers: Int
    /// Row ids, oldest first.
    public let incidents: [Int64]
    /// Row ids.
    public let carers: [Int64]
    public let state: State
    /// The day since which it has waited: on which a run first found it, or opened it again.
    public let foundOn: LocalDate
    /// The day on which it comes back by itself; `nil` where nobody has put it off, and once something new has come.
    public let deferredUntil: LocalDate?
    /// When a new trigger was found while it was open.
    public let triggeredOn: LocalDate?
    /// Since when the queue has warned that it will be deleted.
    public let warnedOn: LocalDate?

    /// Whether it is put off on a day.
    public func isDeferred(on day: LocalDate) -> Bool {
        state == .open && (deferredUntil.map { day < $0 } ?? false)
    }

    /// From when the time counts after which it is deleted.
    public var lapsesFrom: LocalDate { max(foundOn, triggeredOn ?? foundOn) }

    /// The same, with its carers as the persons whom their records count for today: a hit that has been decided on, and is
    /// found no more, keeps the records of its day.
    public func counting(_ person: (Int64) throws -> Int64) rethrows -> StoredHit {
        var seen: Set<Int64> = []
        return StoredHit(
            id: id, child: try person(child), rule: rule, version: version, firstTriggered: firstTriggered,
            lastTriggered: lastTriggered, triggers: triggers, incidents: incidents,
            carers: try carers.map(person).filter { seen.insert($0).inserted }, state: state, foundOn: foundOn,
            deferredUntil: deferredUntil, triggeredOn: triggeredOn, warnedOn: warnedOn)
    }
}

/// Where hits stand in the queue: those that wait, those that are put off, those decided on.
public enum HitShelf: String, Sendable, CaseIterable {
    case open, deferred, report
    case noReport = "no-report"

    /// Of the hits `h` that stand on it on a day. Days compare as text; the empty one comes before all.
    func condition(on day: LocalDate) -> SQL {
        let state = StoredHit.State(rawValue: rawValue) ?? .open
        switch self {
        case .open: return "h.state = \(state.rawValue) AND h.deferred_until <= \(day.description)"
        case .deferred: return "h.state = \(state.rawValue) AND h.deferred_until > \(day.description)"
        case .report, .noReport: return "h.state = \(state.rawValue)"
        }
    }
}

/// A hit of the list, before it is grouped by family.
public struct HitPlace: Sendable, Hashable {
    public let id: Int64
    public let child: Int64
}

extension StoredHit {
    public var place: HitPlace { HitPlace(id: id, child: child) }
}

/// What somebody decided on a hit, and why.
public struct HitDecision: Sendable, Hashable {
    public let decision: StoredHit.State
    public let reason: String
    public let actor: String
    public let at: Instant
    /// The report that was opened.
    public let caseID: Int64?
}

/// Hits and decisions.
public enum HitStore {
    static let columns: SQL = """
        h.id, h.child_id, h.rule, h.version, h.first_triggered, h.last_triggered, h.triggers, h.incidents, h.carers,
        h.state, h.found_on, h.deferred_until, h.triggered_on, h.warned_on
        """

    static func hit(_ row: Row) throws -> StoredHit {
        StoredHit(
            id: row.int64(0), child: row.int64(1), rule: row.text(2), version: row.int(3),
            firstTriggered: LocalDate(row.text(4)) ?? LocalDate(dayNumber: 0),
            lastTriggered: LocalDate(row.text(5)) ?? LocalDate(dayNumber: 0), triggers: row.int(6),
            incidents: try JSONText.decode([Int64].self, from: row.text(7)),
            carers: try JSONText.decode([Int64].self, from: row.text(8)),
            state: StoredHit.State(rawValue: row.text(9)) ?? .open,
            foundOn: LocalDate(row.text(10)) ?? LocalDate(dayNumber: 0), deferredUntil: LocalDate(row.text(11)),
            triggeredOn: LocalDate(row.text(12)), warnedOn: LocalDate(row.text(13)))
    }

    public static func hit(_ id: Int64, in db: any Connection) throws -> StoredHit? {
        try db.first("SELECT \(columns) FROM hit h WHERE h.id = \(id)", hit)
    }

    /// The facts as they were when the hit was found; `nil` for one that was found before they were kept.
    public static func facts(of hit: Int64, in db: any Connection) throws -> FrozenFacts? {
        let text = try db.first("SELECT facts FROM hit WHERE id = \(hit)") { $0.text(0) } ?? ""
        return text.isEmpty ? nil : try JSONText.decode(FrozenFacts.self, from: text)
    }

    /// Hits on a shelf: open ones in the order in which they have waited, those put off by the day on which they come back,
    /// decided ones with the newest first; `rule` narrows.
    public static func places(
        _ shelf: HitShelf, on day: LocalDate, rule: String?, in db: any Connection
    ) throws -> [HitPlace] {
        let narrowed: SQL = rule.map { " AND h.rule = \($0)" } ?? ""
        let order: SQL
        switch shelf {
        case .open: order = "h.found_on, h.last_triggered, h.id"
        case .deferred: order = "h.deferred_until, h.found_on, h.id"
        case .report, .noReport: order = "h.last_triggered DESC, h.id DESC"
        }
        return try db.fetch(
            "SELECT h.id, h.child_id FROM hit h WHERE \(shelf.condition(on: day))\(narrowed) ORDER BY \(order)"
        ) { HitPlace(id: $0.int64(0), child: $0.int64(1)) }
    }

    /// The hits on a shelf that were found last.
    public static func newest(
        _ shelf: HitShelf, on day: LocalDate, limit: Int, in db: any Connection
    ) throws -> [StoredHit] {
        try db.fetch(
            """
            SELECT \(columns) FROM hit h WHERE \(shelf.condition(on: day))
            ORDER BY h.found_on DESC, h.id DESC LIMIT \(limit)
            """, hit)
    }

    /// Those of `ids` that are there, by id.
    public static func hits(_ ids: [Int64], in db: any Connection) throws -> [Int64: StoredHit] {
        let found = try db.fetch("SELECT \(columns) FROM hit h WHERE h.id IN \(list: ids)", hit)
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The children with hits on a shelf, each with everybody who was their carer on the day it last triggered.
    public static func carers(
        _ shelf: HitShelf, on day: LocalDate, in db: any Connection
    ) throws -> [(child: Int64, carer: Int64)] {
        try carers(where: shelf.condition(on: day), in: db)
    }

    /// The same for some hits.
    public static func carers(of hits: [Int64], in db: any Connection) throws -> [(child: Int64, carer: Int64)] {
        try carers(where: "h.id IN \(list: hits)", in: db)
    }

    private static func carers(
        where condition: SQL, in db: any Connection
    ) throws -> [(child: Int64, carer: Int64)] {
        try db.fetch(
            """
            SELECT DISTINCT h.child_id, r.person_id FROM hit h JOIN relation r ON r.related_id = h.child_id
            WHERE \(condition) AND r.kind IN ('parent', 'caregiver')
            AND r.person_id <> r.related_id AND r.from_date <= h.last_triggered AND (r.to_date = '' OR h.last_triggered < r.to_date)
            """
        ) { ($0.int64(0), $0.int64(1)) }
    }

    public static func count(
        _ shelf: HitShelf, on day: LocalDate, rule: String?, in db: any Connection
    ) throws -> Int {
        let narrowed: SQL = rule.map { " AND h.rule = \($0)" } ?? ""
        return try db.count("SELECT COUNT(*) FROM hit h WHERE \(shelf.condition(on: day))\(narrowed)")
    }

    /// Other hits about the same children.
    public static func hits(about children: [Int64], in db: any Connection) throws -> [StoredHit] {
        try db.fetch(
            "SELECT \(columns) FROM hit h WHERE h.child_id IN \(list: children) ORDER BY h.child_id, h.rule", hit)
    }

    /// Newest first.
    public static func decisions(on hit: Int64, in db: any Connection) throws -> [HitDecision] {
        try db.fetch(
            "SELECT decision, reason, actor, at, case_id FROM hit_decision WHERE hit_id = \(hit) ORDER BY id DESC"
        ) { row in
            HitDecision(
                decision: StoredHit.State(rawValue: row.text(0)) ?? .open, reason: row.text(1), actor: row.text(2),
                at: Instant(milliseconds: row.int64(3)), caseID: row.int64OrNil(4))
        }
    }

    /// What a decision says, by its own row id; `nil` where it is not there.
    public static func decision(_ id: Int64, in db: any Connection) throws -> StoredHit.State? {
        try db.first("SELECT decision FROM hit_decision WHERE id = \(id)") { StoredHit.State(rawValue: $0.text(0)) }
            .flatMap { $0 }
    }

    /// - Parameter facts: what it was decided on; `nil` for those that the hit keeps.
    public static func decide(
        _ hit: Int64, _ decision: StoredHit.State, reason: String, caseID: Int64?, facts: FrozenFacts? = nil,
        by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE hit SET state = \(decision.rawValue), deferred_until = '', triggered_on = '', warned_on = ''
            WHERE id = \(hit)
            """)
        let made = try db.insert(
            """
            INSERT INTO hit_decision (hit_id, decision, reason, actor, at, case_id)
            VALUES (\(hit), \(decision.rawValue), \(reason), \(actor.name), \(at.milliseconds), \(caseID)) RETURNING id
            """)
        guard let made else { throw DatabaseFailure(.other, detail: "no id for a decision") }
        try LearningStore.keep(made, on: hit, facts, in: db)
    }
}
