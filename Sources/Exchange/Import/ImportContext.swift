import Handbook
import Prevention
import SQL
import Store

/// What every row of one import run shares.
struct ImportContext {
    let source: Int64
    /// Of the source.
    let sourceName: String
    let importID: Int64
    let actor: Actor
    let startedAt: Instant
    let handbook: Handbook
    let tombstones: Tombstones
    let ledger: Ledger
    let keys: KeyRing
    /// By what persons without an id are found; `nil` before such a row can come.
    var arrivals: ArrivalMethod?
    let rescreening: Rescreening
    /// What the transaction has changed for Socialsøg.
    let changes = ScreeningChanges()

    /// Brings up to date, in the transaction of the row, what follows from a record counting for another person now.
    func followIdentity(of record: Int64, in db: any Connection) throws {
        try IdentityFollowing.follow(
            [try IdentityStore.person(of: record, in: db)], noting: changes, now: startedAt, law: handbook.law, in: db)
    }
}

/// One row of a CSV file, its columns found by name.
struct CSVRow {
    let reader: CSVReader
    /// Column index in the file by its place in the format; -1 where the file does not have it.
    let places: [Int]
    let names: [String]

    /// Longest value of one column, in bytes.
    static let longestValue = 1 << 20

    /// Whether the file has no column of that name.
    func lacks(_ name: String) -> Bool {
        names.firstIndex(of: name).map { places[$0] < 0 } ?? false
    }

    /// The text of a column; empty where the file has no such column.
    func text(_ column: Int) throws -> String {
        let place = places[column]
        if place < 0 { return "" }
        guard reader.length(place) <= CSVRow.longestValue else {
            throw RowProblem("import.value-too-long", column: names[column])
        }
        guard let text = reader.text(place) else { throw RowProblem("import.not-utf8", column: names[column]) }
        return text
    }

    func required(_ column: Int) throws -> String {
        let text = try text(column)
        if text.isEmpty { throw RowProblem("import.value-missing", column: names[column]) }
        return text
    }

    /// `nil` for an empty value.
    func date(_ column: Int) throws -> LocalDate? {
        let text = try text(column)
        if text.isEmpty { return nil }
        guard let date = LocalDate(text) else {
            throw RowProblem("import.not-a-date", column: names[column], value: text)
        }
        return date
    }

    func number(_ column: Int, in range: ClosedRange<Double>) throws -> Double? {
        let text = try text(column)
        if text.isEmpty { return nil }
        let isDecimal = text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2D }
        guard isDecimal, let number = Double(text), range.contains(number) else {
            throw RowProblem("import.not-a-number", column: names[column], value: text)
        }
        return number
    }

    /// Three digits, or empty.
    func municipality(_ column: Int) throws -> String {
        let text = try text(column)
        try MunicipalityCode.check(text, column: names[column])
        return text
    }
}

enum MunicipalityCode {
    /// - Throws: `RowProblem` for anything but three digits or nothing.
    static func check(_ text: String, column: String) throws {
        guard text.isEmpty || (text.utf8.count == 3 && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }) else {
            throw RowProblem("import.not-a-municipality", column: column, value: text)
        }
    }
}

/// Takes the rows of one CSV file into the store; made anew for each transaction.
protocol CSVTarget {
    /// Columns of the format in their order, required ones marked.
    static var columns: [(name: String, isRequired: Bool)] { get }
    init(_ db: any Connection, _ context: ImportContext) throws
    mutating func take(_ row: CSVRow) throws -> RowOutcome
    /// Oddities let through, since it was made.
    var warnings: [String: Int] { get }
}

extension CSVTarget {
    var warnings: [String: Int] { [:] }
}

/// A record that a row names, and the person whom it counts for.
struct SaidPerson {
    let record: Int64
    let person: Int64

    /// As stored beside the person: 0 where the record stands for itself.
    var said: SQLValue { .integer(record == person ? 0 : record) }

    init(_ record: Int64, person: Int64?) {
        self.record = record
        self.person = person ?? record
    }
}

/// Finds the record that a source calls by its own id, and the person whom it counts for.
final class PersonFinder {
    private let statement: any PreparedStatement
    private let source: Int64

    init(_ db: any Connection, _ context: ImportContext) throws {
        statement = try db.prepare("SELECT id, merged_into FROM person WHERE source_id = ? AND external_id = ?")
        source = context.source
    }

    func find(_ externalID: String) throws -> SaidPerson? {
        try statement.first([.integer(source), .text(externalID)]) {
            SaidPerson($0.int64(0), person: $0.int64OrNil(1))
        }
    }
}

/// Finds the row id of what a source calls by its own id.
final class ReferenceFinder {
    private let statement: any PreparedStatement
    private let source: Int64
    private var last: (externalID: String, id: Int64)?

    /// - Parameter sql: takes source and external id; gives the id.
    init(_ db: any Connection, _ sql: StaticString, source: Int64) throws {
        statement = try db.prepare(sql)
        self.source = source
    }

    static func incidents(_ db: any Connection, _ context: ImportContext) throws -> ReferenceFinder {
        try ReferenceFinder(
            db, "SELECT id FROM incident WHERE source_id = ? AND external_id = ?", source: context.source)
    }

    func find(_ externalID: String) throws -> Int64? {
        if let last, last.externalID == externalID { return last.id }
        guard let id = try statement.first([.integer(source), .text(externalID)], { $0.int64(0) }) else { return nil }
        last = (externalID, id)
        return id
    }
}
