import Foundation
import Prevention
import SQL
import SQLiteEngine
import TestSupport
import Testing

@testable import Store

/// Checkpoints, deleted words, and the log of older versions.
@Suite struct LedgerCheckpointTests {
    @Test func aCheckpointHoldsTheChainsThatHaveGrown() throws {
        let test = try LedgerTest.inMemory()
        try test.write(3)
        try test.write(2, with: Ledger(keys: .forTests, chain: "second"))
        let first = try test.checkpoint()
        #expect(first.number == 1 && LedgerHead.all(in: first.heads)?.map(\.seq) == [3, 2])
        #expect(try test.checkpoint() == first)
        try test.write(1)
        let second = try test.checkpoint()
        #expect(second.number == 2 && second.previous == first.hash)
        #expect(LedgerHead.all(in: second.heads)?.map(\.entry) == [6])
        #expect(try test.verify(against: first) == LedgerVerification(entries: 6))
        #expect(try test.verify(against: second) == LedgerVerification(entries: 6))
    }

    @Test func aFileOfItIsTheSame() throws {
        let test = try LedgerTest.inMemory()
        try test.write(3)
        let made = try test.checkpoint()
        let read = try JSONDecoder().decode(LedgerCheckpoint.self, from: JSONEncoder().encode(made))
        #expect(read == made && read.isGenuine(.forTests) && !read.isGenuine(.random()))
    }

    /// An earlier head with its own stamp is put back, and nothing else tells.
    @Test func anEarlierHeadPutBackIsFoundByACheckpoint() throws {
        let test = try LedgerTest.inMemory()
        try test.write(5)
        let old = try test.database.blockingRead { try LedgerChain.all(in: $0)[0] }
        try test.write(5)
        let kept = try test.checkpoint()
        try test.write(2)
        try test.tamper(
            "DELETE FROM ledger_words WHERE entry > 5", "DELETE FROM ledger_entry WHERE id > 5",
            """
            UPDATE ledger_chain SET last_seq = \(old.lastSeq), last_entry = \(old.lastEntry), last_hash = \(old.lastHash),
                seal = \(old.stamp)
            """)
        let broken = LedgerBreak(entry: 6, reason: .signedEnd(checkpoint: 1))
        #expect(try test.verify().firstBreak == broken)
        #expect(try test.verify(against: kept).firstBreak == broken)
    }

    /// The whole database is an older copy of itself, in perfect order.
    @Test(arguments: TestEngine.all)
    func aDatabaseSetBackIsFoundByTheCheckpointKeptElsewhere(engine: TestEngine) throws {
        try engine.withStore { database, folder in
            let test = LedgerTest(database)
            try test.write(5)
            try database.copy(to: folder + "/old.sqlite", finishing: nil, progress: { _ in })
            try test.write(5)
            let kept = try test.checkpoint()
            let old = LedgerTest(try SQLiteDatabase(path: folder + "/old.sqlite"))
            #expect(try old.verify() == LedgerVerification(entries: 5))
            let found = try old.verify(against: kept)
            #expect(found.entries == 5 && found.firstBreak?.reason == .missingCheckpoint(1))
        }
    }

    @Test func aCheckpointOfOtherKeysIsRefused() throws {
        let test = try LedgerTest.inMemory()
        try test.write(1)
        let other = try LedgerCheckpoint.signed(number: 1, at: 0, heads: [], after: nil, keys: .random())
        #expect(try test.verify(against: other).firstBreak?.reason == .foreignCheckpoint)
    }

    @Test func checkpointsAreSignedAsTheLogGrows() throws {
        let test = try LedgerTest.inMemory()
        let entry = LedgerEntry(.read, .person, id: 1, reason: "")
        let many = Array(repeating: entry, count: Int(Ledger.entriesPerCheckpoint))
        for _ in 1...2 {
            try test.database.blockingWrite {
                try test.ledger.record(many, by: LedgerTest.anna, at: LedgerTest.at, in: $0)
            }
        }
        #expect(try test.count("SELECT COUNT(*) FROM ledger_checkpoint") == 2)
        #expect(try test.verify() == LedgerVerification(entries: many.count * 2))
    }

    @Test(arguments: TestEngine.all)
    func wordsGoAndTheEntrySaysSo(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            let test = LedgerTest(database)
            try test.write(9)
            try database.blockingWrite {
                try test.ledger.redact([1, 5, 6], reason: "retention", by: LedgerTest.anna, at: LedgerTest.at, in: $0)
            }
            #expect(try test.count("SELECT COUNT(*) FROM ledger_words") == 1)
            // The sixth had no words.
            #expect(
                try test.count("SELECT COUNT(*) FROM ledger_entry WHERE action = 'delete' AND entity = 'entry'") == 2)
            #expect(try test.verify() == LedgerVerification(entries: 11))
            try test.tamper("DELETE FROM ledger_words")
            #expect(try test.verify().firstBreak == LedgerBreak(entry: 9, reason: .words))
        }
    }

    @Test func theWordsOfAnEntryCannotBeGuessedFromIt() throws {
        let hashes = (1...2).map { _ in LedgerWords("Karla").hash }
        #expect(hashes[0] != hashes[1] && hashes[0].count == 64)
    }

    @Test(arguments: TestEngine.all)
    func whatWasLoggedBeforeBecomesTheFirstChain(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try Migrator.migrate(database, keys: .forTests, through: Migration.access.number)
            try database.blockingWrite { db in
                for number in 1...3 {
                    try db.execute(
                        """
                        INSERT INTO audit (at, actor, action, entity, entity_id, reason)
                        VALUES (\(number * 1000), 'anna', 'search', 'person', \(number == 2 ? nil : Int64(number)),
                            \(number == 3 ? "" : "case: Karla Lund \(number)"))
                        """)
                }
            }
            try Migrator.migrate(database, keys: .forTests)
            let test = LedgerTest(database, chain: "after")
            try test.write(2)
            #expect(try test.verify() == LedgerVerification(entries: 5))
            let old = try database.blockingRead { db in
                try db.fetch(
                    """
                    SELECT at, actor, action, entity, entity_id, text FROM ledger_entry
                    LEFT JOIN ledger_words ON entry = ledger_entry.id WHERE chain = 1 ORDER BY seq
                    """
                ) { row in
                    try ((0..<5).map { row.text($0) } + [test.ledger.words(row.text(5))]).joined(separator: "|")
                }
            }
            #expect(
                old == [
                    "1000|anna|search|person|1|case: Karla Lund 1", "2000|anna|search|person||case: Karla Lund 2",
                    "3000|anna|search|person|3|",
                ])
            #expect(try database.blockingRead { try $0.tables().contains("audit") } == false)
        }
    }
}
