public import Prevention
public import SQL

/// A run of the import, as stored.
public struct StoredImport: Sendable, Hashable {
    public enum State: String, Sendable {
        case running, done, failed
    }

    public let id: Int64
    public let source: String
    public let folder: String
    public let actor: String
    public let startedAt: Instant
    public let finishedAt: Instant?
    public let state: State
    /// JSON, as the command prints it; empty while it runs.
    public let summary: String
    /// Empty where nothing was rejected.
    public let rejectsPath: String
}

/// Sources and import runs.
public enum ImportStore {
    static let columns: SQL = """
        r.id, s.name, r.folder, r.actor, r.started_at, r.finished_at, r.state, r.summary, r.rejects_path
        """

    static func run(_ row: Row) -> StoredImport {
        StoredImport(
            id: row.int64(0), source: row.text(1), folder: row.text(2), actor: row.text(3),
            startedAt: Instant(milliseconds: row.int64(4)),
            finishedAt: row.int64OrNil(5).map(Instant.init(milliseconds:)),
            state: StoredImport.State(rawValue: row.text(6)) ?? .failed, summary: row.text(7), rejectsPath: row.text(8))
    }

    /// The id of the source of that name, made if it is new.
    public static func source(named name: String, in db: any Connection) throws -> Int64 {
        try db.execute("INSERT INTO source (name) VALUES (\(name)) ON CONFLICT DO NOTHING")
        guard let id = try db.first("SELECT id FROM source WHERE name = \(name)", { $0.int64(0) }) else {
            throw DatabaseFailure(.other, detail: "source \(name) was not stored")
        }
        return id
    }

    public static func begin(
        source: Int64, folder: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO import_run (source_id, folder, actor, started_at, finished_at, state, summary, rejects_path)
            VALUES (\(source), \(folder), \(actor.name), \(at.milliseconds), NULL, 'running', '', '') RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for an import") }
        return id
    }

    public static func finish(
        _ id: Int64, state: StoredImport.State, summary: String, rejectsPath: String, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE import_run SET state = \(state.rawValue), summary = \(summary), rejects_path = \(rejectsPath),
                finished_at = \(at.milliseconds) WHERE id = \(id)
            """)
    }

    public static func run(_ id: Int64, in db: any Connection) throws -> StoredImport? {
        try db.first(
            "SELECT \(columns) FROM import_run r JOIN source s ON s.id = r.source_id WHERE r.id = \(id)", run)
    }

    /// Newest first.
    public static func runs(limit: Int, in db: any Connection) throws -> [StoredImport] {
        try db.fetch(
            """
            SELECT \(columns) FROM import_run r JOIN source s ON s.id = r.source_id ORDER BY r.id DESC LIMIT \(limit)
            """, run)
    }
}
