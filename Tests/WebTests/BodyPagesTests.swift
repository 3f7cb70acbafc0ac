import Casework
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// The pages of bodies, fast track and policy watch.
@Suite struct BodyPagesTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    private func setUp() async throws {
        let made = try await site.post(
            "/bodies/new", ["kind": "lokalraad", "municipality": "259", "purpose": "Tryghed i Køge"], as: .secretariat)
        #expect(made.status == 303 && made.location == "/bodies/1?done=body-set-up")
        let seat = try await site.post(
            "/bodies/1/manage/seat",
            ["side": "police", "title": "Sektorleder", "post": "chair", "account": "", "from": "01.01.2026", "to": ""],
            as: .secretariat)
        #expect(seat.status == 303)
    }

    @Test func aBodyIsSetUpAndItsSeatsFilled() async throws {
        let empty = try await site.get("/bodies", as: .counsellor)
        #expect(empty.text.contains(site.words("body.none")) && !empty.text.contains("/bodies/new"))
        try await setUp()
        let page = try await site.get("/bodies/1", as: .counsellor).text
        #expect(page.contains("Lokalråd, Køge") && page.contains("Sektorleder") && !page.contains("/manage/seat"))
        #expect(page.contains(site.words("body-lacks.community", ["least": "1"])))
        let second = try await site.post(
            "/bodies/1/manage/seat", ["side": "police", "title": "Anden", "post": "chair", "from": "2026-02-01"],
            as: .secretariat)
        #expect(second.status == 422 && second.text.contains("id=\"seat-post-error\"") && second.text.contains("Anden"))
        let list = try await site.get("/bodies?kind=lokalraad&municipality=259&state=lacking", as: .officer).text
        #expect(list.contains("/bodies/1"))
        #expect(try await site.get("/bodies?kind=kredsraad", as: .officer).text.contains(site.words("body.none-shown")))
        #expect(try await site.get("/bodies?kind=", as: .officer).location == "/bodies")
        let stale = try await site.post(
            "/bodies/1/seats/1", ["title": "Sektorleder", "post": "chair", "from": "2026-01-01", "revision": "7"],
            as: .secretariat)
        #expect(stale.status == 409)
    }

    @Test func aNumberIsRefusedAndANameIsWarnedOf() async throws {
        try await setUp()
        let number = try await site.post("/bodies/1/acts/topic", ["title": "Sag 670314-1235"], as: .secretariat)
        #expect(number.status == 422 && number.text.contains("id=\"topic-title-error\""))
        let name = ["title": "Nyt", "words": "Vi talte med Mette Sørensen."]
        let warned = try await site.post("/bodies/1/acts/topic", name, as: .secretariat)
        #expect(warned.status == 422 && warned.text.contains("name=\"\(NameTick.field)\""))
        let saved = try await site.post(
            "/bodies/1/acts/topic", name.merging([NameTick.field: "yes"]) { $1 }, as: .secretariat)
        #expect(saved.status == 303)
    }

    @Test(arguments: Language.allCases)
    func everyPageIsThere(language: Language) async throws {
        try BodyRoutes.fill(site)
        let pages = [
            "/bodies", "/bodies/new", "/bodies/1", "/bodies/1/series", "/bodies/1/history", "/bodies/1/years/2026",
            "/bodies/1/years/2020",
            "/body-meetings/1", "/body-meetings/1/view", "/body-meetings/1/minutes", "/body-actions", "/fast-track",
            "/fast-track/new", "/fast-track/1", "/policy", "/policy/new", "/policy/1", "/",
        ]
        for path in pages {
            let page = try await site.get(path, as: .secretariat, language: language)
            #expect(page.status == 200, "\(path)")
            // There the ids of rules are shown.
            for gap in path.hasPrefix("/policy")
                ? [] : ["body.", "body-field.", "fast-track.", "policy.", "topic.", "body-year."]
            {
                #expect(!page.text.contains(">" + gap), "\(path) lacks a word of \(gap)")
            }
        }
        #expect(try await site.get("/fast-track/1", as: .sspCoordinator, language: language).status == 404)
    }

    @Test func aQuestionIsAskedAndAnswered() async throws {
        let asked = try await site.post(
            "/fast-track/new", ["title": "Puffbars?", "words": "Hvad må skolen?", "parties.police": "yes"],
            as: .sspCoordinator)
        #expect(asked.status == 303 && asked.location == "/fast-track/1?done=fast-track-asked")
        #expect(try await site.get("/", as: .secretariat).text.contains("Puffbars?"))
        let nobody = try await site.post("/fast-track/new", ["title": "x", "words": "y"], as: .sspCoordinator)
        #expect(nobody.status == 422 && nobody.text.contains("id=\"question-parties-error\""))
        let answered = try await site.post(
            "/fast-track/1/answer", ["words": "Ja.", "revision": "1"], as: .secretariat)
        #expect(answered.status == 303)
        #expect(
            try await site.get("/fast-track?state=answered&side=from", as: .sspCoordinator).text.contains("Puffbars?"))
        #expect(try await site.get("/", as: .secretariat).text.contains(site.words("fast-track.desk")) == false)
    }
}
