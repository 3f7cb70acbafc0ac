import Foundation
import HTTPTypes
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// The pages of local work: walks and work orders, numbers of others, the mapping, and the public page.
@Suite struct CommunityPagesTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    /// An insecurity case in Køge with a walk.
    private func walked() async throws -> Int64 {
        let officer = try site.authorized(Acts.WorkCases.self, as: .officer)
        let id = try await OpenCase(
            .insecurity, municipality: "259",
            fields: [
                "kind": "dark-place", "area": "Tunnelen <øst>", "observed": "Mørkt", "position": "55.45663,12.18214",
            ], parties: [], at: Instant("2026-02-09T09:00"))(officer, in: site.office)
        let walk = ChangeCase.Change.record(
            entry: "area-walk", at: Instant("2026-02-10T18:00"), fields: ["walk_found": "Defekt lampe"])
        try await ChangeCase(id, revision: 1, walk)(officer, in: site.office)
        return id
    }

    /// What is planned is no thing that has been done.
    @Test func whatIsPlannedStandsByItself() async throws {
        let who = try site.authorized(Acts.WorkCases.self, as: .secretariat)
        let fields = ["kind": "school-visit", "place": "Skolen", "planned_on": "2026-04-01"]
        _ = try await OpenCase(.activity, municipality: "259", fields: fields, parties: [])(who, in: site.office)
        let page = try await site.get("/community/259", as: .secretariat).text
        let planned = try #require(page.range(of: "id=\"planned\""))
        let since = try #require(page.range(of: "siden 02.03.2025"))
        let coming = page[planned.lowerBound..<since.lowerBound]
        #expect(coming.contains("datetime=\"2026-04-01\""))
        #expect(!page[since.upperBound...].contains("2026-04-01"))
    }

    @Test func aFindingIsOrderedAnsweredAndListed() async throws {
        let id = try await walked()
        let walk = "/community/walks/\(id)/1"
        #expect(try await site.get(walk, as: .officer).text.contains("Defekt lampe"))
        #expect(try await site.get("/community/walks/\(id)/2", as: .officer).status == 404)
        #expect(try await site.get(walk, as: .sspCoordinator).status == 404)
        let empty = try await site.post(walk, ["revision": "2", "field.order_owner": "Vejafdelingen"], as: .officer)
        #expect(empty.status == 422 && empty.text.contains("Vejafdelingen"))
        #expect(empty.text.contains("id=\"finding-order_what-error\""))
        let finding = [
            "revision": "2", "field.order_what": "light", "field.order_owner": "Vejafdelingen",
            "field.order_owner_kind": "municipality-roads", "field.order_detail": "Skift lampen",
            "field.order_due": "20.03.2026",
        ]
        let named = try await site.post(
            walk, finding.merging(["field.order_detail": "Spørg Jens Hansen"]) { $1 }, as: .officer)
        #expect(named.status == 422 && named.text.contains("text_checked") && named.text.contains("Spørg Jens Hansen"))
        let ordered = try await site.post(walk, finding, as: .officer)
        #expect(ordered.status == 303 && ordered.location == walk + "?done=community-finding")
        #expect(try await site.post(walk, finding, as: .officer).status == 409)
        let list = try await site.get("/community/orders?municipality=259&owner=municipality-roads", as: .secretariat)
        #expect(list.text.contains("20.03.2026") && list.text.contains("Tunnelen &lt;øst&gt;"))
        for other in ["municipality=253", "what=fence", "owner=private", "state=overdue", "state=done"] {
            let page = try await site.get("/community/orders?" + other, as: .secretariat)
            #expect(!page.text.contains("20.03.2026"), "\(other)")
        }
        // It waits on the desk of those who answer it, in their language.
        for language in Language.allCases {
            let waits = site.office.handbook[language].ownOrders(OwnOrders(open: 1, overdue: 0))
            let desk = try await site.get("/", as: .sspCoordinator, language: language).text
            #expect(desk.contains("<a href=\"/community/orders\">" + waits + "</a>") && waits.contains("1"))
            #expect(try await !site.get("/", as: .officer, language: language).text.contains(waits))
        }
        // The municipality that is asked sees the order wherever orders stand, though it knows of no case.
        let noCases = site.words("community.no-cases")
        let own = try await site.get("/community/259", as: .sspCoordinator).text
        #expect(own.contains("20.03.2026") && !own.contains(noCases) && !own.contains("matters-heading"))
        #expect(try await !site.get("/community", as: .sspCoordinator).text.contains(noCases))
        let others = try await site.get("/community/253", as: .sspCoordinator).text
        #expect(others.contains(noCases) && !others.contains("orders-heading"))
        #expect(try await site.get("/community", as: .planSecretariat).text.contains(noCases))
        let csv = try await site.get("/community/orders.csv?to=Vejafdelingen", as: .secretariat)
        #expect(csv.text.contains("Skift lampen") && csv.contentType == "text/csv; charset=utf-8")
        #expect(try await !site.get("/community/orders.csv?to=Andre", as: .secretariat).text.contains("Skift"))
        let order = "/community/orders/\(id)/1"
        let unexplained = try await site.post(
            order, ["revision": "3", "field.done_how": "declined"], as: .officer)
        #expect(unexplained.status == 422)
        let answered = try await site.post(order, ["revision": "3", "field.done_how": "done"], as: .officer)
        #expect(answered.status == 303)
        #expect(try await site.get("/community/orders?state=done", as: .officer).text.contains("20.03.2026"))
        let place = try await site.get("/community/259", as: .officer).text
        #expect(place.contains("data-map-shapes") && place.contains("10.02.2026"))
        #expect(try await site.get("/community/101", as: .officer).status == 404)
        #expect(try await !site.get("/community/259", as: .planSecretariat).text.contains("Tunnelen"))
        #expect(try await site.get("/community", as: .officer, language: .english).text.contains("Local councils"))
    }

    private func upload(_ csv: String) async throws -> TestPage {
        try await site.upload(csv, named: "a.csv", to: "/indicators/upload", as: .secretariat)
    }

    @Test func measurementsAreUploadedShownAndTheirRejectsGivenBack() async throws {
        #expect(try await site.get("/indicators", as: .officer).text.contains(site.words("indicator.none")))
        let template = try await site.get("/indicators/template.csv", as: .officer)
        #expect(template.contentType == "text/csv; charset=utf-8" && template.text.contains("feels-safe"))
        let header = "indicator,period,place,value,lower,upper,asked,source\n"
        let sent = try await upload(
            header + "feels-safe,2025,259,87.5,85,90,300,Kilden\nfeels-safe,2025,101,1,,,,\n"
                + "feels-safe,2025,district,88,,,,=cmd\n")
        #expect(sent.status == 303)
        let delivery = try #require(sent.location)
        let page = try await site.get(delivery, as: .secretariat)
        #expect(page.text.contains("2 nye") && page.text.contains("1 afvist") && page.text.contains("101"))
        let rejects = try await site.get(delivery + "/rejects.csv", as: .secretariat)
        #expect(rejects.status == 200 && rejects.text.contains("feels-safe,2025,101"))
        #expect(try await site.get(delivery, as: .officer).status == 403)
        let again = try await upload(header + "feels-safe,2025,259,86,84,88,300,Kilden\n")
        #expect(again.status == 303)
        let shown = try await site.get("/indicators?indicator=feels-safe&place=259", as: .mediator).text
        #expect(shown.contains("86 %") && shown.contains("87,5 % (85 %–90 %)") && shown.contains("Kilden"))
        #expect(shown.contains("<svg") && shown.contains(site.words("indicator.external")))
        #expect(try await site.get("/community/259", as: .officer).text.contains("86 %"))
        #expect(try await upload("indicator,period\n").status == 422)
        #expect(try await upload("").status == 422)
    }

    /// A focus area; its row id.
    private func area() async throws -> Int64 {
        let editor = try site.authorized(Acts.EditPlan.self, as: .secretariat)
        let today = TestSite.now.day
        let plan = try await WritePlan(
            Plan(title: "Plan", from: today, to: today + 365, foreword: "", cap: 3, capSource: "x"))(
                editor, in: site.office)
        let area = try await WriteFocusArea(
            FocusArea(kind: .focus, title: "Stoffer", body: "", aims: ""), in: plan)(editor, in: site.office)
        _ = try await site.office.database.write { db in
            let stored = try PlanStore.plan(plan, in: db)
            return try PlanStore.move(
                plan, to: .adopted, version: 1, on: today, note: "", revision: stored?.revision ?? 0, in: db)
        }
        return area
    }

    @Test func theMappingIsFilledInByTheMunicipalityAndReadByAll() async throws {
        #expect(try await site.get("/mapping", as: .officer).text.contains(site.words("mapping.no-areas")))
        let area = try await area()
        #expect(try await site.get("/", as: .sspCoordinator).text.contains("mangler 10 felter"))
        let cell = "/mapping/\(area)/259/ssp"
        let form = [
            "revision": "0", "state": "has", "name": "SSP-netværket", "contact": "SSP-konsulenten",
            "link": "https://koege.dk/ssp",
        ]
        #expect(try await site.post(cell, form, as: .secretariat).status == 422)
        let named = try await site.post(cell, form.merging(["remark": "Spørg Jens Hansen"]) { $1 }, as: .sspCoordinator)
        #expect(named.status == 422 && named.text.contains("text_checked") && named.text.contains("Spørg Jens Hansen"))
        #expect(try await site.post(cell, form, as: .sspCoordinator).status == 303)
        #expect(try await site.post(cell, form.merging(["name": "x"]) { $1 }, as: .sspCoordinator).status == 409)
        let none = ["revision": "0", "state": "none"]
        #expect(try await site.post("/mapping/\(area)/259/digital", none, as: .sspCoordinator).status == 303)
        let grid = try await site.get("/mapping?area=\(area)", as: .mediator).text
        #expect(grid.contains("2 af 10 udfyldt") && grid.contains("SSP-netværket") && grid.contains("○"))
        #expect(grid.contains(site.words("mapping.nobody-has")))
        let row = try await site.get("/mapping/\(area)/259", as: .officer).text
        #expect(row.contains(#"href="https://koege.dk/ssp""#))
        let csv = try await site.get("/mapping/\(area)/grid.csv", as: .officer)
        #expect(csv.text.contains("259,Køge,ssp,SSP-netværk,has,SSP-netværket"))
    }

    @Test func thePublicPageHoldsWhatWasPublishedAndKnowsNoVisitor() async throws {
        _ = try await walked()
        let address = "/lokalraad/koege"
        #expect(try await site.get(address, as: nil).status == 404)
        let desk = "/community/259/page"
        let key = try #require(
            try await site.get(desk, as: .secretariat).text.firstMatch(of: #/name="show\.([a-z0-9-]+)"/#)
        ).1
        let draft = [
            "revision": "0", "danish": "Vi går en tur.", "english": "We go for a walk.", "show.\(key)": "yes",
            "danish.\(key)": "Vandring i <tunnelen>", "english.\(key)": "",
        ]
        #expect(
            try await site.post(desk, draft.merging(["danish": "670314-1235"]) { $1 }, as: .secretariat).status == 422)
        #expect(try await site.post(desk, draft, as: .secretariat).status == 303)
        #expect(try await site.get(address, as: nil).status == 404)
        let preview = try await site.get(desk + "/preview", as: .secretariat)
        #expect(preview.text.contains("Vi går en tur.") && preview.text.contains(site.words("local-page.preview-note")))
        #expect(preview.headers[.cacheControl] == "no-store")
        #expect(try await site.get(desk + "/preview", as: .officer).status == 403)
        #expect(try await site.post(desk + "/publish", ["revision": "1"], as: .secretariat).status == 422)
        let published = try await site.post(desk + "/publish", ["revision": "1", "read": "yes"], as: .secretariat)
        #expect(published.status == 303)
        for visitor in [nil, Role.officer] {
            let page = try await site.get(address, as: visitor)
            #expect(page.status == 200 && page.text.contains("Vandring i &lt;tunnelen&gt;"))
            #expect(!page.text.contains("Defekt lampe") && !page.text.contains("Test officer"))
            #expect(page.headers[.cacheControl] == "public, max-age=300" && page.headers[.setCookie] == nil)
            #expect(!page.text.contains("<script") && page.text.contains(#"<html lang="da">"#))
        }
        let english = try await site.get(address + "?lang=en", as: nil)
        #expect(english.text.contains("We go for a walk.") && english.text.contains(#"<html lang="en">"#))
        #expect(english.text.contains(#"<p lang="da">Vandring"#))
        // The visitor's own language is not asked: the page is kept for all.
        let other = try await site.get(address, as: nil, language: .english)
        #expect(other.text.contains(#"<html lang="da">"#) && other.text.contains("Vi går en tur."))
        #expect(try await site.get("/robots.txt", as: nil).text.contains("Allow: /lokalraad/"))
        let back = try await site.post(desk + "/withdraw", ["reason": "Forkert"], as: .secretariat)
        #expect(back.status == 303)
        #expect(try await site.get(address, as: nil).status == 404)
        #expect(try await site.get(desk, as: .secretariat).text.contains("Forkert"))
        #expect(try await site.get(desk, as: .officer).status == 403)
    }

    /// A seat of the lokalråd in Køge.
    private func sit(_ title: String, _ post: BodySeat.Post, in council: Int64) async throws {
        let seat = BodySeat(
            side: .police, municipality: "", title: title, post: post, account: "", from: TestSite.now.day, to: nil)
        _ = try await site.office.database.write { db in
            try BodyStore.add(seat, to: council, by: TestSite.actor(.secretariat), at: TestSite.now, in: db)
        }
    }

    /// The letter to an owner outside the system says all that they need, in Danish, and names nobody.
    @Test func anOrderIsPrintedAsALetterToItsOwner() async throws {
        let id = try await walked()
        let finding = [
            "revision": "2", "field.order_what": "light", "field.order_owner": "Boligselskabet",
            "field.order_owner_kind": "housing-association", "field.order_detail": "Skift lampen",
            "field.order_place": "Stien", "field.order_due": "20.03.2026",
        ]
        #expect(try await site.post("/community/walks/\(id)/1", finding, as: .officer).status == 303)
        let order = "/community/orders/\(id)/1", letter = order + "/letter"
        #expect(try await site.get(order, as: .officer).text.contains("href=\"\(letter)\""))
        let danish = site.office.handbook[.danish]
        let inKoege = danish("order-letter.council", ["municipality": "Køge"])
        let number = try #require(try await site.database.read { db in try CaseStore.row(id, in: db)?.number })
        for language in Language.allCases {
            let page = try await site.get(letter, as: .officer, language: language)
            #expect(page.status == 200 && page.text.contains("lang=\"da\""))
            let parts = [
                "Boligselskabet", "Stien, Køge", "Skift lampen", "20.03.2026", "10.02.2026", number + "/1",
                danish("order-letter.secretariat", ["district": site.office.handbook.district]),
                danish("letter.paper.greeting") + "<br>" + danish("order-letter.signed"), "data-print",
            ]
            for part in parts { #expect(page.text.contains(part), "\(part)") }
            let body = try #require(page.text.split(separator: "<section class=\"card stack letter\"").last)
            // There is no lokalråd, so nobody speaks for it.
            #expect(!body.contains(inKoege))
            #expect(!body.contains("Test officer") && !page.text.contains(site.words("order-letter.names-title")))
        }
        let council = try #require(
            try await site.office.database.write { db in
                try BodyStore.add(
                    .localCouncil, municipality: "259", area: 0, purpose: "x", by: TestSite.actor(.secretariat),
                    at: TestSite.now, in: db)
            })
        #expect(try await site.get(letter, as: .officer).text.contains("<br>" + inKoege + "<br>"))
        // Whoever keeps the agenda of the lokalråd is answered, by the function, or else whoever chairs it.
        try await sit("Lokalpolitileder", .chair, in: council)
        #expect(try await site.get(letter, as: .officer).text.contains("<br>Lokalpolitileder, " + inKoege + "<br>"))
        try await sit("Byrådssekretær", .secretary, in: council)
        let answered = try await site.get(letter, as: .officer).text
        #expect(answered.contains("<br>Byrådssekretær, " + inKoege) && !answered.contains("Lokalpolitileder"))
        #expect(try await site.get(letter, as: .sspCoordinator).status == 404)
        #expect(try await site.get(order + "9/letter", as: .officer).status == 404)
        let named = finding.merging([
            "revision": "3", "field.order_detail": "Spørg Jens Hansen", NameTick.field: "yes",
        ]) { $1 }
        #expect(try await site.post("/community/walks/\(id)/1", named, as: .officer).status == 303)
        let warned = try await site.get("/community/orders/\(id)/2/letter", as: .officer).text
        #expect(warned.contains(site.words("order-letter.names-title")))
        let done = ["revision": "4", "field.done_how": "done", "field.done_order": "1"]
        #expect(try await site.post(order, done, as: .officer).status == 303)
        #expect(try await site.get(letter, as: .officer).status == 404)
        #expect(try await !site.get(order, as: .officer).text.contains(letter))
    }

    /// An order of an insecurity case that was found on no walk, whose day was 25 February.
    private func order(_ id: Int64, revision: Int, owner kind: String) async throws {
        let order = ChangeCase.Change.record(
            entry: "work-order", at: Instant("2026-02-11T09:00"),
            fields: [
                "order_what": "light", "order_owner": "Kontoret", "order_owner_kind": kind,
                "order_detail": "Skift lampen", "order_due": "2026-02-25",
            ])
        try await ChangeCase(id, revision: revision, order)(
            site.authorized(Acts.WorkCases.self, as: .officer), in: site.office)
    }

    @Test func aLetterWithoutAWalkAndAfterItsDaySaysNoMoreThanIsKnown() async throws {
        let id = try await walked()
        try await order(id, revision: 2, owner: "railway")
        let danish = site.office.handbook[.danish], letter = "/community/orders/\(id)/1/letter"
        let page = try await site.get(letter, as: .officer, language: .english).text
        #expect(page.contains(danish("order-letter.without-walk", ["day": "11.02.2026"])))
        #expect(page.contains("Fristen var 25.02.2026.") && !page.contains("10.02.2026"))
        // A name in what the letter takes from elsewhere is warned of too.
        #expect(!page.contains("notice is-warn"))
        let council = try await site.office.database.write { db in
            try BodyStore.add(
                .localCouncil, municipality: "259", area: 0, purpose: "x", by: TestSite.actor(.secretariat),
                at: TestSite.now, in: db)
        }
        try await sit("Jens Hansen", .chair, in: try #require(council))
        #expect(try await site.get(letter, as: .officer).text.contains(site.words("order-letter.names-title")))
    }

    /// The municipality answers its own orders here.
    @Test func anOrderToTheMunicipalityHasNoLetter() async throws {
        let id = try await walked()
        for (index, kind) in ["municipality-roads", "municipality-other", "private"].enumerated() {
            try await order(id, revision: 2 + index, owner: kind)
            let order = "/community/orders/\(id)/\(index + 1)"
            let page = try await site.get(order, as: .officer)
            #expect(page.status == 200 && page.text.contains(order + "/letter") == (kind == "private"), "\(kind)")
            let letter = try await site.get(order + "/letter", as: .officer)
            #expect(letter.status == (kind == "private" ? 200 : 404), "\(kind)")
        }
    }
}
