import Prevention
import SQL

/// The one place where a deletion reaches into the log: what somebody wrote there about those who are deleted goes as well,
/// while the entries stay. A search names nobody by row id; it is known by its finds, which were logged with it.
enum LoggedWords {
    /// - Parameters:
    ///   - ledger: the log.
    ///   - actor: who deletes.
    static func forget(
        persons: [Int64], cases: [Int64], in ledger: Ledger, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        let own = try entries("person", persons, in: db) + entries("case", cases, in: db)
        let searches = try db.fetch(
            """
            SELECT DISTINCT s.id FROM ledger_entry e JOIN ledger_entry s ON s.actor = e.actor AND s.at = e.at
            JOIN ledger_words w ON w.entry = s.id
            WHERE e.entity = 'person' AND e.entity_id IN \(list: persons) AND s.action = 'search'
            """
        ) { $0.int64(0) }
        try ledger.redact(Array(Set(own + searches)).sorted(), reason: "deletion", by: actor, at: at, in: db)
    }

    private static func entries(_ entity: String, _ ids: [Int64], in db: any Connection) throws -> [Int64] {
        try db.fetch(
            """
            SELECT e.id FROM ledger_entry e JOIN ledger_words w ON w.entry = e.id
            WHERE e.entity = \(entity) AND e.entity_id IN \(list: ids)
            """
        ) { $0.int64(0) }
    }
}
