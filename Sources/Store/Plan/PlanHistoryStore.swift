public import Prevention
public import SQL

/// What was changed in a plan and in all that belongs to it.
public struct PlanChange: Sendable, Hashable {
    public let at: Instant
    public let actor: String
    public let entity: LedgerEntry.Entity
    public let id: Int64
    /// Code of the act.
    public let act: String
    public let old: String
    public let new: String
}

public enum PlanHistoryStore {
    private static let columns: SQL = "at, actor, entity, entity_id, reason, old_value, new_value"

    /// Newest first.
    ///
    /// - Parameter moment: only what came after it; `nil` for all.
    public static func changes(
        of plan: Int64, since moment: Instant? = nil, limit: Int, in db: any Connection
    ) throws -> [PlanChange] {
        let after = moment?.milliseconds ?? .min
        return try db.fetch(
            """
            SELECT \(columns) FROM change
            WHERE at > \(after) AND (
                (entity = 'plan' AND entity_id = \(plan))
                OR (entity = 'plan-proposal' AND entity_id IN (SELECT id FROM plan_proposal WHERE plan_id = \(plan)))
                OR (entity = 'focus-area' AND entity_id IN (SELECT id FROM focus_area WHERE plan_id = \(plan)))
                OR (entity = 'initiative' AND entity_id IN (SELECT id FROM initiative WHERE plan_id = \(plan)))
                OR (entity = 'plan-status' AND entity_id IN (SELECT id FROM plan_status WHERE plan_id = \(plan))))
            ORDER BY at DESC, id DESC LIMIT \(limit)
            """, change)
    }

    /// Of one thing, newest first.
    public static func changes(
        of entity: LedgerEntry.Entity, _ id: Int64, in db: any Connection
    ) throws -> [PlanChange] {
        try db.fetch(
            """
            SELECT \(columns) FROM change
            WHERE entity = \(entity.rawValue) AND entity_id = \(id) ORDER BY id DESC
            """, change)
    }

    private static func change(_ row: Row) throws -> PlanChange {
        PlanChange(
            at: Instant(milliseconds: row.int64(0)), actor: row.text(1),
            entity: LedgerEntry.Entity(rawValue: row.text(2)) ?? .plan, id: row.int64(3), act: row.text(4),
            old: row.text(5), new: row.text(6))
    }
}
