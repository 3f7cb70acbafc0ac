import Prevention
import SQL

/// The one place where a deletion reaches into the log: what somebody wrote there about those who are deleted goes as well,
/// while the entries stay. A search names nobody by row id; it is known by the words that its finds have been logged with.
enum LoggedWords {
    /// - Parameters:
    ///   - ledger: the log.
    ///   - actor: who deletes.
    static func forget(
        persons: [Int64], cases: [Int64], in ledger: Ledger, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try forget("person", persons, in: db)
        try forget("case", cases, in: db)
    }

    private static func forget(_ entity: String, _ ids: [Int64], in db: any Connection) throws {
        let about: SQL = "entity = \(entity) AND entity_id IN \(list: ids)"
        for reason in try db.fetch("SELECT DISTINCT reason FROM audit WHERE \(about)", { $0.text(0) }) {
            guard let end = reason.firstRange(of: ": ") else { continue }
            let code = String(reason[..<end.lowerBound])
            try db.execute("UPDATE audit SET reason = \(code) WHERE \(about) AND reason = \(reason)")
            try db.execute(
                "UPDATE audit SET reason = \(code) WHERE entity = \(entity) AND entity_id IS NULL AND reason = \(reason)"
            )
        }
    }
}
