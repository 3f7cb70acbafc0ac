import Foundation
import Prevention
import SQL
import SQLiteEngine
import ScreeningWorlds
import TestSupport
import Testing

@testable import Store

/// A full run over what is stored, against the slow reading of the specification.
@Suite struct StoredWorldsTests {
    @Test(arguments: 0..<4)
    func aFullRunFindsWhatTheSpecificationReads(batch: Int) throws {
        try StoredWorldsTests.withFile { try compareWorlds(of: batch, in: $0) }
    }

    private func compareWorlds(of batch: Int, in database: SQLiteDatabase) throws {
        var hits = 0
        var warnings = 0
        for number in 0..<60 {
            var random = Seeded(UInt64(50_000 + batch * 1000 + number))
            var world = ScreeningWorld.random(&random)
            // Nobody is stored as their own carer but by a merge, which the specification does not know.
            world.care.removeAll { $0.carer == $0.child }
            let asOf = Int.random(in: 0..<4, using: &random) > 0 ? nil : ScreeningWorld.randomDay(&random)
            let expected = world.screenedSlowly(shippedKinds, asOf: asOf)
            try database.blockingWrite { try world.store(in: $0, inReverse: number % 2 == 1) }
            let found = try StoredWorldsTests.screened(asOf: asOf, in: database)
            #expect(found.together == expected, "batch \(batch), world \(number): \(world)")
            #expect(found.alone == expected, "batch \(batch), world \(number): \(world)")
            if found != (expected, expected) { return }
            hits += expected.count { $0.contains(" by ") }
            warnings += expected.count { !$0.contains(" by ") }
        }
        // The worlds must say something.
        #expect(hits > 20)
        #expect(warnings > 20)
    }

    /// More carers, roots and hits than are looked up at a time.
    @Test func nobodyIsLeftOutWhereThereAreMany() throws {
        var world = ScreeningWorld()
        for number in 0..<1_100 {
            let (carer, child) = ("C\(number)", "K\(number)")
            world.child(child, born: "2015-06-01")
            world.care(carer, of: child)
            world.incident("A\(number)", "2024-03-29", "child-neglect")
            world.incident("B\(number)", "2024-03-30", "theft", carer, sameAs: "A\(number)")
        }
        let found = try StoredWorldsTests.withFile { database in
            try database.blockingWrite { try world.store(in: $0, inReverse: false) }
            return try StoredWorldsTests.screened(asOf: nil, in: database)
        }
        let expected = (0..<1_100).map { number in
            "K\(number) grave-incident 2024-03-29…2024-03-29 ×1 A\(number) by C\(number)"
        }
        #expect(found.together == expected.sorted())
        #expect(found.alone == expected.sorted())
    }

    /// A file, since two connections at once are only there.
    private static func withFile<Value>(_ body: (SQLiteDatabase) throws -> Value) throws -> Value {
        let folder = NSTemporaryDirectory() + "worlds-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(try SQLiteDatabase.migrated(path: folder + "/worlds.sqlite"))
    }

    /// What a run finds that reads on two connections together, and one that reads on one alone.
    private static func screened(
        asOf: LocalDate?, in database: SQLiteDatabase
    ) throws -> (together: [String], alone: [String]) {
        let types = ScreeningWorld.types
        let both = try ScreeningReader.input(rules: shippedKinds, typeCodes: types, from: database)
        return try database.blockingRead { db in
            let one = try ScreeningReader.input(rules: shippedKinds, typeCodes: types, in: db)
            return (try lines(both, asOf: asOf, in: db), try lines(one, asOf: asOf, in: db))
        }
    }

    private static func lines(_ input: ScreeningInput, asOf: LocalDate?, in db: any Connection) throws -> [String] {
        let types = ScreeningWorld.types
        let run = Screening.run(input, rules: shippedKinds, typeCodes: types, asOf: asOf)
        let names = try ScreeningReader.names(of: run, in: db)
        let lines = run.hits(naming: names.person, incident: names.incident).map { hit in
            ScreeningWorld.line(
                names.person(hit.child), hit.rule.id, hit.firstTriggered, hit.lastTriggered, hit.triggers,
                hit.incidents.map(names.incident), hit.carers.map(names.person))
        }
        let warned = try run.warnings.map { warning in
            let id = warning.incident
            let name = try db.first("SELECT external_id FROM incident WHERE id = \(id)") { $0.text(0) } ?? ""
            if case .unknown = warning { return "unknown " + name }
            return "circular " + name
        }
        return lines + warned.sorted { $0.split(separator: " ")[1] < $1.split(separator: " ")[1] }
    }
}

extension ScreeningWorld {
    /// In the place of whatever was there.
    ///
    /// - Parameter inReverse: whether relations and parts come in before what they are about is known to be so.
    fileprivate func store(in db: any Connection, inReverse: Bool) throws {
        try db.execute("DELETE FROM incident_person")
        try db.execute("DELETE FROM incident")
        try db.execute("DELETE FROM relation")
        try db.execute("DELETE FROM person")
        try db.execute("DELETE FROM source")
        try db.execute("INSERT INTO source (id, name) VALUES (1, 's')")
        var persons: [String: Int64] = [:]
        for (index, name) in births.keys.sorted().enumerated() {
            persons[name] = Int64(index + 1)
            try db.execute(
                """
                INSERT INTO person (id, source_id, external_id, given_names, family_name, birth_date, sex, address,
                    postal_code, municipality, protected, fingerprint, import_id)
                VALUES (\(index + 1), 1, \(name), '', '', \((births[name] ?? nil)?.description), 'U', '', '', '', 0, 0, 0)
                """)
        }
        for (index, row) in care.enumerated() where !inReverse { try store(row, index, persons, in: db) }
        for (index, report) in reports.enumerated() {
            let id = inReverse ? reports.count - index : index + 1
            try db.execute(
                """
                INSERT INTO incident (id, source_id, external_id, occurred_at, day, type, municipality, place, summary,
                    same_as, fingerprint, import_id)
                VALUES (\(id), 1, \(report.id), 0, \(report.day.description), \(report.type), '', '', '',
                    \(inReverse ? nil : sameAs[report.id]), 0, 0)
                """)
            for part in parts where part.incident == report.id {
                try db.execute(
                    """
                    INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                    VALUES (\(id), \(part.role.rawValue), \(persons[part.person, default: 0]), '', 0)
                    ON CONFLICT DO NOTHING
                    """)
            }
        }
        guard inReverse else { return }
        for (report, target) in sameAs {
            try db.execute("UPDATE incident SET same_as = \(target) WHERE external_id = \(report)")
        }
        for (index, row) in care.enumerated() { try store(row, index, persons, in: db) }
    }

    private func store(_ row: Care, _ ordinal: Int, _ persons: [String: Int64], in db: any Connection) throws {
        let (carer, child) = (persons[row.carer, default: 0], persons[row.child, default: 0])
        try db.execute(
            """
            INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
            VALUES (1, \(carer), \(child), 'parent', \(row.from?.description ?? ""), \(ordinal),
                \(row.to?.description ?? ""), 0)
            """)
    }
}
