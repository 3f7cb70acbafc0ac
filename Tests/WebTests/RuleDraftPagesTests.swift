import Casework
import Foundation
import Handbook
import Hummingbird
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// The pages on which a rule is drafted, tried out and decided on.
@Suite struct RuleDraftPagesTests {
    private let site: TestSite
    private let drafts = "/screening/rules/drafts"

    init() throws {
        site = try TestSite()
    }

    private func text(_ count: Int = 2) throws -> String {
        let versions = RuleVersions(shipped: site.office.handbook.screeningRules, approved: [])
        let rule = try #require(versions.rule("repeated-risk", version: 1))
        return RuleText.write(rule.numbered(2, from: TestSite.now.day + 7))
            .replacing("count: 3", with: "count: \(count)")
    }

    private func families(_ count: Int) throws {
        for number in 0..<count {
            let mother = try site.person("M\(number)", given: "Mette", family: "Holm", sex: .female)
            let child = try site.person("C\(number)", given: "Sofie", family: "Holm", born: "2015-04-01", sex: .female)
            try site.relation(mother, .parent, of: child)
            for (index, day) in ["2025-03-10", "2025-06-11"].enumerated() {
                try site.incident(
                    "I\(number)-\(index)", "domestic-disturbance", at: day + "T20:00", persons: [(.suspect, mother)])
            }
        }
    }

    /// Written as a screener; the address of the draft.
    private func written() async throws -> String {
        let answer = try await site.post(drafts + "/new", ["body": try text()], as: .screener)
        #expect(answer.status == 303)
        return try #require(answer.location?.split(separator: "?").first.map(String.init))
    }

    private func tested(_ path: String) async throws {
        let id = try #require(Int64(path.split(separator: "/").last ?? ""))
        try await BackTestRule()(
            draft: id, site.authorized(Acts.EditRules.self, as: .screener), in: site.office)
    }

    @Test(arguments: [
        (Language.danish, "Linje 6, kolonne 3:", "aldrig point"), (.english, "Line 6, column 3:", "never gives points"),
    ])
    func whatIsWrongStandsAtItsPlaceInTheReadersLanguage(language: Language, place: String, why: String) async throws {
        let bad = try text().replacing("  types:", with: "  score: 7\n  types:")
        let page = try await site.send(
            .post, drafts + "/new", .screener, language, [:],
            body: "csrf=\(TestSite.csrf(.screener))&body=" + Form.encode(bad))
        #expect(page.status == 422)
        #expect(page.text.contains(place) && page.text.contains(why))
        #expect(page.text.contains("<code>  score: 7</code>") && page.text.contains("window-days"), "the text is kept")
        let count = try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM rule_draft") }
        #expect(count == 0)
    }

    @Test func aTextOfABrowserHasTheSamePlaces() async throws {
        let bad = try text().replacing("  types:", with: "  score: 7\n  types:").replacing("\n", with: "\r\n")
        let page = try await site.post(drafts + "/new", ["body": bad], as: .screener)
        #expect(page.status == 422 && page.text.contains("Linje 6, kolonne 3:"))
    }

    @Test func aDraftComesIntoForceThroughTwoPersons() async throws {
        try families(7)
        let path = try await written()
        let early = try await site.post(path + "/propose", ["revision": "1", "reason": "x"], as: .screener)
        #expect(early.status == 422 && early.text.contains("Kør tilbagetesten"))
        let start = try await site.post(path + "/back-test", ["from": "", "through": ""], as: .screener)
        #expect(start.status == 303 && start.location == path + "/back-test")
        try await tested(path)
        let result = try await site.get(path + "/back-test", as: .screener)
        #expect(result.status == 200)
        #expect(result.text.contains("Kladden finder 7 børn, som den gældende version ikke finder."))
        for name in ["Holm", "Mette", "Sofie"] { #expect(!result.text.contains(name)) }
        let proposed = try await site.post(
            path + "/propose", ["revision": "1", "reason": "Flere familier"], as: .screener)
        #expect(proposed.status == 303)
        let own = try await site.get(path, as: .screener)
        #expect(!own.text.contains(path + "/approve") && own.text.contains("en anden"))
        let others = try await site.get(path, as: .leader)
        #expect(others.text.contains(path + "/approve") && others.text.contains(path + "/reject"))
        let approved = try await site.post(
            path + "/approve", ["revision": "2", "reason": "Fordelingen er set"], as: .leader)
        #expect(approved.status == 303)
        let rules = try await site.get("/screening/rules", as: .screener)
        #expect(rules.text.contains("Kommer") && rules.text.contains("Antal hændelser: 3 bliver til 2"))
    }

    @Test func aStaleFormIsAConflict() async throws {
        let path = try await written()
        _ = try await site.post(path, ["revision": "1", "body": try text(4)], as: .leader)
        let stale = try await site.post(path, ["revision": "1", "body": try text(5)], as: .screener)
        #expect(stale.status == 409 && stale.text.contains("count: 5"), "what was typed is kept")
        let act = try await site.post(path + "/withdraw", ["revision": "1", "reason": "x"], as: .screener)
        #expect(act.status == 409)
    }

    @Test func smallNumbersAreNotOnThePage() async throws {
        try families(3)
        let path = try await written()
        try await tested(path)
        let page = try await site.get(path + "/back-test", as: .leader)
        #expect(page.text.contains("Antallet af nye børn er for lille til at vise."))
        #expect(page.text.contains("skjult") && !page.text.contains(">3<"))
    }

    @Test func aDateThatIsNoneIsSaidAtItsField() async throws {
        let path = try await written()
        let page = try await site.post(path + "/back-test", ["from": "31.02.2026", "through": ""], as: .screener)
        #expect(page.status == 422 && page.text.contains("31.02.2026"))
        let future = try await site.post(path + "/back-test", ["from": "", "through": "2099-01-01"], as: .screener)
        #expect(future.status == 422 && future.text.contains("i fremtiden"))
        let shadow = try await site.post(path + "/shadow", ["revision": "1", "through": ""], as: .screener)
        #expect(shadow.status == 422 && shadow.text.contains("sidste dag"))
    }

    @Test func whoeverOnlyScreensTheLogSeesNoRules() async throws {
        for role in [Role.officer, .secretariat, .administrator, .dataProtectionOfficer] {
            #expect(try await site.get(drafts + "/new", as: role).status == 403)
        }
    }
}
