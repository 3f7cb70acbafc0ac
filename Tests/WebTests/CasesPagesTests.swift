import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// A case: its page, its forms, and how it is opened.
@Suite struct CasesPagesTests {
    let site: TestSite

    init() throws {
        site = try TestSite()
    }

    // MARK: - Case

    @Test func aStepMovesTheCase() async throws {
        let (_, id) = try await site.youth()
        let answer = try await site.post(
            "/cases/\(id)/step/assessed",
            [
                "revision": "1", "field.category": "person-dangerous", "field.screening_officer": "Anne Bæk",
                "at": "01.03.2026 9.30",
            ],
            as: .officer)
        #expect(answer.status == 303 && answer.location == "/cases/\(id)?done=case-moved")
        let page = try await site.get("/cases/\(id)?done=case-moved", as: .officer)
        #expect(page.text.contains(site.words("done.case-moved")))
        #expect(page.text.contains("Anne Bæk"))
        #expect(page.text.contains("01.03.2026 09:30"))
    }

    @Test func aRefusedStepSaysEveryReasonAndKeepsWhatWasTyped() async throws {
        let (_, id) = try await site.youth()
        let answer = try await site.post(
            "/cases/\(id)/step/assessed",
            ["revision": "1", "field.category": "other-serious", "note": "<script>alert(1)</script>", "at": ""],
            as: .officer)
        #expect(answer.status == 422)
        #expect(answer.text.contains(site.words("refusal.ukn.special-risk")))
        #expect(answer.text.contains("href=\"#step-assessed-screening_officer\""))
        #expect(answer.text.contains("<option value=\"other-serious\" selected>"))
        #expect(answer.text.contains("&lt;script&gt;alert(1)"))
        #expect(!answer.text.contains("<script>alert"))
        #expect(try site.revision(id) == "1")
    }

    @Test func anEntryIsMadeFromItsFormAndStandsOnTheTimeline() async throws {
        let person = try site.person("P1")
        let id = try await site.openCase("restraining-order", fields: [:], subject: person, as: .secretariat)
        try site.database.blockingWrite { db in
            try db.execute("UPDATE case_file SET stage = 'served' WHERE id = \(id)")
            for stage in ["visitation", "petition", "hearing", "granted", "served"] {
                let at = site.office.now.milliseconds
                try db.execute(
                    """
                    INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at)
                    VALUES (\(id), 'entered', \(stage), \(at), 0, '', '{}', 'secretariat', \(at))
                    """)
            }
        }
        let form = ["revision": "1", "field.breach_kind": "contact"]
        let refused = try await site.post("/cases/\(id)/entry/breach", form, as: .officer)
        // Told at the field itself, and at the top with a link to it.
        #expect(refused.status == 422 && refused.text.contains("href=\"#entry-breach-breach_what\""))
        #expect(refused.text.contains("id=\"entry-breach-breach_what-error\""))
        #expect(refused.text.contains("<option value=\"contact\" selected>"))
        let filled = form.merging(["field.breach_what": "Ringede <ni> gange"]) { $1 }
        let answer = try await site.post("/cases/\(id)/entry/breach", filled, as: .officer)
        #expect(answer.location == "/cases/\(id)?done=entry-recorded")
        let page = try await site.get("/cases/\(id)", as: .officer).text
        #expect(page.contains("Hvad der skete: Ringede &lt;ni&gt; gange · Hvordan tilholdet blev overtrådt: Kontakt"))
        // A role without the entry is not offered it.
        let leader = try await site.get("/cases/\(id)", as: .screener).text
        #expect(page.contains("/cases/\(id)/entry/breach") && !leader.contains("/entry/breach"))
    }

    @Test func aStepThatIsNotOnTheWayIsRefused() async throws {
        let (_, id) = try await site.youth()
        let answer = try await site.post("/cases/\(id)/step/closed", ["revision": "1"], as: .officer)
        #expect(answer.status == 422)
        let mine = try await site.post("/cases/\(id)/step/screened-out", ["revision": "1"], as: .screener)
        #expect(mine.status == 422)
    }

    @Test func whoeverComesSecondIsToldAndChangesNothing() async throws {
        let (_, id) = try await site.youth()
        _ = try await site.post("/cases/\(id)/owner", ["revision": "1", "owner": "secretariat"], as: .officer)
        let answer = try await site.post("/cases/\(id)/step/screened-out", ["revision": "1"], as: .officer)
        #expect(answer.status == 409)
        #expect(answer.text.contains(site.words("case-page.reload")))
        #expect(try site.revision(id) == "2")
    }

    @Test func whoHasNoAccountIsNamedAsAtTheCommandLine() async throws {
        let (_, id) = try await site.youth()
        try site.database.blockingWrite { db in
            _ = try db.execute("UPDATE case_event SET actor = 'os:drift' WHERE case_id = \(id)")
        }
        let page = try await site.get("/cases/\(id)", as: .officer).text
        #expect(page.contains("drift (kommandolinjen)") && !page.contains("os:"))
    }

    @Test func aNoteIsShownAsText() async throws {
        let (_, id) = try await site.youth()
        _ = try await site.post(
            "/cases/\(id)/step/screened-out", ["revision": "1", "note": "<script>alert(1)</script> & mere"],
            as: .officer)
        let page = try await site.get("/cases/\(id)", as: .officer)
        #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; mere"))
        #expect(!page.text.contains("<script>alert"))
    }

    @Test func aPausedClockSaysSoAndRunsAgain() async throws {
        let (_, id) = try await site.youth()
        let path = "/cases/\(id)/clock/police-processing/"
        #expect(try await site.post(path + "pause", ["revision": "1", "reason": ""], as: .officer).status == 422)
        let paused = try await site.post(
            path + "pause", ["revision": "1", "reason": "Venter på erklæring"], as: .officer)
        #expect(paused.location == "/cases/\(id)?done=clock-paused")
        let page = try await site.get("/cases/\(id)", as: .officer)
        #expect(page.text.contains("is-paused") && page.text.contains("Venter på erklæring"))
        let again = try await site.post(path + "pause", ["revision": "2", "reason": "igen"], as: .officer)
        #expect(again.status == 422)
        let resumed = try await site.post(
            path + "resume", ["revision": "2", "reason": "Erklæring kommet"], as: .officer)
        #expect(resumed.location == "/cases/\(id)?done=clock-resumed")
    }

    @Test func ownerAndPartiesCanBeChanged() async throws {
        let (_, id) = try await site.youth()
        let parent = try site.person("P-mor", cpr: "6101801234", given: "Mor", family: "Testesen")
        let owner = try await site.post("/cases/\(id)/owner", ["revision": "1", "owner": "secretariat"], as: .officer)
        #expect(owner.location == "/cases/\(id)?done=owner-changed")
        #expect(
            try await site.post("/cases/\(id)/owner", ["revision": "2", "owner": "ingen"], as: .officer).status == 422)
        let wrong = try await site.post(
            "/cases/\(id)/party", ["revision": "2", "role": "caregiver", "person": "findes-ikke"], as: .officer)
        #expect(wrong.status == 422 && wrong.text.contains("findes-ikke"))
        let added = try await site.post(
            "/cases/\(id)/party", ["revision": "2", "role": "caregiver", "person": "610180-1234"], as: .officer)
        #expect(added.location == "/cases/\(id)?done=party-added")
        let page = try await site.get("/cases/\(id)", as: .officer)
        #expect(page.text.contains("Mor Testesen") && page.text.contains("/persons/\(parent)"))
        let history = try await site.get("/cases/\(id)/history", as: .officer)
        #expect(history.text.contains("Test officer → Test secretariat"))
    }

    @Test func aPartyIsTakenOutFromItsFormWhichAsksWhy() async throws {
        let (_, id) = try await site.youth()
        let other = try site.person("P8", given: "Ida", family: "Holm")
        _ = try await site.post(
            "/cases/\(id)/party", ["revision": "1", "role": "contact", "person": "P8"], as: .officer)
        let path = "/cases/\(id)/party/contact/\(other)/remove"
        #expect(try await site.get("/cases/\(id)", as: .officer).text.contains("action=\"\(path)\""))
        let refused = try await site.post(path, ["revision": "2", "reason": ""], as: .officer)
        #expect(refused.status == 422 && refused.text.contains("id=\"remove-contact-\(other)-error\""))
        let answer = try await site.post(path, ["revision": "2", "reason": "Navnesøster"], as: .officer)
        #expect(answer.location == "/cases/\(id)?done=party-removed")
        let page = try await site.get("/cases/\(id)", as: .officer).text
        #expect(!page.contains("Ida Holm"))
        #expect(try await site.get("/cases/\(id)/history", as: .officer).text.contains("Navnesøster"))
    }

    @Test func aProtectedPersonIsMaskedForThoseWithoutTheNeed() async throws {
        let (child, id) = try await site.youth("Hemmelig", protected: true)
        let officer = try await site.get("/cases/\(id)", as: .officer)
        #expect(!officer.text.contains("Hemmelig"))
        #expect(officer.text.contains(site.words("case-words.protected")))
        // Nor where they live, at the head of the page: the form to add a party names no municipality.
        #expect(!officer.text.contains("Køge") && officer.text.contains(site.words("person.masked-municipality")))
        let named = try await site.get("/cases/new/ukn?subject=\(child)", as: .officer)
        #expect(named.status == 200 && !named.text.contains("Hemmelig"))
        #expect(try await !site.get("/cases/\(id)", as: .secretariat).text.contains("Hemmelig"))
        try await site.needs(child, as: .secretariat)
        #expect(try await site.get("/cases/\(id)", as: .secretariat).text.contains("Hemmelig"))
    }

    @Test func readingACaseIsLoggedForTheCaseAndItsPersons() async throws {
        let (child, id) = try await site.youth()
        let before = try site.logged(.person, child).count
        _ = try await site.get("/cases/\(id)", as: .officer)
        #expect(try site.logged(.caseFile, id).last?.hasPrefix("read UKN-2026-") == true)
        #expect(try site.logged(.person, child).count == before + 1)
        _ = try await site.get("/cases", as: .officer)
        #expect(try site.logged(.person, child).count == before + 1)
    }

    @Test func aStepInTheMinuteOfTheLatestEventComesAfterIt() async throws {
        let site = try TestSite(now: TestSite.now.adding(seconds: 30))
        let id = try await site.openCase("officer-request", fields: ["kind": "moped"])
        let form = ["revision": "1", "at": "2026-03-02T10:00", "field.agreed_date": "2026-03-09"]
        #expect(try await site.post("/cases/\(id)/step/accepted", form, as: .officer).status == 303)
        let early = ["revision": "2", "at": "2026-03-02T09:59"]
        #expect(try await site.post("/cases/\(id)/step/met", early, as: .officer).status == 422)
    }

    @Test func theAddressOfARefusedFormLeadsBackToTheCase() async throws {
        let (_, id) = try await site.youth()
        for part in ["step/assessed", "clock/police-processing/pause", "owner", "party"] {
            #expect(try await site.get("/cases/\(id)/" + part, as: .officer).location == "/cases/\(id)", "\(part)")
        }
    }

    // MARK: - New case

    @Test func aCaseIsOpenedFromTheForm() async throws {
        let child = try site.person("P-7", born: "2012-04-01")
        let form = [
            "at": "2026-03-02T09:00", "municipality": "259", "party.subject": "P-7", "field.offence_date": "28.02.2026",
            "field.category": "other-serious",
        ]
        let answer = try await site.post("/cases/new/ukn", form, as: .officer)
        let address = try #require(answer.location)
        #expect(address.hasSuffix("?done=case-opened"))
        let page = try await site.get(address, as: .officer)
        #expect(page.text.contains(site.words("done.case-opened")) && page.text.contains("28.02.2026"))
        let fromLink = try await site.get("/cases/new/ukn?subject=\(child)", as: .officer)
        #expect(fromLink.text.contains("name=\"subject-id\" value=\"\(child)\""))
    }

    @Test func aRefusedOpeningKeepsWhatWasTypedAndLinksToTheFields() async throws {
        let form = [
            "party.subject": "ukendt", "field.special_risk_reason": "x", "at": "2026-03-02T09:00",
            "municipality": "316",
        ]
        let answer = try await site.post("/cases/new/ukn", form, as: .officer)
        #expect(answer.status == 422)
        #expect(answer.text.contains("error-summary"))
        #expect(answer.text.contains("href=\"#new-offence_date\"") && answer.text.contains("id=\"new-offence_date\""))
        #expect(answer.text.contains("href=\"#new-subject\"") && answer.text.contains("value=\"ukendt\""))
        #expect(answer.text.contains("<option value=\"316\" selected>"))
        let later = try await site.post(
            "/cases/new/officer-request", ["field.kind": "moped", "at": "2027-01-01T09:00"], as: .officer)
        #expect(later.status == 422 && later.text.contains("href=\"#new-at\""))
    }

    @Test(arguments: Catalogue.all.map(\.code), Language.allCases)
    func everyProgrammeHasItsPagesInBothLanguages(code: String, language: Language) async throws {
        // A parish officer has no place in these tests.
        let role = try #require(Catalogue.programme(code)?.transitions.first?.by.first { $0 != .parishOfficer })
        let name = site.office.handbook[language]("programme.\(code).name")
        for address in [
            "/programmes/\(code)", "/cases/board/\(code)", "/cases/new/\(code)", "/cases?programme=\(code)",
        ] {
            let page = try await site.get(address, as: role, language: language)
            #expect(page.status == 200 && page.text.contains("<html lang=\"\(language.rawValue)\">"), "\(address)")
            #expect(page.text.contains(name.replacing("&", with: "&amp;")), "\(address)")
            #expect(!page.text.contains("{{"), "\(address)")
        }
    }

    @Test func noWordIsMissing() async throws {
        let (_, id) = try await site.youth()
        _ = try await site.post("/cases/\(id)/owner", ["revision": "1", "owner": ""], as: .officer)
        let addresses = [
            "/", "/cases", "/cases?programme=ukn", "/cases/board/ukn", "/cases/new", "/cases/new/ukn", "/cases/\(id)",
            "/programmes", "/programmes/ukn",
        ]
        let missing = #/(desk|case-[a-z]+|programmes|programme|refusal|figure|clock-state|role|unit)\.[a-z-]+[a-z.-]*/#
        for language in Language.allCases {
            for address in addresses {
                let text = try await site.get(address, as: .officer, language: language).text
                let shown = text.replacing(#/<[^>]*>/#, with: " ")
                #expect(shown.firstMatch(of: missing).map { String($0.0) } == nil, "\(address)")
            }
        }
    }
}

extension TestSite {
    /// Ids of the cases that the rows of a list lead to.
    func listed(_ page: TestPage) -> [Int] {
        page.text.matches(of: #/<th role="rowheader" scope="row"><a[^>]* href="\/cases\/(-?\d+)"/#).compactMap {
            Int($0.1)
        }
    }

    func next(_ page: TestPage) -> String? {
        page.text.firstMatch(of: #/<a href="([^"]+)" rel="next"/#).map { String($0.1).replacing("&amp;", with: "&") }
    }

    func revision(_ id: Int64) throws -> String {
        let number = try database.blockingRead { try $0.count("SELECT revision FROM case_file WHERE id = \(id)") }
        return String(number)
    }

    func youth(_ name: String = "Barn", protected: Bool = false) async throws -> (child: Int64, id: Int64) {
        let child = try person("P-\(name)", given: name, family: "Test", born: "2013-05-01", protected: protected)
        let id = try await openCase(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
            at: "2026-02-10")
        return (child, id)
    }
}
