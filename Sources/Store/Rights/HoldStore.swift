public import Prevention
public import SQL

/// A legal hold (*bevaringspåbud*): as long as it stands, nothing of the case or of the person is deleted.
public struct LegalHold: Sendable, Hashable {
    public enum Subject: String, Sendable, CaseIterable {
        case caseFile = "case"
        case person
    }

    public let id: Int64
    public let subject: Subject
    public let subjectID: Int64
    public let reason: String
    public let setBy: String
    public let setAt: Instant
}

public enum HoldStore {
    private static let columns: SQL = "id, entity, entity_id, reason, set_by, set_at"

    private static func hold(_ row: Row) -> LegalHold {
        LegalHold(
            id: row.int64(0), subject: LegalHold.Subject(rawValue: row.text(1)) ?? .caseFile, subjectID: row.int64(2),
            reason: row.text(3), setBy: row.text(4), setAt: Instant(milliseconds: row.int64(5)))
    }

    /// Those that stand on it, oldest first.
    public static func standing(
        on subject: LegalHold.Subject, _ id: Int64, in db: any Connection
    ) throws -> [LegalHold] {
        // One on a record holds all that is known of the person.
        let ids = subject == .person ? try IdentityStore.records(of: id, in: db) : [id]
        return try db.fetch(
            """
            SELECT \(columns) FROM legal_hold
            WHERE entity = \(subject.rawValue) AND entity_id IN \(list: ids) AND lifted_at IS NULL ORDER BY id
            """, hold)
    }

    /// All that stand, oldest first.
    public static func standing(in db: any Connection) throws -> [LegalHold] {
        try db.fetch("SELECT \(columns) FROM legal_hold WHERE lifted_at IS NULL ORDER BY id", hold)
    }

    public static func hold(_ id: Int64, in db: any Connection) throws -> LegalHold? {
        try db.first("SELECT \(columns) FROM legal_hold WHERE id = \(id) AND lifted_at IS NULL", hold)
    }

    public static func set(
        on subject: LegalHold.Subject, _ id: Int64, reason: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO legal_hold (entity, entity_id, reason, set_by, set_at, lifted_by, lifted_at, lifted_reason)
            VALUES (\(subject.rawValue), \(id), \(reason), \(actor.name), \(at.milliseconds), '', NULL, '')
            """)
    }

    /// False where it does not stand any more.
    public static func lift(
        _ id: Int64, reason: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE legal_hold SET lifted_by = \(actor.name), lifted_at = \(at.milliseconds), lifted_reason = \(reason)
            WHERE id = \(id) AND lifted_at IS NULL
            """) == 1
    }
}
