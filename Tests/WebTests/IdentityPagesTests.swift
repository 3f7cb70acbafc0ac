import Casework
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// The pages of who is who: two records are found, compared, merged and parted again.
@Suite struct IdentityPagesTests {
    @Test func twoRecordsAreComparedMergedAndPartedAgain() async throws {
        let site = try TestSite()
        let one = try site.person("P1", given: "Karla", family: "Lund")
        let other = try site.person("P2", given: "Karla", family: "Lynd")
        let incident = try site.incident("I1", "violence", at: "2026-01-10T12:00", persons: [(.victim, other)])
        #expect(incident > 0)

        let form = try await site.get("/persons/\(one)/merge", as: .leader)
        #expect(form.status == 200 && form.text.contains("name=\"other\""))
        let unknown = try await site.post("/persons/\(one)/merge", ["other": "P9"], as: .leader)
        #expect(unknown.status == 422 && unknown.text.contains("id=\"other-error\""))
        let compared = try await site.post("/persons/\(one)/merge", ["other": "P2"], as: .leader)
        #expect(compared.text.contains("Karla Lynd") && compared.text.contains("value=\"\(other)\""))
        let empty = try await site.post("/persons/\(one)/merge", ["record": "\(other)"], as: .leader)
        #expect(empty.status == 422 && empty.text.contains("id=\"reason-error\""))
        let merged = try await site.post(
            "/persons/\(one)/merge", ["record": "\(other)", "reason": "Samme bopæl"], as: .leader)
        #expect(merged.location == "/identities/1?done=identity-second")
        let waiting = try await site.get("/identities/1?done=identity-second", as: .leader)
        #expect(waiting.text.contains(site.words("done.identity-second")))
        #expect(!waiting.text.contains("<figure class=\"chart\">"), "nothing was reckoned")
        let again = try await site.post(
            "/persons/\(one)/merge", ["record": "\(other)", "reason": "igen"], as: .leader)
        #expect(again.status == 422 && again.text.contains("href=\"/identities/1\""))
        let agreed = try await site.post(
            "/identities/1", ["verdict": "same", "revision": "1", "words": "Samme bopæl"], as: .secretariat)
        #expect(agreed.location?.contains("done=doubt-same") == true)

        let old = try await site.get("/persons/\(other)", as: .leader)
        #expect(old.location == "/persons/\(one)", "an old link leads to the person")
        let page = try await site.get("/persons/\(other)/identity", as: .leader)
        #expect(page.location == "/persons/\(one)/identity")
        let identity = try await site.get("/persons/\(one)/identity", as: .leader)
        #expect(identity.text.contains("Samme bopæl") && identity.text.contains("/merges/1/undo"))

        let undo = try await site.get("/merges/1/undo", as: .leader)
        #expect(undo.text.contains("Karla Lynd") && undo.text.contains(site.words("identity.hangs.incidents")))
        let refused = try await site.post("/merges/1/undo", [:], as: .leader)
        #expect(refused.status == 422 && refused.text.contains("id=\"reason-error\""))
        let undone = try await site.post("/merges/1/undo", ["reason": "To søstre"], as: .leader)
        #expect(undone.location?.hasSuffix("?done=identity-undone") == true)
        let after = try await site.get("/persons/\(one)/identity", as: .leader)
        #expect(after.text.contains("/splits/1/end") && after.text.contains("To søstre"))
        let blocked = try await site.post(
            "/persons/\(one)/merge", ["record": "\(other)", "reason": "igen"], as: .leader)
        #expect(blocked.status == 422)
        let ended = try await site.post("/splits/1/end", ["reason": "Alligevel én"], as: .leader)
        #expect(ended.location?.hasSuffix("?done=identity-split-ended") == true)
    }

    @Test func aChanceIsSaidAsTheDoubtsSayItAndNeverAsCertain() async throws {
        let site = try TestSite()
        let one = try site.person("P1", given: "Karla", family: "Lund")
        let other = try site.person("P2", given: "Karla", family: "Lund")
        _ = try site.database.blockingWrite { db in
            try IdentityStore.merge(
                one, other, how: .import, probability: 0.99999, words: "",
                by: Actor(name: "leader", displayName: "", authority: "police", roles: [.leader]), at: TestSite.now,
                in: db)
        }
        let text = try await site.get("/persons/\(one)/identity", as: .leader).text
        #expect(text.contains("Fundet ved indlæsning: flere end 99 af 100") && !text.contains("100,0"))
    }

    @Test func whoMayNotSeeThePersonMayNotDecideOrReadWhy() async throws {
        let site = try TestSite()
        let hidden = try site.person("P1", given: "Karla", family: "Lund", address: "Skjulvej 2", protected: true)
        let other = try site.person("P2", given: "Bo", family: "Lund")
        let third = try site.person("P3", given: "Bo", family: "Lund")
        let page = try await site.get("/persons/\(hidden)/identity", as: .leader)
        #expect(page.status == 200 && !page.text.contains("Karla") && !page.text.contains("Skjulvej"))
        let merge = try await site.post(
            "/persons/\(hidden)/merge", ["record": "\(other)", "reason": "x"], as: .leader)
        #expect(merge.status == 422 && !merge.text.contains("Karla"))
        #expect(merge.text.contains(site.words("refusal.identity-masked")))
        #expect(try await site.get("/persons/\(hidden)/identity", as: .officer).status == 403)
        // Nor on the page of somebody who is kept apart from them.
        try site.database.blockingWrite { db in
            for (one, words) in [(other, "Karla bor på Skjulvej"), (third, "Bo er to")] {
                _ = try IdentityStore.split(
                    one, one == other ? hidden : other, words: words,
                    by: Actor(name: "leader", displayName: "", authority: "police", roles: [.leader]),
                    at: TestSite.now, in: db)
            }
        }
        let apart = try await site.get("/persons/\(other)/identity", as: .leader).text
        #expect(!apart.contains("Skjulvej") && !apart.contains("Karla") && apart.contains("Bo er to"))
    }
}
