import Handbook
import Prevention
import Testing

@testable import Web

/// The pages of schemes that municipalities and parish officers work in.
@Suite struct SharedSchemePagesTests {
    let site: TestSite

    init() throws {
        site = try TestSite()
    }

    @Test func aSocialWorkerReceivesANoticeAndOpensNone() async throws {
        let child = try site.person("P1", born: "2015-05-01")
        let id = try await site.openNotice(about: child)
        // Unopened, it is a number and clocks.
        #expect(try await site.get("/cases/\(id)", as: .socialWorker).status == 404)
        for path in ["/notices", "/notices/\(id)"] {
            let inbox = try await site.get(path, as: .socialWorker)
            #expect(inbox.status == 200 && inbox.text.contains(">UND-"), "\(path)")
            #expect(!inbox.text.contains("Alene ude om natten.") && !inbox.text.contains("Signe"), "\(path)")
        }
        let received = try await site.post("/notices/\(id)/open", ["revision": "1"], as: .socialWorker)
        #expect(received.status == 303, "\(received.status)")
        let page = try await site.get("/cases/\(id)", as: .socialWorker)
        #expect(page.status == 200 && page.text.contains("Alene ude om natten."))
        let step = try await site.post(
            "/notices/\(id)/step", ["revision": "3", "field.acute_assessment": "no-acute-measure"], as: .socialWorker)
        #expect(step.status == 303, "\(step.status)")
        let stale = try await site.post("/notices/\(id)/step", ["revision": "3"], as: .socialWorker)
        #expect(stale.status == 409, "\(stale.status)")
        // Those who sent it read how far it is, and nothing that the municipality has found.
        let sent = try await site.get("/notices/\(id)", as: .officer)
        #expect(sent.status == 200 && sent.text.contains(site.words("concern.way.assessed")))
        #expect(!sent.text.contains(site.words("programme.concern-notice.choice.acute_assessment.no-acute-measure")))
        #expect(try await site.get("/notices", as: .sspCoordinator).status == 404)
        #expect(try await !site.get("/", as: .sspCoordinator).text.contains("href=\"/notices\""))
        #expect(try await site.get("/cases/\(id)", as: .sspCoordinator).status == 404)
        let choice = try await site.get("/cases/new", as: .socialWorker)
        #expect(!choice.text.contains("/cases/new/concern-notice"))
        let tried = try await site.post(
            "/cases/new/concern-notice", ["field.concerns": "child", "municipality": "259"], as: .socialWorker)
        #expect(tried.status == 422)
    }

    @Test func theOnlyMunicipalityIsChosenAlready() async throws {
        let page = try await site.get("/cases/new/ssp-course", as: .sspCoordinator)
        #expect(page.text.contains("<option value=\"259\" selected"))
        #expect(!page.text.contains("<option value=\"253\" selected"))
        // A course of nobody needs no subject; the form does not ask for one.
        let opened = try await site.post(
            "/cases/new/ssp-course",
            ["field.level": "build-up", "field.aim": "Trivsel i 7. klasse", "municipality": "259"], as: .sspCoordinator)
        #expect(opened.status == 303, "\(opened.status)")
        let elsewhere = try await site.post(
            "/cases/new/ssp-course",
            ["field.level": "build-up", "field.aim": "Trivsel i 7. klasse", "municipality": "253"], as: .sspCoordinator)
        #expect(elsewhere.status == 422)
    }

    @Test(arguments: [true, false]) func aCounsellorReadsWhoeverHasConsented(hasConsented: Bool) async throws {
        let person = try site.person("P1", given: "Signe", family: "Holm", born: "1990-05-01")
        let id = try await site.openCase("victim-referral", fields: ["relation_to_crime": "victim"], subject: person)
        let consent = ["field.consent_given": "yes", "field.consent_at": "2026-01-02"]
        let referred = try await site.post(
            "/cases/\(id)/step/referred", ["revision": "1"].merging(hasConsented ? consent : [:]) { $1 }, as: .officer)
        #expect(referred.status == 303, "\(referred.status)")
        let text = try await site.get("/cases/\(id)", as: .counsellor).text
        #expect(text.contains("Signe") == hasConsented && text.contains("01.05.1990") == hasConsented)
    }

    @Test func whatIsRefusedNamesItsField() async throws {
        let child = try site.person("P1", born: "2015-05-01")
        let page = try await site.post(
            "/cases/new/concern-notice",
            [
                "party.subject": "P1", "municipality": "259", "field.concerns": "child",
                "field.concern": "Drengen er sigtet.", "field.notifier_kind": "citizen",
            ], as: .officer)
        #expect(page.status == 422 && page.text.contains("href=\"#new-concern\""), "\(child)")
    }
}
