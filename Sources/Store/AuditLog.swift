public import Prevention
public import SQL

/// The log of who did what about whom, and why (retshåndhævelsesloven § 24). Written in the transaction of the act itself; a
/// read is logged before the page with what was read is sent.
public enum AuditLog {
    /// The kinds of act that § 24 names, reads of a named person included.
    public enum Action: String, Sendable, CaseIterable {
        case collect, change, read, search, disclose, combine, delete
        /// Sign-in, sign-out and what concerns accounts.
        case account
    }

    public enum Entity: String, Sendable {
        case person, incident, hit, account, report
        case caseFile = "case"
        case importRun = "import"
        /// All of it at once: backup and restore.
        case database
    }

    /// - Parameter reason: why, or what exactly: the search words, the purpose, the figure. Never what was read.
    public static func record(
        _ action: Action, _ entity: Entity, id: Int64?, reason: String, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO audit (at, actor, action, entity, entity_id, reason)
            VALUES (\(at.milliseconds), \(actor.name), \(action.rawValue), \(entity.rawValue), \(id), \(reason))
            """)
    }
}

/// Old and new value of something that was changed.
public enum ChangeLog {
    public static func record(
        _ entity: AuditLog.Entity, id: Int64, old: String, new: String, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO change (at, actor, entity, entity_id, old_value, new_value)
            VALUES (\(at.milliseconds), \(actor.name), \(entity.rawValue), \(id), \(old), \(new))
            """)
    }

    public struct Entry: Sendable, Hashable {
        public let at: Instant
        public let actor: String
        public let old: String
        public let new: String
    }

    /// Newest first.
    public static func entries(of entity: AuditLog.Entity, id: Int64, in db: any Connection) throws -> [Entry] {
        try db.fetch(
            """
            SELECT at, actor, old_value, new_value FROM change
            WHERE entity = \(entity.rawValue) AND entity_id = \(id) ORDER BY id DESC
            """
        ) { row in
            Entry(at: Instant(milliseconds: row.int64(0)), actor: row.text(1), old: row.text(2), new: row.text(3))
        }
    }
}
