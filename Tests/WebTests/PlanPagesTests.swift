import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework
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
        let frozen = try await site.post(
            "/plan/status/1/do/freeze", ["revision": "1", "unwritten": "yes"], as: .secretariat)
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

    /// Takes the initiative a step, or corrects it, as the secretariat.
    private func act(_ act: String, _ typed: [String: String] = [:]) async throws -> TestPage {
        let plan = try await ReadPlan(1)(site.authorized(Acts.ReadPlan.self, as: .secretariat), in: site.office)
        let revision = try #require(plan.initiatives.first?.revision)
        return try await site.post(
            "/plan/initiatives/1/do/\(act)", typed.merging(["revision": String(revision)]) { $1 }, as: .secretariat)
    }

    @Test func aForumListsWhatIsAnchoredInIt() async throws {
        try await fill()
        let kind = try #require(ForumKind.kind("psp-k"))
        let forum: Int64? = try site.database.blockingWrite { db in
            try ForumStore.add(
                kind, municipality: "259", purpose: "", by: TestSite.actor(.leader), at: TestSite.now, in: db)
        }
        let path = "/forums/\(try #require(forum))"
        let before = try await site.get(path, as: .secretariat)
        #expect(before.text.contains(site.words("plan-links.anchored-none")))
        #expect(try await act("to-chosen").status == 303)
        #expect(try await act("to-anchored", ["anchor": "forum \(try #require(forum))"]).status == 303)
        let after = try await site.get(path, as: .secretariat)
        #expect(after.text.contains("<a href=\"/plan/initiatives/1\">"))
    }

    @Test func anInitiativeUnderWayIsTakenBackAndGetsAnotherAnchor() async throws {
        try await fill()
        let path = "/plan/initiatives/1"
        let first = ["anchor": "municipality", "anchor_ref": "Ungeområdet"]
        #expect(try await act("to-chosen").status == 303)
        #expect(try await act("to-anchored", first).status == 303)
        #expect(try await act("owner", ["authority": "253", "position": "SSP-leder"]).status == 303)
        #expect(try await act("step", ["title": "Skrevet", "due": "2026-05-01"]).status == 303)
        #expect(try await act("to-running").status == 303)
        let form = try await site.get(path, as: .secretariat).text
        #expect(form.contains("id=\"to-anchored-anchor\"") && form.contains("value=\"Ungeområdet\""))
        #expect(try await act("to-anchored", ["anchor": "section-115", "anchor_ref": "Udvalget"]).status == 303)
        // Read in English, the history is English.
        let english = site.office.handbook[.english]
        let page = try await site.get(path, as: .counsellor, language: .english).text
        for (code, words) in [("municipality", "Ungeområdet"), ("section-115", "Udvalget")] {
            let name = english("plan.anchor." + code).replacing("'", with: "&#39;")
            #expect(page.contains(name + ": " + words), "\(code)")
        }
        let label = "<dt>" + site.words("plan.field.anchor") + "</dt>"
        #expect(try await site.get(path, as: .counsellor).text.contains(label))
        #expect(try await act("to-chosen").status == 303)
        #expect(try await !site.get(path, as: .counsellor).text.contains(label), "it is given up")
    }

    @Test func linkedCasesAreNamedToThoseWhoMayOpenThemAndThePaperIsTheSameForAll() async throws {
        try await fill()
        let opened = try await site.openCase(
            "insecurity", fields: ["kind": "dark-place", "area": "Tunnelen", "observed": "Mørkt"])
        let number = try #require(
            try await site.database.read { db in try CaseStore.row(opened, in: db)?.number })
        let typed = ["area": "1", "municipality": "253", "title": "x", "body": "y", "activities": number]
        #expect(try await act("correct-initiative", typed).status == 303)
        #expect(try await act("to-chosen").status == 303)
        let path = "/plan/initiatives/1"
        let form = try await site.get(path, as: .planSecretariat).text
        #expect(!form.contains(number) && form.contains(site.words("plan-links.kept-one")))
        #expect(try await site.get(path, as: .officer).text.contains(number))
        func paper(_ role: Role) async throws -> String {
            let who = try site.authorized(Acts.ReadPlan.self, as: role)
            let status = try await ReadStatus(1)(who, in: site.office)
            let texts = CaseTexts(words: site.words, handbook: site.office.handbook, now: TestSite.now, names: [:])
            return try StatusDocument.html(
                status, PlanTexts(texts: texts, actor: who.actor, forums: [1]), site.site)
        }
        for state in ["live", "frozen"] {
            let read = try await paper(.counsellor)
            for other in [Role.officer, .secretariat] { #expect(try await paper(other) == read, "\(state)") }
            #expect(!read.contains(number) && read.contains(site.words("plan-links.case-one")), "\(state)")
            guard state == "live" else { continue }
            #expect(
                try await site.post(
                    "/plan/status/1/do/freeze", ["revision": "1", "unwritten": "yes"], as: .secretariat
                ).status == 303)
        }
        // Deleted by the rules since, it is told as that to everybody, and the paper stays as it was.
        let before = try await paper(.counsellor)
        #expect(
            try await site.get("/plan/status/1", as: .counsellor).text.contains(site.words("plan-links.hidden-one")))
        let office = site.office
        try await site.database.write { db in
            let maker = TestSite.actor(.secretariat), now = TestSite.now
            let record = RetentionRecord(
                .caseFile, opened, programme: "insecurity", number: number, dueOn: now.day, mark: 0)
            let list = try DeletionStore.propose(
                asOf: now.day, [record], isSealed: false, by: maker, at: now, in: db)
            try Deletion(keys: office.keys, ledger: office.ledger, by: maker, at: now).deleteCase(opened, in: db)
            try DeletionStore.settle(list, record, why: nil, in: db)
        }
        for role in [Role.counsellor, .officer] {
            let page = try await site.get("/plan/status/1", as: role).text
            #expect(page.contains(site.words("plan-links.gone-one")) && !page.contains(number), "\(role)")
            #expect(!page.contains(site.words("plan-links.hidden-one")), "\(role)")
            #expect(try await paper(role) == before, "\(role)")
        }
    }

    @Test func aDeletedCaseIsToldApart() {
        let lines = ["1", "2", "3"].enumerated().map { index, number in
            StatusBody.ActivityLine(
                number: number, id: index == 0 ? 0 : Int64(index), programme: "insecurity", stage: "observed", title: ""
            )
        }
        let cases = LinkedCases(lines, .init(readable: ["2"]), site.words)
        #expect(cases.shown.map(\.number) == ["2"] && cases.hidden == 1 && cases.deleted == 1 && cases.gone == 0)
        // Gone since the status was frozen, it is not told as hidden.
        let later = LinkedCases(lines, .init(readable: ["2"], deleted: ["3"]), site.words)
        #expect(later.shown.map(\.number) == ["2"] && later.hidden == 0 && later.deleted == 1 && later.gone == 1)
        #expect(later.counted(later.gone, "plan-links.gone") == site.words("plan-links.gone-one"))
        #expect(cases.counted(cases.deleted, "plan-links.deleted") == site.words("plan-links.deleted-one"))
        #expect(cases.correctable.map(\.number) == ["1", "2"])
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

    /// What a history keeps by codes is read in words, and of cases no more than the reader may know of.
    @Test func theHistoryTellsWhatIsLinkedInWords() async throws {
        try await fill()
        let opened = try await site.openCase(
            "insecurity", fields: ["kind": "dark-place", "area": "Tunnelen", "observed": "Mørkt"])
        let number = try #require(try await site.database.read { db in try CaseStore.row(opened, in: db)?.number })
        let typed = [
            "area": "1", "municipality": "253", "title": "x", "body": "y", "figures": "ukn-screened",
            "indicators": "feels-safe", "activities": number,
        ]
        #expect(try await act("correct-initiative", typed).status == 303)
        let area = ["kind": "focus", "title": "x", "figures": "ukn-on-time", "revision": "1"]
        #expect(try await site.post("/plan/areas/1/do/correct-area", area, as: .secretariat).status == 303)
        for language in Language.allCases {
            let words = site.office.handbook[language]
            for path in ["/plan/initiatives/1", "/plan/1/history"] {
                let officer = try await site.get(path, as: .officer, language: language).text
                let other = try await site.get(path, as: .counsellor, language: language).text
                let history = try #require(other.split(separator: "history-heading").last)
                #expect(history.contains(words("plan.field.area") + ": x"), "\(path)")
                #expect(history.contains(words("figure.ukn-screened.name")) && !history.contains("feels-safe"))
                #expect(history.contains(words("plan-history.hidden-one")) && !history.contains("links:"))
                #expect(!other.contains(number) && !other.contains("Tunnelen"), "\(path)")
                #expect(officer.contains(number + " Tunnelen"), "\(path)")
            }
            let ofArea = try await site.get("/plan/areas/1", as: .counsellor, language: language).text
            let history = try #require(ofArea.split(separator: "history-heading").last)
            #expect(history.contains(words("figure.ukn-on-time.name").replacing("'", with: "&#39;")))
        }
    }

    /// A figure of an area and of one of its initiatives stands at the area; the initiative leads there.
    @Test func aFigureStandsOnceInAStatus() async throws {
        try await fill()
        let area = ["kind": "focus", "title": "x", "figures": "ukn-screened", "revision": "1"]
        #expect(try await site.post("/plan/areas/1/do/correct-area", area, as: .secretariat).status == 303)
        var typed = ["area": "1", "municipality": "253", "title": "x", "body": "y", "figures": "ukn-screened"]
        #expect(try await act("correct-initiative", typed).status == 303)
        #expect(try await act("to-chosen").status == 303)
        func rows(_ page: String) -> Int {
            page.matches(of: #/<th role="rowheader" scope="row">/#).count
        }
        let link = "<a href=\"#area-1-links\">" + site.words("plan-links.at-area")
        var page = try await site.get("/plan/status/1", as: .counsellor).text
        #expect(rows(page) == 1 && page.contains(link) && page.contains("id=\"area-1-links\""))
        // The area is not promised yet, but the initiative is chosen: it says what it is held against itself.
        let head = site.words("plan.status.figure-before", ["year": "2025"])
        let held = head + ", " + site.words("plan-links.since.chosen") + ": "
        let name = "<li>" + site.words("figure.ukn-screened.name")
        #expect(page.contains(name + "<br><span class=\"muted\">" + held))
        // One that the area does not have stands at the initiative.
        typed["figures"] = "ukn-on-time"
        #expect(try await act("correct-initiative", typed).status == 303)
        page = try await site.get("/plan/status/1", as: .counsellor).text
        #expect(rows(page) > 1 && !page.contains(link))
    }

    /// What stands at the area is held against the area's baseline; an initiative says its own where that is of another year, or
    /// since another event, also where it is last year.
    @Test func whatASharedLineIsHeldAgainstIsToldWhereItIsAnother() throws {
        func base(_ since: PlanBase.Since, _ day: String) throws -> PlanBase {
            PlanBase(since, try #require(LocalDate(day)))
        }
        let words = site.words
        let texts = PlanTexts(
            texts: CaseTexts(words: words, handbook: site.office.handbook, now: TestSite.now, names: [:]),
            actor: TestSite.actor(.counsellor), forums: [])
        func figure(_ held: StatusBody.Number) -> StatusBody.FigureLine {
            StatusBody.FigureLine(
                id: "ukn-screened", version: 1, names: ["da": "Screenet"], definitions: [:], now: .count(9),
                before: .count(8), base: held)
        }
        func measured(_ value: Double, _ period: String) -> IndicatorValue {
            IndicatorValue(
                indicator: "feels-safe", period: period, place: "district", population: "Alle", value: value,
                interval: nil, asked: nil, source: "Kilden")
        }
        func indicator(_ held: IndicatorValue) -> StatusBody.IndicatorLine {
            StatusBody.IndicatorLine(
                id: "feels-safe", names: ["da": "Trygge"], isPercent: true, value: measured(87, "2025"), base: held)
        }
        func links(_ own: PlanBase?, _ ofArea: PlanBase?, held: StatusBody.Number) throws -> PlanLinksModel {
            let line = StatusBody.Line(
                id: 1, title: "x", stage: "running", light: "green", lightText: "", anchor: "", anchorRef: "",
                overCap: "", owners: [], steps: [], result: "", learning: "", anchorNames: [:], base: own,
                figures: [figure(held)], indicators: [indicator(measured(81, "2024"))], activities: [])
            let area = StatusBody.Area(
                id: 1, title: "x", aims: "", promised: "", done: "", changed: "", initiatives: [line], events: [],
                base: ofArea, figures: [figure(.count(7))], indicators: [indicator(measured(80, "2023"))], endedOn: "",
                endReason: "")
            guard let found = PlanLinksModel(line, in: area, asOf: "2026-03-02", .init(), texts) else {
                throw NotFound()
            }
            return found
        }
        let adopted = try base(.adopted, "2025-05-01"), running = try base(.running, "2026-02-01")
        let others: [(PlanBase, PlanBase?)] = [
            (running, adopted), (adopted, running), (try base(.running, "2025-05-01"), adopted), (running, nil),
        ]
        for (own, ofArea) in others {
            let shown = try links(own, ofArea, held: .hidden)
            try #require(shown.atArea.map(\.lineName) == ["Screenet", "Trygge"])
            let head = words("plan.status.figure-before", ["year": String(own.year)])
            let since = words("plan-links.since." + own.since.rawValue)
            #expect(shown.atArea[0].lineBase?.hasPrefix(head + ", " + since + ": ") == true)
            #expect(shown.atArea[1].lineBase?.contains(since) == true && shown.hasHiddenAtArea && !shown.hasHidden)
            let open = try links(own, ofArea, held: .count(8))
            #expect(!open.hasHiddenAtArea)
        }
        let same: [(PlanBase?, PlanBase?)] = [
            (nil, adopted), (adopted, try base(.adopted, "2025-06-01")), (nil, nil),
        ]
        for (own, ofArea) in same {
            let shown = try links(own, ofArea, held: .hidden)
            #expect(shown.atArea.count == 2 && shown.atArea.allSatisfy { $0.lineBase == nil } && !shown.hasHiddenAtArea)
        }
    }
}
