public import Prevention
public import SQL

/// A list of cases that somebody has kept under a name (*gemt filter*).
public struct SavedFilter: Sendable, Hashable {
    public let id: Int64
    /// Account of whoever made it, and changes it.
    public let account: String
    /// Of whoever made it: shared with everybody there.
    public let authority: String
    public let name: String
    /// What the address of the list says after `?`.
    public let query: String
    public let isShared: Bool
    public let revision: Int
    public let isDeleted: Bool
}

/// Saved filters, in the order in which they were made.
public enum SavedFilterStore {
    private static let columns: SQL = "id, account, authority, name, query, is_shared, revision, deleted_at"

    private static func filter(_ row: Row) -> SavedFilter {
        SavedFilter(
            id: row.int64(0), account: row.text(1), authority: row.text(2), name: row.text(3), query: row.text(4),
            isShared: row.bool(5), revision: row.int(6), isDeleted: !row.isNull(7))
    }

    /// Somebody's own, and those that others of their authority share.
    public static func filters(of actor: Actor, in db: any Connection) throws -> [SavedFilter] {
        try db.fetch(
            """
            SELECT \(columns) FROM saved_filter WHERE account = \(actor.name) AND deleted_at IS NULL ORDER BY id
            """, filter)
            + db.fetch(
                """
                SELECT \(columns) FROM saved_filter
                WHERE authority = \(actor.authority) AND is_shared = 1 AND account <> \(actor.name)
                    AND deleted_at IS NULL ORDER BY id
                """, filter)
    }

    /// Also one that was deleted and can be brought back.
    public static func filter(_ id: Int64, in db: any Connection) throws -> SavedFilter? {
        try db.first("SELECT \(columns) FROM saved_filter WHERE id = \(id)", filter)
    }

    /// Whether somebody has another of their own under a name, capitals and spaces apart.
    public static func isTaken(
        _ name: String, by account: String, except id: Int64?, in db: any Connection
    ) throws -> Bool {
        try db.count(
            """
            SELECT COUNT(*) FROM saved_filter WHERE account = \(account) AND name_key = \(NameKey.of(name))
                AND deleted_at IS NULL AND id <> \(id ?? 0)
            """) > 0
    }

    public static func add(
        _ name: String, query: String, isShared: Bool, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO saved_filter (account, authority, name, name_key, query, is_shared, revision, changed_at)
            VALUES (\(actor.name), \(actor.authority), \(name), \(NameKey.of(name)), \(query), \(isShared), 1,
                \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a saved filter") }
        return id
    }

    /// False if somebody has changed it since `revision`.
    public static func change(
        _ id: Int64, name: String, query: String, isShared: Bool, revision: Int, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE saved_filter SET name = \(name), name_key = \(NameKey.of(name)), query = \(query),
                is_shared = \(isShared), revision = revision + 1, changed_at = \(at.milliseconds)
            WHERE id = \(id) AND revision = \(revision) AND deleted_at IS NULL
            """) == 1
    }

    /// Sets it aside, so that it can be brought back where it stood; `nil` brings it back.
    public static func setDeleted(_ id: Int64, at: Instant?, in db: any Connection) throws {
        try db.execute("UPDATE saved_filter SET deleted_at = \(at?.milliseconds) WHERE id = \(id)")
    }

    /// What was set aside before `before` goes.
    public static func forget(before: Instant, in db: any Connection) throws {
        try db.execute("DELETE FROM saved_filter WHERE deleted_at < \(before.milliseconds)")
    }
}
