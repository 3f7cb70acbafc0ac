public import Prevention
public import SQL

/// Old and new value of something that was changed.
public enum ChangeLog {
    public static func record(
        _ entity: LedgerEntry.Entity, id: Int64, old: String, new: String, by actor: Actor, at: Instant,
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
    public static func entries(of entity: LedgerEntry.Entity, id: Int64, in db: any Connection) throws -> [Entry] {
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

extension ChangeLog {
    /// A value as it is shown to others than the system: a CPR number in it, which is sealed, is left out.
    public static func withoutNumber(_ value: String) -> String {
        SealedFields.replacing(value) { _ in "" } ?? value
    }
}
