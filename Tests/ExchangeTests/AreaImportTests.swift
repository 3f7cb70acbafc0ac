import Foundation
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Exchange

/// Assessments of areas, and bans that rest on them, from another system.
@Suite struct AreaImportTests {
    private static let header =
        "area_id,name,municipality,latitude,longitude,radius,reason,decided_by,valid_from,valid_to,ended_on,end_reason\n"
    private static let station = "A1,Køge Station,259,55.458,12.1866,600,Uro,Lederen,2026-03-01,2026-08-31,,\n"

    private func ban(_ id: String, fields: [String: String] = [:], opened: String = "2026-04-01") -> String {
        let all = [
            "behaviour": "Truede", "position": "55.458,12.1866", "radius": "400", "expires_on": "2026-04-20",
            "given": "orally",
        ].merging(fields) { $1 }
        let text = all.sorted { $0.key < $1.key }.map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",")
        return #"{"id":"\#(id)","programme":"area-ban","municipality":"259","fields":{\#(text)},"#
            + #""parties":[{"person":"P1","role":"subject"}],"events":[{"stage":"issued","at":"\#(opened)"}]}"# + "\n"
    }

    @Test func anImportedBanIsJudgedByTheImportedAssessments() throws {
        let district = try District([
            "persons.csv": "person_id\nP1\n", "areas.csv": AreaImportTests.header + AreaImportTests.station,
            "cases.jsonl": ban("B1") + ban("B2", opened: "2026-02-28") + ban("B3", fields: ["radius": "1001"])
                + ban("B4", fields: ["position": "55.7,12.1866"]) + ban("B5", fields: ["expires_on": "2026-05-02"]),
        ])
        let summary = try district.run()
        #expect(summary.counts("areas.csv") == [1, 1, 0, 0, 0])
        #expect(summary.counts("cases.jsonl") == [5, 1, 0, 0, 4])
        let reasons = try district.rejects(summary).map { $0[4] }
        #expect(reasons.count == 4 && reasons.allSatisfy { $0.hasSuffix(".") })
        #expect(reasons[0].contains("assessed as generally plagued") && reasons[1].contains("radius is too large"))
        #expect(reasons[2].contains("assessed") && reasons[3].contains("30 days at most"))
    }

    @Test func withoutAnAssessmentThereIsNoBan() throws {
        let district = try District(["persons.csv": "person_id\nP1\n", "cases.jsonl": ban("B1")])
        #expect(try district.run().counts("cases.jsonl") == [1, 0, 0, 0, 1])
    }

    @Test func aChangedAssessmentIsUpdatedAndWhatItSaidIsKept() throws {
        let district = try District(["areas.csv": AreaImportTests.header + AreaImportTests.station])
        #expect(try district.run().counts("areas.csv") == [1, 1, 0, 0, 0])
        #expect(try district.run().counts("areas.csv") == [1, 0, 0, 1, 0])
        let ended = AreaImportTests.station.replacing("2026-08-31,,", with: "2026-08-31,2026-05-01,Ro")
        try district.write(["areas.csv": AreaImportTests.header + ended])
        #expect(try district.run().counts("areas.csv") == [1, 0, 1, 0, 0])
        #expect(try district.rows("SELECT ended_on, end_reason FROM area_assessment", columns: 2) == ["2026-05-01|Ro"])
        #expect(try district.count("SELECT COUNT(*) FROM change WHERE entity = 'area'") == 1)
    }

    @Test(arguments: [
        ("600", "0", "radius"), ("600", "60000", "radius"), ("55.458", "91", "latitude"),
        ("55.458", "48.1", "latitude"),
        ("2026-08-31", "2026-02-28", "valid_to"), ("2026-08-31", "2027-08-31", "valid_to"),
        ("259", "25", "municipality"),
        ("Uro", "", "reason"), ("2026-03-01", "31.12.2026", "valid_from"), ("2026-03-01", "1850-01-01", "valid_from"),
    ])
    func aWrongAssessmentIsRejectedWithItsPlace(old: String, new: String, column: String) throws {
        let row = AreaImportTests.station.replacing(old, with: new, maxReplacements: 1)
        let district = try District(["areas.csv": AreaImportTests.header + row + AreaImportTests.station])
        let summary = try district.run()
        #expect(summary.counts("areas.csv") == [2, 1, 0, 0, 1])
        #expect(try district.rejects(summary).map { $0[2] } == [column])
    }

    @Test func whatIsExportedComesBackUnchanged() throws {
        let district = try District(["areas.csv": AreaImportTests.header + AreaImportTests.station])
        try district.run()
        let own = AreaAssessment(
            name: "Torvet", municipality: "265", centre: try #require(Position("55.64,12.08")), radius: 300,
            reason: "Uro", decidedBy: "Leder", validFrom: district.now.day, validTo: district.now.day + 30)
        _ = try district.database.blockingWrite { db in try AreaStore.insert(own, in: db) }
        let who = try Policy.authorize(District.actor(), Acts.ExchangeData.self)
        let exporter = Exporter(database: district.database, keys: .forTests, ledger: Ledger(keys: .forTests))
        for (source, name) in [("test", "Køge Station"), (Exporter.ownSource, "Torvet")] {
            let out = district.folder + "/out-" + source
            let counts = try exporter.run(folder: out, source: source, actor: who, at: district.now).files
            #expect(counts["areas.csv"] == 1)
            #expect(try String(contentsOfFile: out + "/areas.csv", encoding: .utf8).contains(name))
            #expect(try district.run(source: source, folder: out).counts("areas.csv") == [1, 0, 0, 1, 0])
            let other = try District()
            #expect(try other.run(folder: out).counts("areas.csv") == [1, 1, 0, 0, 0])
        }
        #expect(try district.count("SELECT COUNT(*) FROM area_assessment") == 2)
    }
}
