public import Prevention
public import SQL

/// Something whose time is over.
public struct RetentionRecord: Sendable, Hashable {
    public let kind: RetentionClass
    /// Row id.
    public let id: Int64
    /// Of a case; empty otherwise.
    public let programme: String
    /// Of a case; empty otherwise. No name.
    public let number: String
    /// The first day on which it may no longer be there.
    public let dueOn: LocalDate
    /// Says another number when the record has changed.
    public let mark: Int64

    public init(
        _ kind: RetentionClass, _ id: Int64, programme: String = "", number: String = "", dueOn: LocalDate, mark: Int64
    ) {
        self.kind = kind
        self.id = id
        self.programme = programme
        self.number = number
        self.dueOn = dueOn
        self.mark = mark
    }
}

/// A list of records to be deleted, frozen when it was proposed.
public struct StoredDeletion: Sendable, Hashable {
    public enum State: String, Sendable {
        case proposed, withdrawn, approved, done
    }

    public let id: Int64
    public let asOf: LocalDate
    public let state: State
    /// Holds cases of a sealed programme.
    public let isSealed: Bool
    public let proposedBy: String
    public let proposedAt: Instant
    /// Empty while nobody has.
    public let approvedBy: String
    public let approvedAt: Instant?
    public let finishedAt: Instant?
}

public enum DeletionStore {
    public enum ItemState: String, Sendable {
        case waiting, deleted, skipped
    }

    /// How many of a class and programme have come how far, and why those that stay do.
    public struct Tally: Sendable, Hashable {
        public let kind: RetentionClass
        public let programme: String
        public let state: ItemState
        public let why: RetentionKeeping?
        public let count: Int
    }

    private static let columns: SQL = """
        id, as_of, state, is_sealed, proposed_by, proposed_at, approved_by, approved_at, finished_at
        """

    private static func deletion(_ row: Row) -> StoredDeletion {
        StoredDeletion(
            id: row.int64(0), asOf: LocalDate(row.text(1)) ?? LocalDate(dayNumber: 0),
            state: StoredDeletion.State(rawValue: row.text(2)) ?? .withdrawn, isSealed: row.bool(3),
            proposedBy: row.text(4), proposedAt: Instant(milliseconds: row.int64(5)), approvedBy: row.text(6),
            approvedAt: row.int64OrNil(7).map { Instant(milliseconds: $0) },
            finishedAt: row.int64OrNil(8).map { Instant(milliseconds: $0) })
    }

    public static func deletion(_ id: Int64, in db: any Connection) throws -> StoredDeletion? {
        try db.first("SELECT \(columns) FROM deletion WHERE id = \(id)", deletion)
    }

    /// Newest first; those with cases of a sealed programme only where `sealed`.
    public static func deletions(sealed: Bool, limit: Int, in db: any Connection) throws -> [StoredDeletion] {
        let narrowed: SQL = sealed ? "" : "WHERE is_sealed = 0"
        return try db.fetch("SELECT \(columns) FROM deletion \(narrowed) ORDER BY id DESC LIMIT \(limit)", deletion)
    }

    public static func propose(
        asOf: LocalDate, _ records: [RetentionRecord], isSealed: Bool, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO deletion (as_of, state, is_sealed, proposed_by, proposed_at, approved_by, approved_at, finished_at)
            VALUES (\(asOf.description), 'proposed', \(isSealed), \(actor.name), \(at.milliseconds), '', NULL, NULL)
            RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a deletion") }
        let statement = try db.prepare(
            """
            INSERT INTO deletion_item (deletion_id, rank, record_id, programme, number, due_on, mark, state, why)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', '')
            """)
        for record in records {
            try statement.run([
                .integer(id), .integer(rank(record.kind)), .integer(record.id), .text(record.programme),
                .text(record.number), .text(record.dueOn.description), .integer(record.mark),
            ])
        }
        return id
    }

    /// False where it is not in `from` any more.
    public static func move(
        _ id: Int64, from: StoredDeletion.State, to: StoredDeletion.State, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            "UPDATE deletion SET state = \(to.rawValue) WHERE id = \(id) AND state = \(from.rawValue)") == 1
    }

    public static func approve(_ id: Int64, by actor: Actor, at: Instant, in db: any Connection) throws -> Bool {
        guard try move(id, from: .proposed, to: .approved, in: db) else { return false }
        try db.execute(
            "UPDATE deletion SET approved_by = \(actor.name), approved_at = \(at.milliseconds) WHERE id = \(id)")
        return true
    }

    public static func finish(_ id: Int64, at: Instant, in db: any Connection) throws -> Bool {
        guard try move(id, from: .approved, to: .done, in: db) else { return false }
        try db.execute("UPDATE deletion SET finished_at = \(at.milliseconds) WHERE id = \(id)")
        return true
    }

    /// The next that wait, in the order in which they go.
    public static func waiting(_ id: Int64, limit: Int, in db: any Connection) throws -> [RetentionRecord] {
        try items(id, "state = 'waiting'", limit: limit, in: db)
    }

    /// In the order in which they go.
    public static func records(
        _ id: Int64, after offset: Int, limit: Int, in db: any Connection
    ) throws -> [RetentionRecord] {
        try items(id, "1 = 1", limit: limit, offset: offset, in: db)
    }

    private static func items(
        _ id: Int64, _ condition: SQL, limit: Int, offset: Int = 0, in db: any Connection
    ) throws -> [RetentionRecord] {
        try db.fetch(
            """
            SELECT rank, record_id, programme, number, due_on, mark FROM deletion_item
            WHERE deletion_id = \(id) AND \(condition) ORDER BY rank, record_id LIMIT \(limit) OFFSET \(offset)
            """
        ) { row in
            RetentionRecord(
                kind(row.int64(0)), row.int64(1), programme: row.text(2), number: row.text(3),
                dueOn: LocalDate(row.text(4)) ?? LocalDate(dayNumber: 0), mark: row.int64(5))
        }
    }

    /// - Parameter why: why it stays; `nil` where it went.
    public static func settle(
        _ id: Int64, _ record: RetentionRecord, why: RetentionKeeping?, in db: any Connection
    ) throws {
        let state: ItemState = why == nil ? .deleted : .skipped
        try db.execute(
            """
            UPDATE deletion_item SET state = \(state.rawValue), why = \(why?.rawValue ?? "")
            WHERE deletion_id = \(id) AND rank = \(rank(record.kind)) AND record_id = \(record.id)
            """)
    }

    public static func tallies(_ id: Int64, in db: any Connection) throws -> [Tally] {
        try db.fetch(
            """
            SELECT rank, programme, state, why, COUNT(*) FROM deletion_item WHERE deletion_id = \(id)
            GROUP BY rank, programme, state, why ORDER BY rank, programme, state, why
            """
        ) { row in
            Tally(
                kind: kind(row.int64(0)), programme: row.text(1), state: ItemState(rawValue: row.text(2)) ?? .waiting,
                why: RetentionKeeping(rawValue: row.text(3)), count: row.int(4))
        }
    }

    /// Of numbers of cases, those of cases that the rules have deleted.
    public static func deleted(among numbers: [String], in db: any Connection) throws -> Set<String> {
        guard !numbers.isEmpty else { return [] }
        return Set(try db.fetch(deletedNumbers(among: numbers)) { $0.text(0) })
    }

    static func deletedNumbers(among numbers: [String]) -> SQL {
        """
        SELECT number FROM deletion_item
        WHERE rank = \(rank(.caseFile)) AND state = 'deleted' AND number IN \(list: numbers)
        """
    }

    private static func rank(_ kind: RetentionClass) -> Int64 {
        Int64(RetentionClass.allCases.firstIndex(of: kind) ?? 0)
    }

    private static func kind(_ rank: Int64) -> RetentionClass {
        RetentionClass.allCases[Int(rank)]
    }
}
