import Prevention
import SQL
import TestSupport
import Testing

@testable import Store

/// Ten thousand random changes to the log's tables, each found.
@Suite struct LedgerManipulationTests {
    private struct Done: Error {}

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func everyManipulationIsFound(seed: UInt64) throws {
        let test = try LedgerTest.inMemory()
        try test.write(14)
        let second = Ledger(keys: .forTests, chain: "second")
        try test.write(9, with: second)
        _ = try test.checkpoint()
        try test.database.blockingWrite {
            try test.ledger.redact([5, 9], reason: "retention", by: LedgerTest.anna, at: LedgerTest.at, in: $0)
        }
        try test.write(6)
        _ = try test.checkpoint()
        try test.write(5, with: second)
        let count = 36
        #expect(try test.verify() == LedgerVerification(entries: count))
        var made = 0
        var missed: [String] = []
        #expect(throws: Done.self) {
            try test.database.blockingWrite { db in
                try LedgerTest.dropTriggers(db)
                try db.execute("PRAGMA defer_foreign_keys = ON")
                var manipulation = LedgerManipulation(db, seed: seed)
                while made < 2_500 {
                    try db.execute("SAVEPOINT untouched")
                    if try manipulation.change() {
                        made += 1
                        if try test.ledger.verify(in: db).firstBreak == nil { missed.append(manipulation.said) }
                    }
                    try db.execute("ROLLBACK TO untouched")
                    try db.execute("RELEASE untouched")
                }
                #expect(try test.ledger.verify(in: db) == LedgerVerification(entries: count))
                throw Done()
            }
        }
        #expect(made == 2_500)
        #expect(missed.isEmpty, "\(missed.prefix(5))")
        #expect(try test.verify() == LedgerVerification(entries: count))
    }
}
