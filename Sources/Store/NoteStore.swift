public import Prevention
public import SQL

/// What somebody has written down on a case (*notat*).
public struct StoredNote: Sendable, Hashable {
    public let id: Int64
    public let body: String
    public let revision: Int
    public let createdBy: String
    public let createdAt: Instant
    /// When it was corrected last; the older texts are in the history.
    public let changed: Mark?
    /// Withdrawn with a reason: its text is in the history alone.
    public let withdrawn: Mark?
    public let withdrawnReason: String

    public struct Mark: Sendable, Hashable {
        public let actor: String
        public let at: Instant
    }
}

/// Notes of cases.
public enum NoteStore {
    private static let columns: SQL = """
        id, body, revision, created_by, created_at, changed_by, changed_at, withdrawn_by, withdrawn_at, withdrawn_reason
        """

    private static func note(_ row: Row) -> StoredNote {
        func mark(_ column: Int32) -> StoredNote.Mark? {
            row.int64OrNil(column + 1).map { .init(actor: row.text(column), at: Instant(milliseconds: $0)) }
        }
        return StoredNote(
            id: row.int64(0), body: row.text(1), revision: row.int(2), createdBy: row.text(3),
            createdAt: Instant(milliseconds: row.int64(4)), changed: mark(5), withdrawn: mark(7),
            withdrawnReason: row.text(9))
    }

    public static func note(_ id: Int64, of caseID: Int64, in db: any Connection) throws -> StoredNote? {
        try db.first("SELECT \(columns) FROM case_note WHERE id = \(id) AND case_id = \(caseID)", note)
    }

    /// Newest first.
    public static func notes(of caseID: Int64, in db: any Connection) throws -> [StoredNote] {
        try db.fetch("SELECT \(columns) FROM case_note WHERE case_id = \(caseID) ORDER BY id DESC", note)
    }

    public static func add(
        _ body: String, to caseID: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        let id = try db.insert(
            """
            INSERT INTO case_note (case_id, body, revision, created_by, created_at)
            VALUES (\(caseID), \(body), 1, \(actor.name), \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new note") }
        try record(id, of: caseID, old: nil, new: body, revision: 1, reason: "", by: actor, at: at, in: db)
    }

    /// False if somebody has changed it since `note` was read.
    public static func correct(
        _ note: StoredNote, of caseID: Int64, to body: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        let done = try db.execute(
            """
            UPDATE case_note SET body = \(body), revision = revision + 1, changed_by = \(actor.name),
                changed_at = \(at.milliseconds)
            WHERE id = \(note.id) AND revision = \(note.revision) AND withdrawn_at IS NULL
            """)
        if done != 1 { return false }
        try record(
            note.id, of: caseID, old: note.body, new: body, revision: note.revision + 1, reason: "", by: actor, at: at,
            in: db)
        return true
    }

    /// False if somebody has changed it since `note` was read.
    public static func withdraw(
        _ note: StoredNote, of caseID: Int64, reason: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        let done = try db.execute(
            """
            UPDATE case_note SET revision = revision + 1, withdrawn_by = \(actor.name),
                withdrawn_at = \(at.milliseconds), withdrawn_reason = \(reason)
            WHERE id = \(note.id) AND revision = \(note.revision) AND withdrawn_at IS NULL
            """)
        if done != 1 { return false }
        try record(
            note.id, of: caseID, old: note.body, new: nil, revision: note.revision + 1, reason: reason, by: actor,
            at: at, in: db)
        return true
    }

    private static func record(
        _ id: Int64, of caseID: Int64, old: String?, new: String?, revision: Int, reason: String, by actor: Actor,
        at: Instant, in db: any Connection
    ) throws {
        func said(_ body: String?, _ revision: Int) -> String {
            let head = ["id": String(id), "revision": String(revision)]
            return "note " + JSONText.text(of: body.map { head.merging(["body": $0]) { $1 } } ?? head)
        }
        try ChangeLog.record(
            .caseFile, id: caseID, old: old.map { said($0, revision - 1) } ?? "", new: said(new, revision),
            reason: reason, by: actor, at: at, in: db)
    }
}
