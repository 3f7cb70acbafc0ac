public import Prevention
public import SQL

/// What of the register may be over its time, in portions, so that memory holds numbers and never records.
public enum RetentionReader {
    /// Rows read at once.
    public static let portion = 1_000

    /// A case that is over, or may lapse, as its retention is judged.
    public struct ClosedCase: Sendable {
        public let file: CaseFile
        public let number: String
        public let revision: Int64
    }

    /// Closed cases of `programmes`, and open ones where they may lapse, in order of id.
    public static func forEachClosedCase(
        of programmes: [String], in db: any Connection, _ body: (ClosedCase) throws -> Void
    ) throws {
        // Sealed cases have ids below zero.
        var last = Int64.min
        while true {
            let ids = try db.fetch(
                """
                SELECT id FROM case_file WHERE id > \(last) AND programme IN \(list: programmes)
                    AND (is_open = 0 OR \(mayLapse))
                ORDER BY id LIMIT \(portion)
                """
            ) { $0.int64(0) }
            guard let end = ids.last else { return }
            for each in try cases(ids, in: db) { try body(each) }
            last = end
        }
    }

    /// That a case stands where nobody may go on with it.
    private static var mayLapse: SQL {
        let places = Catalogue.all.compactMap { programme in
            programme.lapse.map { "(programme = \(programme.code) AND stage = \($0.stage.code))" as SQL }
        }
        return SQL.joined(places, separator: " OR ")
    }

    public static func cases(_ ids: [Int64], in db: any Connection) throws -> [ClosedCase] {
        let rows = try db.fetch(
            "SELECT id, programme, opened_on, revision FROM case_file WHERE id IN \(list: ids)"
        ) { row in
            let opened = LocalDate(row.text(2)) ?? LocalDate(dayNumber: 0)
            return (
                row.int64(0), CaseNumber.text(programme: row.text(1), openedOn: opened, id: row.int64(0)), row.int64(3)
            )
        }
        let heads = Dictionary(rows.map { ($0.0, ($0.1, $0.2)) }, uniquingKeysWith: { first, _ in first })
        return try CaseStore.files(ids, in: db).compactMap { file in
            heads[file.id].map { ClosedCase(file: file, number: $0.0, revision: $0.1) }
        }
    }

    /// All hits: they are few.
    public static func hits(in db: any Connection) throws -> [StoredHit] {
        try db.fetch("SELECT \(HitStore.columns) FROM hit h ORDER BY h.id", HitStore.hit)
    }

    /// Incidents with a day up to `through`, in order of id, with a mark that changes when they do.
    public static func forEachIncident(
        through day: LocalDate, in db: any Connection,
        _ body: (_ id: Int64, _ day: LocalDate, _ mark: Int64) throws -> Void
    ) throws {
        try db.forEach(
            "SELECT id, day, fingerprint FROM incident WHERE day <= \(day.description) ORDER BY id"
        ) { row in
            if let day = LocalDate(row.text(1)) { try body(row.int64(0), day, row.int64(2)) }
        }
    }

    public static func incident(_ id: Int64, in db: any Connection) throws -> (day: LocalDate, mark: Int64)? {
        try db.first("SELECT day, fingerprint FROM incident WHERE id = \(id)") { row in
            (LocalDate(row.text(0)) ?? LocalDate(dayNumber: Int32.max), row.int64(1))
        }
    }

    /// Persons in order of id, some at a time, each with the day on which a source last delivered one of their records; `nil`
    /// where that is not known.
    public static func forEachPersons(
        in db: any Connection, _ body: ([(id: Int64, deliveredOn: LocalDate?)]) throws -> Void
    ) throws {
        let runs = try db.fetch("SELECT id, started_at FROM import_run") {
            ($0.int64(0), Instant(milliseconds: $0.int64(1)).day)
        }
        let days = Dictionary(runs, uniquingKeysWith: { first, _ in first })
        var last: Int64 = 0
        while true {
            let found = try db.fetch(
                """
                SELECT id, import_id FROM person WHERE id > \(last) AND merged_into IS NULL ORDER BY id LIMIT \(portion)
                """
            ) { (id: $0.int64(0), deliveredOn: days[$0.int64(1)]) }
            guard let end = found.last else { return }
            var latest: [Int64: LocalDate] = [:]
            try db.forEach("SELECT merged_into, import_id FROM person WHERE merged_into IN \(list: found.map(\.id))") {
                row in
                guard let day = days[row.int64(1)] else { return }
                latest[row.int64(0)] = max(latest[row.int64(0)] ?? day, day)
            }
            try body(
                found.map { one in
                    (one.id, [one.deliveredOn, latest[one.id]].compactMap { $0 }.max())
                })
            last = end.id
        }
    }

    /// The record of a sharing whose words are still there.
    public struct SharedWords: Sendable {
        public let id: Int64
        public let day: LocalDate
        public let person: Int64?
        public let caseID: Int64?
        public let isSealed: Bool
    }

    /// Records with words, of sharings through the end of `day`, oldest first.
    public static func sharedWords(through day: LocalDate, in db: any Connection) throws -> [SharedWords] {
        try sharedWords("d.at <= \(Instant(endOf: day).milliseconds)", in: db)
    }

    /// `nil` where its words are gone.
    public static func sharedWords(of id: Int64, in db: any Connection) throws -> SharedWords? {
        try sharedWords("d.id = \(id)", in: db).first
    }

    private static func sharedWords(_ condition: SQL, in db: any Connection) throws -> [SharedWords] {
        try db.fetch(
            """
            SELECT d.id, d.at, d.person_id, d.case_id, d.sealed FROM disclosure d
            JOIN disclosure_words w ON w.disclosure_id = d.id WHERE \(condition) ORDER BY d.id
            """
        ) { row in
            SharedWords(
                id: row.int64(0), day: Instant(milliseconds: row.int64(1)).day, person: row.int64OrNil(2),
                caseID: row.int64OrNil(3), isSealed: row.bool(4))
        }
    }

    /// Import runs that left a file of rejected rows, with the day on which they ended.
    public static func rejects(in db: any Connection) throws -> [(run: Int64, day: LocalDate)] {
        try db.fetch(
            "SELECT id, finished_at FROM import_run WHERE rejects_path <> '' AND finished_at IS NOT NULL ORDER BY id"
        ) { ($0.int64(0), Instant(milliseconds: $0.int64(1)).day) }
    }
}
