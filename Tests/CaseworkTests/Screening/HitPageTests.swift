import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What counts and what was near stand on the page of a hit, whenever they happened and whoever cared then.
@Suite struct HitPageTests {
    /// A carer of the child through a day, with an incident.
    private func former(_ bench: Bench, until end: String, incident day: String) throws -> Int64 {
        let person = try bench.test.person("A-former", born: "1980-01-01")
        _ = try bench.test.database.blockingWrite { db in
            try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (1, \(person), \(bench.child), 'caregiver', '', 0, \(end), 0)
                """)
        }
        try bench.rules.incident("A-ended", "violence", on: day, suspect: person)
        return person
    }

    @Test func theNewestIncidentThatOpenedADecidedHitAgainCounts() async throws {
        let bench = try await Bench()
        try await bench.decide()
        bench.test.pass(days: 2)
        try await bench.happens("A-new", on: "2026-03-03")
        let page = try await bench.page()
        #expect(page.hit.state == .open && page.hit.triggers == 2 && page.hit.incidents.count == 3)
        #expect(page.incidents.map(\.externalID) == ["A-0", "A-1", "A-2", "A-new"])
        #expect(page.others.isEmpty)
        #expect(page.incidents.map(\.id) == page.bench.explanation?.met.map(\.incident.id))
    }

    @Test func whatMetTheRuleInALaterWindowAloneCountsToo() async throws {
        let bench = try await Bench()
        bench.test.pass(days: 520)
        for (name, day) in [("A-x", "2027-06-01"), ("A-y", "2027-07-01"), ("A-z", "2027-08-01")] {
            try await bench.happens(name, on: day)
        }
        let page = try await bench.page()
        #expect(page.incidents.map(\.externalID) == ["A-0", "A-1", "A-2", "A-x", "A-y", "A-z"])
        #expect(page.others.isEmpty)
    }

    @Test func whatWasNearOfAFormerCarerStandsAmongTheOthers() async throws {
        let bench = try await Bench()
        let former = try former(bench, until: "2025-06-01", incident: "2026-01-01")
        let page = try await bench.page()
        #expect(page.others.map(\.externalID) == ["A-ended"])
        #expect(page.participants.contains { $0.person == former && $0.incident == page.others.first?.id })
        #expect(!page.carers.contains(former) && !page.incidents.contains { $0.externalID == "A-ended" })
    }

    @Test func whatAFormerCarerDidOutsideTheRuleIsNobodysBusinessHere() async throws {
        let bench = try await Bench()
        let former = try former(bench, until: "2025-06-01", incident: "2026-01-01")
        try bench.rules.incident("A-theft", "theft", on: "2026-01-02", suspect: former)
        #expect(try await bench.page().others.map(\.externalID) == ["A-ended"])
    }

    @Test func whatIsWrittenAboutAHitHasALength() async throws {
        let bench = try await Bench()
        let (long, most) = (
            String(repeating: "å", count: HitText.longest + 1), String(repeating: "å", count: HitText.longest)
        )
        func decide(_ reason: String) async throws {
            _ = try await DecideHit(bench.hit, .noReport, reason: reason)(
                bench.screener(), casesOf: bench.test.may(Acts.WorkCases.self, as: .screener), in: bench.test.office)
        }
        func ask(_ words: String) async throws {
            try await AskOpinion(bench.hit, of: "leader", leaning: .report, words: words)(
                bench.screener(), in: bench.test.office)
        }
        func answer(_ reason: String) async throws {
            let opinion = try #require(try await bench.page().bench.opinions.first?.id)
            try await AnswerOpinion(bench.hit, opinion: opinion, answer: .agree, reason: reason)(
                bench.screener(.leader), in: bench.test.office)
        }
        #expect(try await refusals { try await decide(long) } == ["hit-text-long"])
        #expect(try await refusals { try await bench.put(until: "2026-03-20", reason: long) } == ["hit-text-long"])
        #expect(try await refusals { try await ask(long) } == ["hit-text-long"])
        try await bench.put(until: "2026-03-20", reason: most)
        try await ask(most)
        #expect(try await refusals { try await answer(long) } == ["hit-text-long"])
        try await answer(most)
        try await decide(most)
        #expect(try await bench.page().decisions.map(\.reason) == [most])
    }
}
