public import Prevention
public import SQL

/// Which records are one person. A merge is an edge between two records and rewrites nothing that was said: every row keeps the
/// record that it was said of, and whom it counts for follows from the edges that stand (docs/identities.md).
public enum IdentityStore {
    /// The record that stands for the person of `record`: itself, where nothing has been merged with it.
    public static func person(of record: Int64, in db: any Connection) throws -> Int64 {
        try db.first("SELECT merged_into FROM person WHERE id = \(record)") { $0.int64OrNil(0) }.flatMap { $0 }
            ?? record
    }

    /// All records of the person that `person`, which may be any of them, belongs to; itself included, by id.
    public static func records(of person: Int64, in db: any Connection) throws -> [Int64] {
        let standing = try self.person(of: person, in: db)
        let others = try db.fetch("SELECT id FROM person WHERE merged_into = \(standing)") { $0.int64(0) }
        return (others + [standing]).sorted()
    }

    /// All records of persons who stand for themselves; they themselves included.
    public static func records(ofAny persons: some Collection<Int64>, in db: any Connection) throws -> Set<Int64> {
        let behind = try db.fetch("SELECT id FROM person WHERE merged_into IN \(list: persons.sorted())") {
            $0.int64(0)
        }
        return Set(behind).union(persons)
    }

    /// Every record that another stands for, with that one.
    public static func standing(in db: any Connection) throws -> [Int64: Int64] {
        let rows = try db.fetch("SELECT id, merged_into FROM person WHERE merged_into IS NOT NULL") {
            ($0.int64(0), $0.int64(1))
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// Says that two records are one person. All that hangs on either counts for the record that stands for both, at once.
    ///
    /// - Parameters:
    ///   - probability: 0 to 1; `nil` where nothing was reckoned.
    ///   - words: why, in somebody's words; empty for an import.
    /// - Throws: `IdentityProblem.unknownRecord`.
    public static func merge(
        _ a: Int64, _ b: Int64, how: PersonMerge.How, probability: Double?, words: String, by actor: Actor,
        at: Instant, in db: any Connection
    ) throws -> MergeOutcome {
        try requireRecord(a, in: db)
        try requireRecord(b, in: db)
        let groups = (try records(of: a, in: db), try records(of: b, in: db))
        if groups.0 == groups.1 { return .already }
        if let split = try split(between: groups.0, and: groups.1, in: db) { return .blocked(split: split) }
        let marks = JSONText.text(of: try SaidColumn.marks(in: db))
        let id = try db.insert(
            """
            INSERT INTO person_merge (a_id, b_id, how, probability, words, actor, at, marks)
            VALUES (\(a), \(b), \(how.rawValue), \(probability), \(words), \(actor.name), \(at.milliseconds), \(marks))
            RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a merge") }
        try BeforeMerge.keep(id, [groups.0, groups.1], in: db)
        try derive(groups.0 + groups.1, in: db)
        return .merged(id)
    }

    /// Undoes a merge, whichever came before or after it: its person is two again, and all that was said of the records of either
    /// counts for that one. The two stay apart until somebody takes the split back.
    ///
    /// - Returns: who stands for the two now, that of the edge's first record first; and the split.
    /// - Throws: `IdentityProblem.noMerge` where it is undone already.
    @discardableResult
    public static func undo(
        _ merge: Int64, words: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> (persons: (Int64, Int64), split: Int64) {
        guard let edge = try self.merge(merge, in: db), edge.undone == nil else {
            throw IdentityProblem.noMerge(merge)
        }
        let before = try records(of: edge.a, in: db)
        try db.execute(
            """
            UPDATE person_merge SET undone_at = \(at.milliseconds), undone_by = \(actor.name), undone_words = \(words)
            WHERE id = \(merge)
            """)
        let first = try connected(to: edge.a, among: before, in: db)
        let second = before.filter { !first.contains($0) }
        let persons = (try derive(first, in: db), try derive(second, in: db))
        let split = try insertSplit(edge.a, edge.b, merge: merge, words: words, by: actor, at: at, in: db)
        return (persons, split)
    }

    /// Says that two records are two persons.
    ///
    /// - Returns: the split; the one that stands, where somebody has said so of the two before.
    /// - Throws: `IdentityProblem.onePerson` while they are merged; `unknownRecord`.
    public static func split(
        _ a: Int64, _ b: Int64, words: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        try requireRecord(a, in: db)
        try requireRecord(b, in: db)
        let groups = (try records(of: a, in: db), try records(of: b, in: db))
        if groups.0 == groups.1 { throw IdentityProblem.onePerson }
        if let standing = try split(between: [a], and: [b], in: db) { return standing }
        return try insertSplit(a, b, merge: nil, words: words, by: actor, at: at, in: db)
    }

    /// Takes a split back: the two may be merged again. False where it stands no more.
    public static func takeBack(
        split: Int64, words: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE person_split SET ended_at = \(at.milliseconds), ended_by = \(actor.name), ended_words = \(words)
            WHERE id = \(split) AND ended_at IS NULL
            """) == 1
    }

    /// The oldest split that stands between two persons, each with all its records.
    public static func split(
        between first: [Int64], and second: [Int64], in db: any Connection
    ) throws -> Int64? {
        try db.first(
            """
            SELECT id FROM person_split
            WHERE ended_at IS NULL AND (a_id IN \(list: first) AND b_id IN \(list: second)
                OR a_id IN \(list: second) AND b_id IN \(list: first))
            ORDER BY id LIMIT 1
            """
        ) { $0.int64(0) }
    }

    private static func insertSplit(
        _ a: Int64, _ b: Int64, merge: Int64?, words: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO person_split (a_id, b_id, words, actor, at, merge_id)
            VALUES (\(a), \(b), \(words), \(actor.name), \(at.milliseconds), \(merge)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a split") }
        return id
    }

    private static func requireRecord(_ id: Int64, in db: any Connection) throws {
        guard try db.first("SELECT 1 FROM person WHERE id = \(id)", { _ in true }) ?? false else {
            throw IdentityProblem.unknownRecord(id)
        }
    }

    /// The records that edges which stand lead to from one.
    ///
    /// - Parameter edge: one that is left out of account.
    static func connected(
        to record: Int64, among all: [Int64], without edge: Int64 = 0, in db: any Connection
    ) throws -> [Int64] {
        let edges = try db.fetch(
            """
            SELECT a_id, b_id FROM person_merge
            WHERE undone_at IS NULL AND a_id IN \(list: all) AND id <> \(edge)
            """
        ) { ($0.int64(0), $0.int64(1)) }
        var found: Set<Int64> = [record]
        var next = [record]
        while let one = next.popLast() {
            for (a, b) in edges where a == one || b == one {
                let other = a == one ? b : a
                if found.insert(other).inserted { next.append(other) }
            }
        }
        return found.sorted()
    }
}
