import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// Abuse cases of docs/threat-model.md played through the pages: those who look up their own family, and those who take
/// emergency access lightly.
@Suite struct AbuseCaseTests {
    /// An officer who is the father of two children, one of them under protection with the mother, who has left him.
    private struct Family {
        let site: TestSite
        let father: Int64
        let child: Int64
        let mother: Int64

        init() throws {
            site = try TestSite()
            father = try site.person("F1", given: "Bo", family: "Kragelund", born: "1980-01-01")
            child = try site.person("C1", given: "Asta", family: "Kragelund", born: "2014-01-01")
            mother = try site.person(
                "M1", given: "Nanna", family: "Kragelund", born: "1983-01-01", sex: .female, address: "Skjulvej 9",
                protected: true)
            try site.relation(father, .parent, of: child)
            try site.relation(mother, .parent, of: child)
            let father = father
            let isLinked = try site.database.blockingWrite { db in
                try AccountStore.setPerson(father, of: "officer", in: db)
            }
            #expect(isLinked)
        }
    }

    @Test func nobodyLooksUpThemselvesOrTheirFamilyAndTheTryIsLogged() async throws {
        let family = try Family()
        for person in [family.father, family.child, family.mother] {
            let page = try await family.site.openPerson(person, as: .officer)
            #expect(page.status == 422 || page.status == 403, "\(page.status)")
            for word in ["Asta", "Nanna", "Skjulvej"] { #expect(!page.text.contains(word)) }
            #expect(try family.site.logged(.person, person).contains("read refused own-family"))
        }
        // A colleague takes it.
        #expect(try await family.site.openPerson(family.child, as: .leader).status == 200)
    }

    @Test func aSearchDoesNotFindOnesOwnFamily() async throws {
        let family = try Family()
        try family.site.person("X1", given: "Ida", family: "Kragelund", born: "1990-01-01")
        func search(as role: Role) async throws -> String {
            let found = try await family.site.post("/persons/search", ["q": "Kragelund", "purpose": "case"], as: role)
            guard let location = found.location else { return found.text }
            return try await family.site.get(location, as: role).text
        }
        let own = try await search(as: .officer)
        #expect(own.contains("Ida") && !own.contains("Asta") && !own.contains("Nanna"))
        let colleague = try await search(as: .leader)
        #expect(colleague.contains("Ida") && colleague.contains("Asta"))
        // The protected one is found by name by nobody.
        #expect(!colleague.contains("Nanna") && !colleague.contains("Skjulvej"))
    }

    @Test func aNeedToSeeOnesOwnProtectedFamilyIsNotTaken() async throws {
        let family = try Family()
        let said = try await family.site.post(
            "/persons/\(family.mother)/protection", ["reason": "Forkyndelse af tilhold"], as: .officer)
        #expect(said.status != 303)
        let page = try await family.site.openPerson(family.mother, as: .officer)
        #expect(!page.text.contains("Skjulvej") && !page.text.contains("Nanna"))
    }

    @Test func emergencyAccessAsksForAReasonIsToldToTheLeaderAndReviewedByAnother() async throws {
        let site = try TestSite()
        #expect(try await site.post("/emergency", ["reason": "haster"], as: .officer).status == 422)
        let reason = "Akut eftersøgning af et forsvundet barn i Greve"
        #expect(try await site.post("/emergency", ["reason": reason], as: .officer).status == 303)
        #expect(try await site.post("/emergency", ["reason": reason], as: .officer).status == 422, "one at a time")
        let desk = try await site.get("/", as: .officer)
        #expect(desk.text.contains("class=\"emergency\""))
        let reviews = try await site.get("/emergency/reviews", as: .leader)
        #expect(reviews.status == 200 && reviews.text.contains("Test officer"))
        let link = try #require(reviews.text.firstMatch(of: #/\/emergency\/reviews\/(\d+)/#)?.1)
        // Not while it runs, and by nobody who may not review.
        let early = try await site.post(
            "/emergency/reviews/\(link)", ["verdict": "justified", "note": "ok"], as: .leader)
        #expect(early.status == 422)
        #expect(try await site.get("/emergency/reviews/\(link)", as: .officer).status == 403)
    }
}
