import Foundation
import Prevention
import SQL
import SQLiteEngine
import Testing

@testable import Exchange

/// An import that stops anywhere keeps what it has stored, and ends right when it is run again.
@Suite struct InterruptedImportTests {
    private struct Stop: Error {}

    @Test(arguments: 1...8)
    func stoppedAfterAnyTransactionAndRunAgainItEndsAsIfUndisturbed(transactions: Int) throws {
        let calm = try District(SmallFolder.files)
        try calm.run()
        let disturbed = try District(SmallFolder.files)
        var count = 0
        do {
            try disturbed.run(portion: 1) { _ in
                count += 1
                if count == transactions { throw Stop() }
            }
        } catch is Stop {}
        #expect(count == transactions)
        #expect(try disturbed.rows("SELECT state FROM import_run", columns: 1) == ["failed"])
        try disturbed.run()
        #expect(try disturbed.content() == calm.content())
    }

    @Test func anotherProcessThatWritesGivesAClearFailureAndNothingIsLost() throws {
        let district = try District(SmallFolder.files)
        let other = try SQLiteDatabase(path: district.folder + "/kreds.sqlite", busySeconds: 0.1)
        let failure = try other.blockingWrite { _ in
            #expect(throws: DatabaseFailure.self) { try district.run() }
        }
        #expect(failure?.kind == .locked)
        #expect(failure?.description.contains("in use") == true)
        #expect(try district.run().counts("persons.csv")[1] == 4)
    }

    @Test func aFullDiskGivesAClearFailureAndTheSameImportGoesOnLater() throws {
        let persons = (1...4_000).map { "P\($0),\(String(repeating: "x", count: 200))" }.joined(separator: "\n")
        let district = try District(["persons.csv": "person_id,family_name\n" + persons + "\n"])
        try district.database.blockingWrite { db in
            try db.forEach("PRAGMA max_page_count = 600") { _ in }
        }
        let failure = #expect(throws: DatabaseFailure.self) { try district.run(portion: 100) }
        #expect(failure?.kind == .diskFull)
        let kept = try district.count("SELECT COUNT(*) FROM person")
        #expect(kept > 0 && kept < 4_000 && kept % 100 == 0)
        try district.database.blockingWrite { db in
            try db.forEach("PRAGMA max_page_count = 1000000") { _ in }
        }
        #expect(try district.run().counts("persons.csv") == [4_000, 4_000 - kept, 0, kept, 0])
    }
}
