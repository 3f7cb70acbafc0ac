import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A colleague's view of a hit decides nothing.
@Suite struct OpinionTests {
    private func ask(_ bench: Bench, of colleague: String = "leader", leaning: StoredHit.State? = .report) async throws
    {
        try await AskOpinion(bench.hit, of: colleague, leaning: leaning, words: "Ser du det samme?")(
            bench.screener(), in: bench.test.office)
    }

    private func answer(
        _ bench: Bench, _ answer: HitOpinion.Answer? = .differs, reason: String = "Kommunen er i gang",
        as role: Role = .leader
    ) async throws {
        let opinion = try #require(try await bench.page().bench.opinions.first?.id)
        try await AnswerOpinion(bench.hit, opinion: opinion, answer: answer, reason: reason)(
            bench.screener(role), in: bench.test.office)
    }

    private func desk(_ bench: Bench, _ role: Role) async throws -> [String] {
        try await ListOpinions()(TestOffice.actor(role), in: bench.test.office).map {
            $0.colleague + " " + ($0.opinion.answer?.rawValue ?? "asked")
        }
    }

    @Test func theColleagueIsAskedOnTheDeskAndTheAskerIsToldOfTheAnswer() async throws {
        let bench = try await Bench()
        try await ask(bench)
        #expect(try await desk(bench, .leader) == ["Test screener asked"])
        #expect(try await bench.list { $0.isAsked = true }.counts[.open] == 1)
        try await answer(bench)
        #expect(try await desk(bench, .leader) == [])
        #expect(try await desk(bench, .screener) == ["Test leader differs"])
        #expect(try bench.stored()?.state == .open, "it decides nothing")
        #expect(try await bench.list { $0.isAsked = true }.counts[.open] == 0)
        try await SeeAnswers()(try await bench.page(), bench.screener(), in: bench.test.office)
        #expect(try await desk(bench, .screener) == [])
        #expect(
            try bench.test.logged(.hit, bench.hit).filter { $0.hasPrefix("change") }
                == ["change opinion asked", "change opinion differs"])
    }

    @Test func oneDoesNotAskOneselfNorSomebodyWhoDoesNotScreenNorTwice() async throws {
        let bench = try await Bench()
        #expect(try await refusals { try await ask(bench, of: "screener") } == ["hit-opinion.colleague"])
        #expect(
            try await refusals { try await ask(bench, of: "officer", leaning: nil) }
                == ["hit-opinion.colleague", "hit-opinion.leaning"])
        try await ask(bench)
        #expect(try await refusals { try await ask(bench) } == ["hit-opinion.asked"])
    }

    @Test func somebodyOfTheFamilyIsNotAsked() async throws {
        let bench = try await Bench()
        let parent = try bench.parent
        _ = try await bench.test.database.write { try AccountStore.setPerson(parent, of: "leader", in: $0) }
        #expect(try await refusals { try await ask(bench) } == ["hit-opinion.family"])
    }

    @Test func onlyWhoeverWasAskedAnswersWithAReasonAndOnce() async throws {
        let bench = try await Bench()
        try await ask(bench)
        await #expect(throws: NotFound.self) { try await answer(bench, as: .screener) }
        #expect(
            try await refusals { try await answer(bench, nil, reason: "") }
                == ["hit-opinion.answer", "hit-opinion.reason"])
        try await answer(bench)
        #expect(try await refusals { try await answer(bench) } == ["hit-opinion.over"])
    }

    @Test func theQuestionIsTakenBackByWhoeverAsked() async throws {
        let bench = try await Bench()
        try await ask(bench)
        let opinion = try #require(try await bench.page().bench.opinions.first?.id)
        await #expect(throws: NotFound.self) {
            try await WithdrawOpinion(bench.hit, opinion: opinion)(bench.screener(.leader), in: bench.test.office)
        }
        try await WithdrawOpinion(bench.hit, opinion: opinion)(bench.screener(), in: bench.test.office)
        #expect(try await desk(bench, .leader) == [])
        #expect(try await refusals { try await answer(bench) } == ["hit-opinion.over"])
    }

    @Test func theDecisionClosesTheQuestionForGood() async throws {
        let bench = try await Bench()
        try await ask(bench)
        try await bench.decide()
        #expect(try await bench.page().bench.opinions.map { $0.closedAt != nil && !$0.isWaiting } == [true])
        bench.test.pass(days: 2)
        try await bench.happens("A-new", on: "2026-03-03")
        #expect(try bench.stored()?.state == .open)
        #expect(try await desk(bench, .leader) == [])
        #expect(try await bench.list { $0.isAsked = true }.counts[.open] == 0)
        #expect(try await bench.list().asked.isEmpty)
        let meeting = try await ReadScreeningMeeting(since: nil, today: bench.test.now.day)(
            bench.screener(), in: bench.test.office)
        #expect(meeting.kinds[bench.hit] == .again)
        #expect(try await refusals { try await answer(bench) } == ["hit-opinion.over"])
        // It can be asked anew about what has come.
        try await ask(bench)
        #expect(try await desk(bench, .leader) == ["Test screener asked"])
        #expect(try await bench.page().bench.opinions.map(\.isWaiting) == [true, false])
    }

    @Test func whatWillBeDeletedUndecidedStandsFirstInTheMeeting() async throws {
        let bench = try await Bench()
        func read() async throws -> ScreeningMeeting {
            try await ReadScreeningMeeting(since: nil, today: bench.test.now.day)(
                bench.screener(), in: bench.test.office)
        }
        bench.test.pass(days: 160)
        try await bench.happens("A-new", on: "2026-08-08")
        #expect(try await read().walk.order == [bench.hit])
        bench.test.pass(days: 6)
        let list = try await read()
        let other = try #require(list.walk.order.first)
        #expect(list.walk.order.map { list.kinds[$0] } == [.lapsing, .renewed] && other != bench.hit)
        #expect(list.lapsing == [other: LocalDate("2026-08-29")] && list.waiting == 2)
        let walk = try await ReadScreeningMeeting(since: nil, today: bench.test.now.day)
            .walk(bench.screener(), in: bench.test.office)
        #expect(walk.order == list.walk.order)
        _ = try await DecideHit(other, .noReport, reason: "Kendt")(
            bench.screener(), casesOf: bench.test.may(Acts.WorkCases.self, as: .screener), in: bench.test.office)
        let after = try await read()
        #expect(after.walk.order == list.walk.order, "what is decided on the way stays in its place")
        #expect(after.kinds[other] == .decided && after.lapsing.isEmpty)
    }

    @Test func theMeetingGoesThroughWhatIsNewReturnedAskedAndDecided() async throws {
        let bench = try await Bench()
        func kinds(_ since: String? = nil) async throws -> [ScreeningMeeting.Kind] {
            let meeting = try await ReadScreeningMeeting(
                since: since.flatMap { LocalDate($0) }, today: bench.test.now.day)(
                    bench.screener(), in: bench.test.office)
            return meeting.walk.order.compactMap { meeting.kinds[$0] }
        }
        #expect(try await kinds() == [.new, .new])
        bench.test.pass(days: 30)
        #expect(try await kinds() == [])
        try await ask(bench)
        #expect(try await kinds() == [.opinion])
        try await answer(bench)
        try await bench.put(until: "2026-04-05")
        #expect(try await kinds() == [.deferred])
        bench.test.pass(days: 6)
        #expect(try await kinds() == [.returned])
        try await bench.decide()
        #expect(try await kinds() == [.decided], "it stays in its place")
        bench.test.pass(days: 8)
        #expect(try await kinds() == [])
        try await bench.happens("A-new", on: "2026-04-10")
        #expect(try await kinds() == [.again])
        #expect(try await kinds("2026-03-01") == [.new, .again])
    }

    @Test func theWayThroughTheMeetingHasAPlaceForEachHit() async throws {
        let bench = try await Bench()
        let meeting = try await ReadScreeningMeeting(since: nil, today: bench.test.now.day)(
            bench.screener(), in: bench.test.office)
        let order = meeting.walk.order
        #expect(order.count == 2 && meeting.waiting == 2)
        let first = try #require(meeting.walk.place(of: order[0]))
        let last = try #require(meeting.walk.place(of: order[1]))
        #expect(first.number == 1 && first.previous == nil && first.next == order[1])
        #expect(last.number == 2 && last.previous == order[0] && last.next == nil)
        #expect(meeting.walk.place(of: 999) == nil)
    }
}
