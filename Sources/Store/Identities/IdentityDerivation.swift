public import SQL

/// What follows from the edges: who stands for a person, whether they are protected, and whom every row counts for.
extension IdentityStore {
    /// Sets it anew for one person, of all whose records are given.
    ///
    /// The one that stands is no record that a report has made, where there is another; then it has a CPR number, real before replacement; then a birth date; then it is the one that has been in the
    /// register longest. It does not follow who delivered last: the same file read again changes nobody.
    ///
    /// - Returns: the record that stands.
    @discardableResult
    static func derive(_ records: [Int64], in db: any Connection) throws -> Int64 {
        let members = try db.fetch(
            """
            SELECT id, from_report, CASE WHEN real_number = 1 THEN 2 WHEN cpr_hash <> '' THEN 1 ELSE 0 END,
                CASE WHEN birth_date IS NULL THEN 0 ELSE 1 END, COALESCE(own_protected, protected)
            FROM person WHERE id IN \(list: records)
            """
        ) { row in
            Member(
                id: row.int64(0), known: row.bool(1) ? 0 : 1, number: row.int(2), birth: row.int(3),
                isProtected: row.bool(4))
        }
        guard let standing = members.max(by: { $0.isBefore($1) })?.id else {
            throw DatabaseFailure(.other, detail: "nobody stands for no record")
        }
        let isShielded = try isShielded(records, in: db)
        let isProtected = isShielded || members.contains(where: \.isProtected)
        for member in members {
            let own: Bool? = members.count == 1 && !isShielded ? nil : member.isProtected
            let into: Int64? = member.id == standing ? nil : standing
            try db.execute(
                """
                UPDATE person SET merged_into = \(into), protected = \(isProtected), own_protected = \(own)
                WHERE id = \(member.id)
                """)
        }
        for column in SaidColumn.all { try column.move(records, to: standing, in: db) }
        try CaseStore.markPlaces(with: standing, in: db)
        return standing
    }

    private struct Member {
        let id: Int64
        let known: Int
        let number: Int
        let birth: Int
        let isProtected: Bool

        /// Whether the other rather stands.
        func isBefore(_ other: Member) -> Bool {
            (known, number, birth, other.id) < (other.known, other.number, other.birth, id)
        }
    }

    /// Whether a report that has made one of them may be about somebody protected: until that is decided, its words are hidden as
    /// theirs are.
    private static func isShielded(_ records: [Int64], in db: any Connection) throws -> Bool {
        try db.first(
            """
            SELECT 1 FROM match_doubt d JOIN person o ON o.id = d.other_id
            WHERE d.person_id IN \(list: records) AND d.origin = 'import' AND d.state IN ('open', 'second', 'unsure')
                AND o.protected = 1
            """
        ) { _ in true } ?? false
    }

    /// Once the doubts about a person are others: whether they are hidden follows from them.
    public static func settle(_ person: Int64, in db: any Connection) throws {
        try derive(try records(of: person, in: db), in: db)
    }

    /// Once a record has been written anew by its source: what it says may be another thing to stand on.
    public static func refresh(_ record: Int64, in db: any Connection) throws {
        let records = try records(of: record, in: db)
        if records.count > 1 { try derive(records, in: db) }
    }
}

/// A column that names a person, and beside it the one that names the record it was said of.
struct SaidColumn: Sendable {
    let table: SQL
    let person: SQL
    let said: SQL
    /// What tells its rows apart in the order in which they came; `nil` where the table has no such column.
    let mark: SQL?
    let name: String

    private init(_ name: String, _ table: SQL, person: SQL = "person_id", said: SQL = "said_of", mark: SQL? = "id") {
        self.name = name
        self.table = table
        self.person = person
        self.said = said
        self.mark = mark
    }

    static let all: [SaidColumn] = [
        SaidColumn("relation", "relation"),
        SaidColumn("related", "relation", person: "related_id", said: "related_said_of"),
        SaidColumn("incident", "incident_person"),
        SaidColumn("party", "case_party", mark: nil),
        SaidColumn("hit", "hit", person: "child_id"),
        SaidColumn("hit-lapsed", "hit_lapsed"),
        SaidColumn("not-now", "not_now", mark: nil),
        SaidColumn("suggestion", "suggestion_decision"),
        SaidColumn("item", "forum_item"),
        SaidColumn("request", "access_request"),
        SaidColumn("need", "protection_need"),
        SaidColumn("account", "account"),
    ]

    /// The newest row of each table now, by name of the column: what comes after is above it.
    static func marks(in db: any Connection) throws -> [String: String] {
        var marks: [String: String] = [:]
        for column in all {
            guard let mark = column.mark else { continue }
            let newest = try db.first("SELECT MAX(\(mark)) FROM \(column.table)") { $0.int64OrNil(0) }.flatMap { $0 }
            marks[column.name] = String(newest ?? 0)
        }
        return marks
    }

    /// Lets all that was said of the records count for the one that stands for them.
    ///
    /// Nothing collides on the way: of a row's two columns each pair names one record, so rows that differ keep differing.
    func move(_ records: [Int64], to standing: Int64, in db: any Connection) throws {
        for step in moves(records, to: standing) { try db.execute(step) }
    }

    func moves(_ records: [Int64], to standing: Int64) -> [SQL] {
        [
            // The condition names the index, which holds what is said of another alone.
            """
            UPDATE \(table) SET \(person) = \(standing), \(said) = CASE WHEN \(said) = \(standing) THEN 0 ELSE \(said) END
            WHERE \(said) <> 0 AND \(said) IN \(list: records)
            """,
            """
            UPDATE \(table) SET \(said) = \(person), \(person) = \(standing)
            WHERE \(said) = 0 AND \(person) IN \(list: records.filter { $0 != standing })
            """,
        ]
    }
}
