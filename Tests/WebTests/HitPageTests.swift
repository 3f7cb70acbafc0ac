import Casework
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// Two children whose mother has three incidents within a year, and who had a stepfather until May 2025.
private struct House {
    let site: TestSite
    let mother: Int64
    let former: Int64
    let hit: Int64
    let sibling: Int64

    init() async throws {
        site = try TestSite()
        mother = try site.person("M1", given: "Mette", family: "Holm", sex: .female)
        former = try site.person("F1", given: "Ib", family: "Krag")
        let child = try site.person("C1", given: "Sofie", family: "Holm", born: "2015-04-01", sex: .female)
        let other = try site.person("C2", given: "Emil", family: "Holm", born: "2018-09-01")
        try site.relation(mother, .parent, of: child)
        try site.relation(mother, .parent, of: other)
        try site.relation(former, .caregiver, of: child)
        for (index, day) in ["2025-03-10", "2025-06-11", "2025-09-12"].enumerated() {
            try site.incident("I\(index)", "domestic-disturbance", at: day + "T20:00", persons: [(.suspect, mother)])
        }
        let former = former
        _ = try site.database.blockingWrite { db in
            try db.execute("UPDATE relation SET to_date = '2025-06-01' WHERE person_id = \(former)")
        }
        try await House.run(site)
        func hit(_ child: Int64, _ site: TestSite) throws -> Int64 {
            try site.database.blockingRead { try HitStore.hits(about: [child], in: $0).first?.id ?? 0 }
        }
        self.hit = try hit(child, site)
        sibling = try hit(other, site)
    }

    static func run(_ site: TestSite) async throws {
        _ = try await RunScreening(asOf: nil)(site.authorized(Acts.Screen.self, as: .screener), in: site.office)
    }

    /// An incident that triggers the rule anew.
    @discardableResult
    func happens() async throws -> Int64 {
        let id = try site.incident("I9", "violence", at: "2025-10-01T20:00", persons: [(.suspect, mother)])
        try await House.run(site)
        return id
    }

    func page(_ part: String = "") async throws -> String {
        try await site.get("/screening/\(hit)" + part, as: .screener).text
    }

    func post(_ part: String, _ form: [String: String], to hit: Int64? = nil) async throws -> TestPage {
        try await site.post("/screening/\(hit ?? self.hit)/" + part, form, as: .screener)
    }
}

@Suite("Socialsøg: what stands on the page of a hit")
struct HitPagePagesTests {
    @Test("all that meets the rule is counted on the axis, in the table and in the words, by the same mark")
    func counted() async throws {
        let house = try await House()
        _ = try await house.post("decision", ["decision": "no-report", "reason": "Kendt"])
        let newest = try await house.happens()
        for part in ["", "/guide?step=why"] {
            let page = try await house.page(part)
            #expect(page.contains("4: 01.10.2025 Vold, indgår i reglen"), "the point on the axis")
            #expect(page.contains(##"<a href="#incident-\##(newest)">4: 01.10.2025 Vold</a>"##), "why")
            #expect(!page.contains("indgår ikke") && !page.contains("Andre hændelser med barnet"))
            #expect(page.contains("4 hændelser, som reglen bygger på, og 0 andre"))
        }
    }

    @Test("what was near of somebody who no longer cared has a mark, a link, a row and a point")
    func near() async throws {
        let house = try await House()
        let ended = try house.site.incident(
            "I8", "violence", at: "2025-08-01T12:00", persons: [(.suspect, house.former)])
        for part in ["", "/guide?step=near"] {
            let page = try await house.page(part)
            #expect(page.contains(##"<a href="#incident-\##(ended)">a: 01.08.2025 Vold</a>"##))
            #expect(page.contains("id=\"incident-\(ended)\"") && page.contains("a: 01.08.2025 Vold, indgår ikke"))
            #expect(page.contains("Krag: mistænkt"))
            #expect(part != "" || page.contains("Vises ikke; omsorgen for barnet gjaldt ikke den dag."))
            #expect(page.contains("Relationens sidste dag var 31.05.2025."))
        }
    }

    @Test("the days of a relation are said with its last day, wherever they stand")
    func days() async throws {
        let house = try await House()
        let mother = house.mother
        _ = try house.site.database.blockingWrite { db in
            try db.execute("UPDATE relation SET to_date = '2026-10-01' WHERE person_id = \(mother)")
        }
        let page = try await house.page()
        #expect(page.contains("Nu: til og med 30.09.2026.") && !page.contains("01.10.2026"))
        let care = FrozenFacts.Care(
            carer: 1, kind: "parent", from: LocalDate("2026-03-01"), to: LocalDate("2026-10-01"))
        let said = FactChangeWords.care([care], house.site.words, kind: true)
        #expect(said.hasSuffix(" 01.03.2026–30.09.2026"))
    }

    @Test("nobody took back what a new incident has ended")
    func ended() async throws {
        let house = try await House()
        let until = (TestSite.now.day + 20).danish
        _ = try await house.post("deferral", ["until": until, "reason": "Møde"])
        try await house.happens()
        let page = try await house.page()
        #expect(page.contains("fordi en ny hændelse udløste reglen") && !page.contains("Taget tilbage"))
        _ = try await house.post("deferral", ["until": until, "reason": "Møde igen"])
        _ = try await house.post("deferral-end", [:])
        #expect(try await house.page().contains("Taget tilbage \(TestSite.now.day.danish)"))
    }

    @Test("a question that the decision has closed says so, also when the hit is open again")
    func closed() async throws {
        let house = try await House()
        let leader = TestSite.actor(.leader).name
        _ = try await house.post("opinion", ["colleague": leader, "leaning": "report"])
        _ = try await house.post("decision", ["decision": "no-report", "reason": "Kendt"])
        #expect(try await house.page().contains("Lukket med afgørelsen"))
        try await house.happens()
        #expect(try await house.page().contains("Lukket med afgørelsen"))
        #expect(!(try await house.site.get("/", as: .leader).text.contains("beder om din vurdering")))
        #expect(!(try await house.site.get("/screening", as: .screener).text.contains("is-paused")))
    }

    @Test("another hit of the family that is put off says so")
    func others() async throws {
        let house = try await House()
        let until = (TestSite.now.day + 20).danish
        #expect(!(try await house.page().contains("Udsat til")))
        _ = try await house.post("deferral", ["until": until, "reason": "Møde"], to: house.sibling)
        #expect(try await house.page().contains("Udsat til \(until)</span>"))
    }

    @Test("a text that is too long comes back with the words at its field", arguments: Language.allCases)
    func tooLong(language: Language) async throws {
        let house = try await House()
        let text = String(repeating: "x", count: 200_000)
        let until = (TestSite.now.day + 20).danish
        for (part, form, target) in [
            ("decision", ["decision": "report", "reason": text], "reason"),
            ("deferral", ["until": until, "reason": text], "deferral-reason"),
            ("opinion", ["colleague": "leader", "leaning": "report", "words": text], "opinion-words"),
        ] {
            let answer = try await house.site.post(
                "/screening/\(house.hit)/" + part, form, as: .screener, language: language)
            #expect(answer.status == 422, "\(part)")
            #expect(answer.text.contains(##"href="#\##(target)""##), "\(part)")
            #expect(answer.text.contains("\(HitText.longest) "), "\(part)")
        }
    }
}
