import Casework
import Exchange
import Foundation
import Handbook
import Prevention
import SQL
import SQLiteEngine
import Store
import TestSupport
import Testing

/// The published figures of 2025: records of the exchange format in, the printed numbers out.
@Suite struct PublishedFiguresTests {
    private static let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures/published-2025").path
    private static let now = Instant("2026-11-20T10:00:00+01:00") ?? Instant(milliseconds: 0)

    @Test func everyPublishedNumberComesOutExactlyAndASecondImportChangesNothing() async throws {
        let desk = try Desk()
        let first = try desk.importPublished()
        #expect(first.rejected == 0)
        #expect(first.files["cases.jsonl"]?.inserted == first.files["cases.jsonl"]?.read)
        let truth = try Self.truth()
        #expect(truth.count == 35)

        let open = try await MakeReport(year: 2025, isUnsuppressed: true)(desk.reader(), in: desk.office)
        let found = Self.numbers(open)
        for (key, value) in truth { #expect(found[key] == value, "\(key)") }

        // Every number that the district publishes stays in the published report.
        let published = try await MakeReport(year: 2025)(desk.reader(), in: desk.office)
        let shown = Self.numbers(published)
        for (key, value) in truth { #expect(shown[key] == value, "\(key), suppressed") }
        for (key, value) in shown { #expect(found[key] == value, "\(key)") }
        let small = published.results.flatMap(\.breakdown).filter {
            if case .count(let count) = $0.value { (1...4).contains(count) } else { false }
        }
        #expect(small.isEmpty)
        #expect(published.results.contains { $0.breakdown.contains(where: \.value.isSuppressed) })

        let second = try desk.importPublished()
        #expect(second.files.values.allSatisfy { $0.inserted == 0 && $0.updated == 0 && $0.rejected == 0 })
        let again = try await MakeReport(year: 2025, isUnsuppressed: true)(desk.reader(), in: desk.office)
        #expect(Self.numbers(again) == found)
    }

    @Test func theJSONFormHasTheAgreedKeys() async throws {
        let desk = try Desk()
        _ = try desk.importPublished()
        let report = try await MakeReport(year: 2025)(desk.reader(), in: desk.office)
        let text = try ReportOutput.json(report)
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let root = try #require(parsed as? [String: Any])
        #expect(root["year"] as? Int == 2025)
        #expect(root["district"] as? String == "Midt- og Vestsjællands Politi")
        let figures = try #require(root["figures"] as? [[String: Any]])
        #expect(figures.allSatisfy { $0["id"] is String && $0["breakdown"] is [[String: Any]] })
        #expect(text.contains("{\"id\":\"safety-follow-ups\",\"value\":1416,"))
        let onTime = "{\"id\":\"ukn-on-time\",\"variant\":\"decided\",\"group\":\"10-14\",\"value\":0.9803921568627451,"
        #expect(text.contains(onTime + "\"numerator\":"))
        #expect(text.contains("\"id\":\"indicator-feels-safe\",\"value\":0.88,"))
        for figure in figures where figure["suppressed"] as? Bool == true { #expect(figure["value"] == nil) }
        for place in figures.flatMap({ $0["breakdown"] as? [[String: Any]] ?? [] }) {
            #expect(
                (place["suppressed"] as? Bool == true) != (place["value"] != nil || place["denominator"] as? Int == 0))
        }
        let again = try await MakeReport(year: 2025)(desk.reader(), in: desk.office)
        #expect(try ReportOutput.json(again) == text)
    }

    @Test func theTableHasOneRowForEachNumber() async throws {
        let desk = try Desk()
        _ = try desk.importPublished()
        let report = try await MakeReport(year: 2025)(desk.reader(), in: desk.office)
        let csv = ReportOutput.csv(report, words: desk.office.handbook[.english], handbook: desk.office.handbook)
        let rows = csv.split(separator: "\r\n")
        #expect(
            rows.count == 1 + report.results.count + report.results.flatMap(\.breakdown).count + report.indicators.count
        )
        #expect(rows.contains { $0.hasPrefix("2025,safety-follow-ups,,,Safety follow-ups,,,,,1416,,,,0") })
        #expect(rows.contains { $0.contains(",253,Greve,") })
    }

    private static func truth() throws -> [String: Double] {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/truth.json"))
        // Not JSONSerialization: it reads decimals a bit beside what they are.
        return try JSONDecoder().decode([String: Double].self, from: data)
    }

    /// By `id/variant/group`, with `@previous` for the year before.
    private static func numbers(_ report: AnnualReport) -> [String: Double] {
        var numbers: [String: Double] = [:]
        for result in report.results {
            let key = [result.figure.id, result.cell.variant, result.cell.group].compactMap(\.self).joined(
                separator: "/")
            numbers[key] = result.value.number
            numbers[key + "@previous"] = result.previous?.number
        }
        return numbers
    }

    private struct Desk {
        let office: Office
        private let rejects: String

        init() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let database = try SQLiteDatabase(path: folder.appendingPathComponent("kreds.sqlite").path)
            try Migrator.migrate(database, keys: .forTests)
            office = Office(
                database: database, handbook: try Handbook.load(), keys: .forTests, clock: { PublishedFiguresTests.now }
            )
            rejects = folder.path
        }

        func importPublished() throws -> ImportSummary {
            let importer = Importer(
                database: office.database, handbook: office.handbook, keys: .forTests, ledger: Ledger(keys: .forTests),
                rejectsFolder: rejects)
            let actor = Actor(
                name: "adm", displayName: "Adm", authority: "Politiet", roles: [.administrator], kind: .police,
                area: .district)
            return try importer.run(
                folder: PublishedFiguresTests.folder, source: "published",
                actor: try Policy.authorize(actor, Acts.ExchangeData.self), at: PublishedFiguresTests.now,
                language: .danish, progress: { _ in })
        }

        func reader() throws -> Authorized<Acts.ReadReport> {
            let actor = Actor(
                name: "led", displayName: "Led", authority: "Politiet", roles: [.leader], kind: .police, area: .district
            )
            return try Policy.authorize(actor, Acts.ReadReport.self)
        }
    }
}
