import Foundation
import Handbook
import Prevention
import Store
import Testing

@testable import Exchange

/// Values of external indicators from CSV: what can be used, and what is rejected with its line, column and reason.
@Suite struct IndicatorFileTests {
    private let folder: URL
    private let reader: IndicatorFileReader

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("kreds-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        reader = IndicatorFileReader(try Handbook.load(), today: try #require(LocalDate("2026-03-02")))
    }

    private func read(_ text: String) throws -> IndicatorBatch {
        let path = folder.appendingPathComponent("values.csv").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try reader.read(
            path, name: "values.csv", rejects: folder.appendingPathComponent("rejects.csv").path, language: .english)
    }

    @Test func theTemplateIsAFileThatCanBeRead() throws {
        let batch = try read(IndicatorFileReader.template(Handbook.load(), year: 2025))
        #expect(batch.read == 4 && batch.rejected == 0 && batch.rejectsPath.isEmpty)
        #expect(Set(batch.values.map(\.indicator)).count == 4)
    }

    @Test func commasAndSemicolonsPlacesAndNumbersAreReadAsDanesWriteThem() throws {
        let batch = try read(
            "\u{FEFF}indicator;period;place;value;lower;upper;asked\r\nfeels-safe;2025;Køge;87,5;85,0;90;300\r\n")
        let value = try #require(batch.values.first)
        #expect(value.place == "259" && value.value == 87.5 && value.interval == 85...90 && value.asked == 300)
        #expect(value.population == "Borgere fra 18 år" && value.source.hasPrefix("Justitsministeriets"))
        let plain = try read(
            "value,place,period,indicator,source\n1,district,2024-2025,ministry-list,\"Liste, dec.\"\n")
        #expect(plain.values.map(\.source) == ["Liste, dec."] && plain.values.first?.interval == nil)
    }

    @Test func aBadRowIsRejectedWithItsPlaceAndStopsNoOther() throws {
        let batch = try read(
            """
            indicator,period,place,value,lower,upper,asked
            feels-safe,2025,259,87.5,,,
            trust,2025,259,50,,,
            feels-safe,20025,259,50,,,
            feels-safe,2025,101,50,,,
            feels-safe,2025,253,mange,,,
            feels-safe,2025,253,50,40,,
            feels-safe,2025,253,50,60,40,
            feels-safe,2025,253,50,60,70,
            feels-safe,2025,253,50,,,mange
            feels-safe,2025,253,,,,
            feels-safe,2025,259,88,,,
            feels-safe,2025,253,50
            feels-safe,2025,253,51,,,100
            """)
        #expect(batch.values.map(\.value) == [87.5, 51] && batch.read == 13 && batch.rejected == 11)
        let rows = try RejectedRow.first(20, of: batch.rejectsPath, hiding: [])
        #expect(rows.map(\.line) == ["3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"])
        #expect(
            rows.map(\.column) == [
                "indicator", "period", "place", "value", "upper", "lower", "value", "asked", "value", "indicator", "",
            ])
        #expect(rows.allSatisfy { !$0.reason.isEmpty && !$0.reason.hasPrefix("refusal") })
        #expect(rows[0].value == "trust" && rows[0].reason.contains("feels-safe"))
    }

    /// What is about a person is not kept, not even where it was rejected.
    @Test func aRowAboutSomebodyIsRejectedWithoutItsContent() throws {
        let path = folder.appendingPathComponent("values.csv").path
        try """
        indicator,period,place,value,population,source
        feels-safe,2025,259,87.5,Borgere,Jens Hansen
        feels-safe,2025,253,87.5,Borgere,670314-1235
        feels-safe,2025,670314-1235,87.5,Borgere,Kilden
        """.write(toFile: path, atomically: true, encoding: .utf8)
        let batch = try reader.read(
            path, name: "Jens Hansen 670314-1235.csv", rejects: folder.appendingPathComponent("rejects.csv").path,
            language: .danish)
        #expect(batch.values.isEmpty && batch.rejected == 3 && batch.file == "indicators.csv")
        let kept = try String(contentsOfFile: batch.rejectsPath, encoding: .utf8)
        #expect(!kept.contains("Hansen") && !kept.contains("670314"))
    }

    @Test func aFileWithoutItsColumnsIsRefusedWhole() {
        for (text, kind) in [
            ("", ImportFailure.Kind.emptyFile), ("indicator,period,place\n", .missingColumn),
            ("indicator,period,place,value,value\n", .repeatedColumn),
        ] {
            #expect { _ = try read(text) } throws: { ($0 as? ImportFailure)?.kind == kind }
        }
    }
}
