import Foundation
import Prevention
import SQL
import SQLiteEngine
import TestSupport
import Testing

@testable import Store

/// The chain: what verify accepts, and where it says that it is broken.
@Suite struct LedgerTests {
    @Test(arguments: TestEngine.all)
    func anUntouchedLogIsWhole(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            let test = LedgerTest(database)
            #expect(try test.verify() == LedgerVerification(entries: 0))
            try test.write(40)
            #expect(try test.verify() == LedgerVerification(entries: 40))
        }
    }

    @Test(arguments: TestEngine.all)
    func everythingSaidOfAnActIsStored(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            let test = LedgerTest(database)
            try database.blockingWrite { db in
                let entry = LedgerEntry(
                    .disclose, .caseFile, id: 7, reason: "forum 3", words: "ønsket af mor", recipient: "Køge Kommune",
                    isSealed: true)
                var anna = LedgerTest.anna
                anna.emergency = 5
                try test.ledger.record([entry], by: anna, at: LedgerTest.at, in: db)
                let row = try db.first(
                    """
                    SELECT actor, authority, roles, action, entity, entity_id, recipient, reason, text, sealed, emergency, at
                    FROM ledger_entry JOIN ledger_words ON entry = ledger_entry.id
                    """
                ) { row in
                    try (0..<12).map { $0 == 8 ? try test.ledger.words(row.text($0)) : row.text($0) }
                }
                #expect(
                    row == [
                        "anna", "Politiet", "officer,screener", "disclose", "case", "7", "Køge Kommune", "forum 3",
                        "ønsket af mor", "1", "5", String(LedgerTest.at.milliseconds),
                    ])
            }
        }
    }

    private struct Stop: Error {}

    @Test(arguments: TestEngine.all)
    func aTransactionThatIsRolledBackLeavesNoHole(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            let test = LedgerTest(database)
            // The first transaction would open the chain.
            for _ in 1...2 {
                #expect(throws: Stop.self) {
                    try database.blockingWrite { db in
                        try test.ledger.record(
                            .read, .person, id: 1, reason: "", by: LedgerTest.anna, at: LedgerTest.at, in: db)
                        throw Stop()
                    }
                }
                try test.write(3)
            }
            #expect(try test.verify() == LedgerVerification(entries: 6))
            #expect(try test.count("SELECT COUNT(*) FROM ledger_chain") == 1)
        }
    }

    @Test(arguments: TestEngine.all)
    func processesWriteAtOnceEachInItsChain(engine: TestEngine) throws {
        try engine.withStore { database, folder in
            let one = LedgerTest(database)
            let other = LedgerTest(try engine.open(folder, 5), chain: "second")
            for _ in 1...10 {
                try one.write(2)
                try other.write(3)
            }
            #expect(try one.verify() == LedgerVerification(entries: 50))
            #expect(try one.count("SELECT COUNT(*) FROM ledger_chain") == 2)
            #expect(try one.count("SELECT MAX(seq) FROM ledger_entry WHERE chain = 2") == 30)
        }
    }

    @Test func twoLedgersOfOneKindOfProcessHaveChainsOfTheirOwn() {
        let one = Ledger(keys: .forTests, process: "serve")
        let other = Ledger(keys: .forTests, process: "serve")
        #expect(one.process != other.process)
    }

    @Test(arguments: TestEngine.all)
    func rowsCanBeNeitherChangedNorDeleted(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            let test = LedgerTest(database)
            try test.write(2)
            _ = try test.checkpoint()
            for sql: SQL in [
                "UPDATE ledger_entry SET reason = 'other'", "DELETE FROM ledger_entry WHERE id = 2",
                "UPDATE ledger_checkpoint SET at = 0", "DELETE FROM ledger_checkpoint",
            ] {
                #expect(throws: DatabaseFailure.self) { try database.blockingWrite { _ = try $0.execute(sql) } }
            }
            #expect(try test.verify() == LedgerVerification(entries: 2))
        }
    }

    @Test(
        arguments: [
            ("UPDATE ledger_entry SET actor = 'bo' WHERE id = 7", 7),
            ("UPDATE ledger_entry SET entity_id = NULL WHERE id = 9", 9),
            ("UPDATE ledger_entry SET hash = upper(hash) WHERE id = 11", 11),
            ("DELETE FROM ledger_entry WHERE id = 12", 12),
            ("DELETE FROM ledger_entry WHERE id > 17", 18),
            ("UPDATE ledger_words SET text = 'andet' WHERE entry = 5", 5),
            ("DELETE FROM ledger_words WHERE entry = 9", 9),
            ("INSERT INTO ledger_words VALUES (8, '')", 8),
            ("DELETE FROM ledger_root", 1),
        ] as [(SQL, Int64)])
    func theFirstBrokenEntryIsNamed(sql: SQL, broken: Int64) throws {
        let test = try LedgerTest.inMemory()
        try test.write(20)
        try test.tamper(sql)
        #expect(try test.verify().firstBreak?.entry == broken)
    }

    /// Whoever has no keys can work out hashes, but not the stamp of the head.
    @Test func aShorterLogWithARewrittenHeadIsFound() throws {
        let test = try LedgerTest.inMemory()
        try test.write(20)
        try test.tamper(
            "DELETE FROM ledger_words WHERE entry > 15", "DELETE FROM ledger_entry WHERE id > 15",
            """
            UPDATE ledger_chain SET last_seq = 15, last_entry = 15,
                last_hash = (SELECT hash FROM ledger_entry WHERE id = 15)
            """)
        #expect(try test.verify().firstBreak?.entry == 16)
        // Nor is it hidden by writing on.
        #expect(throws: LedgerDamaged.self) { try test.write(1) }
    }

    @Test func aWholeChainTakenAwayIsFound() throws {
        let test = try LedgerTest.inMemory()
        try test.write(3)
        try test.write(2, with: Ledger(keys: .forTests, chain: "second"))
        try test.tamper(
            "DELETE FROM ledger_words WHERE entry > 3", "DELETE FROM ledger_entry WHERE chain = 2",
            "DELETE FROM ledger_chain WHERE id = 2")
        #expect(try test.verify().firstBreak?.reason == .chains)
    }

    /// An earlier head with its own stamp is put back: only the chain begun behind the later one shows it.
    @Test func anEarlierHeadPutBackIsFoundByTheNextChain() throws {
        let test = try LedgerTest.inMemory()
        try test.write(5)
        let old = try test.database.blockingRead { try LedgerChain.all(in: $0)[0] }
        try test.write(5)
        try test.write(2, with: Ledger(keys: .forTests, chain: "second"))
        try test.tamper(
            "DELETE FROM ledger_words WHERE entry BETWEEN 6 AND 10",
            "DELETE FROM ledger_entry WHERE id BETWEEN 6 AND 10",
            """
            UPDATE ledger_chain SET last_seq = \(old.lastSeq), last_entry = \(old.lastEntry), last_hash = \(old.lastHash),
                seal = \(old.stamp) WHERE id = 1
            """)
        #expect(try test.verify().firstBreak == LedgerBreak(entry: 6, reason: .link(2)))
    }

    @Test func otherKeysProveNothing() throws {
        let test = try LedgerTest.inMemory()
        try test.write(3)
        let stranger = Ledger(keys: .random(), chain: "stranger")
        #expect(try test.database.blockingRead { try stranger.verify(in: $0) }.firstBreak != nil)
        #expect(throws: LedgerDamaged.self) { try test.write(1, with: stranger) }
        // Started before a rotation: it would go on with a key that is to be given up.
        let rotated = KeyRing.forTests.rotated()
        try test.database.blockingWrite { try KeyCheck.store(rotated, in: $0) }
        #expect(throws: KeyRing.Outdated.self) { try test.write(1) }
        try test.write(2, with: Ledger(keys: rotated, chain: "rotated"))
        let whole = try test.database.blockingRead { try Ledger(keys: rotated).verify(in: $0) }
        #expect(whole == LedgerVerification(entries: 5))
    }
}
