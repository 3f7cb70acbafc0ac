import GRDB
import GRDBSQLite
public import SQL

public import protocol SQL.Database

/// SQLite through GRDB: a pool of readers and one writer over a file in WAL mode, or one connection to a database in memory.
public struct SQLiteDatabase: Database {
    private let writer: any DatabaseWriter

    public var dialect: Dialect { .sqlite }

    /// Opens the file, and makes it where it is missing. A path of `:memory:` lives as long as the value.
    ///
    /// - Parameter busySeconds: how long to wait for another process that is writing.
    public init(path: String, busySeconds: Double = 10) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA temp_store = FILE; PRAGMA cache_size = -32000;")
        }
        do {
            if path == ":memory:" {
                writer = try DatabaseQueue(configuration: configuration)
            } else {
                writer = try DatabasePool(path: path, configuration: configuration)
            }
        } catch {
            throw SQLiteDatabase.failure(error)
        }
    }

    public func read<Value: Sendable>(
        _ body: @Sendable @escaping (any Connection) throws -> Value
    ) async throws -> Value {
        do {
            return try await writer.read { try body(SQLiteConnection($0)) }
        } catch {
            throw SQLiteDatabase.failure(error)
        }
    }

    public func write<Value: Sendable>(
        _ body: @Sendable @escaping (any Connection) throws -> Value
    ) async throws -> Value {
        do {
            return try await writer.write { try body(SQLiteConnection($0)) }
        } catch {
            throw SQLiteDatabase.failure(error)
        }
    }

    public func blockingRead<Value>(_ body: (any Connection) throws -> Value) throws -> Value {
        do {
            return try writer.read { try body(SQLiteConnection($0)) }
        } catch {
            throw SQLiteDatabase.failure(error)
        }
    }

    public func blockingWrite<Value>(_ body: (any Connection) throws -> Value) throws -> Value {
        do {
            return try writer.write { try body(SQLiteConnection($0)) }
        } catch {
            throw SQLiteDatabase.failure(error)
        }
    }

    public func copy(to path: String) throws {
        do {
            let target = try DatabaseQueue(path: path)
            try writer.backup(to: target)
            try target.close()
        } catch {
            throw SQLiteDatabase.failure(error)
        }
    }

    /// SQLite's errors as Kreds' own; others as they are.
    static func failure(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return DatabaseFailure(kind(error.resultCode), detail: error.description)
    }

    private static func kind(_ code: ResultCode) -> DatabaseFailure.Kind {
        switch code {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .locked
        case .SQLITE_FULL: return .diskFull
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR: return .notAccessible
        case .SQLITE_CONSTRAINT: return .constraint
        default: return .other
        }
    }
}

extension Dialect {
    public static let sqlite = Dialect(
        name: "sqlite", integer: "INTEGER", real: "REAL", identity: "INTEGER PRIMARY KEY", tableEnd: " STRICT")
}
