import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// A child whose mother has three incidents within a year, and what was near and did not count.
private struct Workbench {
    let site: TestSite
    let hit: Int64
    let other: Int64

    init() async throws {
        site = try TestSite()
        let mother = try site.person("M1", given: "Mette", family: "Holm", sex: .female)
        let child = try site.person("C1", given: "Sofie", family: "Holm", born: "2015-04-01", sex: .female)
        try site.relation(mother, .parent, of: child)
        for (index, day) in ["2025-03-10", "2025-06-11", "2025-09-12"].enumerated() {
            try site.incident(
                "I\(index)", "domestic-disturbance", at: day + "T20:00", place: "Bøgevej", persons: [(.suspect, mother)]
            )
        }
        try site.incident("I7", "violence", at: "2025-07-01T12:00", persons: [(.victim, mother)])
        try site.incident("I8", "theft", at: "2024-10-01T12:00", persons: [(.victim, mother)])
        let father = try site.person("F1", given: "Ole", family: "Kjær")
        let second = try site.person("C2", given: "Asta", family: "Kjær", born: "2016-01-01")
        try site.relation(father, .parent, of: second)
        try site.incident("I9", "child-neglect", at: "2025-01-05T12:00", persons: [(.charged, father)])
        _ = try await RunScreening(asOf: nil)(site.authorized(Acts.Screen.self, as: .screener), in: site.office)
        func hit(_ child: Int64, _ site: TestSite) throws -> Int64 {
            try site.database.blockingRead { try HitStore.hits(about: [child], in: $0).first?.id ?? 0 }
        }
        self.hit = try hit(child, site)
        other = try hit(second, site)
    }

    func stored() throws -> StoredHit? { try site.database.blockingRead { try HitStore.hit(hit, in: $0) } }
}

@Suite("Socialsøg: the workbench")
struct WorkbenchPagesTests {
    @Test("the page says what let each incident count, and what was near and did not")
    func why() async throws {
        let bench = try await Workbench()
        let page = try await bench.site.get("/screening/\(bench.hit)", as: .screener)
        #expect(page.status == 200)
        for text in [
            "Disse tæller: 3", "Mette Holm var mistænkt. Relation til barnet den dag: forælder", "Barnet var 9 år",
            "ligger 3 hændelser; reglen kræver 3", "ligger 1 af de 3",
            "Mette Holm var forurettet. Den rolle tæller aldrig imod en omsorgsperson.",
            "1 anden hændelse er af en art, som reglen ikke ser på.", "Ingen åbne sager eller underretninger",
        ] { #expect(page.text.contains(text), "\(text)") }
    }

    @Test("a hit is put off from its page; what is wrong is said at its field and what was typed stays")
    func deferral() async throws {
        let bench = try await Workbench()
        let path = "/screening/\(bench.hit)/deferral"
        let refused = try await bench.site.post(path, ["until": "01.01.2020", "reason": "Møde <b>"], as: .screener)
        #expect(refused.status == 422 && refused.text.contains("Møde &lt;b&gt;"))
        #expect(refused.text.contains(##"href="#deferral-until""##) && refused.text.contains(#"value="01.01.2020""#))
        let until = TestSite.now.day + 20
        let stored = try await bench.site.post(path, ["until": until.danish, "reason": "Møde"], as: .screener)
        #expect(stored.location == "/screening/\(bench.hit)?done=hit-deferred")
        let list = try await bench.site.get("/screening?state=deferred", as: .screener)
        #expect(list.text.contains("Udsat til \(until.danish)") && list.text.contains("/screening/\(bench.hit)\""))
        let page = try await bench.site.get("/screening/\(bench.hit)", as: .screener)
        #expect(page.text.contains("Tag det tilbage i køen nu"))
        let back = try await bench.site.post(path + "-end", [:], as: .screener)
        #expect(back.location == "/screening/\(bench.hit)?done=hit-taken-back")
        #expect(try bench.stored()?.deferredUntil == nil)
    }

    @Test("filters stand in the address and come back chosen; pages and tabs keep them")
    func filters() async throws {
        let bench = try await Workbench()
        let path = "/screening?state=open&rule=repeated-risk&municipality=259&only=mine"
        let page = try await bench.site.get(path, as: .screener)
        #expect(page.text.contains(#"value="repeated-risk" selected"#) && page.text.contains(#"value="259" selected"#))
        #expect(page.text.contains(#"value="mine" selected"#) && page.text.contains("Ingen fund her"))
        #expect(page.text.contains("state=deferred&amp;rule=repeated-risk&amp;municipality=259&amp;only=mine"))
        let odd = try await bench.site.get("/screening?municipality=%3Cb%3E&only=zzz", as: .screener)
        #expect(odd.status == 200 && odd.text.contains("2 familier, 2 fund"))
    }

    @Test("the meeting is gone through hit by hit, nobody named in its list", arguments: Language.allCases)
    func meeting(language: Language) async throws {
        let bench = try await Workbench()
        let since = TestSite.now.day + -7
        let list = try await bench.site.get("/screening/meeting", as: .screener, language: language)
        #expect(list.status == 200 && list.text.contains(since.danish))
        for name in ["Holm", "Sofie", "Kjær", "Asta"] { #expect(!list.text.contains(name)) }
        #expect(list.text.contains("/screening/\(bench.other)?meeting=\(since)"), "its incident is the oldest")
        let hit = try await bench.site.get(
            "/screening/\(bench.other)?meeting=\(since)", as: .screener, language: language)
        #expect(hit.text.contains("/screening/\(bench.hit)?meeting=\(since)"))
        let decided = try await bench.site.post(
            "/screening/\(bench.other)/decision?meeting=\(since)", ["decision": "no-report", "reason": "Kendt"],
            as: .screener)
        #expect(decided.location == "/screening/\(bench.hit)?meeting=\(since)&done=no-report-recorded")
        let last = try await bench.site.post(
            "/screening/\(bench.hit)/decision?meeting=\(since)", ["decision": "no-report", "reason": "Kendt"],
            as: .screener)
        #expect(last.location == "/screening/meeting?since=\(since)&done=no-report-recorded")
    }

    @Test("the walk through is offered until its user knows it, and always there")
    func guide() async throws {
        let bench = try await Workbench()
        let path = "/screening/\(bench.hit)"
        let offer = "Gå det igennem trin for trin"
        #expect(try await bench.site.get(path, as: .screener).text.contains(offer))
        for step in ["what", "why", "near", "family", "earlier", "decide", "nonsense"] {
            let page = try await bench.site.get(path + "/guide?step=" + step, as: .screener)
            #expect(page.status == 200 && page.text.contains("af 6"), "\(step)")
        }
        let known = try await bench.site.post(
            "/screening/guide", ["known": "yes", "hit": String(bench.hit)], as: .screener)
        #expect(known.location == path + "?done=hits-known")
        let after = try await bench.site.get(path, as: .screener)
        #expect(!after.text.contains(offer) && after.text.contains(path + "/guide"))
        #expect(try await bench.site.get(path, as: .leader).text.contains(offer), "each account for itself")
    }

    @Test("a colleague is asked, and both are told on their desks")
    func opinion() async throws {
        let bench = try await Workbench()
        let path = "/screening/\(bench.hit)/opinion"
        let refused = try await bench.site.post(path, ["words": "Hvad siger du?"], as: .screener)
        #expect(refused.status == 422 && refused.text.contains("Hvad siger du?"))
        let leader = TestSite.actor(.leader).name
        let asked = try await bench.site.post(path, ["colleague": leader, "leaning": "report"], as: .screener)
        #expect(asked.status == 303)
        #expect(try await bench.site.get("/", as: .leader).text.contains("beder om din vurdering af fund \(bench.hit)"))
        let answered = try await bench.site.post(
            path + "-answer?opinion=1", ["answer": "differs", "reason": "Kommunen er i gang"], as: .leader)
        #expect(answered.status == 303)
        #expect(try await bench.site.get("/", as: .screener).text.contains("anderledes end dig på fund \(bench.hit)"))
        let page = try await bench.site.get("/screening/\(bench.hit)", as: .screener)
        #expect(page.text.contains("Kommunen er i gang"))
        #expect(!(try await bench.site.get("/", as: .screener).text.contains("anderledes end dig")))
        #expect(try bench.stored()?.state == .open)
    }

    @Test("no page of the workbench weighs or ranks", arguments: Language.allCases)
    func noScore(language: Language) async throws {
        let bench = try await Workbench()
        var paths = ["/screening", "/screening?state=deferred", "/screening/meeting", "/screening/\(bench.hit)"]
        paths += ["what", "why", "near", "earlier", "decide"].map { "/screening/\(bench.hit)/guide?step=" + $0 }
        let stems = ["score", "point", "rang", "rank", "risiko", "risk", "sandsynlig", "probab", "procent", "percent"]
        let lead = bench.site.office.handbook[language]("screening.list.lead")
        for path in paths {
            let page = try await bench.site.get(path, as: .screener, language: language)
            let main = page.text.components(separatedBy: "<main").last ?? ""
            let shown = main.replacing(/<[^>]*>/, with: " ").replacing(lead, with: "").lowercased()
            for stem in stems {
                #expect(!shown.split { !$0.isLetter }.contains { $0.hasPrefix(stem) }, "\(path) \(stem)")
            }
        }
    }
}
