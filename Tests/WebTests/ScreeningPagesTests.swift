import Casework
import Foundation
import Handbook
import Hummingbird
import HummingbirdTesting
import Logging
import Prevention
import SQL
import SQLiteEngine
import Store
import Testing

@testable import Web

/// A family of two children whose mother has three incidents within a year, and a third child of another home with one grave
/// incident.
private struct Families {
    let site: TestSite
    let mother: Int64
    let older: Int64
    let younger: Int64
    let grave: Int64

    init() throws {
        site = try TestSite()
        mother = try site.person("M1", given: "Mette <b>", family: "Holm", sex: .female)
        older = try site.person("C1", given: "Sofie", family: "Holm", born: "2015-04-01", sex: .female)
        younger = try site.person("C2", given: "Emil", family: "Holm", born: "2018-09-01")
        let father = try site.person("F1", given: "Ole", family: "Kjær")
        grave = try site.person(
            "C3", given: "Asta", family: "Kjær", born: "2016-01-01", address: "Hemmelig Allé 7", municipality: "265",
            protected: true)
        for child in [older, younger] { try site.relation(mother, .parent, of: child) }
        try site.relation(father, .parent, of: grave)
        for (index, day) in ["2025-03-10", "2025-06-11", "2025-09-12"].enumerated() {
            try site.incident(
                "I\(index)", "domestic-disturbance", at: day + "T20:00", place: "Bøgevej <1>",
                summary: "Naboen ringede <script>", persons: [(.suspect, mother)])
        }
        try site.incident("I8", "theft", at: "2024-10-01T12:00", persons: [(.victim, mother)])
        try site.incident(
            "I9", "child-neglect", at: "2025-01-05T12:00", place: "Hemmelig Allé 7", summary: "Set i Hemmelig Allé",
            persons: [(.charged, father)])
    }

    func run() async throws {
        _ = try await RunScreening(asOf: nil)(site.authorized(Acts.Screen.self, as: .screener), in: site.office)
    }

    func hit(_ child: Int64) throws -> Int64 {
        try site.database.blockingRead { db in try HitStore.hits(about: [child], in: db).first?.id ?? 0 }
    }

    func state(_ hit: Int64) throws -> StoredHit.State? {
        try site.database.blockingRead { db in try HitStore.hit(hit, in: db)?.state }
    }
}

@Suite("Socialsøg: the list")
struct ScreeningListTests {
    @Test("siblings stand together, those who have waited longest first, nobody named")
    func groups() async throws {
        let families = try Families()
        try await families.run()
        let page = try await families.site.get("/screening", as: .screener)
        #expect(page.status == 200)
        #expect(page.text.contains("2 familier, 3 fund"))
        #expect(page.text.contains("10 år, 7 år"))
        let first = try #require(page.text.range(of: "barn, 10 år"))
        let last = try #require(page.text.range(of: "Én alvorlig hændelse</a>"))
        #expect(last.lowerBound < first.lowerBound, "its last incident is the oldest")
        for name in ["Holm", "Sofie", "Emil", "Asta", "Kjær"] { #expect(!page.text.contains(name)) }
    }

    @Test("nothing in list or hit weighs or ranks", arguments: Language.allCases)
    func noScore(language: Language) async throws {
        let families = try Families()
        try await families.run()
        let list = try await families.site.get("/screening", as: .screener, language: language)
        let hit = try await families.site.get(
            "/screening/\(families.hit(families.older))", as: .screener, language: language)
        let lead = families.site.office.handbook[language]("screening.list.lead")
        for page in [list, hit] {
            let main = page.text.components(separatedBy: "<main").last ?? ""
            let shown = main.replacing(/<[^>]*>/, with: " ").replacingOccurrences(of: lead, with: "").lowercased()
            let words = shown.split { !$0.isLetter }
            #expect(words.count > 30)
            for stem in [
                "score", "point", "rang", "rank", "risiko", "risk", "sandsynlig", "probab", "procent", "percent",
            ] {
                #expect(!words.contains { $0.hasPrefix(stem) }, "\(stem)")
            }
        }
    }

    @Test("tabs count the states; filters and pages stand in the address")
    func filters() async throws {
        let families = try Families()
        try await families.run()
        let grave = try await families.site.get("/screening?rule=grave-incident", as: .screener)
        #expect(grave.text.contains("1 familie, 1 fund"))
        #expect(grave.text.contains("Venter på afgørelse (1)"))
        #expect(grave.text.contains(#"value="grave-incident" selected"#))
        let none = try await families.site.get("/screening?state=report&page=9", as: .screener)
        #expect(none.status == 200 && none.text.contains("Ingen fund her"))
        let odd = try await families.site.get("/screening?state=%3Cscript%3E&rule=nonsense&page=-1", as: .screener)
        #expect(odd.status == 200 && !odd.text.contains("<script>") && odd.text.contains("2 familier, 3 fund"))
    }

    @Test("an empty list offers a run")
    func empty() async throws {
        let page = try await TestSite().get("/screening", as: .leader)
        #expect(page.text.contains("Der er ingen fund endnu") && page.text.contains(#"action="/screening/run""#))
    }

    @Test("a run from the page says what it has changed, and leaves the list for all to see")
    func run() async throws {
        let families = try Families()
        let site = families.site
        let desk = ScreeningDesk()
        let who = try site.authorized(Acts.Screen.self, as: .screener)
        let logger = Logger(label: "test")
        #expect(await desk.start(who, in: site.office, logger: logger))
        await desk.finish()
        let result = RunModel(await desk.state, site.words, isFresh: true)
        #expect(result.result == "3 nye, 0 åbnet igen, 0 ændrede, 0 uændrede, 0 væk.")
        #expect(result.poll == nil)
        #expect(RunModel(await desk.state, site.words, isFresh: false).earlier?.contains("Test screener") == true)
        #expect(try families.hit(families.older) != 0)
    }

    @Test("two runs at once are not started")
    func oneRun() async throws {
        let site = try TestSite()
        let desk = ScreeningDesk()
        let who = try site.authorized(Acts.Screen.self, as: .screener)
        let logger = Logger(label: "test")
        // Both are asked in one step of the actor, so that the first cannot have ended.
        let started = await desk.startTwice(who, site.office, logger)
        #expect(started == [true, false])
        await desk.finish()
    }

    @Test("POST /screening/run goes back to the list, which polls until it is done")
    func post() async throws {
        let site = try Families().site
        let answer = try await site.post("/screening/run", [:], as: .screener)
        #expect(answer.status == 303 && answer.location == "/screening?ran=1")
        let running = RunModel(.running(by: "A", since: TestSite.now), site.words, isFresh: true)
        #expect(running.poll == "/screening/run" && running.result == nil)
    }

    @Test("only those who screen", arguments: [Role.officer, .sectorLeader, .secretariat, .administrator, .exitTeam])
    func forbidden(role: Role) async throws {
        let families = try Families()
        try await families.run()
        let hit = try families.hit(families.older)
        for path in ["/screening", "/screening/rules", "/screening/run", "/screening/\(hit)"] {
            #expect(try await families.site.get(path, as: role).status == 403)
        }
        #expect(try await families.site.post("/screening/run", [:], as: role).status == 403)
        let decision = ["decision": "no-report", "reason": "x"]
        #expect(try await families.site.post("/screening/\(hit)/decision", decision, as: role).status == 403)
        #expect(try families.state(hit) == .open)
    }

    @Test("the rules in plain words, with thresholds, and what may never be done", arguments: Language.allCases)
    func rules(language: Language) async throws {
        let page = try await TestSite().get("/screening/rules", as: .screener, language: language)
        let expected: [Language: [String]] = [
            .danish: [
                "Gentagne hændelser", "Mindst 3 forskellige hændelser inden for 365 dage", "01.01.2019", "aldrig",
            ],
            .english: ["Repeated incidents", "At least 3 different incidents within 365 days", "01.01.2019", "never"],
        ]
        for text in expected[language] ?? [] { #expect(page.text.contains(text), "\(text)") }
        #expect(page.text.contains(#"<html lang="\#(language.rawValue)">"#))
    }
}

extension ScreeningDesk {
    fileprivate func startTwice(_ who: Authorized<Acts.Screen>, _ office: Office, _ logger: Logger) -> [Bool] {
        [start(who, in: office, logger: logger), start(who, in: office, logger: logger)]
    }
}

@Suite("Socialsøg: a hit")
struct ScreeningHitTests {
    @Test("shows rule, incidents, roles, family and siblings' hits; logged for everybody shown")
    func shows() async throws {
        let families = try Families()
        try await families.run()
        let site = families.site
        let hit = try families.hit(families.older)
        let before = try site.logged(.person, families.younger).count
        let page = try await site.get("/screening/\(hit)", as: .screener)
        #expect(page.status == 200)
        for text in [
            "Tre hændelser inden for 365 dage", "10.03.2025", "Husspektakel", "Holm: mistænkt", "Sofie Holm",
            "Emil Holm",
            "Fundet er støtte til din vurdering", "er forælder til", "chart-time", "chart-family",
        ] { #expect(page.text.contains(text), "\(text)") }
        #expect(page.text.contains("Holm: forurettet"), "another incident, outside the rule")
        #expect(page.text.contains("/screening/\(try families.hit(families.younger))"))
        for person in [families.mother, families.older] {
            #expect(try site.logged(.person, person).last == "read screening")
        }
        #expect(try site.logged(.person, families.younger).count == before + 1, "the sibling is shown, so it is logged")
        #expect(try site.logged(.hit, hit).contains("read repeated-risk"))
    }

    @Test("what is left out of many incidents is said")
    func cut() async throws {
        let families = try Families()
        try await families.run()
        let path = "/screening/\(try families.hit(families.older))"
        let said = families.site.words("screening.incident.cut", ["count": String(HitPage.mostIncidents)])
        #expect(!(try await families.site.get(path, as: .screener).text.contains(said)))
        for index in 0..<HitPage.mostIncidents {
            try families.site.incident(
                "many-\(index)", "theft", at: "2025-10-01T12:00", persons: [(.witness, families.mother)])
        }
        #expect(try await families.site.get(path, as: .screener).text.contains(said))
    }

    @Test("what comes from outside is escaped")
    func escapes() async throws {
        let families = try Families()
        try await families.run()
        let page = try await families.site.get("/screening/\(families.hit(families.older))", as: .screener)
        #expect(page.text.contains("Naboen ringede &lt;script&gt;") && !page.text.contains("ringede <script>"))
        #expect(!page.text.contains("Mette <b>") && page.text.contains("Mette &lt;b&gt;"))
        #expect(!page.text.contains("style=") && !page.text.contains("<style"))
    }

    @Test("a protected child is masked, and so are the places that could give it away")
    func masked() async throws {
        let families = try Families()
        try await families.run()
        let hit = try families.hit(families.grave)
        let page = try await families.site.get("/screening/\(hit)", as: .screener)
        #expect(page.text.contains("Beskyttet navn") && page.text.contains("Beskyttet sted"))
        for text in ["Asta", "Hemmelig", "Roskilde"] { #expect(!page.text.contains(text), "\(text)") }
        let list = try await families.site.get("/screening", as: .screener)
        // The filter names all municipalities.
        let table = try #require(list.text.components(separatedBy: "<table").last)
        #expect(table.contains("Beskyttet kommune") && !table.contains("Roskilde"))
        let answer = try await families.site.post(
            "/screening/\(hit)/decision", ["decision": "report", "reason": "Bekymring"], as: .screener)
        let location = try #require(answer.location)
        let id = try #require(Int64(location.dropFirst(7).prefix { $0.isNumber }))
        let who = try families.site.authorized(Acts.WorkCases.self, as: .screener)
        let view = try await ReadCase(id)(who, in: families.site.office)
        #expect(view.row.municipality == "", "whoever opens a case sees its municipality")
        let facts = view.file.fields["facts"]
        #expect(facts?.contains("05.01.2025, Vanrøgt af barn") == true)
        #expect(facts?.contains("Hemmelig") == false)
    }

    @Test("a decision needs a choice and a reason; what was typed stays", arguments: Language.allCases)
    func needsReason(language: Language) async throws {
        let families = try Families()
        try await families.run()
        let hit = try families.hit(families.older)
        let path = "/screening/\(hit)/decision"
        let unreasoned = try await families.site.post(
            path, ["decision": "no-report", "reason": "  "], as: .screener, language: language)
        #expect(unreasoned.status == 422)
        #expect(unreasoned.text.contains(##"href="#reason""##))
        #expect(unreasoned.text.contains(#"value="no-report" required checked"#))
        let undecided = try await families.site.post(
            path, ["reason": "Skrevet <her>"], as: .screener, language: language)
        #expect(undecided.status == 422 && undecided.text.contains("Skrevet &lt;her&gt;"))
        #expect(try families.state(hit) == .open)
    }

    @Test("report opens a draft with the facts and the carers, written by nobody but the machine so far")
    func reports() async throws {
        let families = try Families()
        try await families.run()
        let site = families.site
        let hit = try families.hit(families.older)
        let answer = try await site.post(
            "/screening/\(hit)/decision", ["decision": "report", "reason": "Mønster over ni måneder"], as: .screener)
        #expect(answer.status == 303)
        let location = try #require(answer.location)
        #expect(location.hasPrefix("/cases/") && location.hasSuffix("?done=report-opened"))
        let id = try #require(Int64(location.dropFirst(7).prefix { $0.isNumber }))
        let view = try await ReadCase(id)(site.authorized(Acts.WorkCases.self, as: .screener), in: site.office)
        #expect(view.row.programme == "social-report" && view.row.stage == "draft")
        #expect(view.file.fields["origin"] == "screening" && view.file.fields["assessment"] == nil)
        #expect(view.file.fields["facts"]?.contains("10.03.2025, Husspektakel") == true)
        #expect(view.file.parties.map(\.role) == [.subject, .caregiver])
        #expect(view.file.parties.map(\.person) == [families.older, families.mother])
        let page = try await site.get("/screening/\(hit)", as: .screener)
        #expect(page.text.contains("Mønster over ni måneder") && page.text.contains("/cases/\(id)"))
        #expect(!page.text.contains(#"name="decision""#))
    }

    @Test("a second decision is refused, and does not lose what was typed")
    func second() async throws {
        let families = try Families()
        try await families.run()
        let hit = try families.hit(families.older)
        let path = "/screening/\(hit)/decision"
        let first = try await families.site.post(
            path, ["decision": "no-report", "reason": "Familien får hjælp"], as: .screener)
        #expect(first.location == "/screening/\(hit)?done=no-report-recorded")
        let again = try await families.site.post(path, ["decision": "report", "reason": "Jeg er uenig"], as: .leader)
        #expect(again.status == 422 && again.text.contains("Jeg er uenig"))
        #expect(try families.state(hit) == .noReport)
        let list = try await families.site.get("/screening?state=no-report", as: .screener)
        #expect(list.text.contains("1 familie, 1 fund"))
    }

    @Test("what is not there is not found")
    func missing() async throws {
        let site = try TestSite()
        #expect(try await site.get("/screening/99", as: .screener).status == 404)
        #expect(try await site.get("/screening/abc", as: .screener).status == 404)
        let posted = try await site.post(
            "/screening/99/decision", ["decision": "report", "reason": "x"], as: .screener)
        #expect(posted.status == 404)
    }
}
