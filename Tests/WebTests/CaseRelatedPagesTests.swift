import Handbook
import Prevention
import Store
import Testing

@testable import Web

/// Cases that are tied to one another, and a new one out of another.
@Suite struct CaseRelatedPagesTests {
    let site: TestSite
    let victim: Int64
    let id: Int64

    init() async throws {
        site = try TestSite()
        victim = try site.person("P1", given: "Asta", family: "Bæk")
        id = try await site.openCase("safety-follow-up", fields: ["occasion": "violence"], subject: victim)
    }

    @Test func aFollowUpLeadsToAReferralWithItsPartiesAndIsTiedToIt() async throws {
        let page = try await site.get("/cases/\(id)", as: .officer).text
        let address = "/cases/new/victim-referral?from=\(id)&amp;kind=refers"
        #expect(page.contains("href=\"\(address)\""))
        let form = try await site.get("/cases/new/victim-referral?from=\(id)&kind=refers", as: .officer).text
        #expect(form.contains("Asta Bæk") && form.contains("value=\"259\" selected"))
        // The victim is carried over as the subject, who is not asked for a second time.
        #expect(form.contains("name=\"carry.subject.\(victim)\"") && !form.contains("name=\"party.subject\""))
        let answer = try await site.post(
            "/cases/new/victim-referral",
            ["from": "\(id)", "kind": "refers", "carry.subject.\(victim)": "subject", "municipality": "259"],
            as: .officer)
        #expect(answer.status == 303)
        let new = try #require(answer.location?.split(separator: "/").last?.split(separator: "?").first)
        let related = try await site.get("/cases/\(new)/related", as: .officer).text
        #expect(related.contains(site.words("case-relation.kind.refers")) && related.contains("href=\"/cases/\(id)\""))
        let back = try await site.get("/cases/\(id)/related", as: .officer).text
        #expect(back.contains(site.words("case-relation.inverse.refers")) && back.contains("href=\"/cases/\(new)\""))
    }

    @Test func aWrongNumberIsToldAtItsFieldAndKept() async throws {
        let answer = try await site.post(
            "/cases/\(id)/related", ["kind": "concerns", "number": "UKN-<x>"], as: .officer)
        #expect(answer.status == 422 && answer.text.contains("id=\"relate-number-error\""))
        #expect(answer.text.contains("value=\"UKN-&lt;x&gt;\""))
    }

    @Test func theFollowUpFormLeadsToTheNewCase() async throws {
        let there = try await site.get("/cases/\(id)/follow-up?programme=mediation&kind=follows", as: .officer)
        #expect(there.location == "/cases/new/mediation?from=\(id)&kind=follows")
        let without = try await site.get("/cases/\(id)/follow-up", as: .officer)
        #expect(without.location == "/cases/\(id)/related?asked=programme")
        let asked = try await site.get("/cases/\(id)/related?asked=programme", as: .officer)
        #expect(asked.status == 422 && asked.text.contains(site.words("refusal.follow-programme")))
    }
}
