import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Hits are put off with a date and a reason, come back by themselves, and say what is new.
@Suite struct DeferralTests {
    @Test func aHitLeavesTheQueueUntilItsDayAndComesBackByItself() async throws {
        let bench = try await Bench()
        try await bench.put(until: "2026-03-20")
        #expect(try await bench.list().counts == [.open: 1, .deferred: 1, .report: 0, .noReport: 0])
        let off = try await bench.list { $0.shelf = .deferred }
        #expect(off.families.flatMap { $0.hits.map(\.id) } == [bench.hit])
        bench.test.pass(days: 17)
        #expect(try await bench.list { $0.shelf = .deferred }.families.count == 1, "the day before")
        bench.test.pass(days: 1)
        #expect(try await bench.list().counts[.open] == 2)
        #expect(try bench.test.logged(.hit, bench.hit).contains("change deferred 2026-03-20"))
    }

    @Test func itNeedsADayAheadWithinTheLimitAndAReason() async throws {
        let bench = try await Bench()
        let before = try bench.test.footprint()
        #expect(
            try await refusals { try await bench.put(until: nil, reason: "") }
                == ["hit-deferral.day", "hit-deferral.reason"])
        #expect(try await refusals { try await bench.put(until: "2026-03-02") } == ["hit-deferral.past"])
        #expect(try await refusals { try await bench.put(until: "2026-05-02") } == ["hit-deferral.late"])
        #expect(try bench.test.footprint() == before)
        try await bench.put(until: "2026-05-01")
        #expect(try bench.stored()?.deferredUntil == LocalDate("2026-05-01"))
    }

    @Test func itIsTakenBackBeforeItsDay() async throws {
        let bench = try await Bench()
        try await bench.put(until: "2026-03-20")
        try await EndDeferral(bench.hit)(bench.screener(.leader), in: bench.test.office)
        #expect(try bench.stored()?.deferredUntil == nil)
        let ended = try await bench.page().bench.deferrals
        #expect(ended.map { $0.endedAt != nil } == [true], "it stays in the history")
        #expect(ended.map(\.endedBy) == ["leader"])
        #expect(
            try await refusals { try await EndDeferral(bench.hit)(bench.screener(), in: bench.test.office) }
                == ["hit-deferral.over"])
    }

    @Test func theSameDeferralSentTwiceIsOne() async throws {
        let bench = try await Bench()
        try await bench.put(until: "2026-03-20")
        let before = try bench.test.footprint()
        try await bench.put(until: "2026-03-20")
        #expect(try bench.test.footprint() == before)
        try await bench.put(until: "2026-03-20", reason: "Skolen er på ferie")
        try await bench.put(until: "2026-03-21", reason: "Skolen er på ferie")
        #expect(try await bench.page().bench.deferrals.count == 3)
        // Taken back, it can be put off anew in the same words.
        try await EndDeferral(bench.hit)(bench.screener(), in: bench.test.office)
        try await bench.put(until: "2026-03-21", reason: "Skolen er på ferie")
        #expect(try bench.stored()?.deferredUntil == LocalDate("2026-03-21"))
        #expect(try await bench.page().bench.deferrals.count == 4)
    }

    @Test func aNewTriggerBringsItBackAtOnceAndSaysWhatIsNew() async throws {
        let bench = try await Bench()
        try await bench.put(until: "2026-04-20")
        bench.test.pass(days: 2)
        try await bench.happens("A-new", on: "2026-03-03")
        let page = try await bench.page()
        #expect(page.hit.deferredUntil == nil && page.hit.state == .open)
        #expect(page.hit.foundOn == LocalDate("2026-03-02"), "it has waited since, and keeps its place")
        #expect(page.hit.triggeredOn == LocalDate("2026-03-04"))
        #expect(page.bench.deferrals.map { $0.endedAt != nil } == [true])
        #expect(page.bench.deferrals.map(\.endedBy) == [""], "nobody took it back")
        let news = try #require(page.bench.news)
        #expect(news.since == LocalDate("2026-03-02") && news.incidents.count == 1 && news.carers.isEmpty)
        #expect(try await bench.list().again.isEmpty)
    }

    @Test func aDecidedHitOpensAgainAndSaysWhatIsNew() async throws {
        let bench = try await Bench()
        try await bench.decide()
        #expect(try await bench.page().bench.news == nil)
        bench.test.pass(days: 2)
        try await bench.happens("A-new", on: "2026-03-03")
        let news = try #require(try await bench.page().bench.news)
        #expect(news.incidents.count == 1 && news.since == LocalDate("2026-03-02"))
        #expect(try await bench.list().again == [bench.hit])
        #expect(try await bench.page().decisions.count == 1, "what was decided stays")
        // Whoever decides again begins anew.
        try await bench.decide()
        #expect(try await bench.page().bench.news == nil)
    }

    @Test func theQueueIsNarrowedWithoutTellingWhereTheProtectedLive() async throws {
        let bench = try await Bench()
        #expect(try await bench.list { $0.municipality = "265" }.counts[.open] == 1)
        #expect(try await bench.list { $0.municipality = "259" }.families.flatMap { $0.hits.map(\.id) } == [bench.hit])
        _ = try bench.test.database.blockingWrite { db in
            try db.execute("UPDATE person SET protected = 1 WHERE id = \(bench.child)")
        }
        #expect(try await bench.list { $0.municipality = "259" }.counts[.open] == 0)
        #expect(try await bench.list { $0.isMine = true }.counts[.open] == 0)
        try await bench.put(until: "2026-03-20")
        #expect(try await bench.list { $0.isMine = true }.counts[.deferred] == 1)
        #expect(try await bench.list({ $0.isMine = true }, as: .leader).counts[.deferred] == 0)
    }

    @Test func openCasesOfTheFamilyAreShownAsFarAsTheReaderMayKnowOfThem() async throws {
        let bench = try await Bench()
        let report = try await bench.test.open(
            "social-report", fields: ["origin": "screening"], subject: bench.child, as: .screener)
        let shown = try await bench.page().bench.openCases.map(\.id)
        #expect(shown == [report])
        let sealed = Catalogue.all.filter(\.isSealed).map(\.code)
        #expect(!sealed.isEmpty)
        let scope = try bench.screener().scope
        #expect(Catalogue.all.filter(\.isSealed).allSatisfy { !scope.contains($0) })
    }
}
