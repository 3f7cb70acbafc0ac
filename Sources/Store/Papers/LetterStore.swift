public import Prevention
public import SQL

/// What letters are beside documents: made from which text, for whom, and sent when and how.
public enum LetterStore {
    public static func add(
        document: Int64, template: String, version: Int, receiver: LetterReceiver, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO letter (document_id, template, version, receiver, sent_on, channel, sent_by, sent_at)
            VALUES (\(document), \(template), \(version), \(receiver.rawValue), '', '', '', NULL)
            """)
    }

    /// False where it has been sent before.
    public static func send(
        _ document: Int64, on day: LocalDate, by channel: LetterChannel, _ actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE letter SET sent_on = \(day.description), channel = \(channel.rawValue), sent_by = \(actor.name),
                sent_at = \(at.milliseconds)
            WHERE document_id = \(document) AND sent_at IS NULL
            """) == 1
    }
}

/// A text of a letter as somebody here has edited it.
public struct StoredTemplate: Sendable, Hashable {
    public let code: String
    /// From 1; the one that is shipped is 0.
    public let version: Int
    public let body: String
    /// Why it was edited; may be empty.
    public let note: String
    public let editedBy: String
    public let editedAt: Instant
}

/// The versions of the texts of letters; none is ever changed.
public enum TemplateStore {
    private static let columns: SQL = "code, version, body, note, edited_by, edited_at"

    private static func template(_ row: Row) -> StoredTemplate {
        StoredTemplate(
            code: row.text(0), version: row.int(1), body: row.text(2), note: row.text(3), editedBy: row.text(4),
            editedAt: Instant(milliseconds: row.int64(5)))
    }

    /// Newest first.
    public static func versions(of code: String, in db: any Connection) throws -> [StoredTemplate] {
        try db.fetch(
            "SELECT \(columns) FROM letter_template WHERE code = \(code) ORDER BY version DESC", template)
    }

    /// The newest of each, by code; those that nobody has edited are not among them.
    public static func newest(in db: any Connection) throws -> [String: StoredTemplate] {
        let found = try db.fetch(
            """
            SELECT \(columns) FROM letter_template t
            WHERE version = (SELECT MAX(o.version) FROM letter_template o WHERE o.code = t.code)
            """, template)
        return Dictionary(found.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public static func newest(of code: String, in db: any Connection) throws -> StoredTemplate? {
        try versions(of: code, in: db).first
    }

    /// - Parameter version: the one that it was made from; false where there is a newer one.
    public static func add(
        _ code: String, body: String, note: String, after version: Int, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Bool {
        let newest = try db.count("SELECT COALESCE(MAX(version), 0) FROM letter_template WHERE code = \(code)")
        guard newest == version else { return false }
        try db.execute(
            """
            INSERT INTO letter_template (code, version, body, note, edited_by, edited_at)
            VALUES (\(code), \(version + 1), \(body), \(note), \(actor.name), \(at.milliseconds))
            """)
        return true
    }
}
