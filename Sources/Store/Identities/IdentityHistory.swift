import Prevention
public import SQL

/// What is known of who is who: the records behind a person, and how they came together and apart.
extension IdentityStore {
    private static let mergeColumns: SQL = """
        m.id, m.a_id, m.b_id, m.how, m.probability, m.words, m.actor, m.at, m.undone_at, m.undone_by, m.undone_words
        """
    private static let splitColumns: SQL = """
        s.id, s.a_id, s.b_id, s.words, s.actor, s.at, s.merge_id, s.ended_at, s.ended_by, s.ended_words
        """

    private static func ending(_ row: Row, from first: Int32) -> PersonMerge.Ending? {
        row.int64OrNil(first).map {
            PersonMerge.Ending(
                actor: row.text(first + 1), at: Instant(milliseconds: $0), words: row.text(first + 2))
        }
    }

    private static func readMerge(_ row: Row) -> PersonMerge {
        PersonMerge(
            id: row.int64(0), a: row.int64(1), b: row.int64(2), how: PersonMerge.How(rawValue: row.text(3)) ?? .hand,
            probability: row.doubleOrNil(4), words: row.text(5), actor: row.text(6),
            at: Instant(milliseconds: row.int64(7)), undone: ending(row, from: 8))
    }

    private static func readSplit(_ row: Row) -> PersonSplit {
        PersonSplit(
            id: row.int64(0), a: row.int64(1), b: row.int64(2), words: row.text(3), actor: row.text(4),
            at: Instant(milliseconds: row.int64(5)), merge: row.int64OrNil(6), ended: ending(row, from: 7))
    }

    public static func merge(_ id: Int64, in db: any Connection) throws -> PersonMerge? {
        try db.first("SELECT \(mergeColumns) FROM person_merge m WHERE m.id = \(id)", readMerge)
    }

    public static func split(_ id: Int64, in db: any Connection) throws -> PersonSplit? {
        try db.first("SELECT \(splitColumns) FROM person_split s WHERE s.id = \(id)", readSplit)
    }

    /// Every edge that touches one of the records, undone ones too, oldest first.
    public static func merges(touching records: [Int64], in db: any Connection) throws -> [PersonMerge] {
        try db.fetch(
            """
            SELECT \(mergeColumns) FROM person_merge m
            WHERE m.a_id IN \(list: records) OR m.b_id IN \(list: records) ORDER BY m.id
            """, readMerge)
    }

    /// Every split that touches one of the records, those taken back too, oldest first.
    public static func splits(touching records: [Int64], in db: any Connection) throws -> [PersonSplit] {
        try db.fetch(
            """
            SELECT \(splitColumns) FROM person_split s
            WHERE s.a_id IN \(list: records) OR s.b_id IN \(list: records) ORDER BY s.id
            """, readSplit)
    }

    /// The two sides into which undoing an edge would part its person, the first record's first.
    ///
    /// - Throws: `IdentityProblem.noMerge` where it is undone already.
    public static func sides(of merge: Int64, in db: any Connection) throws -> ([Int64], [Int64]) {
        guard let edge = try self.merge(merge, in: db), edge.undone == nil else {
            throw IdentityProblem.noMerge(merge)
        }
        let all = try records(of: edge.a, in: db)
        let first = try connected(to: edge.a, among: all, without: merge, in: db)
        return (first, all.filter { !first.contains($0) })
    }

    /// The records as their sources gave them, by id, the one that stands first.
    public static func read(_ records: [Int64], in db: any Connection) throws -> [StoredRecord] {
        try db.fetch(
            """
            SELECT \(PersonStore.columns), s.name, r.started_at, p.merged_into, COALESCE(p.own_protected, p.protected)
            FROM person p JOIN source s ON s.id = p.source_id LEFT JOIN import_run r ON r.id = p.import_id
            WHERE p.id IN \(list: records)
            ORDER BY CASE WHEN p.merged_into IS NULL THEN 0 ELSE 1 END, p.id
            """
        ) { row in
            StoredRecord(
                person: PersonStore.person(row), source: row.text(10),
                deliveredAt: row.int64OrNil(11).map { Instant(milliseconds: $0) }, stands: row.int64OrNil(12) == nil,
                saysProtected: row.bool(13))
        }
    }
}
