import Prevention
import SQL
import TestSupport
import Testing

@testable import Store

@Suite struct StoreMigrations {
    @Test(arguments: TestEngine.all)
    func anEmptyDatabaseIsMigratedOnceAndThenLeftAlone(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            let before = try Migrator.state(of: database)
            #expect(before == .empty)
            let done = try Migrator.migrate(database, keys: .forTests)
            let names = [
                "register", "cases", "screening", "accounts", "moments-and-names", "deadline-indexes", "access",
                "ledger", "sealed-numbers", "no-traces", "sign-in", "log-review", "rights", "case-work", "areas",
                "watch", "lists", "papers", "hidden-places", "open-cases", "open-work", "forums", "notices",
                "trends", "proposals", "item-numbers", "meeting-rooms", "records", "leads",
                "identities", "matching", "screening-scale", "screening-rules", "workbench", "learning", "plan",
                "bodies", "community", "screened-parts",
            ]
            #expect(done == names)
            let after = try Migrator.state(of: database)
            #expect(after == .current)
            let again = try Migrator.migrate(database, keys: .forTests)
            #expect(again.isEmpty)
        }
    }

    @Test(arguments: TestEngine.all)
    func aNewerDatabaseIsRefused(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            _ = try database.blockingWrite {
                try $0.execute("INSERT INTO migration (number, name, checksum) VALUES (999, 'future', 'x')")
            }
            let failure = #expect(throws: DatabaseFailure.self) { try Migrator.migrate(database, keys: .forTests) }
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
            let failure = #expect(throws: DatabaseFailure.self) { try Migrator.migrate(database, keys: .forTests) }
            #expect(failure?.kind == .foreignTables)
            #expect(throws: DatabaseFailure.self) { try Migrator.state(of: database) }
            #expect(try database.blockingRead { try $0.tables() } == before)
        }
    }

    @Test(arguments: TestEngine.all)
    func aDatabaseThatStoppedHalfwayGoesOn(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            _ = try database.blockingWrite { db in
                try db.execute("DELETE FROM migration WHERE number = 3")
                for table: SQL in [
                    "DROP TABLE hit_opinion", "DROP TABLE hit_deferral", "DROP TABLE hit_decision", "DROP TABLE hit",
                ] { try db.execute(table) }
            }
            #expect(try Migrator.state(of: database) == .behind(1))
            #expect(try Migrator.migrate(database, keys: .forTests) == ["screening"])
        }
    }

    /// Of a register filled before, nothing is lost: deadlines in days last to the end of their day, names are found, and
    /// what happened stays.
    @Test(arguments: TestEngine.all)
    func anOlderRegisterKeepsWhatItHolds(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try Migrator.migrate(database, keys: .forTests, through: 4)
            try database.blockingWrite { db in
                for sql: SQL in [
                    "INSERT INTO source (id, name) VALUES (1, 's')",
                    """
                    INSERT INTO person (id, source_id, external_id, cpr, given_names, family_name, sex, address, postal_code,
                        municipality, protected, fingerprint, import_id)
                    VALUES (1, 1, 'P1', '', 'Åse Marie', 'Østergård', 'F', '', '', '259', 0, 0, 1)
                    """,
                    """
                    INSERT INTO case_file (id, programme, municipality, stage, is_open, opened_on, stage_on, due_on, owner,
                        fields, revision, handled_here, fingerprint)
                    VALUES (1, 'ukn', '259', 'registered', 1, '2026-03-20', '2026-03-20', '2026-03-29', '', '{}', 1, 1, 0)
                    """,
                    """
                    INSERT INTO case_event (case_id, kind, code, at, day_only, note, actor, recorded_at)
                    VALUES (1, 'entered', 'registered', 1773961200000, 1, 'note', 'anna', 1773961200000)
                    """,
                ] { try db.execute(sql) }
            }
            #expect(
                try Migrator.migrate(database, keys: .forTests).prefix(2) == ["moments-and-names", "deadline-indexes"])
            try database.blockingRead { db in
                let scope = CaseScope(
                    of: Actor(
                        name: "", displayName: "", authority: "", roles: [.officer], kind: .police, area: .district))
                let (row, file, events) = try #require(try CaseStore.load(1, scope: scope, in: db))
                // The last millisecond of the day on which summer time begins.
                #expect(row.dueAt == Instant("2026-03-29T23:59:59.999"))
                #expect(file.stage == "registered" && events.map(\.note) == ["note"])
                for name in [
                    "østergård", "ÅSE", "åse marie østerg", "A\u{30A}se", "Østergård Åse", "åse m", "østergård å",
                ] {
                    #expect(
                        try PersonStore.search(
                            name, scope: .everybody, findProtected: false, keys: .forTests, limit: 5, in: db
                        ).count
                            == 1, "\(name)")
                }
                let endless = Array(repeating: "åse", count: 9).joined(separator: " ")
                #expect(
                    try PersonStore.search(
                        endless, scope: .everybody, findProtected: false, keys: .forTests, limit: 5, in: db
                    ).isEmpty)
                #expect(
                    try PersonStore.search(
                        "aase", scope: .everybody, findProtected: false, keys: .forTests, limit: 5, in: db
                    ).isEmpty)
            }
        }
    }

    /// A report whose child is in its notice has led to it; one with another child has not yet.
    @Test(arguments: TestEngine.all)
    func olderReportsThatLedToANoticeSaySo(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try Migrator.migrate(database, keys: .forTests, through: Migration.leads.number - 1)
            try database.blockingWrite { db in
                try db.execute("INSERT INTO source (id, name) VALUES (1, 's')")
                for id in 1...3 {
                    try db.execute(
                        """
                        INSERT INTO person (id, source_id, external_id, given_names, family_name, birth_date, sex, address,
                            postal_code, municipality, protected, fingerprint, import_id)
                        VALUES (\(id), 1, \("P\(id)"), 'Åse', 'Vind', \(id == 3 ? "1985-01-01" : "2015-01-01"), 'F', '',
                            '', '259', 0, 0, 1)
                        """)
                }
                let cases = [(1, "social-report"), (2, "concern-notice"), (3, "social-report"), (4, "concern-notice")]
                for (id, programme) in cases {
                    try db.execute(
                        """
                        INSERT INTO case_file (id, programme, municipality, stage, is_open, opened_on, stage_on, due_at, due_clock,
                            owner, fields, revision, handled_here, fingerprint)
                        VALUES (\(id), \(programme), '259', 'sent', 1, '2026-03-20', '2026-03-20', 7, 'notice', '', '{}', 1, 0,
                            0)
                        """)
                    try db.execute(
                        """
                        INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at, revision)
                        VALUES (\(id), 'entered', 'sent', 1773961200000, 0, '', '{}', 'anna', 1773961200000, 1)
                        """)
                }
                for (from, to) in [(2, 1), (4, 3)] {
                    try db.execute(
                        """
                        INSERT INTO case_relation (from_id, to_id, kind, reason, actor, at)
                        VALUES (\(from), \(to), 'refers', '', 'bo', 1773961201000)
                        """)
                }
                let parties = [
                    (1, 3, "subject"), (1, 1, "child"), (2, 1, "subject"), (3, 1, "subject"), (3, 2, "child"),
                    (4, 1, "subject"),
                ]
                for (id, person, role) in parties {
                    try db.execute(
                        "INSERT INTO case_party (case_id, person_id, role) VALUES (\(id), \(person), \(role))")
                }
            }
            #expect(try Migrator.migrate(database, keys: .forTests).first == "leads")
            try database.blockingRead { db in
                let events = try CaseStore.events(of: 1, in: db)
                #expect(
                    events.last?.event
                        == CaseEvent(
                            .recorded(entry: Programme.ledOn, fields: ["led_how": "notice"]),
                            at: Instant(milliseconds: 1_773_961_201_000)))
                #expect(events.last?.actor == "bo" && events.last?.revision == 2)
                #expect(try CaseStore.events(of: 3, in: db).count == 1)
                let due = try db.fetch("SELECT id, revision FROM case_file WHERE due_at IS NULL") {
                    [$0.int(0), $0.int(1)]
                }
                #expect(due == [[1, 2]])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func columnsHoldOnlyWhatTheyAreFor(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            for sql: SQL in [
                "INSERT INTO ledger_checkpoint (number, at, heads, previous, key, signature) VALUES (1, 'noon', '', '', 1, '')",
                "INSERT INTO hit_decision (hit_id, decision, reason, actor, at) VALUES (1, 'maybe', '', '', 0)",
            ] {
                #expect(throws: DatabaseFailure.self) { try database.blockingWrite { _ = try $0.execute(sql) } }
            }
        }
    }

    /// In one row with the others, a gap would show that there is a sealed case.
    @Test(arguments: TestEngine.all)
    func sealedCasesGetIdsOfTheirOwn(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try Migrator.migrate(database, keys: .forTests, through: Migration.access.number - 1)
            try database.blockingWrite { db in
                try db.execute("INSERT INTO source (id, name) VALUES (1, 's')")
                for (id, programme) in [(1, "ukn"), (2, "exit"), (3, "ukn"), (4, "exit")] {
                    let fields = #"{"a":"\#(id)"}"#
                    let external: String? = id == 4 ? "E-4" : nil
                    let source: Int? = id == 4 ? 1 : nil
                    try db.execute(
                        """
                        INSERT INTO case_file (id, source_id, external_id, programme, municipality, stage, is_open, opened_on,
                            stage_on, owner, fields, revision, handled_here, fingerprint)
                        VALUES (\(id), \(source), \(external), \(programme), '', 'enquiry', 1, '2026-03-20', '2026-03-20',
                            'anna', \(fields), 1, 1, 0)
                        """)
                    try db.execute(
                        """
                        INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at)
                        VALUES (\(id), 'entered', 'enquiry', 1773961200000, 1, '', '{}', 'anna', 1773961200000)
                        """)
                    try db.execute(
                        """
                        INSERT INTO change (at, actor, entity, entity_id, old_value, new_value)
                        VALUES (0, 'anna', 'case', \(id), '', 'x')
                        """)
                }
            }
            try Migrator.migrate(database, keys: .forTests, through: Migration.access.number)
            try database.blockingRead { db in
                let ids = try db.fetch("SELECT id, fields FROM case_file ORDER BY id") { ($0.int64(0), $0.text(1)) }
                #expect(ids.map(\.0) == [-2, -1, 1, 3])
                #expect(ids.map(\.1) == [#"{"a":"4"}"#, #"{"a":"2"}"#, #"{"a":"1"}"#, #"{"a":"3"}"#])
                let sources = try db.fetch("SELECT id FROM case_file WHERE source_id = 1 AND external_id = 'E-4'") {
                    $0.int64(0)
                }
                #expect(sources == [-2])
                let events = try db.fetch("SELECT case_id FROM case_event ORDER BY case_id") { $0.int64(0) }
                let changes = try db.fetch("SELECT entity_id FROM change ORDER BY entity_id") { $0.int64(0) }
                #expect(events == [-2, -1, 1, 3] && changes == events)
            }
        }
    }
}
