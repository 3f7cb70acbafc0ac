import Casework
import Exchange
import Foundation
import HTTPTypes
import Handbook
import Prevention
import SQL
import SQLiteEngine
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct ReportPagesTests {
    @Test func theReportOfTheLatestFullYearComesFirst() async throws {
        let site = try ReportSite.make()
        #expect(try await site.get("/report", as: .officer).location == "/report/2025")
        #expect(try await site.get("/report?year=2024", as: .officer).location == "/report/2024")
        #expect(try await site.get("/report?year=1850", as: .officer).location == "/report/2025")
        #expect(try await site.get("/report/1850", as: .officer).status == 404)
        #expect(try await site.get("/report/x", as: .officer).status == 404)
        #expect(try await site.get("/report/2025", as: nil).location == "/sign-in?from=/report/2025")
    }

    @Test func numbersStandUnderTheirHeadingsWithLastYearAndDefinition() async throws {
        let site = try ReportSite.make()
        let page = try await site.get("/report/2025", as: .officer)
        #expect(page.status == 200)
        for code in ["young", "relations", "vulnerable", "safety"] {
            #expect(page.text.contains("id=\"section-\(code)\""))
        }
        for figure in Catalogue.all.flatMap(\.figures) { #expect(page.text.contains("id=\"figure-\(figure.id)\"")) }
        #expect(page.text.contains(site.words("figure.safety-follow-ups.definition")))
        #expect(page.text.contains("2024: 12"))
        #expect(page.text.contains("▲ 8 flere end i 2024 (66,7 %)"))
        for variant in ["decided", "registered", "overdue"] {
            #expect(page.text.contains("<h4>" + site.words("figure-variant." + variant) + "</h4>"))
        }
        #expect(page.text.contains("Under 15 år, egne kommuner") && page.text.contains("Fra 15 år, andre kommuner"))
        #expect(page.text.contains("<svg") && !page.text.contains("style="))
    }

    @Test func externalIndicatorsStandApartWithTheirSource() async throws {
        let site = try ReportSite.make()
        let page = try await site.get("/report/2025", as: .officer)
        let apart = try #require(page.text.range(of: "id=\"indicators\""))
        let indicators = page.text[apart.lowerBound...]
        #expect(indicators.contains("4,59 %") && indicators.contains("Rockwoolfonden"))
        #expect(!page.text[..<apart.lowerBound].contains("indicator-"))
        #expect(!indicators.contains("id=\"figure-ukn"))
    }

    @Test func smallNumbersAreHiddenAndSaidToBe() async throws {
        let site = try ReportSite.make()
        let page = try await site.get("/report/2025", as: .officer)
        #expect(page.text.contains("Antal under 5 om personer vises ikke"))
        let json = try await site.get("/report/2025/report.json", as: .officer)
        #expect(json.text.contains("{\"municipality\":\"265\",\"suppressed\":true"))
        #expect(!json.text.contains("{\"municipality\":\"265\",\"value\":2,"))
        // A citizen's request is about no person.
        #expect(json.text.contains("{\"id\":\"officer-requests-met\",\"value\":3,"))
    }

    @Test func onlyThoseWhoMayGetSmallNumbersAndThatIsLogged() async throws {
        let site = try ReportSite.make()
        let path = "/report/2025?unsuppressed=1"
        #expect(try await !site.get("/report/2025", as: .officer).text.contains("unsuppressed=1"))
        #expect(try await site.get("/report/2025", as: .leader).text.contains("href=\"\(path)\""))
        for refused in [path, "/report/2025/report.json?unsuppressed=1", "/report/2025/report.csv?unsuppressed=1"] {
            #expect(try await site.get(refused, as: .officer).status == 403)
        }
        #expect(try ReportSite.log(site) == [])
        let page = try await site.get(path, as: .leader)
        #expect(page.status == 200 && page.text.contains("kun til internt brug"))
        let json = try await site.get("/report/2025/report.json?unsuppressed=1", as: .leader)
        #expect(
            json.text.contains("{\"municipality\":\"265\",\"value\":2,") && !json.text.contains("suppressed\":true"))
        #expect(try ReportSite.log(site) == ["leader 2025 unsuppressed", "leader 2025 unsuppressed"])
    }

    @Test func downloadsAreFiles() async throws {
        let site = try ReportSite.make()
        let table = try await site.get("/report/2025/report.csv", as: .dataProtectionOfficer, language: .english)
        #expect(table.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(table.headers[.contentDisposition] == "attachment; filename=\"kreds-2025.csv\"")
        #expect(table.text.contains("2025,safety-follow-ups,,,Safety follow-ups,,,,,20,,,12,0,"))
        #expect(try await site.get("/report/2025/report.json", as: .administrator).status == 200)
    }

    @Test func aNumberOpensTheCasesBehindItAndNoNames() async throws {
        let site = try ReportSite.make()
        let page = try await site.get("/report/2025", as: .officer)
        let path = "/report/2025/figure/ukn-on-time?variant=decided&group=10-14"
        #expect(page.text.contains(path.replacingOccurrences(of: "&", with: "&amp;") + "\""))
        let records = try await site.get(path, as: .officer)
        #expect(records.status == 200 && records.text.contains("20 sager"))
        #expect(records.text.contains("UKN-2025-") && records.text.contains("href=\"/cases/"))
        #expect(!records.text.contains("Barnesen"))
        // A number that the report hides is not told by its records either.
        #expect(try await site.get(path + "&municipality=265", as: .officer).status == 404)
        #expect(try await site.get(path + "&municipality=265", as: .leader).text.contains("2 sager"))
        #expect(try await site.get(path + "&of=met", as: .officer).text.contains("14 sager"))
        #expect(try await site.get(path + "&of=unmet", as: .officer).text.contains("6 sager"))
        #expect(try ReportSite.log(site).last == "officer figure ukn-on-time decided 10-14 unmet 2025")
    }

    @Test func whatLiesOutOfScopeIsNotThere() async throws {
        let site = try ReportSite.make()
        let sealed = "/report/2025/figure/exit-completed"
        let page = try await site.get("/report/2025", as: .officer)
        // The district publishes the share; the cases behind it are the team's.
        #expect(page.text.contains("50,0 %") && !page.text.contains(sealed))
        #expect(try await site.get(sealed, as: .officer).status == 404)
        #expect(try await site.get(sealed, as: .exitTeam).status == 200)
        #expect(try await site.get("/report/2025/figure/nothing", as: .officer).status == 404)
        #expect(try await site.get("/report/2025/figure/ukn-on-time?variant=x", as: .officer).status == 404)
        #expect(try await site.get("/report/2025/figure/ukn-screened", as: .dataProtectionOfficer).status == 403)
        let reader = try await site.get("/report/2025", as: .dataProtectionOfficer)
        #expect(reader.status == 200 && !reader.text.contains("/figure/"))
    }

    @Test func theSavedFileStandsAlone() async throws {
        let site = try ReportSite.make()
        let who = try site.authorized(Acts.ReadReport.self, as: .leader)
        let report = try await MakeReport(year: 2025)(who, in: site.office)
        let html = try ReportDocument.html(report, language: .english, handbook: site.office.handbook)
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(html.contains("<style>") && html.contains("Annual report 2025") && html.contains("<svg"))
        for missing in ["<script", "<link", "src=", "href=\"/", "@layer"] { #expect(!html.contains(missing)) }
    }
}

/// A site with a small district of two years.
private enum ReportSite {
    static func make() throws -> TestSite {
        let site = try TestSite()
        let folder = site.dataFolder + "/in"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let persons = (1...20).map { "P\($0),Test,Barnesen,2012-05-01,\($0 % 2 == 0 ? "M" : "F"),259" }
        try (["person_id,given_names,family_name,birth_date,sex,municipality"] + persons).joined(separator: "\n")
            .write(toFile: folder + "/persons.csv", atomically: true, encoding: .utf8)
        try cases().joined(separator: "\n").write(toFile: folder + "/cases.jsonl", atomically: true, encoding: .utf8)
        let importer = Importer(
            database: site.database, handbook: site.office.handbook, keys: .forTests, ledger: Ledger(keys: .forTests),
            rejectsFolder: site.dataFolder)
        let summary = try importer.run(
            folder: folder, source: "test", actor: try site.authorized(Acts.ExchangeData.self, as: .administrator),
            at: TestSite.now, language: .danish, progress: { _ in })
        #expect(summary.rejected == 0)
        return site
    }

    /// What was written to the log about reports, oldest first.
    static func log(_ site: TestSite) throws -> [String] {
        try Logged.all(in: site.database).filter { $0.entity == "report" }.map { $0.actor + " " + $0.reason }
    }

    private static func cases() -> [String] {
        var lines: [String] = []
        func add(
            _ programme: String, _ municipality: String, _ fields: String, _ events: [(String, String)], _ person: Int?
        ) {
            let steps = events.map { "{\"stage\":\"\($0.0)\",\"at\":\"\($0.1)\"}" }.joined(separator: ",")
            let parties = person.map { "[{\"person\":\"P\($0)\",\"role\":\"subject\"}]" } ?? "[]"
            let start =
                "{\"id\":\"C\(lines.count)\",\"programme\":\"\(programme)\",\"municipality\":\"\(municipality)\","
            lines.append(start + "\"parties\":\(parties),\"fields\":{\(fields)},\"events\":[\(steps)]}")
        }
        for number in 1...20 {
            let municipality = number <= 2 ? "265" : number <= 8 ? "253" : "259"
            // Six of them too late.
            let decided = number % 3 == 0 ? "2025-06-20" : "2025-03-20"
            add(
                "ukn", municipality, "\"offence_date\":\"2025-03-01\",\"category\":\"none\"",
                [("registered", "2025-03-10"), ("screened-out", decided)], number)
            add(
                "safety-follow-up", municipality, "\"occasion\":\"violence\"",
                [("planned", "2025-02-01"), ("attempted", "2025-02-02"), ("completed", "2025-02-03")], number)
            if number > 8 {
                add(
                    "safety-follow-up", municipality, "\"occasion\":\"violence\"",
                    [("planned", "2024-02-01"), ("attempted", "2024-02-02"), ("completed", "2024-02-03")], number)
            }
        }
        for _ in 1...3 {
            add(
                "officer-request", "265", "\"kind\":\"event\"",
                [("received", "2025-05-01"), ("accepted", "2025-05-02"), ("met", "2025-05-03")], nil)
        }
        let active = ["enquiry", "eligible", "agreement", "active"].map { ($0, "2025-01-10") }
        for number in 1...12 {
            add("exit", "259", "", active + [(number <= 6 ? "completed" : "dropped", "2025-09-01")], number)
        }
        return lines
    }
}
