public import Prevention
public import SQL

/// The stored deadlines of cases, and how the clocks of the programmes look as a whole.
public enum DeadlineStore {
    /// A case with what is stored of its deadline.
    public struct Stored: Sendable {
        public let file: CaseFile
        public let owner: String
        public let revision: Int
        public let dueAt: Instant?
        public let dueClock: String
    }

    /// Open cases with ids above `last`, in order of id.
    public static func open(after last: Int64, limit: Int, in db: any Connection) throws -> [Stored] {
        try stored("c.is_open = 1 AND c.id > \(last) ORDER BY c.id LIMIT \(limit)", in: db)
    }

    /// Open cases whose deadline lies before `now`, after one place in the order of deadlines.
    public static func overdue(
        at now: Instant, after place: (dueAt: Int64, id: Int64), limit: Int, in db: any Connection
    ) throws -> [Stored] {
        try stored(
            """
            c.due_at < \(now.milliseconds) AND c.due_at IS NOT NULL AND (c.due_at, c.id) > (\(place.dueAt), \(place.id))
            ORDER BY c.due_at, c.id LIMIT \(limit)
            """, in: db)
    }

    /// The cases of `ids`, open or not.
    public static func stored(_ ids: [Int64], in db: any Connection) throws -> [Stored] {
        try stored("c.id IN \(list: ids)", in: db)
    }

    private static func stored(_ condition: SQL, in db: any Connection) throws -> [Stored] {
        let rows = try db.fetch("SELECT \(CaseStore.columns) FROM case_file c WHERE \(condition)", CaseStore.caseRow)
        let files = try CaseStore.files(rows.map(\.id), in: db)
        let byID = Dictionary(files.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return rows.compactMap { row in
            byID[row.id].map {
                Stored(
                    file: $0, owner: row.owner, revision: row.revision, dueAt: row.dueAt, dueClock: row.dueClock)
            }
        }
    }

    /// Writes a deadline anew, unless somebody has changed the case since it was read. It is reckoned from what the case holds,
    /// so that the case itself does not count as changed.
    public static func set(
        _ standing: CaseStanding, of stored: Stored, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE case_file SET due_at = \(standing.dueAt?.milliseconds), due_clock = \(standing.dueClock)
            WHERE id = \(stored.file.id) AND revision = \(stored.revision)
            """)
    }
}

/// How the running clocks of one kind look in one municipality, reckoned a while ago.
public struct StoredForecast: Sendable, Hashable {
    public let programme: String
    public let clock: String
    public let municipality: String
    public let running: Int
    public let overdue: Int
    public let late: Int
    /// Of the whole district; `nil` where too few have stopped lately.
    public let medianDays: Int?

    public init(
        programme: String, clock: String, municipality: String, running: Int, overdue: Int, late: Int, medianDays: Int?
    ) {
        self.programme = programme
        self.clock = clock
        self.municipality = municipality
        self.running = running
        self.overdue = overdue
        self.late = late
        self.medianDays = medianDays
    }
}

public enum ForecastStore {
    /// Puts the lines of a programme in the place of those before.
    public static func replace(
        _ lines: [StoredForecast], of programme: Programme, in db: any Connection
    ) throws {
        try db.execute("DELETE FROM forecast_line WHERE programme = \(programme.code)")
        for line in lines {
            try db.execute(
                """
                INSERT INTO forecast_line (programme, clock, municipality, running, overdue, late, median_days)
                VALUES (\(line.programme), \(line.clock), \(line.municipality), \(line.running), \(line.overdue),
                    \(line.late), \(line.medianDays))
                """)
        }
    }

    /// Of one programme, or of all.
    public static func lines(of programme: Programme? = nil, in db: any Connection) throws -> [StoredForecast] {
        let which: SQL = programme.map { "programme = \($0.code)" } ?? "1 = 1"
        return try db.fetch(
            """
            SELECT programme, clock, municipality, running, overdue, late, median_days FROM forecast_line
            WHERE \(which) ORDER BY programme, clock, municipality
            """
        ) { row in
            StoredForecast(
                programme: row.text(0), clock: row.text(1), municipality: row.text(2), running: row.int(3),
                overdue: row.int(4), late: row.int(5), medianDays: row.int64OrNil(6).map { Int($0) })
        }
    }
}

extension DeadlineStore {
    /// The cases as the engine sees them, by id.
    public static func files(_ ids: [Int64], in db: any Connection) throws -> [Int64: CaseFile] {
        let files = try CaseStore.files(ids, in: db)
        return Dictionary(files.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
