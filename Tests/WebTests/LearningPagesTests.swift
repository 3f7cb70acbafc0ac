import Casework
import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Web

/// What is learned from decided hits, on its page, in the report and in the blind sample.
@Suite struct LearningPagesTests {
    let site: TestSite
    private static let colleague = Actor(
        name: "colleague", displayName: "Kollega", authority: "police", roles: [.screener], kind: .police,
        area: .district)

    /// Five families with a grave incident, decided by somebody else in February; now it is March.
    init() async throws {
        site = try TestSite()
        let office = site.office
        for number in 1...5 {
            let child = try site.person("C\(number)", given: "Sofie", family: "Hemmelighed", born: "2016-01-01")
            let mother = try site.person("M\(number)", given: "Mette", family: "Hemmelighed", sex: .female)
            try site.relation(mother, .parent, of: child)
            try site.incident(
                "I\(number)", "child-neglect", at: "2026-01-20T12:00", place: "Bøgevej", persons: [(.charged, mother)])
        }
        _ = try await RunScreening(asOf: nil)(site.authorized(Acts.Screen.self, as: .screener), in: office)
        let hits = try site.database.blockingRead { db in
            try db.fetch("SELECT id FROM hit ORDER BY id") { $0.int64(0) }
        }
        let then = Instant("2026-02-10T12:00") ?? TestSite.now
        let earlier = Office(database: office.database, handbook: office.handbook, keys: .forTests, clock: { then })
        for (number, hit) in hits.enumerated() {
            _ = try await DecideHit(hit, number == 0 ? .report : .noReport, reason: "Første begrundelse")(
                Policy.authorize(Self.colleague, Acts.Screen.self),
                casesOf: Policy.authorize(Self.colleague, Acts.WorkCases.self), in: earlier)
        }
    }

    @Test(arguments: Language.allCases)
    func thePageHasTheFiguresWithTheirDefinitionsAndSoHasTheReport(language: Language) async throws {
        let words = site.office.handbook[language]
        for path in ["/screening/rules/learning?year=2026", "/report/2026"] {
            let page = try await site.get(path, as: .leader, language: language)
            #expect(page.status == 200)
            for figure in ["screening-outcomes", "screening-agreement", "screening-days"] {
                #expect(page.text.contains(words("figure.\(figure).name")), "\(path) \(figure)")
                #expect(page.text.contains("id=\"figure-\(figure)\""))
            }
            #expect(!page.text.contains("{law:"))
        }
        let page = try await site.get("/screening/rules/learning?year=2026", as: .leader, language: language)
        #expect(page.text.contains("/report/2026/figure/screening-outcomes?variant=reported"))
        #expect(!page.text.contains("/figure/screening-agreement"), "no way to who disagreed")
        #expect(!page.text.contains("href=\"/screening/rules/blind\""), "a leader does not judge")
    }

    @Test func aYearWithoutDecisionsSaysSo() async throws {
        let page = try await TestSite().get("/screening/rules/learning", as: .screener)
        #expect(page.status == 200 && page.text.contains(site.words("learning.none-help")))
    }

    @Test func theRecordsBehindANumberAreTheHits() async throws {
        let page = try await site.get(
            "/report/2026/figure/screening-days?variant=from-incident&group=all", as: .leader)
        #expect(page.status == 200 && page.text.contains("href=\"/screening/1\"") && page.text.contains("10.02.2026"))
        #expect(!page.text.contains("Hemmelighed"))
        let officer = try await site.get(
            "/report/2026/figure/screening-days?variant=from-incident&group=all", as: .officer)
        #expect(officer.status == 404)
    }

    @Test func aScreenerJudgesBlind() async throws {
        let list = try await site.get("/screening/rules/blind", as: .screener)
        #expect(list.status == 200 && list.text.contains("0 af 5 vurderet"))
        let path = "/screening/rules/blind/1"
        let page = try await site.get(path, as: .screener)
        #expect(page.status == 200 && page.text.contains(site.words("blind.changes-nothing")))
        for secret in ["Hemmelighed", "Første begrundelse", "colleague", "Kollega", "href=\"/screening/1\"", "/cases/"]
        {
            #expect(!page.text.contains(secret), "\(secret)")
        }
        let empty = try await site.post(path, ["decision": "", "reason": "Beholdt tekst"], as: .screener)
        #expect(
            empty.status == 422 && empty.text.contains("Beholdt tekst") && empty.text.contains("href=\"#decision\""))
        let saved = try await site.post(path, ["decision": "report", "reason": "Alvorligt"], as: .screener)
        #expect(saved.status == 303 && saved.location == "/screening/rules/blind?done=blind-answered")
        let own = try await site.get(path, as: .screener)
        #expect(own.text.contains("Alvorligt") && own.text.contains("action=\"\(path)/withdraw\""))
        #expect(try await site.get("/screening/rules/blind", as: .screener).text.contains("1 af 5 vurderet"))
        let again = try await site.post(path, ["decision": "report", "reason": "Igen"], as: .screener)
        #expect(again.status == 422)
        let back = try await site.post(path + "/withdraw", [:], as: .screener)
        #expect(back.status == 303)
        #expect(try await site.get("/screening/rules/blind", as: .screener).text.contains("0 af 5 vurderet"))
    }

    @Test func whoDoesNotScreenSeesNeither() async throws {
        #expect(try await site.get("/screening/rules/learning", as: .officer).status == 403)
        #expect(try await site.get("/screening/rules/blind", as: .leader).status == 403)
        #expect(try await site.get("/screening/rules/blind/1", as: .leader).status == 403)
    }
}
