import Foundation
import GRDB
import GRDBSQLite
public import SQL
import SQLiteSettings

public import protocol SQL.Database
public import struct SQL.SQL

/// SQLite through GRDB: a pool of readers and one writer over a file in WAL mode, or one connection to a database in memory.
public struct SQLiteDatabase: Database {
    let writer: any DatabaseWriter

    public var dialect: Dialect { .sqlite }

    /// Pages kept by a connection, as kilobytes below zero; and by one that passes each page once.
    static let cache = -32_000
    static let scanCache = -4_000
    /// Pages in the log beside the file after which they are taken over into it: 32 megabytes. A page that an import changes again
    /// and again is taken over less often so.
    private static let checkpoint = 8_000

    /// Whether SQLite counts no memory. Asked for once, before it is used for the first time: connections that read at the same time
    /// then do not wait for one another with each allocation.
    private static let countsNoMemory = sqlite_settings_count_no_memory() == 0

    /// Opens the file, and makes it, for its owner alone, where it is missing. A path of `:memory:` lives as long as the value.
    ///
    /// - Parameter busySeconds: how long to wait for another process that is writing.
    public init(path: String, busySeconds: Double = 10) throws {
        _ = SQLiteDatabase.countsNoMemory
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA temp_store = FILE")
            try db.execute(sql: "PRAGMA cache_size = \(SQLiteDatabase.cache)")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(SQLiteDatabase.checkpoint)")
            // What is deleted or replaced is overwritten where it stood.
            try db.execute(sql: "PRAGMA secure_delete = ON")
        }
        do {
            if path == ":memory:" {
                writer = try DatabaseQueue(configuration: configuration)
            } else {
                // SQLite gives the files beside it the same permissions.
                PrivateFile.make(path)
                let pool = try DatabasePool(path: path, configuration: configuration)
                // A pool sets its writer to NORMAL, with which what was committed last is lost when the power goes.
                try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
                writer = pool
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

    public func copy(
        to path: String, finishing: ((any Connection) throws -> Void)?, progress: @escaping (Double) -> Void
    ) throws {
        let part = path + ".part"
        SQLiteDatabase.remove(part)
        do {
            guard PrivateFile.make(part) else { throw DatabaseFailure(.notAccessible, detail: part) }
            try copy(toPart: part, finishing, progress)
            // Asked last: another may have written there meanwhile.
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            guard size == 0 else { throw DatabaseFailure(.notAccessible, detail: "\(path) holds something") }
            guard rename(part, path) == 0 else { throw DatabaseFailure(.notAccessible, detail: path) }
        } catch {
            SQLiteDatabase.remove(part)
            throw SQLiteDatabase.failure(error)
        }
    }

    private func copy(
        toPart part: String, _ finishing: ((any Connection) throws -> Void)?, _ progress: @escaping (Double) -> Void
    ) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let target = try DatabaseQueue(path: part, configuration: configuration)
        try writer.read { source in
            // The read begins here and lasts: without it, each step would begin one, and a writer would set the copy back.
            _ = try source.tableExists("migration")
            try target.writeWithoutTransaction { copy in
                try source.backup(to: copy, pagesPerStep: SQLiteDatabase.pagesPerStep) { step in
                    progress(Double(step.completedPageCount) / Double(max(1, step.totalPageCount)))
                }
            }
        }
        if let finishing { try target.write { try finishing(SQLiteConnection($0)) } }
        try target.writeWithoutTransaction { copy in
            let found = try String.fetchOne(copy, sql: "PRAGMA quick_check(1)")
            guard found == "ok" else { throw DatabaseFailure(.damaged, detail: found ?? "") }
        }
        try target.close()
    }

    /// Copies everything into an empty database: tests make theirs so.
    package func fill(_ empty: SQLiteDatabase) throws {
        do {
            try writer.backup(to: empty.writer)
        } catch {
            throw SQLiteDatabase.failure(error)
        }
    }

    public func compact() throws {
        do {
            try writer.barrierWriteWithoutTransaction { db in
                try db.execute(sql: "VACUUM")
                // The log beside the file holds old pages until it is emptied.
                _ = try GRDB.Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        } catch {
            throw SQLiteDatabase.failure(error)
        }
    }

    /// 16 megabytes.
    private static let pagesPerStep: CInt = 4_096

    /// A database file with all that SQLite may have laid beside it: a journal of an earlier one would spoil the next.
    private static func remove(_ path: String) {
        for ending in ["", "-journal", "-wal", "-shm"] { unlink(path + ending) }
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
        name: "sqlite", integer: "INTEGER", real: "REAL", identity: "INTEGER PRIMARY KEY", tableEnd: " STRICT",
        tableNames: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
        // Inside a transaction nobody else writes.
        nextID: { table in "SELECT COALESCE(MAX(id), 0) + 1 FROM \(table)" },
        appendOnly: { table in
            [
                """
                CREATE TRIGGER \(table)_not_changed BEFORE UPDATE ON \(table)
                BEGIN SELECT RAISE(ABORT, 'rows are only added'); END
                """,
                """
                CREATE TRIGGER \(table)_not_deleted BEFORE DELETE ON \(table)
                BEGIN SELECT RAISE(ABORT, 'rows are only added'); END
                """,
            ]
        },
        frozen: { table, columns in
            [
                """
                CREATE TRIGGER \(table)_not_rewritten BEFORE UPDATE OF \(SQL.joined(columns, separator: ", ")) ON \(table)
                BEGIN SELECT RAISE(ABORT, 'rows stay as they were written'); END
                """
            ]
        },
        tallied: { table, tally, columns in
            let names = SQL.joined(columns.map(\.name), separator: ", ")
            let add: SQL = """
                INSERT INTO \(tally) (\(names), cases) VALUES (\(SQL.joined(columns.map(\.after), separator: ", ")), 1)
                    ON CONFLICT (\(names)) DO UPDATE SET cases = cases + 1;
                """
            let match = SQL.joined(columns.map { "\($0.name) = \($0.before)" }, separator: " AND ")
            let take: SQL = """
                UPDATE \(tally) SET cases = cases - 1 WHERE \(match);
                DELETE FROM \(tally) WHERE \(match) AND cases = 0;
                """
            let changed = SQL.joined(columns.map { "\($0.before) <> \($0.after)" }, separator: " OR ")
            let followed = SQL.joined(columns.map(\.follows), separator: ", ")
            return [
                "CREATE TRIGGER \(tally)_added AFTER INSERT ON \(table) BEGIN \(add) END",
                "CREATE TRIGGER \(tally)_taken AFTER DELETE ON \(table) BEGIN \(take) END",
                """
                CREATE TRIGGER \(tally)_moved AFTER UPDATE OF \(followed) ON \(table) WHEN \(changed)
                BEGIN \(take) \(add) END
                """,
            ]
        },
        copied: { table, key, parent, columns in
            let names = SQL.joined(columns.map(\.name), separator: ", ")
            let values = SQL.joined(columns.map(\.value), separator: ", ")
            let followed = columns.flatMap(\.follows)
            let changed = SQL.joined(followed.map { "OLD.\($0) IS NOT NEW.\($0)" }, separator: " OR ")
            let own: SQL = """
                UPDATE \(table) SET (\(names)) = (SELECT \(values) FROM \(parent) WHERE id = NEW.\(key)) WHERE id = NEW.id;
                """
            let all: SQL = """
                UPDATE \(table) SET (\(names)) = (SELECT \(values) FROM \(parent) WHERE id = NEW.id) WHERE \(key) = NEW.id;
                """
            return [
                "CREATE TRIGGER \(table)_copies AFTER INSERT ON \(table) BEGIN \(own) END",
                "CREATE TRIGGER \(table)_moves AFTER UPDATE OF \(key) ON \(table) BEGIN \(own) END",
                """
                CREATE TRIGGER \(table)_follows AFTER UPDATE OF \(SQL.joined(followed, separator: ", ")) ON \(parent)
                WHEN \(changed) BEGIN \(all) END
                """,
            ]
        },
        marked: { table, mark, key, other, followed, condition in
            func set(_ value: SQL, where rows: SQL) -> SQL {
                """
                UPDATE \(table) SET \(mark) = 1 - \(mark) WHERE \(rows) AND \(mark) <> EXISTS (
                    SELECT 1 FROM \(other) WHERE \(key) = \(value) AND \(condition));
                """
            }
            let own = set("NEW.\(key)", where: "id = NEW.id")
            let (before, after) = (
                set("OLD.\(key)", where: "\(key) = OLD.\(key)"), set("NEW.\(key)", where: "\(key) = NEW.\(key)")
            )
            let names = SQL.joined([key] + followed, separator: ", ")
            return [
                "CREATE TRIGGER \(table)_\(mark)_added AFTER INSERT ON \(table) BEGIN \(own) END",
                "CREATE TRIGGER \(table)_\(mark)_moved AFTER UPDATE OF \(key) ON \(table) BEGIN \(own) END",
                "CREATE TRIGGER \(table)_\(mark)_by_added AFTER INSERT ON \(other) BEGIN \(after) END",
                "CREATE TRIGGER \(table)_\(mark)_by_taken AFTER DELETE ON \(other) BEGIN \(before) END",
                """
                CREATE TRIGGER \(table)_\(mark)_by_moved AFTER UPDATE OF \(names) ON \(other)
                BEGIN \(before) \(after) END
                """,
            ]
        })
}
