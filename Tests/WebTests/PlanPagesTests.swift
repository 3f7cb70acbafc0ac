import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// The pages of the cooperation plan: open to every role, changed by few, and nothing typed is lost.
@Suite struct PlanPagesTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    private func fill() async throws { try await PlanRoutes.fill(site) }

    @Test func aPageWithoutPlansSaysWhatToDo() async throws {
        let page = try await site.get("/plan", as: .counsellor)
        #expect(page.status == 200 && page.text.contains(site.words("plan.none-lead")))
        #expect(!page.text.contains(site.words("plan.new")))
    }

    @Test func everyRoleReadsEveryPageInBothLanguages() async throws {
        try await fill()
        for role in [Role.counsellor, .recipient, .administrator, .parishOfficer, .sspCoordinator, .secretariat] {
            for path in [
                "/plan", "/plan/1", "/plan/1/proposals", "/plan/1/matrix", "/plan/1/history", "/plan/1/status",
                "/plan/proposals/1", "/plan/areas/1", "/plan/initiatives/1", "/plan/status/1",
            ] {
                for language in Language.allCases {
                    let page = try await site.get(path, as: role, language: language)
                    #expect(page.status == 200, "\(path) as \(role)")
                    #expect(!page.text.contains("plan.field."), "\(path)")
                }
            }
        }
        #expect(try await !site.get("/plan/1/matrix", as: .counsellor).text.contains("<form class=\"form\""))
    }

    @Test func aNumberIsRefusedAtItsFieldAndANameIsWarnedOfOnce() async throws {
        try await fill()
        let typed = ["municipality": "259", "title": "Møde om uro", "body": "Om 670314-1235"]
        let numbered = try await site.post("/plan/1/proposals", typed, as: .sspCoordinator)
        #expect(numbered.status == 422 && numbered.text.contains("id=\"new-body-error\""))
        #expect(numbered.text.contains("Møde om uro") && !numbered.text.contains("text_checked"))
        let named = typed.merging(["body": "Efter samtale med Jens Prøvesen"]) { $1 }
        let warned = try await site.post("/plan/1/proposals", named, as: .sspCoordinator)
        #expect(warned.status == 422 && warned.text.contains("name=\"text_checked\""))
        #expect(warned.text.contains("Efter samtale med Jens Prøvesen"))
        let saved = try await site.post(
            "/plan/1/proposals", named.merging(["text_checked": "yes"]) { $1 }, as: .sspCoordinator)
        #expect(saved.status == 303)
    }

    @Test func whoeverWasSlowerSeesWhatTheyTypedAndTheNewText() async throws {
        try await fill()
        func correct(_ title: String) async throws -> TestPage {
            try await site.post(
                "/plan/proposals/1/do/correct-proposal",
                ["municipality": "253", "title": title, "body": "y", "revision": "1"], as: .secretariat)
        }
        #expect(try await correct("Den første").status == 303)
        let slower = try await correct("Den anden")
        #expect(slower.status == 409 && slower.text.contains("Den første") && slower.text.contains("Den anden"))
    }

    @Test func aMarkStandsInTheMatrixWithWhoAndWhen() async throws {
        try await fill()
        let saved = try await site.post(
            "/plan/1/matrix/1/1", ["mark": "partly", "comment": "Måske", "revision": "0"], as: .secretariat)
        #expect(saved.status == 303)
        let page = try await site.get("/plan/1/matrix", as: .counsellor).text
        #expect(page.contains(site.words("plan.mark.partly")) && page.contains("Måske") && page.contains("02.03.2026"))
        #expect(try await site.post("/plan/1/matrix/1/1", [:], as: .sspCoordinator).status == 403)
    }

    @Test func aStatusIsFrozenFromItsPageAndStaysAsItWas() async throws {
        try await fill()
        let frozen = try await site.post("/plan/status/1/do/freeze", ["revision": "1"], as: .secretariat)
        #expect(frozen.status == 303)
        let page = try await site.get("/plan/status/1", as: .counsellor).text
        #expect(page.contains("SHA-256") && !page.contains("do/freeze"))
        #expect(try await site.post("/plan/status/1/do/freeze", ["revision": "2"], as: .secretariat).status == 422)
    }

    @Test func aVersionThatNoLongerFitsItsChecksumIsWarnedOf() async throws {
        try await fill()
        let withdrawn = try await site.post(
            "/plan/proposals/1/do/withdraw", ["revision": "1", "reason": "x"], as: .secretariat)
        #expect(withdrawn.status == 303)
        let revision = try await ReadPlan(1)(site.authorized(Acts.ReadPlan.self, as: .secretariat), in: site.office)
            .stored.revision
        for (offset, act) in ["propose", "adopt"].enumerated() {
            let moved = try await site.post(
                "/plan/1/do/\(act)",
                ["day": "2026-03-02", "note": "Vedtaget", "revision": String(revision + offset)], as: .secretariat)
            #expect(moved.status == 303, "\(act)")
        }
        let warning = site.words("plan-links.broken-title")
        #expect(try await !site.get("/plan/1/versions/1", as: .counsellor).text.contains(warning))
        let damages: [SQL] = ["REPLACE(body, 'Plan', 'Planer')", "'x'"]
        for damage in damages {
            _ = try site.database.blockingWrite { try $0.execute("UPDATE plan_version SET body = \(damage)") }
            let page = try await site.get("/plan/1/versions/1", as: .counsellor)
            #expect(page.status == 200 && page.text.contains(warning))
        }
    }

    @Test func whoeverSetsAnOwnerTooLateSeesWhatTheyTyped() async throws {
        try await fill()
        func own(_ position: String) async throws -> TestPage {
            try await site.post(
                "/plan/initiatives/1/do/owner", ["authority": "253", "position": position, "revision": "1"],
                as: .secretariat)
        }
        #expect(try await own("SSP-leder").status == 303)
        let slower = try await own("Skolechef")
        #expect(slower.status == 409 && slower.text.contains("Skolechef") && slower.text.contains("SSP-leder"))
    }

    @Test func linkedFiguresLeadToTheReportForThoseWhoMayReadIt() async throws {
        try await fill()
        let linked = [
            "area": "1", "municipality": "253", "title": "x", "body": "y", "figures": "ukn-screened", "revision": "1",
        ]
        #expect(
            try await site.post("/plan/initiatives/1/do/correct-initiative", linked, as: .secretariat).status == 303)
        let href = "/report?year=2026#figure-ukn-screened"
        for path in ["/plan/initiatives/1", "/plan/areas/1"] {
            #expect(try await site.get(path, as: .secretariat).text.contains(href), "\(path)")
            let other = try await site.get(path, as: .counsellor).text
            #expect(!other.contains(href) && other.contains(site.words("figure.ukn-screened.name")), "\(path)")
        }
    }
}
