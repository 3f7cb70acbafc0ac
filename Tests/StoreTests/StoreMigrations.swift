import SQL
import Store
import Testing

@Suite struct StoreMigrations {
    @Test(arguments: TestEngine.all)
    func anEmptyDatabaseIsMigratedOnceAndThenLeftAlone(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            let before = try Migrator.state(of: database)
            #expect(before == .empty)
            let done = try Migrator.migrate(database)
            #expect(done == ["register", "cases", "screening", "accounts"])
            let after = try Migrator.state(of: database)
            #expect(after == .current)
            let again = try Migrator.migrate(database)
            #expect(again.isEmpty)
        }
    }

    @Test(arguments: TestEngine.all)
    func aNewerDatabaseIsRefused(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            _ = try database.blockingWrite {
                try $0.execute("INSERT INTO migration (number, name, checksum) VALUES (999, 'future', 'x')")
            }
            let failure = #expect(throws: DatabaseFailure.self) { try Migrator.migrate(database) }
            #expect(failure?.kind == .newerSchema)
            #expect(failure?.description.contains("newer version") == true)
        }
    }

    @Test(arguments: TestEngine.all)
    func aDatabaseOfAnotherBuildIsRefused(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            _ = try database.blockingWrite { try $0.execute("UPDATE migration SET checksum = 'x' WHERE number = 2") }
            let failure = #expect(throws: DatabaseFailure.self) { try Migrator.state(of: database) }
            #expect(failure?.kind == .otherSchema)
        }
    }

    @Test(arguments: TestEngine.all, ["CREATE TABLE customer (id INTEGER)", "CREATE TABLE migration (version TEXT)"])
    func theDatabaseOfAnotherProgramIsRefusedAndLeftAlone(engine: TestEngine, table: SQL) throws {
        try engine.withDatabase { database, _ in
            _ = try database.blockingWrite { try $0.execute(table) }
            let before = try database.blockingRead { try $0.tables() }
            let failure = #expect(throws: DatabaseFailure.self) { try Migrator.migrate(database) }
            #expect(failure?.kind == .foreignTables)
            #expect(throws: DatabaseFailure.self) { try Migrator.state(of: database) }
            #expect(try database.blockingRead { try $0.tables() } == before)
        }
    }

    @Test(arguments: TestEngine.all)
    func aDatabaseThatStoppedHalfwayGoesOn(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            _ = try database.blockingWrite { db in
                try db.execute("DELETE FROM migration WHERE number = 4")
                for table: SQL in ["DROP TABLE audit", "DROP TABLE session", "DROP TABLE account"] {
                    try db.execute(table)
                }
            }
            #expect(try Migrator.state(of: database) == .behind(1))
            #expect(try Migrator.migrate(database) == ["accounts"])
        }
    }

    @Test(arguments: TestEngine.all)
    func columnsHoldOnlyWhatTheyAreFor(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            for sql: SQL in [
                "INSERT INTO audit (at, actor, action, entity, reason) VALUES ('noon', '', '', '', '')",
                "INSERT INTO hit_decision (hit_id, decision, reason, actor, at) VALUES (1, 'maybe', '', '', 0)",
            ] {
                #expect(throws: DatabaseFailure.self) { try database.blockingWrite { _ = try $0.execute(sql) } }
            }
        }
    }
}
