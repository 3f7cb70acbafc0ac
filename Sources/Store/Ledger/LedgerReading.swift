public import Prevention
public import SQL

/// An entry as it stands in the log.
public struct StoredEntry: Sendable, Hashable {
    public let id: Int64
    public let at: Instant
    /// Account name.
    public let actor: String
    public let action: LedgerEntry.Action
    public let entity: LedgerEntry.Entity
    public let entityID: Int64?
    public let reason: String
    public let recipient: String
    public let isSealed: Bool
    public let emergency: Int64?
    /// Nobody can choose it: samples are drawn by it.
    public let hash: String
    /// Sealed; `Ledger.words` opens them. Empty for none.
    public let sealedWords: String
}

/// Reading the log.
public enum LedgerReading {
    /// What every query by record says as well, so that the index serves it: plain reads are not in it.
    static let isIndexed: SQL = "(action <> 'read' OR words_hash <> '')"

    private static let columns: SQL = """
        e.id, e.at, e.actor, e.action, e.entity, e.entity_id, e.reason, e.recipient, e.sealed, e.emergency, e.hash,
        COALESCE(w.text, '')
        """
    private static let tables: SQL = "ledger_entry e LEFT JOIN ledger_words w ON w.entry = e.id"

    private static func entry(_ row: Row) -> StoredEntry {
        StoredEntry(
            id: row.int64(0), at: Instant(milliseconds: row.int64(1)), actor: row.text(2),
            action: LedgerEntry.Action(rawValue: row.text(3)) ?? .read,
            entity: LedgerEntry.Entity(rawValue: row.text(4)) ?? .database, entityID: row.int64OrNil(5),
            reason: row.text(6), recipient: row.text(7), isSealed: row.bool(8), emergency: row.int64OrNil(9),
            hash: row.text(10), sealedWords: row.text(11))
    }

    public static func entry(_ id: Int64, in db: any Connection) throws -> StoredEntry? {
        try db.first("SELECT \(columns) FROM \(tables) WHERE e.id = \(id)", entry)
    }

    /// What was done under an emergency access, in its order; without what its user did in sealed cases of their own.
    public static func entries(
        ofEmergency id: Int64, by account: String, from: Instant, limit: Int, in db: any Connection
    ) throws -> [StoredEntry] {
        try db.fetch(
            """
            SELECT \(columns) FROM \(tables)
            WHERE e.actor = \(account) AND e.at >= \(from.milliseconds) AND e.emergency = \(id) AND e.sealed = 0
            ORDER BY e.id LIMIT \(limit)
            """, entry)
    }

    /// Every read of a person in a period, as it was written.
    public static func forEachRead(
        from: Instant, to: Instant, in db: any Connection, _ body: (StoredEntry) throws -> Void
    ) throws {
        try db.forEach(
            """
            SELECT \(columns) FROM \(tables)
            WHERE e.at >= \(from.milliseconds) AND e.at < \(to.milliseconds) AND e.entity = 'person' AND e.action = 'read'
                AND e.entity_id IS NOT NULL
            """
        ) { try body(entry($0)) }
    }
}
