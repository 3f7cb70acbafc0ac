import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Hits on which nobody decides go by law.yaml: after 180 days, warned of for 14, and not found again for the same incidents.
@Suite struct LapseTests {
    /// To the day on which the hit goes, with the chores of every day.
    private func wait(_ bench: Bench, days: Int) async throws {
        bench.test.pass(days: days - 14)
        #expect(try await bench.chores() == [])
        bench.test.pass(days: 14)
        #expect(try await bench.chores() == [])
    }

    @Test func theQueueWarnsAndThenTheHitGoesWithEverythingAboutIt() async throws {
        let bench = try await Bench()
        bench.test.pass(days: 165)
        #expect(try await bench.chores() == [])
        #expect(try bench.stored()?.warnedOn == nil)
        bench.test.pass(days: 1)
        #expect(try await bench.chores() == [])
        #expect(try bench.stored()?.warnedOn == bench.test.now.day)
        #expect(try await bench.list().lapsing[bench.hit] == LocalDate("2026-08-29"))
        #expect(try await bench.page().bench.isLapsing)
        try await AskOpinion(bench.hit, of: "leader", leaning: .report, words: "")(
            bench.screener(), in: bench.test.office)
        bench.test.pass(days: 13)
        #expect(try await bench.chores() == [])
        #expect(try bench.stored() != nil)
        bench.test.pass(days: 1)
        #expect(try await bench.chores() == [])
        #expect(try bench.stored() == nil)
        let left = try bench.test.database.blockingRead { db in
            let tables: [SQL] = ["hit_opinion", "hit_deferral", "hit_decision"]
            return try tables.map { try db.count("SELECT COUNT(*) FROM \($0)") }
        }
        #expect(left == [0, 0, 0])
        let logged = try Logged.all(in: bench.test.database).filter { $0.action == "delete" && $0.entity == "hit" }
        #expect(logged.map(\.reason) == ["undecided 1"] && logged.allSatisfy { $0.id == nil })
    }

    @Test func aServerThatWasAwayWarnsFirst() async throws {
        let bench = try await Bench()
        bench.test.pass(days: 400)
        #expect(try await bench.chores() == [])
        #expect(try bench.stored() != nil)
        bench.test.pass(days: 14)
        #expect(try await bench.chores() == [])
        #expect(try bench.stored() == nil)
    }

    @Test func aFullRunDoesNotFindItAgainButANewTriggerDoes() async throws {
        let bench = try await Bench()
        try await wait(bench, days: 180)
        #expect(try bench.stored() == nil)
        let again = try #require(try await bench.rules.screen())
        #expect(again.new == 0 && again.lapsed == 1)
        let marks = try bench.test.database.blockingRead { try LapsedStore.about(bench.child, in: $0) }
        #expect(marks.map(\.lastTriggered) == [LocalDate("2026-02-05")])
        try await bench.happens("A-new", on: "2026-08-20")
        let hits = try bench.test.database.blockingRead { try HitStore.hits(about: [bench.child], in: $0) }
        #expect(hits.map(\.rule) == ["repeated-risk"] && hits.map(\.foundOn) == [bench.test.now.day])
        #expect(try bench.test.database.blockingRead { try LapsedStore.about(bench.child, in: $0) } == [])
    }

    @Test func theMarkGoesWithWhatItHoldsBack() async throws {
        let bench = try await Bench()
        try await wait(bench, days: 180)
        _ = try bench.test.database.blockingWrite { db in
            try db.execute("DELETE FROM relation WHERE related_id = \(bench.child)")
        }
        _ = try await bench.rules.screen()
        #expect(try bench.test.database.blockingRead { try LapsedStore.about(bench.child, in: $0) } == [])
    }

    @Test func theMarkStaysWhileItsRulePauses() async throws {
        let bench = try await Bench()
        try await wait(bench, days: 180)
        try bench.test.database.blockingWrite { db in
            _ = try HitList.replaceAll([], by: ["grave-incident"], foundOn: bench.test.now.day, in: db)
        }
        #expect(try bench.test.database.blockingRead { try LapsedStore.about(bench.child, in: $0).count } == 1)
        #expect(try await bench.rules.screen()?.lapsed == 1)
        #expect(try bench.test.database.blockingRead { try HitStore.hits(about: [bench.child], in: $0) } == [])
    }

    @Test func aNewTriggerGivesTheWholeTimeToDecide() async throws {
        let bench = try await Bench()
        bench.test.pass(days: 170)
        #expect(try await bench.chores() == [])
        try await bench.happens("A-new", on: "2026-08-10")
        let found = try #require(try bench.stored())
        #expect(found.foundOn == LocalDate("2026-03-02"), "it has waited since")
        #expect(found.warnedOn == nil)
        bench.test.pass(days: 30)
        #expect(try await bench.chores() == [])
        #expect(try bench.stored() != nil)
    }

    @Test func aDeferralPostponesItAndNoLongerThanItsCap() async throws {
        let bench = try await Bench()
        bench.test.pass(days: 150)
        try await bench.put(until: "2026-09-20")
        try await wait(bench, days: 40)
        #expect(try bench.stored() != nil, "190 days")
        #expect(try await bench.page().bench.latestDeferral == LocalDate("2026-10-14"))
        try await bench.put(until: "2026-10-14")
        try await wait(bench, days: 50)
        #expect(try bench.stored() == nil, "240 days")
    }

    @Test func aHitOpenedAgainGoesBackToItsDecision() async throws {
        let bench = try await Bench()
        try await bench.decide()
        bench.test.pass(days: 1)
        try await bench.happens("A-new", on: "2026-03-02")
        #expect(try bench.stored()?.state == .open)
        try await wait(bench, days: 180)
        #expect(try bench.stored()?.state == .noReport)
        #expect(try bench.test.logged(.hit, bench.hit).last == "change undecided, back to no-report")
        #expect(try await bench.page().bench.undecidedSince == LocalDate("2026-03-03"))
        let again = try #require(try await bench.rules.screen())
        #expect(again.reopened == 0)
        #expect(try bench.stored()?.state == .noReport)
    }

    @Test func whatIsHeldOrAskedForStays() async throws {
        let bench = try await Bench()
        try await HoldRecord(.set(.person, bench.child, reason: "Klage"))(
            bench.test.may(Acts.ManageRetention.self, as: .secretariat), in: bench.test.office)
        try await wait(bench, days: 180)
        #expect(try bench.stored() != nil)
    }

    @Test func decidedHitsStayUntilTheirOwnTime() async throws {
        let bench = try await Bench()
        try await bench.decide()
        try await wait(bench, days: 400)
        #expect(try bench.stored()?.state == .noReport)
    }
}
