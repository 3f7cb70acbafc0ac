public import Prevention
public import SQL

/// That a hit was deleted because nobody decided on it: as much as it takes not to find it again for the same incidents.
public struct LapsedHit: Sendable, Hashable {
    let id: Int64
    public let child: Int64
    public let rule: String
    public let lastTriggered: LocalDate
    public let triggers: Int

    /// Whether the rule has triggered since.
    func isNews(_ hit: ScreeningHit) -> Bool {
        lastTriggered < hit.lastTriggered || triggers < hit.triggers
    }
}

/// Marks of hits that were deleted undecided (*slettet uden afgørelse*). A mark goes when the rule triggers anew, and when nothing
/// is left that it holds back.
public enum LapsedStore {
    private static let columns: SQL = "id, person_id, rule, last_triggered, triggers"

    private static func lapsed(_ row: Row) -> LapsedHit {
        LapsedHit(
            id: row.int64(0), child: row.int64(1), rule: row.text(2),
            lastTriggered: LocalDate(row.text(3)) ?? LocalDate(dayNumber: 0), triggers: row.int(4))
    }

    static func all(in db: any Connection) throws -> [LapsedHit] {
        try db.fetch("SELECT \(columns) FROM hit_lapsed ORDER BY id", lapsed)
    }

    public static func about(_ child: Int64, in db: any Connection) throws -> [LapsedHit] {
        try db.fetch("SELECT \(columns) FROM hit_lapsed WHERE person_id = \(child) ORDER BY id", lapsed)
    }

    /// Of a hit that is about to be deleted.
    public static func mark(_ hit: Int64, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO hit_lapsed (person_id, said_of, rule, last_triggered, triggers)
            SELECT child_id, said_of, rule, last_triggered, triggers FROM hit WHERE id = \(hit)
            ON CONFLICT (person_id, rule, said_of)
            DO UPDATE SET last_triggered = excluded.last_triggered, triggers = excluded.triggers
            """)
        try BeforeMerge.lapse(hit, in: db)
    }

    /// Follows what is found, as a stored hit does: what triggers after something was corrected away is new.
    static func lower(_ mark: LapsedHit, to hit: ScreeningHit, in db: any Connection) throws {
        guard mark.lastTriggered != hit.lastTriggered || mark.triggers != hit.triggers else { return }
        try db.execute(
            """
            UPDATE hit_lapsed SET last_triggered = \(hit.lastTriggered.description), triggers = \(hit.triggers)
            WHERE id = \(mark.id)
            """)
    }

    static func delete(_ mark: LapsedHit, in db: any Connection) throws {
        try db.execute("DELETE FROM hit_lapsed WHERE id = \(mark.id)")
    }
}
