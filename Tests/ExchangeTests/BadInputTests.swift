import Foundation
import Prevention
import SQL
import Testing

@testable import Exchange

/// Bad input: each has its own clear message, names the place, and stops nothing else.
@Suite struct BadInputTests {
    /// The only rejected row of an import of one file: line, column, value.
    private func rejected(_ files: [String: String]) throws -> (
        line: String, column: String, value: String, reason: String
    ) {
        let district = try District(files)
        let summary = try district.run()
        let rows = try district.rejects(summary)
        #expect(summary.rejected == 1)
        let row = try #require(rows.first)
        #expect(!row[4].hasPrefix("refusal."), "the reason has words: \(row[4])")
        return (row[1], row[2], row[3], row[4])
    }

    private static let person = "persons.csv"

    @Test func aValueThatIsNotUTF8IsRejectedWithItsColumn() throws {
        let district = try District()
        try district.write(
            "persons.csv", Data("person_id,family_name\nP1,S".utf8) + Data([0xF8]) + Data("rensen\nP2,Bæk\n".utf8))
        let summary = try district.run()
        #expect(summary.counts("persons.csv") == [2, 1, 0, 0, 1])
        #expect(try district.rejects(summary).first?[2] == "family_name")
    }

    @Test func aHeaderThatIsNotUTF8StopsTheImportBeforeAnythingIsStored() throws {
        let district = try District(["incidents.csv": "incident_id,occurred_at,type\nI1,2025-01-01,theft\n"])
        try district.write("persons.csv", Data("person_id,navn".utf8) + Data([0xE6]) + Data("\nP1,x\n".utf8))
        #expect(throws: ImportFailure(.headerNotUTF8, file: "persons.csv")) { try district.run() }
        #expect(try district.count("SELECT COUNT(*) FROM incident") == 0)
    }

    @Test func anUnterminatedQuoteCostsItsOwnLineOnly() throws {
        let district = try District(["persons.csv": "person_id,family_name\nP1,\"Bæk\nP2,Ørum\nP3,Dam\n"])
        let summary = try district.run()
        #expect(summary.counts("persons.csv") == [3, 2, 0, 0, 1])
        let row = try #require(try district.rejects(summary).first)
        #expect(row[1] == "2" && row[5] == "P1,\"Bæk")
    }

    @Test func aMissingColumnIsNamedAndNothingIsStored() throws {
        let district = try District([
            "persons.csv": "person_id\nP1\n", "incidents.csv": "incident_id,type\nI1,theft\n",
        ])
        #expect(throws: ImportFailure(.missingColumn, file: "incidents.csv", detail: "occurred_at")) {
            try district.run()
        }
        #expect(try district.count("SELECT COUNT(*) FROM person") == 0)
        #expect(try district.count("SELECT COUNT(*) FROM import_run") == 0)
    }

    @Test func anEmptyFileAndAFolderWithoutFilesAreRefused() throws {
        let district = try District(["persons.csv": ""])
        #expect(throws: ImportFailure(.emptyFile, file: "persons.csv")) { try district.run() }
        let empty = try District()
        try FileManager.default.createDirectory(atPath: empty.inbox, withIntermediateDirectories: true)
        #expect(throws: ImportFailure(.noFiles, detail: empty.inbox)) { try empty.run() }
        #expect(throws: ImportFailure(.noFolder, detail: "/no/such/folder")) {
            try empty.run(folder: "/no/such/folder")
        }
    }

    @Test func aHeaderAloneIsAFileWithoutRows() throws {
        let district = try District(["persons.csv": "person_id\n"])
        #expect(try district.run().counts("persons.csv") == [0, 0, 0, 0, 0])
    }

    @Test(arguments: [
        ("birth_date", "2025-02-30"), ("birth_date", "01-02-2020"), ("birth_date", "2999-01-01"), ("sex", "X"),
        ("protected", "yes"), ("municipality", "25"), ("cpr", "123"), ("cpr", "3213991234"),
    ])
    func aWrongValueOfAPersonIsRejectedWithItsColumn(column: String, value: String) throws {
        let row = try rejected(["persons.csv": "person_id,\(column)\nP1,\(value)\n"])
        #expect(row.line == "2" && row.column == column)
    }

    @Test func aCPRNumberIsNeverRepeatedInTheRejectsValue() throws {
        #expect(try rejected(["persons.csv": "person_id,cpr\nP1,3213991234\n"]).value == "")
    }

    @Test(arguments: [
        ("occurred_at", "2025-13-01"), ("occurred_at", "2025-02-29T10:00"), ("occurred_at", "yesterday"),
        ("type", "murder-mystery"), ("latitude", "north"), ("latitude", "91"), ("longitude", "-181"),
    ])
    func aWrongValueOfAnIncidentIsRejectedWithItsColumn(column: String, value: String) throws {
        var values = ["incident_id": "I1", "occurred_at": "2025-01-01", "type": "theft"]
        values[column] = value
        let names = values.keys.sorted()
        let text = names.joined(separator: ",") + "\n" + names.map { values[$0] ?? "" }.joined(separator: ",") + "\n"
        let row = try rejected(["incidents.csv": text])
        #expect(row.column == column && row.value == value)
    }

    @Test func aRowWithAnotherNumberOfFieldsIsRejectedWhole() throws {
        let row = try rejected(["persons.csv": "person_id,family_name\nP1\n"])
        #expect(row.line == "2" && row.reason.contains("1") && row.reason.contains("2"))
    }

    @Test func aRepeatedIdInOneFileIsRejectedEveryTimeItIsImported() throws {
        let district = try District(["persons.csv": "person_id,family_name\nP1,Bæk\nP1,Dam\n"])
        for _ in 0..<2 {
            let summary = try district.run()
            #expect(summary.files["persons.csv"]?.rejected == 1)
            #expect(summary.files["persons.csv"]?.updated == 0)
            #expect(try district.rejects(summary).first?.prefix(4) == ["persons.csv", "3", "person_id", "P1"])
        }
        #expect(try district.rows("SELECT family_name FROM person", columns: 1) == ["Bæk"])
    }

    @Test func aFieldOfTenMegabytesIsRejectedAndTheNextRowStored() throws {
        let long = String(repeating: "x", count: 10 << 20)
        let district = try District(["persons.csv": "person_id,family_name\nP1,\(long)\nP2,\"\(long)\"\nP3,Bæk\n"])
        let summary = try district.run()
        #expect(summary.counts("persons.csv") == [3, 1, 0, 0, 2])
    }

    @Test func referencesToUnknownRowsAreRejectedWithTheId() throws {
        let person = "person_id\nP1\n"
        let relation = try rejected([
            "persons.csv": person, "relations.csv": "person_id,related_id,kind\nP1,P9,parent\n",
        ])
        #expect(relation.column == "related_id" && relation.value == "P9")
        let incident = "incident_id,occurred_at,type\nI1,2025-01-01,theft\n"
        let participant = try rejected([
            "persons.csv": person, "incidents.csv": incident,
            "incident_persons.csv": "incident_id,role,person_id\nI1,suspect,P9\n",
        ])
        #expect(participant.column == "person_id" && participant.value == "P9")
        let unknownIncident = try rejected([
            "persons.csv": person, "incident_persons.csv": "incident_id,role,person_id\nI9,suspect,P1\n",
        ])
        #expect(unknownIncident.column == "incident_id" && unknownIncident.value == "I9")
    }

    @Test func pointersThatHoldNothingAreWarnedAboutAndTheirIncidentsStored() throws {
        let district = try District([
            "incidents.csv": """
            incident_id,occurred_at,type,same_as
            I1,2025-01-01,theft,I9
            I2,2025-01-01,theft,I3
            I3,2025-01-01,theft,I2
            I4,2025-01-01,theft,I3

            """
        ])
        let summary = try district.run()
        #expect(summary.counts("incidents.csv") == [4, 4, 0, 0, 0])
        #expect(summary.warnings == ["same-as-unknown": 1, "same-as-circle": 2])
    }
}
