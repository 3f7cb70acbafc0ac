import GRDB
import GRDBSQLite
import SQL

import struct SQL.Row
import protocol SQL.RowCursor
import struct SQL.SQL

/// One GRDB connection inside a read or a transaction. Rows are read straight from the SQLite statement: a full screening run
/// reads millions of them.
struct SQLiteConnection: Connection {
    private let db: GRDB.Database

    init(_ db: GRDB.Database) {
        self.db = db
    }

    var dialect: Dialect { .sqlite }

    func execute(_ sql: SQL) throws -> Int {
        try statement(sql).run(sql.bindings)
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try statement(sql).forEach(sql.bindings, body)
    }

    /// With so few values the SQL is one of a limited number, and is compiled once for each connection. With more, it has a list
    /// of any length.
    private static let mostBindingsKept = 20

    private func statement(_ sql: SQL) throws -> SQLiteStatementCursor {
        if sql.bindings.count <= SQLiteConnection.mostBindingsKept {
            let kept = try db.cachedStatement(sql: sql.text)
            // Inside its own rows it cannot be run again.
            if sqlite3_stmt_busy(kept.sqliteStatement) == 0 { return SQLiteStatementCursor(db, kept) }
        }
        return SQLiteStatementCursor(db, try db.makeStatement(sql: sql.text))
    }

    func prepare(_ sql: StaticString) throws -> any PreparedStatement {
        SQLiteStatementCursor(db, try db.makeStatement(sql: "\(sql)"))
    }
}

/// A statement with its current row.
final class SQLiteStatementCursor: PreparedStatement, RowCursor {
    private let db: GRDB.Database
    /// Owns the pointer.
    private let statement: Statement
    private let pointer: OpaquePointer

    /// Tells SQLite to copy bound text at once.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ db: GRDB.Database, _ statement: Statement) {
        self.db = db
        self.statement = statement
        pointer = statement.sqliteStatement
    }

    func bind(_ values: [SQLValue]) throws {
        sqlite3_reset(pointer)
        var index: Int32 = 0
        for value in values {
            index += 1
            let code: Int32
            switch value {
            case .null:
                code = sqlite3_bind_null(pointer, index)
            case .integer(let number):
                code = sqlite3_bind_int64(pointer, index, number)
            case .real(let number):
                code = sqlite3_bind_double(pointer, index, number)
            case .text(""):
                code = sqlite3_bind_text(pointer, index, "", 0, SQLiteStatementCursor.transient)
            case .text(var text):
                code = text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { characters in
                        sqlite3_bind_text(
                            pointer, index, characters.baseAddress, Int32(bytes.count), SQLiteStatementCursor.transient)
                    }
                }
            }
            guard code == SQLITE_OK else { throw error(code) }
        }
    }

    /// Goes to the next row; false when there is none.
    func step() throws -> Bool {
        let code = sqlite3_step(pointer)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let failure = error(code)
            sqlite3_reset(pointer)
            throw failure
        }
    }

    func run(_ values: [SQLValue]) throws -> Int {
        try bind(values)
        defer { finish() }
        while try step() {}
        return Int(sqlite3_changes(sqlite3_db_handle(pointer)))
    }

    func forEach(_ values: [SQLValue], _ body: (Row) throws -> Void) throws {
        try bind(values)
        defer { finish() }
        let row = Row(self)
        while try step() { try body(row) }
    }

    /// Lets go of rows and values: the statement may be kept.
    private func finish() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    private func error(_ code: Int32) -> DatabaseError {
        let words = sqlite3_errmsg(sqlite3_db_handle(pointer)).map { String(cString: $0) } ?? ""
        let message = words + " in " + statement.sql
        return DatabaseError(resultCode: ResultCode(rawValue: code & 0xFF), message: message)
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }
    func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }
    func double(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }

    func text(_ column: Int32) -> String {
        withUTF8(column) { String(decoding: $0, as: UTF8.self) }
    }

    func withUTF8<Value>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value {
        let start = sqlite3_column_text(pointer, column)
        return try body(UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
    }
}
