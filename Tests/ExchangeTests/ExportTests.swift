import Foundation
import Prevention
import SQL
import Testing

@testable import Exchange

@Suite struct ExportTests {
    @Test func whatIsExportedAndImportedAgainIsTheSame() throws {
        let first = try District(SmallFolder.files)
        try first.run()
        let who = try Policy.authorize(District.actor(), Acts.ExchangeData.self)
        let counts = try Exporter(database: first.database).run(
            folder: first.folder + "/out", source: "test", actor: who, at: first.now)
        #expect(counts["persons.csv"] == 4 && counts["cases.jsonl"] == 2)
        let second = try District()
        let summary = try second.run(folder: first.folder + "/out")
        #expect(try second.rejects(summary) == [])
        #expect(try second.content() == first.content())
        let log = try first.rows("SELECT action, reason FROM audit WHERE action = 'disclose'", columns: 2)
        #expect(log.count == 1)
    }

    @Test func onlyTheRowsOfTheSourceAreGivenOut() throws {
        let district = try District(SmallFolder.files)
        try district.run(source: "a")
        let who = try Policy.authorize(District.actor(), Acts.ExchangeData.self)
        #expect(throws: Refusal("export.unknown-source", ["value": "b"])) {
            try Exporter(database: district.database).run(
                folder: district.folder + "/out", source: "b", actor: who, at: district.now)
        }
        try district.run(source: "b")
        let counts = try Exporter(database: district.database).run(
            folder: district.folder + "/out", source: "b", actor: who, at: district.now)
        #expect(counts["persons.csv"] == 4)
    }
}
