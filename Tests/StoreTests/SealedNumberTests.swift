import Foundation
import Prevention
import SQL
import SQLiteEngine
import TestSupport
import Testing

@testable import Store

/// CPR numbers at rest: sealed by the migration, and sealed anew by a rotation.
@Suite struct SealedNumberTests {
    private static let numbers = ["6101801234", "6112995678", "7105051112"]

    /// A database of the schema before, with numbers in every place that had them.
    private func fillOld(_ database: any Database) throws {
        try Migrator.migrate(database, keys: .forTests, through: Migration.ledger.number)
        try database.blockingWrite { db in
            for sql: SQL in [
                "INSERT INTO source (id, name) VALUES (1, 's')",
                """
                INSERT INTO person (id, source_id, external_id, cpr, given_names, family_name, birth_date, sex, address,
                    postal_code, municipality, protected, fingerprint, import_id)
                VALUES (1, 1, 'P1', '6101801234', 'Karla', 'Lund', '1980-01-01', 'F', '', '', '259', 0, 7, 1),
                    (2, 1, 'P2', '', 'Bo', 'Bæk', NULL, 'M', '', '', '259', 0, 7, 1)
                """,
                """
                INSERT INTO incident (id, source_id, external_id, occurred_at, day, type, municipality, place, summary,
                    fingerprint, import_id)
                VALUES (1, 1, 'I1', 0, '2026-01-01', 'violence', '259', '', '', 0, 1)
                """,
                """
                INSERT INTO incident_person (incident_id, role, described, import_id)
                VALUES (1, 'witness', '{"cpr":"6112995678","family_name":"Bæk"}', 1), (1, 'victim', '{"family_name":"Ås"}', 1)
                """,
                """
                INSERT INTO change (at, actor, entity, entity_id, old_value, new_value) VALUES
                    (0, 'anna', 'person', 1, '{"cpr":"7105051112","sex":"F"}', '{"cpr":"6101801234","sex":"F"}'),
                    (0, 'anna', 'person', 2, '{"cpr":"","sex":"F"}', '{"cpr":"","sex":"M"}'),
                    (0, 'anna', 'case', 3, 'old', 'new')
                """,
                // What was deleted before stays in the file until it is written anew.
                "DELETE FROM change WHERE entity_id = 99",
            ] { try db.execute(sql) }
        }
    }

    private func sealedNumbers(_ database: any Database, _ keys: KeyRing) throws -> [String] {
        try database.blockingRead { db in
            var found: [String] = []
            for column in SealedColumn.all where column.use == .cpr {
                try db.forEach("SELECT \(column.column) FROM \(column.table) ORDER BY \(column.key)") { row in
                    let text = column.isInFields ? (try? JSONText.fields(row.text(0))["cpr"]) ?? "" : row.text(0)
                    if !text.isEmpty { found.append(try SealedCPR.opened(text, keys: keys)) }
                }
            }
            return found
        }
    }

    private func expectNowhere(_ folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
            for number in SealedNumberTests.numbers {
                #expect(data.range(of: Data(number.utf8)) == nil, "\(number) in \(name)")
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func theMigrationSealsEveryNumberAndLeavesNoTrace(engine: TestEngine) throws {
        try engine.withDatabase { database, folder in
            try fillOld(database)
            try Migrator.migrate(database, keys: .forTests)
            #expect(
                try sealedNumbers(database, .forTests) == ["6101801234", "6112995678", "7105051112", "6101801234"])
            try expectNowhere(folder)
            try database.blockingRead { db in
                let found = try PersonStore.search(
                    "610180-1234", scope: .everybody, findProtected: false, keys: .forTests, limit: 5, in: db)
                #expect(found.map(\.externalID) == ["P1"])
                #expect(try PersonStore.identified(by: "6101801234", keys: .forTests, in: db) == [1])
                #expect(try PersonStore.cpr(of: 1, keys: .forTests, in: db) == "6101801234")
                #expect(try PersonStore.cpr(of: 2, keys: .forTests, in: db) == nil)
                let described = try db.fetch("SELECT described FROM incident_person ORDER BY id") { $0.text(0) }
                #expect(described == [#"{"family_name":"Bæk"}"#, #"{"family_name":"Ås"}"#])
                #expect(try db.first("SELECT new_value FROM change WHERE entity_id = 3") { $0.text(0) } == "new")
            }
        }
    }

    private struct Stop: Error {}

    @Test(arguments: TestEngine.all)
    func aRotationThatIsInterruptedGoesOn(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try fillOld(database)
            try Migrator.migrate(database, keys: .forTests)
            let test = LedgerTest(database)
            try test.write(9)
            let before = try sealedNumbers(database, .forTests)
            let keys = KeyRing.forTests.rotated()
            let rotation = KeyRotation(database: database, keys: keys, rowsPerTransaction: 1)
            try rotation.begin(ledger: Ledger(keys: keys), by: LedgerTest.anna, at: LedgerTest.at)
            // Two persons and participants with numbers, two changed values, three words.
            func waiting() throws -> Int {
                try database.blockingRead { try KeyRotation.waiting(for: keys, in: $0) }
            }
            let total = try waiting()
            #expect(total == 7)
            #expect(throws: Stop.self) { try rotation.sealAnew { if $0 == 3 { throw Stop() } } }
            #expect(try waiting() == total - 3)
            // Meanwhile everybody is found, under whichever key.
            #expect(
                try database.blockingRead { try PersonStore.identified(by: "6101801234", keys: keys, in: $0) } == [1])
            #expect(try sealedNumbers(database, keys) == before)
            #expect(try rotation.sealAnew { _ in } == total - 3)
            #expect(try waiting() == 0)
            #expect(try sealedNumbers(database, keys) == before)
            #expect(
                try database.blockingRead { try PersonStore.identified(by: "6101801234", keys: keys, in: $0) } == [1])
            let verified = try database.blockingRead { try Ledger(keys: keys).verify(in: $0) }
            #expect(verified == LedgerVerification(entries: 10))
            // Whoever has the old ring only writes nothing.
            #expect(throws: KeyRing.Outdated.self) { try test.write(1) }
            #expect(try database.blockingRead { try KeyCheck.fit(of: .forTests, in: $0) } == .other)
            #expect(try database.blockingRead { try KeyCheck.fit(of: keys, in: $0) } == .same)
            #expect(try database.blockingRead { try KeyCheck.fit(of: keys.rotated(), in: $0) } == .newer)
        }
    }
}
