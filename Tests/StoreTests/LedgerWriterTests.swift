import Foundation
import Prevention
import SQL
import SQLiteEngine
import TestSupport
import Testing

@testable import Store

/// Group commit: durable before the caller goes on, together where they come together.
@Suite struct LedgerWriterTests {
    private func entry(_ id: Int64) -> LedgerEntry { LedgerEntry(.read, .person, id: id, reason: "case") }

    @Test func everyReadIsDurableWhenItReturns() async throws {
        let test = try LedgerTest.inMemory()
        let writer = LedgerWriter(database: test.database, ledger: test.ledger)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for id in 1...200 {
                group.addTask {
                    try await writer.record(
                        [entry(Int64(id)), entry(Int64(id))], by: LedgerTest.anna, at: LedgerTest.at)
                    return try await test.database.read {
                        try $0.count("SELECT COUNT(*) FROM ledger_entry WHERE entity_id = \(id)")
                    }
                }
            }
            for try await found in group { #expect(found == 2) }
        }
        #expect(try test.verify() == LedgerVerification(entries: 400))
        #expect(writer.transactions < 200)
    }

    @Test func nothingIsWrittenForNothing() async throws {
        let test = try LedgerTest.inMemory()
        let writer = LedgerWriter(database: test.database, ledger: test.ledger)
        try await writer.record([], by: LedgerTest.anna, at: LedgerTest.at)
        #expect(writer.transactions == 0)
    }

    /// The others of its group are written, once.
    @Test func aBadEntryFailsAlone() async throws {
        let test = try LedgerTest.inMemory()
        try test.database.blockingWrite { db in
            _ = try db.execute(
                """
                CREATE TRIGGER refused BEFORE INSERT ON ledger_entry WHEN NEW.entity_id = 13
                BEGIN SELECT RAISE(ABORT, 'refused'); END
                """)
        }
        let writer = LedgerWriter(database: test.database, ledger: test.ledger)
        let refused = await withTaskGroup(of: Int64?.self) { group in
            for id in 1...40 as ClosedRange<Int64> {
                group.addTask {
                    do {
                        try await writer.record([entry(id)], by: LedgerTest.anna, at: LedgerTest.at)
                        return nil
                    } catch { return id }
                }
            }
            return await group.reduce(into: [Int64]()) { if let id = $1 { $0.append(id) } }
        }
        #expect(refused == [13])
        #expect(try test.count("SELECT COUNT(DISTINCT entity_id) FROM ledger_entry") == 39)
        #expect(try test.verify() == LedgerVerification(entries: 39))
    }

    @Test func whatCannotBeWrittenFailsForAllAndTheNextGoesThrough() async throws {
        let test = try LedgerTest.inMemory()
        let rotated = KeyRing.forTests.rotated()
        try await test.database.write { try KeyCheck.store(rotated, in: $0) }
        let old = LedgerWriter(database: test.database, ledger: test.ledger)
        let failures = await withTaskGroup(of: Bool.self) { group in
            for id in 1...20 as ClosedRange<Int64> {
                group.addTask {
                    do {
                        try await old.record([entry(id)], by: LedgerTest.anna, at: LedgerTest.at)
                        return false
                    } catch { return error is KeyRing.Outdated }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 20)
        #expect(try test.count("SELECT COUNT(*) FROM ledger_entry") == 0)
        _ = try await test.database.write { try $0.execute("DELETE FROM key_check WHERE number = 2") }
        try await old.record([entry(1)], by: LedgerTest.anna, at: LedgerTest.at)
        #expect(try test.verify() == LedgerVerification(entries: 1))
    }
}
