import Foundation
import SQL
import SQLiteEngine
import Store
import Testing

/// What every engine must do alike.
@Suite struct StoreContract {
    private static func makeTable(_ db: any Connection) throws {
        try db.execute(
            """
            CREATE TABLE t (id \(db.dialect.identity), number \(db.dialect.integer), share \(db.dialect.real), name TEXT,
                UNIQUE (name))\(db.dialect.tableEnd)
            """)
    }

    @Test(arguments: TestEngine.all)
    func valuesOfEveryKindComeBackAsTheyWere(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try database.blockingWrite { db in
                try StoreContract.makeTable(db)
                for text in ["", "æøåÆØÅ é 😀", "a'b\"c%_\\", "; DROP TABLE t; --", "linje\nto"] {
                    try db.execute("INSERT INTO t (number, share, name) VALUES (\(Int64.min), \(0.1), \(text))")
                    let row = try db.first("SELECT number, share, name FROM t WHERE name = \(text)") {
                        ($0.int64(0), $0.double(1), $0.text(2))
                    }
                    #expect(row?.0 == Int64.min && row?.1 == 0.1 && row?.2 == text)
                }
                try db.execute(
                    "INSERT INTO t (number, share, name) VALUES (\(Int64.max), \(nil as Double?), \(nil as String?))")
                let empty = try db.first("SELECT number, share, name FROM t WHERE name IS NULL") {
                    ($0.int64(0), $0.doubleOrNil(1), $0.textOrNil(2))
                }
                #expect(empty?.0 == Int64.max && empty?.1 == nil && empty?.2 == nil)
                #expect(try db.count("SELECT COUNT(*) FROM t") == 6)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func listsConflictsAndCountsOfChangesWork(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try database.blockingWrite { db in
                try StoreContract.makeTable(db)
                let first = try db.insert("INSERT INTO t (name) VALUES ('a') RETURNING id")
                #expect(first != nil)
                #expect(try db.insert("INSERT INTO t (name) VALUES ('a') ON CONFLICT DO NOTHING RETURNING id") == nil)
                for name in ["b", "c"] { try db.execute("INSERT INTO t (name, number) VALUES (\(name), 1)") }
                #expect(try db.count("SELECT COUNT(*) FROM t WHERE name IN \(list: ["a", "c", "x"])") == 2)
                #expect(try db.execute("UPDATE t SET number = 2 WHERE number = 1") == 2)
                #expect(try db.execute("UPDATE t SET number = 3 WHERE number = 1") == 0)
                #expect(try db.count("SELECT COUNT(*) FROM t WHERE (name, number) > ('b', 1)") == 2)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func anEmptyListMatchesNothingEitherWay(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try database.blockingWrite { db in
                try StoreContract.makeTable(db)
                try db.execute("INSERT INTO t (name, number) VALUES ('a', 1)")
                #expect(try db.count("SELECT COUNT(*) FROM t WHERE name IN \(list: [String]())") == 0)
                #expect(try db.count("SELECT COUNT(*) FROM t WHERE number IN \(list: [Int]())") == 0)
                #expect(try db.count("SELECT COUNT(*) FROM t WHERE name NOT IN \(list: [String]())") == 0)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func tablesAreListedWithoutTheEnginesOwn(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            #expect(try database.blockingRead { try $0.tables() } == [])
            try database.blockingWrite { try StoreContract.makeTable($0) }
            #expect(try database.blockingRead { try $0.tables() } == ["t"])
        }
    }

    @Test(arguments: TestEngine.all)
    func preparedStatementsRunManyTimesAndInsideOneAnother(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try database.blockingWrite { db in
                try StoreContract.makeTable(db)
                let insert = try db.prepare("INSERT INTO t (name, number) VALUES (?, ?)")
                for number in 1...50 { #expect(try insert.run([.text("n\(number)"), .integer(Int64(number))]) == 1) }
                let select = try db.prepare("SELECT number FROM t WHERE number > ? ORDER BY number")
                var seen: [Int] = []
                try select.forEach([.integer(48)]) { row in
                    seen.append(row.int(0))
                    try db.forEach("SELECT COUNT(*) FROM t") { #expect($0.int(0) == 50) }
                }
                #expect(seen == [49, 50])
                #expect(try select.first([.integer(50)]) { $0.int(0) } == nil)
            }
        }
    }

    private struct Stop: Error {}

    @Test(arguments: TestEngine.all)
    func aTransactionThatThrowsLeavesNothing(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try database.blockingWrite { try StoreContract.makeTable($0) }
            #expect(throws: Stop.self) {
                try database.blockingWrite { db in
                    try db.execute("INSERT INTO t (name) VALUES ('half')")
                    throw Stop()
                }
            }
            #expect(try database.blockingRead { try $0.count("SELECT COUNT(*) FROM t") } == 0)
        }
    }

    @Test(arguments: TestEngine.all)
    func aReadSeesOneStateWhileOthersWrite(engine: TestEngine) throws {
        try engine.withDatabase { database, folder in
            try database.blockingWrite { try StoreContract.makeTable($0) }
            let other = try engine.open(folder, 5)
            try database.blockingRead { db in
                #expect(try db.count("SELECT COUNT(*) FROM t") == 0)
                _ = try other.blockingWrite { try $0.execute("INSERT INTO t (name) VALUES ('new')") }
                #expect(try db.count("SELECT COUNT(*) FROM t") == 0)
            }
            #expect(try database.blockingRead { try $0.count("SELECT COUNT(*) FROM t") } == 1)
        }
    }

    @Test(arguments: TestEngine.all)
    func failuresHaveAKindAndShowNothingOfTheInside(engine: TestEngine) throws {
        try engine.withStore { database, folder in
            func failure(_ sql: SQL) -> DatabaseFailure? {
                #expect(throws: DatabaseFailure.self) {
                    try database.blockingWrite { db in _ = try db.execute(sql) }
                }
            }
            let reference = failure("INSERT INTO case_party (case_id, person_id, role) VALUES (1, 1, 'subject')")
            #expect(reference?.kind == .constraint)
            #expect(
                failure(
                    "INSERT INTO session (token_hash, account_id, csrf, created_at, seen_at) VALUES ('', 7, '', 0, 0)")?
                    .kind == .constraint)
            let unknown = failure("SELECT secret FROM nowhere")
            #expect(unknown?.kind == .other)
            #expect(unknown?.description.contains("nowhere") == false)
            let impatient = try engine.open(folder, 0.1)
            try database.blockingWrite { _ in
                let locked = #expect(throws: DatabaseFailure.self) {
                    try impatient.blockingWrite { _ = try $0.execute("DELETE FROM session") }
                }
                #expect(locked?.kind == .locked)
            }
        }
    }

    /// What is committed is on the disk: the log is promised to be there before a page is sent.
    @Test func aCommitWaitsForTheDisk() throws {
        let engine = try #require(TestEngine.all.first { $0.name == "sqlite" })
        try engine.withDatabase { database, _ in
            let found = try database.blockingWrite { try $0.count("PRAGMA synchronous") }
            let full = 2
            #expect(found == full)
        }
    }

    @Test func aFileThatIsNoDatabaseAndAPlaceThatCannotBeOpenedAreTold() throws {
        let folder = NSTemporaryDirectory() + "store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try String(repeating: "not a database ", count: 500).write(
            toFile: folder + "/noise", atomically: true, encoding: .utf8)
        let noise = #expect(throws: DatabaseFailure.self) { _ = try SQLiteDatabase(path: folder + "/noise") }
        #expect(noise?.kind == .damaged)
        let nowhere = #expect(throws: DatabaseFailure.self) { _ = try SQLiteDatabase(path: folder + "/no/such/place") }
        #expect(nowhere?.kind == .notAccessible)
    }
}
