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
        let page = try await site.get("/cases/\(id)", as: .socialWorker)
        #expect(page.status == 200 && page.text.contains("Alene ude om natten."))
        let received = try await site.post("/cases/\(id)/step/received", ["revision": "1"], as: .socialWorker)
        #expect(received.status == 303, "\(received.status)")
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
