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
            WHERE e.entity = 'person' AND e.entity_id IN \(list: persons) AND (e.action <> 'read' OR e.words_hash <> '')
                AND s.action = 'search'
            """
        ) { $0.int64(0) }
        let reviews = try forgetReviews(of: persons, in: db)
        try ledger.redact(Array(Set(own + searches + reviews)).sorted(), reason: "deletion", by: actor, at: at, in: db)
    }

    /// What somebody wrote about items of forums.
    static func forget(
        items: [Int64], in ledger: Ledger, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try ledger.redact(try entries("forum-item", items, in: db), reason: "deletion", by: actor, at: at, in: db)
    }

    /// What somebody wrote when they decided who records are: on doubts about them, and on others with whom they were put
    /// together or from whom they were parted. Asked before the doubts and the edges are deleted.
    static func forget(
        identities records: [Int64], doubts: [Int64], in ledger: Ledger, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws {
        let merges = try IdentityStore.merges(touching: records, in: db)
        let splits = try IdentityStore.splits(touching: records, in: db)
        let reasons = Set(
            merges.flatMap { merge in ["", " undone", " undo proposed"].map { "merge \(merge.id)\($0)" } }
                + splits.flatMap { ["split \($0.id)", "split \($0.id) taken back"] })
        // Whoever was one person with the other at the time has an entry of their own.
        var others = Set(records)
        var next = others
        while !next.isEmpty {
            let edges = try IdentityStore.merges(touching: next.sorted(), in: db).map { [$0.a, $0.b] }
            let parted = try IdentityStore.splits(touching: next.sorted(), in: db).map { [$0.a, $0.b] }
            next = Set((edges + parted).joined()).subtracting(others)
            others.formUnion(next)
        }
        let ofOthers = try db.fetch(
            """
            SELECT e.id, e.reason FROM ledger_entry e JOIN ledger_words w ON w.entry = e.id
            WHERE e.entity = 'person' AND e.entity_id IN \(list: others.subtracting(records).sorted())
                AND \(LedgerReading.isIndexed)
            """
        ) { ($0.int64(0), $0.text(1)) }
        let entries =
            try entries("doubt", doubts, in: db) + ofOthers.filter { reasons.contains($0.1) }.map(\.0)
        try ledger.redact(entries.sorted(), reason: "deletion", by: actor, at: at, in: db)
    }

    /// What reviewers and those whom they asked have written about look-ups of the persons.
    ///
    /// - Returns: the entries of the log that hold the same words.
    private static func forgetReviews(of persons: [Int64], in db: any Connection) throws -> [Int64] {
        let about: SQL = """
            SELECT r.entry_id FROM review_item r JOIN ledger_entry e ON e.id = r.entry_id
            WHERE e.entity = 'person' AND e.entity_id IN \(list: persons)
            """
        let reviewed = try db.fetch(about) { $0.int64(0) }
        try db.execute("UPDATE review_item SET note = '', answer = '' WHERE entry_id IN \(list: reviewed)")
        return try entries("entry", reviewed, in: db)
    }

    private static func entries(_ entity: String, _ ids: [Int64], in db: any Connection) throws -> [Int64] {
        try db.fetch(
            """
            SELECT e.id FROM ledger_entry e JOIN ledger_words w ON w.entry = e.id
            WHERE e.entity = \(entity) AND e.entity_id IN \(list: ids) AND \(LedgerReading.isIndexed)
            """
        ) { $0.int64(0) }
    }
}
