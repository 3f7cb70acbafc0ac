import Foundation
import Prevention
import SQL
import SQLiteEngine
import TestSupport

@testable import Store

/// A database with a log, and what the tests do to it.
struct LedgerTest {
    static let at = Instant("2026-03-02T10:00") ?? Instant(milliseconds: 0)
    static let anna = Actor(name: "anna", displayName: "Anna", authority: "Politiet", roles: [.officer, .screener])

    let database: any Database
    let ledger: Ledger

    init(_ database: any Database, chain: String = "first") {
        self.database = database
        ledger = Ledger(keys: .forTests, chain: chain)
    }

    static func inMemory() throws -> LedgerTest {
        let database = try SQLiteDatabase.migrated()
        return LedgerTest(database)
    }

    /// Entries of every form, each call in a transaction of its own.
    func write(_ count: Int, with other: Ledger? = nil, words: String = "") throws {
        for number in 0..<count {
            try database.blockingWrite { db in
                let entry = LedgerEntry(
                    number % 2 == 0 ? .read : .search, .person, id: number % 3 == 0 ? nil : Int64(number),
                    reason: "case",
                    words: number % 4 == 0 ? "ordene æøå \(number) \(words)" : "",
                    recipient: number % 5 == 0 ? "SSP" : "",
                    isSealed: number % 7 == 0)
                var anna = LedgerTest.anna
                anna.emergency = number % 6 == 0 ? 12 : nil
                try (other ?? ledger).record(
                    [entry], by: anna, at: LedgerTest.at.adding(seconds: number), in: db)
            }
        }
    }

    func verify(against kept: LedgerCheckpoint? = nil) throws -> LedgerVerification {
        try database.blockingRead { try ledger.verify(against: kept, in: $0) }
    }

    func checkpoint() throws -> LedgerCheckpoint {
        try database.blockingWrite { try ledger.checkpoint(at: LedgerTest.at, in: $0) }
    }

    /// As somebody would who has the database file and no keys.
    func tamper(_ statements: SQL...) throws {
        try database.blockingWrite { db in
            try LedgerTest.dropTriggers(db)
            try db.execute("PRAGMA defer_foreign_keys = ON")
            for statement in statements { try db.execute(statement) }
        }
    }

    static func dropTriggers(_ db: any Connection) throws {
        for trigger: SQL in [
            "DROP TRIGGER IF EXISTS ledger_entry_not_changed", "DROP TRIGGER IF EXISTS ledger_entry_not_deleted",
            "DROP TRIGGER IF EXISTS ledger_checkpoint_not_changed",
            "DROP TRIGGER IF EXISTS ledger_checkpoint_not_deleted",
        ] { try db.execute(trigger) }
    }

    func count(_ sql: SQL) throws -> Int {
        try database.blockingRead { try $0.count(sql) }
    }
}
