public import Prevention
public import SQL

/// A plan as it is stored.
public struct StoredPlan: Sendable, Hashable {
    public let id: Int64
    public let plan: Plan
    public let state: Plan.State
    /// 1 for the first; each later one keeps those before.
    public let version: Int
    /// Since when it has stood so.
    public let stateOn: LocalDate
    /// Where that was decided, in the words of the secretariat.
    public let stateNote: String
    /// SHA-256 of what was laid before the kredsråd; empty until it was.
    public let laid: String
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int

    /// Whether a text is what was laid before the kredsråd.
    public func isLaid(_ text: String) -> Bool { RecordText.digest(of: text) == laid }
}

/// A version as the kredsråd has adopted it.
public struct AdoptedVersion: Sendable, Hashable {
    public let version: Int
    public let adoptedOn: LocalDate
    /// When that was typed in.
    public let recordedAt: Instant
    public let note: String
    /// JSON of what was adopted.
    public let body: String
    /// SHA-256 of `body`.
    public let hash: String

    /// Whether what is kept still has the hash that it was adopted with.
    public var isGenuine: Bool { RecordText.digest(of: body) == hash }
}

public struct StoredCriterion: Sendable, Hashable {
    public let id: Int64
    public let criterion: PlanCriterion
}

/// Plans and what they are weighed by (*samarbejdsplaner*).
public enum PlanStore {
    private static let columns: SQL = """
        id, title, period_from, period_to, foreword, state, version, cap, cap_source, state_on, state_note, laid,
        revision
        """

    private static func stored(_ row: Row) throws -> StoredPlan {
        guard let from = LocalDate(row.text(2)), let to = LocalDate(row.text(3)),
            let state = Plan.State(rawValue: row.text(5)), let on = LocalDate(row.text(9))
        else { throw DatabaseFailure(.other, detail: "plan \(row.int64(0)) cannot be read") }
        let plan = Plan(
            title: row.text(1), from: from, to: to, foreword: row.text(4), cap: row.int(7), capSource: row.text(8))
        return StoredPlan(
            id: row.int64(0), plan: plan, state: state, version: row.int(6), stateOn: on, stateNote: row.text(10),
            laid: row.text(11), revision: row.int(12))
    }

    /// All of them, the latest period first.
    public static func plans(in db: any Connection) throws -> [StoredPlan] {
        try db.fetch("SELECT \(columns) FROM plan ORDER BY period_from DESC, id DESC", stored)
    }

    public static func plan(_ id: Int64, in db: any Connection) throws -> StoredPlan? {
        try db.first("SELECT \(columns) FROM plan WHERE id = \(id)", stored)
    }

    public static func insert(
        _ plan: Plan, on day: LocalDate, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO plan (title, period_from, period_to, foreword, state, version, cap, cap_source, state_on, state_note,
                laid, actor, at, revision)
            VALUES (\(plan.title), \(plan.from.description), \(plan.to.description), \(plan.foreword), 'draft', 1,
                \(plan.cap), \(plan.capSource), \(day.description), '', '', \(actor.name), \(at.milliseconds), 1)
            RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new plan") }
        return id
    }

    /// False where somebody has changed it since `revision`.
    public static func update(
        _ id: Int64, to plan: Plan, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE plan SET title = \(plan.title), period_from = \(plan.from.description),
                period_to = \(plan.to.description), foreword = \(plan.foreword), cap = \(plan.cap),
                cap_source = \(plan.capSource), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// False where somebody has changed it since `revision`.
    public static func move(
        _ id: Int64, to state: Plan.State, version: Int, on day: LocalDate, note: String, revision: Int,
        in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE plan SET state = \(state.rawValue), version = \(version), state_on = \(day.description),
                state_note = \(note), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// Keeps the digest of what is laid before the kredsråd.
    public static func setLaid(_ text: String, of id: Int64, in db: any Connection) throws {
        try db.execute("UPDATE plan SET laid = \(RecordText.digest(of: text)) WHERE id = \(id)")
    }

    /// Keeps a version as it was adopted.
    public static func keep(
        version: Int, of plan: Int64, adoptedOn day: LocalDate, note: String, body: String, by actor: Actor,
        at: Instant,
        in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO plan_version (plan_id, version, adopted_on, note, body, hash, actor, at)
            VALUES (\(plan), \(version), \(day.description), \(note), \(body), \(RecordText.digest(of: body)),
                \(actor.name), \(at.milliseconds))
            """)
    }

    /// Newest first.
    public static func versions(of plan: Int64, in db: any Connection) throws -> [AdoptedVersion] {
        try db.fetch(
            """
            SELECT version, adopted_on, note, body, hash, at FROM plan_version WHERE plan_id = \(plan)
            ORDER BY version DESC
            """
        ) { row in
            guard let day = LocalDate(row.text(1)) else {
                throw DatabaseFailure(.other, detail: "version \(row.int(0)) of plan \(plan) cannot be read")
            }
            return AdoptedVersion(
                version: row.int(0), adoptedOn: day, recordedAt: Instant(milliseconds: row.int64(5)),
                note: row.text(2), body: row.text(3), hash: row.text(4))
        }
    }

    /// In the order of the matrix.
    public static func criteria(of plan: Int64, in db: any Connection) throws -> [StoredCriterion] {
        try db.fetch(
            "SELECT id, title, least FROM plan_criterion WHERE plan_id = \(plan) ORDER BY place, id"
        ) { row in
            StoredCriterion(id: row.int64(0), criterion: PlanCriterion(title: row.text(1), least: row.int(2)))
        }
    }

    /// Takes one out that no mark stands under; marks that were taken back go with it. False where there is one.
    public static func remove(criterion id: Int64, of plan: Int64, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            DELETE FROM plan_mark WHERE criterion_id = \(id) AND mark = ''
                AND NOT EXISTS (SELECT 1 FROM plan_mark m WHERE m.criterion_id = \(id) AND m.mark <> '')
            """)
        return try db.execute(
            """
            DELETE FROM plan_criterion WHERE id = \(id) AND plan_id = \(plan)
                AND NOT EXISTS (SELECT 1 FROM plan_mark WHERE criterion_id = \(id))
            """) == 1
    }

    public static func add(_ criterion: PlanCriterion, to plan: Int64, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO plan_criterion (plan_id, place, title, least)
            SELECT \(plan), COUNT(*) + 1, \(criterion.title), \(criterion.least) FROM plan_criterion
            WHERE plan_id = \(plan)
            """)
    }
}
