import Casework
import Foundation
import Handbook
import Hummingbird
import Prevention
import SQL
import Store
import Testing

@testable import Web

@Suite struct RightsPagesTests {
    let site: TestSite

    init() throws {
        site = try TestSite()
    }

    private func oldCase() async throws -> (person: Int64, id: Int64) {
        let person = try site.person("P1", born: "2008-01-01")
        let id = try await site.openCase(
            "ukn", fields: ["offence_date": "2024-01-01", "category": "none"], subject: person, at: "2024-01-02")
        try await ChangeCase(
            id, revision: 1, .move(to: "screened-out", at: Instant("2024-01-03"), fields: [:], note: ""))(
                site.authorized(Acts.WorkCases.self, as: .officer), in: site.office)
        let newer = try site.person("P2", born: "2010-01-01")
        _ = try await site.openCase(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "none"], subject: newer, at: "2026-02-10")
        return (person, id)
    }

    @Test(arguments: Language.allCases)
    func aRequestIsRegisteredRestrictedAndAnswered(language: Language) async throws {
        let (person, _) = try await oldCase()
        let words = site.office.handbook[language]
        let empty = try await site.get("/access", as: .secretariat, language: language)
        #expect(empty.status == 200 && empty.text.contains(words("access.none-open")))
        let form = try await site.get("/access/new?person=\(person)", as: .secretariat, language: language)
        #expect(form.status == 200 && form.text.contains("name=\"person_id\" value=\"\(person)\""))
        let wrong = try await site.post(
            "/access/new", ["person": "", "requested_by": "", "received": ""], as: .secretariat, language: language)
        #expect(wrong.status == 422)
        for code in ["access-person", "access-requested-by", "access-received"] {
            #expect(wrong.text.contains(words("refusal." + code)), "\(code)")
        }
        let made = try await site.post(
            "/access/new", ["person": "P1", "requested_by": "Moderen", "received": "20.01.2026"], as: .secretariat,
            language: language)
        #expect(made.status == 303 && made.location == "/access/1?done=access-registered")
        let list = try await site.get("/access", as: .dataProtectionOfficer, language: language)
        #expect(list.text.contains("20.02.2026") && list.text.contains(words("access.overdue")))
        let page = try await site.get("/access/1", as: .secretariat, language: language)
        #expect(page.text.contains("UKN-2024-") && page.text.contains("value=\"cases.ukn\""))
        let refused = try await site.post(
            "/access/1/restrict", ["part": "register", "ground": "others", "reason": "x"], as: .secretariat,
            language: language)
        #expect(refused.status == 422 && refused.text.contains(words("refusal.access-not-restrictable")))
        let restricted = try await site.post(
            "/access/1/restrict", ["part": "cases.ukn", "ground": "others", "reason": "Fordi", "silent": "yes"],
            as: .secretariat, language: language)
        #expect(restricted.location == "/access/1?done=access-withheld")
        #expect(try await site.get("/access/1/answer", as: .secretariat).location == "/access/1")
        let answered = try await site.post("/access/1/answer", [:], as: .secretariat, language: language)
        #expect(answered.location == "/access/1?done=access-answered")
        let print = try await site.get("/access/1/answer", as: .secretariat, language: language)
        #expect(print.status == 200 && !print.text.contains("UKN-2024-") && !print.text.contains("Fordi"))
        #expect(print.text.contains(words("access.answer-text.incomplete")))
        let file = try await site.get("/access/1/json", as: .secretariat, language: language)
        #expect(file.contentType == "application/json; charset=utf-8" && file.text.contains("\"kreds-access-1\""))
        #expect(!file.text.contains("ukn"))
        let again = try await site.post("/access/1/answer", [:], as: .secretariat, language: language)
        #expect(again.status == 422 && again.text.contains(words("refusal.access-answered")))
    }

    @Test(arguments: Language.allCases)
    func aDeletionIsProposedApprovedByAnotherAndRun(language: Language) async throws {
        let (person, id) = try await oldCase()
        let words = site.office.handbook[language]
        let preview = try await site.get("/retention", as: .secretariat, language: language)
        #expect(preview.text.contains("UKN-2024-00000\(id)") && !preview.text.contains("P1"))
        let early = try await site.get("/retention?as-of=2025-01-02", as: .secretariat, language: language)
        #expect(early.text.contains(words("retention.none")))
        let proposed = try await site.post("/retention", ["as-of": "2026-03-02"], as: .secretariat, language: language)
        #expect(proposed.location == "/retention/1?done=deletion-proposed")
        let own = try await site.get("/retention/1", as: .secretariat, language: language)
        #expect(own.text.contains(words("retention.own")) && !own.text.contains("name=\"count\""))
        let forced = try await site.post("/retention/1/approve", ["count": "2"], as: .secretariat, language: language)
        #expect(forced.status == 422 && forced.text.contains(words("refusal.four-eyes")))
        let notYet = try await site.post("/retention/1/run", [:], as: .leader, language: language)
        #expect(notYet.status == 422 && notYet.text.contains(words("refusal.not-approved")))
        let miscounted = try await site.post("/retention/1/approve", ["count": "3"], as: .leader, language: language)
        #expect(miscounted.status == 422 && miscounted.text.contains("id=\"count-error\""))
        let approved = try await site.post("/retention/1/approve", ["count": "2"], as: .leader, language: language)
        #expect(approved.location == "/retention/1?done=deletion-approved")
        #expect(try await site.post("/retention/1/run", [:], as: .leader).status == 303)
        // Beside the request; the use-case itself is awaited here, which changes nothing where it is done.
        try await RunDeletion(1)(site.authorized(Acts.ManageRetention.self, as: .leader), in: site.office)
        let done = try await site.get("/retention/1", as: .secretariat, language: language)
        #expect(
            done.text.contains(words("retention.state.done")) && done.text.contains(words("retention.item.deleted")))
        #expect(try await site.get("/cases/\(id)", as: .officer).status == 404)
        #expect(try await site.openPerson(person, as: .officer).status == 404)
    }

    @Test func aHoldIsSetFromTheCaseAndShownThere() async throws {
        let (_, id) = try await oldCase()
        let page = try await site.get("/cases/\(id)", as: .leader)
        #expect(
            page.text.contains("/retention/holds/new?on=case&amp;id=\(id)")
                && page.text.contains(site.words("hold.none")))
        #expect(try await !site.get("/cases/\(id)", as: .officer).text.contains("/retention/holds/new"))
        let form = try await site.get("/retention/holds/new?on=case&id=\(id)", as: .leader)
        #expect(form.status == 200 && form.text.contains(site.words("hold.lead")))
        let empty = try await site.post("/retention/holds/new", ["on": "case", "id": "\(id)"], as: .leader)
        #expect(empty.status == 422 && empty.text.contains(site.words("refusal.hold-reason")))
        let set = try await site.post(
            "/retention/holds/new", ["on": "case", "id": "\(id)", "reason": "Klage <b>"], as: .leader)
        #expect(set.location == "/cases/\(id)?done=hold-set")
        #expect(try await site.get("/cases/\(id)", as: .secretariat).text.contains("Klage &lt;b&gt;"))
        // Why it is held back is for those who delete.
        #expect(try await !site.get("/cases/\(id)", as: .officer).text.contains("Klage"))
        let retention = try await site.get("/retention", as: .secretariat)
        #expect(retention.text.contains("1 " + site.words("retention.why.hold")))
        let lifted = try await site.post("/retention/holds/1/lift", ["reason": "Afgjort"], as: .secretariat)
        #expect(lifted.location == "/cases/\(id)?done=hold-lifted")
        #expect(try await site.get("/cases/\(id)", as: .officer).text.contains(site.words("hold.none")))
    }

    @Test(arguments: Language.allCases)
    func anAddendumStandsBesideWhatIsStored(language: Language) async throws {
        let (person, id) = try await oldCase()
        let words = site.office.handbook[language]
        let form = try await site.get("/addenda?to=case&id=\(id)", as: .officer, language: language)
        #expect(form.text.contains(words("addendum.lead")))
        let empty = try await site.post("/addenda", ["to": "case", "id": "\(id)"], as: .officer, language: language)
        #expect(empty.status == 422 && empty.text.contains(words("refusal.addendum-text")))
        for (to, record, path) in [("case", id, "/cases/\(id)"), ("person", person, "/persons/\(person)")] {
            let sent = try await site.post(
                "/addenda", ["to": to, "id": "\(record)", "text": "Det var en anden", "requested_by": "Moderen"],
                as: .officer, language: language)
            #expect(sent.location == path + "?done=addendum-added")
            let page =
                to == "case"
                ? try await site.get(path, as: .officer, language: language)
                : try await site.openPerson(record, as: .officer, language: language)
            #expect(
                page.text.contains("Det var en anden")
                    && page.text.contains(words("addendum.asked-by", ["name": "Moderen"])))
        }
        #expect(
            try await site.post(
                "/addenda", ["to": "case", "id": "999", "text": "x", "requested_by": "y"], as: .officer
            ).status == 404)
    }

    /// On a case that is about nobody, both forms refuse a number, and warn of a name with the tick to save it all the same.
    @Test func addendaAndHoldsOfACaseAboutNobodyNameNobody() async throws {
        let fields = ["kind": "dark-place", "area": "Tunnelen", "observed": "Mørkt"]
        let id = try await OpenCase(.insecurity, municipality: "259", fields: fields, parties: [])(
            site.authorized(Acts.WorkCases.self, as: .secretariat), in: site.office)
        let forms = [
            ("/addenda", ["to": "case", "id": "\(id)", "text": "Rettet", "requested_by": "Kommunen"], "text"),
            ("/addenda", ["to": "case", "id": "\(id)", "text": "Rettet", "requested_by": "Kommunen"], "requested_by"),
            ("/retention/holds/new", ["on": "case", "id": "\(id)", "reason": "Klage"], "reason"),
        ]
        let tick = "name=\"\(NameTick.field)\""
        for (path, values, field) in forms {
            let numbered = try await site.post(
                path, values.merging([field: "Om 670314-1235"]) { $1 }, as: .secretariat)
            #expect(numbered.status == 422 && numbered.text.contains(site.words("refusal.case-text.number")))
            #expect(!numbered.text.contains(tick))
            let named = try await site.post(path, values.merging([field: "Om Jens Hansen"]) { $1 }, as: .secretariat)
            #expect(named.status == 422 && named.text.contains(tick) && named.text.contains("Om Jens Hansen"))
            #expect(named.text.contains(site.words("refusal.case-text.name")))
            let ticked = [field: "Om Jens Hansen", NameTick.field: "yes"]
            let saved = try await site.post(path, values.merging(ticked) { $1 }, as: .secretariat)
            #expect(saved.location?.hasPrefix("/cases/\(id)?done=") ?? false)
        }
    }

    @Test func theAnswerAsAFileNamesNobodyElse() async throws {
        let (person, _) = try await oldCase()
        let (answer, _) = try await ExportPerson(person)(
            site.authorized(Acts.GiveAccess.self, as: .secretariat), in: site.office)
        for language in Language.allCases {
            let html = try AccessDocument.html(answer, language: language, handbook: site.office.handbook)
            #expect(html.contains("<html lang=\"\(language.rawValue)\">") && html.contains("UKN-2024-"))
            #expect(!html.contains("<script") && !html.contains("access.") && !html.contains("programme."))
        }
    }
}
