/// A database that Kreds can keep its data in. An engine implements this and nothing more.
///
/// Bodies are synchronous and run on the engine's own threads: a read sees one consistent state, a write is one transaction
/// that is rolled back whole when its body throws. All throw `DatabaseFailure`, or what the body throws.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    func read<Value: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Value) async throws -> Value
    func write<Value: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Value) async throws -> Value

    /// As `read`, blocking the calling thread: for commands and for threads of one's own.
    func blockingRead<Value>(_ body: (any Connection) throws -> Value) throws -> Value
    /// As `write`, blocking the calling thread.
    func blockingWrite<Value>(_ body: (any Connection) throws -> Value) throws -> Value

    /// Reads at the same time on connections of their own, all of one state of the database, blocking the calling thread until
    /// the last has ended. An engine with one connection does it one after the other.
    func blockingReads(_ bodies: [@Sendable (any Connection) throws -> Void]) throws

    /// Writes a consistent copy to a file, while others read and write.
    ///
    /// It is written as `PATH.part`, checked, and gets its name last; an empty file of that name gives way, any
    /// other is left as it is. Where anything fails, nothing is left.
    ///
    /// - Parameters:
    ///   - finishing: what is still to be written into the copy before it gets its name.
    ///   - progress: called with the part that is copied, from 0 to 1.
    func copy(
        to path: String, finishing: ((any Connection) throws -> Void)?, progress: @escaping (Double) -> Void
    ) throws

    /// Writes the data anew, so that nothing that was deleted can be read in what lies beside it.
    func compact() throws
}

extension Database {
    public func blockingReads(_ bodies: [@Sendable (any Connection) throws -> Void]) throws {
        try blockingRead { db in for body in bodies { try body(db) } }
    }
}

/// One connection inside a read or a transaction; not to be kept beyond it.
public protocol Connection {
    var dialect: Dialect { get }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func execute(_ sql: SQL) throws -> Int

    /// Hands each row to `body` as it is read; the row is valid only inside.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws

    /// For many executions with other values: `?` in the literal stands for each.
    func prepare(_ sql: StaticString) throws -> any PreparedStatement
}

/// A statement that is run many times; valid as long as its connection.
public protocol PreparedStatement {
    /// Runs it and returns how many rows it changed.
    @discardableResult
    func run(_ values: [SQLValue]) throws -> Int

    func forEach(_ values: [SQLValue], _ body: (Row) throws -> Void) throws
}

extension Connection {
    /// Names of the tables that are there, the engine's own not counted.
    public func tables() throws -> Set<String> {
        Set(try fetch(dialect.tableNames) { $0.text(0) })
    }

    /// All rows, decoded.
    public func fetch<Value>(_ sql: SQL, _ decode: (Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try forEach(sql) { values.append(try decode($0)) }
        return values
    }

    /// The first row, decoded; `nil` where there is none.
    public func first<Value>(_ sql: SQL, _ decode: (Row) throws -> Value) throws -> Value? {
        try fetch(sql, decode).first
    }

    /// The number in the only column of the only row; 0 where there is none.
    public func count(_ sql: SQL) throws -> Int {
        try first(sql) { $0.int(0) } ?? 0
    }

    /// Runs `INSERT … RETURNING id` and gives the id; `nil` where `ON CONFLICT DO NOTHING` held it back.
    public func insert(_ sql: SQL) throws -> Int64? {
        try first(sql) { $0.int64(0) }
    }
}

extension PreparedStatement {
    public func first<Value>(_ values: [SQLValue], _ decode: (Row) throws -> Value) throws -> Value? {
        var found: Value?
        try forEach(values) { row in
            if found == nil { found = try decode(row) }
        }
        return found
    }
}

/// A row being read. Columns are counted from 0, in the order of the `SELECT`.
public struct Row {
    private let cursor: any RowCursor

    public init(_ cursor: any RowCursor) {
        self.cursor = cursor
    }

    public func isNull(_ column: Int32) -> Bool { cursor.isNull(column) }
    public func int64(_ column: Int32) -> Int64 { cursor.int64(column) }
    public func int(_ column: Int32) -> Int { Int(cursor.int64(column)) }
    public func bool(_ column: Int32) -> Bool { cursor.int64(column) != 0 }
    public func double(_ column: Int32) -> Double { cursor.double(column) }
    /// Empty for `NULL`.
    public func text(_ column: Int32) -> String { cursor.text(column) }
    public func int64OrNil(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }
    public func doubleOrNil(_ column: Int32) -> Double? { isNull(column) ? nil : double(column) }
    public func textOrNil(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
    /// The UTF-8 bytes of a text column, without a copy; valid only inside `body`.
    public func withUTF8<Value>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value
    {
        try cursor.withUTF8(column, body)
    }
}

/// What an engine offers of its current row.
public protocol RowCursor: AnyObject {
    func isNull(_ column: Int32) -> Bool
    func int64(_ column: Int32) -> Int64
    func double(_ column: Int32) -> Double
    func text(_ column: Int32) -> String
    func withUTF8<Value>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value
}
