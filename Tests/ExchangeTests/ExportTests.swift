import Casework
import Foundation
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Exchange

@Suite struct ExportTests {
    @Test func whatIsExportedAndImportedAgainIsTheSame() throws {
        let first = try District(SmallFolder.files)
        try first.run()
        let who = try Policy.authorize(District.actor(), Acts.ExchangeData.self)
        let counts = try Exporter(database: first.database, keys: .forTests, ledger: Ledger(keys: .forTests)).run(
            folder: first.folder + "/out", source: "test", need: "Flytning", actor: who, at: first.now
        ).files
        #expect(counts["persons.csv"] == 4 && counts["cases.jsonl"] == 2)
        let second = try District()
        let summary = try second.run(folder: first.folder + "/out")
        #expect(try second.rejects(summary) == [])
        #expect(try second.content() == first.content())
        let log = try first.rows("SELECT action, reason FROM ledger_entry WHERE action = 'disclose'", columns: 2)
        #expect(log.count == 1)
    }

    /// Opens a case here, about a person of the source `test` and one of another.
    private func openCase(in district: District, at moment: Instant) async throws -> Int64 {
        let persons = try district.database.blockingRead { db in
            try db.fetch("SELECT id FROM person WHERE external_id IN ('P3', 'X1') ORDER BY external_id") { $0.int64(0) }
        }
        let programme = try #require(Catalogue.programme("social-report"))
        let opening = OpenCase(
            programme, municipality: "259", fields: ["origin": "patrol", "facts": "Æøå \"sagt\""],
            parties: [(.subject, persons[0]), (.caregiver, persons[1])], at: moment)
        let office = Office(
            database: district.database, handbook: district.handbook, keys: .forTests, clock: { moment })
        return try await opening(try Policy.authorize(District.actor(), Acts.WorkCases.self), in: office)
    }

    @Test func casesOpenedHereComeBackAsWhatTheyAre() async throws {
        let first = try District(SmallFolder.files)
        try first.run()
        let other = ["persons.csv": "person_id,family_name\nX1,Lund\n"]
        for (name, text) in SmallFolder.files where name != "persons.csv" {
            try FileManager.default.removeItem(atPath: first.inbox + "/" + name)
            #expect(!text.isEmpty)
        }
        try first.write(other)
        try first.run(source: "kommune")
        let id = try await openCase(in: first, at: first.now)
        let who = try Policy.authorize(District.actor(), Acts.ExchangeData.self)
        let exporter = Exporter(database: first.database, keys: .forTests, ledger: Ledger(keys: .forTests))
        let imported = try exporter.run(folder: first.folder + "/test", source: "test", actor: who, at: first.now)
        #expect(imported.files["cases.jsonl"] == 2 && imported.ownCasesLeftOut == 1)
        let own = try exporter.run(
            folder: first.folder + "/own", source: Exporter.ownSource, actor: who, at: first.now)
        #expect(own.files["cases.jsonl"] == 1 && own.files["persons.csv"] == 0 && own.ownCasesLeftOut == 0)

        // Into the database it is from: nothing new, nothing changed, however often.
        for _ in 0..<2 {
            let again = try first.run(source: Exporter.ownSource, folder: first.folder + "/own")
            #expect(again.counts("cases.jsonl") == [1, 0, 0, 1, 0])
        }
        #expect(try first.count("SELECT COUNT(*) FROM case_file") == 3)

        // Into a fresh one, after the sources that its parties come from: all of it, with both parties.
        let second = try District()
        try second.run(folder: first.folder + "/test")
        try second.write(other)
        try second.run(source: "kommune")
        let fresh = try second.run(source: Exporter.ownSource, folder: first.folder + "/own")
        #expect(try second.rejects(fresh) == [])
        #expect(fresh.counts("cases.jsonl") == [1, 1, 0, 0, 0])
        let parties: SQL = """
            SELECT c.programme, c.fields, y.role, p.external_id FROM case_party y JOIN person p ON p.id = y.person_id
            JOIN case_file c ON c.id = y.case_id WHERE c.programme = 'social-report' ORDER BY 3
            """
        #expect(try second.rows(parties, columns: 4) == first.rows(parties, columns: 4))
        let repeated = try second.run(source: Exporter.ownSource, folder: first.folder + "/own")
        #expect(repeated.counts("cases.jsonl") == [1, 0, 0, 1, 0])

        // What has been done since then is not taken back by an older export.
        _ = try first.database.blockingWrite { db in
            try db.execute("UPDATE case_file SET municipality = '265' WHERE id = \(id)")
        }
        let older = try first.run(source: Exporter.ownSource, folder: first.folder + "/own")
        #expect(older.counts("cases.jsonl") == [1, 0, 0, 0, 1])
    }

    @Test func aPartyOfASourceThatIsNotThereIsRejectedByName() throws {
        let line = """
            {"id":"S-1","programme":"social-report","parties":[{"person":"P1","role":"subject","source":"nowhere"}],\
            "events":[{"stage":"draft","at":"2026-01-05"}]}

            """
        let district = try District(["persons.csv": "person_id\nP1\n", "cases.jsonl": line])
        let summary = try district.run()
        #expect(summary.counts("cases.jsonl") == [1, 0, 0, 0, 1])
        #expect(try district.rejects(summary).first?[2] == "parties.person")
    }

    @Test func manyScatteredCasesKeepTheirOwnPartiesAndEvents() throws {
        let district = try District(SmallFolder.files)
        try district.run(source: "a")
        try district.run(source: "b")
        let who = try Policy.authorize(District.actor(), Acts.ExchangeData.self)
        for source in ["a", "b"] {
            let folder = district.folder + "/out-" + source
            _ = try Exporter(database: district.database, keys: .forTests, ledger: Ledger(keys: .forTests)).run(
                folder: folder, source: source, actor: who, at: district.now)
            let lines = try String(contentsOfFile: folder + "/cases.jsonl", encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.contains { $0.contains("\"parties\":[{\"person\":\"P4\",\"role\":\"subject\"}]") })
            #expect(lines.contains { $0.contains("monitored") && !$0.contains("registered") })
            // What others share in PSP-K rests on retsplejeloven § 115.
            #expect(lines.allSatisfy { $0.contains("monitored") == $0.contains(#""restriction":"rpl115""#) })
        }
    }

    @Test func whatIsWrittenMayBeReadByItsOwnerAlone() throws {
        let district = try District(["persons.csv": "person_id,sex\nP1,F\nP2,X\n"])
        let rejects = try district.run().rejects
        let who = try Policy.authorize(District.actor(), Acts.ExchangeData.self)
        _ = try Exporter(database: district.database, keys: .forTests, ledger: Ledger(keys: .forTests)).run(
            folder: district.folder + "/out", source: "test", actor: who, at: district.now)
        let files =
            [rejects, district.folder + "/kreds.sqlite"] + Importer.fileNames.map { district.folder + "/out/" + $0 }
        for file in files {
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(file)")
        }
    }

    @Test func onlyTheRowsOfTheSourceAreGivenOut() throws {
        let district = try District(SmallFolder.files)
        try district.run(source: "a")
        let who = try Policy.authorize(District.actor(), Acts.ExchangeData.self)
        #expect(throws: Refusal("export.unknown-source", ["value": "b"])) {
            try Exporter(database: district.database, keys: .forTests, ledger: Ledger(keys: .forTests)).run(
                folder: district.folder + "/out", source: "b", actor: who, at: district.now)
        }
        try district.run(source: "b")
        let counts = try Exporter(database: district.database, keys: .forTests, ledger: Ledger(keys: .forTests)).run(
            folder: district.folder + "/out", source: "b", actor: who, at: district.now
        ).files
        #expect(counts["persons.csv"] == 4)
    }
}
