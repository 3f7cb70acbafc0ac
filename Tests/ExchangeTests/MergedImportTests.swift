import Foundation
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Exchange

/// Deliveries about somebody two of whose records are merged.
@Suite struct MergedImportTests {
    private static let by = District.actor()

    /// A district in which two records of the small folder are found to be one person, for every pair of them.
    private func merged(_ one: String, _ other: String) throws -> (District, merge: Int64) {
        let district = try District(SmallFolder.files)
        try district.run()
        let merge = try district.database.blockingWrite { db -> Int64 in
            func record(_ id: String) throws -> Int64 {
                try db.first("SELECT id FROM person WHERE external_id = \(id)") { $0.int64(0) } ?? 0
            }
            let outcome = try IdentityStore.merge(
                record(one), record(other), how: .hand, probability: nil, words: "", by: MergedImportTests.by,
                at: district.now, in: db)
            guard case .merged(let id) = outcome else { return 0 }
            return id
        }
        return (district, merge)
    }

    private func export(_ district: District, _ folder: String) throws -> [String: String] {
        let who = try Policy.authorize(District.actor(), Acts.ExchangeData.self)
        let path = district.folder + "/" + folder
        _ = try Exporter(database: district.database, keys: .forTests, ledger: Ledger(keys: .forTests)).run(
            folder: path, source: "test", need: "Flytning", actor: who, at: district.now)
        var files: [String: String] = [:]
        for name in Importer.fileNames {
            files[name] = try? String(contentsOfFile: path + "/" + name, encoding: .utf8)
        }
        return files
    }

    @Test(arguments: [("P1", "P2"), ("P1", "P3"), ("P2", "P3"), ("P3", "P4")])
    func theSameDeliveryAgainChangesNothingAndGoesOutAsItCameIn(one: String, other: String) throws {
        let plain = try District(SmallFolder.files)
        try plain.run()
        let (district, merge) = try merged(one, other)
        let before = try district.content()
        let again = try district.run()
        for name in Importer.fileNames {
            let counts = again.counts(name)
            #expect(counts[1] == 0 && counts[2] == 0 && counts[4] == 0, "\(name) \(counts)")
        }
        #expect(try district.content() == before)
        #expect(try export(district, "merged") == export(plain, "plain"), "each record as its source gave it")

        try district.database.blockingWrite { db in
            _ = try IdentityStore.undo(merge, words: "", by: MergedImportTests.by, at: district.now, in: db)
        }
        #expect(try district.content() == plain.content())
    }

    @Test func whatIsNewAboutAMergedRecordCountsForThePerson() throws {
        let (district, merge) = try merged("P1", "P2")
        let ids = try district.rows(
            "SELECT id, COALESCE(merged_into, id), external_id FROM person WHERE external_id IN ('P1', 'P2') ORDER BY id",
            columns: 3)
        let away = try #require(ids.first { $0.split(separator: "|")[0] != $0.split(separator: "|")[1] })
        let part = away.split(separator: "|").map(String.init)
        try district.write([
            "incidents.csv": "incident_id,occurred_at,type,municipality\nNEW,2026-11-01T12:00,violence,259\n",
            "incident_persons.csv": "incident_id,role,person_id\nNEW,victim,\(part[2])\n",
        ])
        try district.run()
        let rows = try district.rows(
            """
            SELECT ip.person_id, ip.said_of FROM incident_person ip JOIN incident i ON i.id = ip.incident_id
            WHERE i.external_id = 'NEW'
            """, columns: 2)
        #expect(rows == ["\(part[1])|\(part[0])"])
        // The record is delivered as protected: so is the person, and not the other record once they are parted.
        try district.write(["persons.csv": "person_id,protected\n\(part[2]),1\n"])
        try district.run()
        let protected: SQL = "SELECT protected FROM person WHERE external_id IN ('P1', 'P2') ORDER BY external_id"
        #expect(try district.rows(protected, columns: 1) == ["1", "1"])
        try district.database.blockingWrite { db in
            _ = try IdentityStore.undo(merge, words: "", by: MergedImportTests.by, at: district.now, in: db)
        }
        #expect(try district.rows(protected, columns: 1).sorted() == ["0", "1"])
    }
}
