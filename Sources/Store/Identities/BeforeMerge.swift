public import Prevention
public import SQL

/// What somebody decided about each of two before they were merged, kept for the day on which the merge is undone: then each has
/// what they would have had, had the two never been one, as far as that can be known.
///
/// It can be where the person consists of the same records as then, and nothing has come in the meantime that would have changed
/// it anyway. What somebody changed while the two were one is newer and stays with the record that it is said of.
public enum BeforeMerge {
    /// What became of something.
    public enum Restored: Sendable, Hashable {
        /// It stands as before the merge; row id of the hit.
        case hit(Int64)
        /// Somebody has decided on it or put it off in between; that stays.
        case newerHit(Int64)
        /// Deleted undecided before the merge, and so again; row id of the person.
        case lapsed(Int64)
        /// Row id of the person.
        case notNow(Int64)
        case newerNotNow(Int64)
    }

    /// Keeps how two groups of records stand, before they are tied together.
    static func keep(_ merge: Int64, _ groups: [[Int64]], in db: any Connection) throws {
        for records in groups {
            let text = try JSONText.encode(records)
            try keepHits(merge, text, of: records, in: db)
            try db.execute(
                """
                INSERT INTO merge_not_now (merge_id, records, record, reason, until, actor, at)
                SELECT \(merge), \(text), CASE WHEN n.said_of <> 0 THEN n.said_of ELSE n.person_id END, n.reason, n.until,
                    n.actor, n.at
                FROM not_now n WHERE n.person_id IN \(list: records)
                """)
        }
    }

    /// After a merge was undone and the hits were found anew.
    ///
    /// - Parameter stood: the record that stood for both.
    /// - Returns: what stands as before, and what is newer.
    public static func restore(
        _ merge: Int64, stood: Int64, on day: LocalDate, in db: any Connection
    ) throws -> [Restored] {
        guard let edge = try IdentityStore.merge(merge, in: db) else { return [] }
        var restored: [Restored] = []
        for record in [edge.a, edge.b] {
            let records = try IdentityStore.records(of: record, in: db)
            let person = try IdentityStore.person(of: record, in: db)
            restored += try hits(merge, records, of: person, stood: stood, in: db)
            restored += try notNow(merge, records, of: person, keepsNewer: records.contains(stood), on: day, in: db)
        }
        // It is given back once.
        for table: SQL in ["merge_hit", "merge_not_now"] {
            try db.execute("DELETE FROM \(table) WHERE merge_id = \(merge)")
        }
        return restored
    }

    static func forget(_ merges: [Int64], in db: any Connection) throws {
        for table: SQL in ["merge_hit", "merge_not_now", "merge_undo_proposal"] {
            try db.execute("DELETE FROM \(table) WHERE merge_id IN \(list: merges)")
        }
    }

    // MARK: - Not now

    /// - Parameter keepsNewer: whether what was changed of both counts as said of this one: nobody has told of which of the two it
    ///   was, and such a row is said of the record that stood.
    private static func notNow(
        _ merge: Int64, _ records: [Int64], of person: Int64, keepsNewer: Bool, on day: LocalDate,
        in db: any Connection
    ) throws -> [Restored] {
        // Where its time is over, it would be gone by now.
        let before = try db.fetch(
            """
            SELECT record, reason, until, actor, at FROM merge_not_now
            WHERE merge_id = \(merge) AND records = \(try JSONText.encode(records)) AND until >= \(day.description)
            ORDER BY id
            """
        ) { row in
            KeptNotNow(
                record: row.int64(0), reason: row.text(1), until: row.text(2), actor: row.text(3), at: row.int64(4))
        }
        let now = try db.fetch("SELECT at FROM not_now WHERE person_id = \(person)") { $0.int64(0) }
        if Set(now) == Set(before.map(\.at)) { return [] }
        if keepsNewer { return [.newerNotNow(person)] }
        try NotNowStore.delete(person, in: db)
        for row in before {
            try db.execute(
                """
                INSERT INTO not_now (person_id, said_of, reason, until, actor, at)
                VALUES (\(person), \(row.record == person ? 0 : row.record), \(row.reason), \(row.until), \(row.actor),
                    \(row.at))
                """)
        }
        return [.notNow(person)]
    }

    private struct KeptNotNow {
        let record: Int64
        let reason: String
        let until: String
        let actor: String
        let at: Int64
    }
}

/// That somebody wants a merge undone, where a second person has to agree (*fire øjne*).
public struct UndoProposal: Sendable, Hashable {
    public let merge: Int64
    public let words: String
    /// Account name.
    public let actor: String
    public let at: Instant
}

extension IdentityStore {
    public static func undoProposal(for merge: Int64, in db: any Connection) throws -> UndoProposal? {
        try db.first("SELECT words, actor, at FROM merge_undo_proposal WHERE merge_id = \(merge)") { row in
            UndoProposal(
                merge: merge, words: row.text(0), actor: row.text(1), at: Instant(milliseconds: row.int64(2)))
        }
    }

    public static func propose(
        undoing merge: Int64, words: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO merge_undo_proposal (merge_id, words, actor, at)
            VALUES (\(merge), \(words), \(actor.name), \(at.milliseconds))
            """)
    }

    public static func endUndoProposal(for merge: Int64, in db: any Connection) throws {
        try db.execute("DELETE FROM merge_undo_proposal WHERE merge_id = \(merge)")
    }

    /// Merges that stand and that somebody wants undone, oldest first.
    public static func undoProposals(in db: any Connection) throws -> [Int64] {
        try db.fetch(
            """
            SELECT p.merge_id FROM merge_undo_proposal p JOIN person_merge m ON m.id = p.merge_id
            WHERE m.undone_at IS NULL ORDER BY p.at, p.merge_id
            """
        ) { $0.int64(0) }
    }
}
