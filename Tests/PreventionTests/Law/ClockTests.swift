import Testing

@testable import Prevention

@Suite struct ClockTests {
    private let law = LawBook(
        [
            rule("days", 30, .calendarDays, from: "2020-01-01", to: "2026-01-01"),
            rule("days", 20, .calendarDays, from: "2026-01-01"),
            rule("working", 6, .workingDays), rule("hours", 24, .hours), rule("weeks", 5, .weeks),
            rule("months", 1, .months),
            rule("years", 1, .years), rule("clock.warning-days", 5, .calendarDays),
            rule("clock.warning-hours", 4, .hours),
        ], holidays: danishHolidays)

    private func reading(
        _ length: Clock.Length, starts: Clock.Start = .stage("open"), onlyWhen: Clock.Condition? = nil,
        warning: String = "clock.warning-days", fields: [String: String] = [:], _ events: [CaseEvent], now: String
    ) throws -> ClockReading? {
        let clock = Clock(
            "c", starts: starts, length: length, stops: ["done", "dropped"], onlyWhen: onlyWhen, warning: warning)
        let programme = Programme(
            code: "test", prefix: "TST", subject: .none, regime: .led, legalBasis: [], retention: "r",
            form: [Field("until", .date), Field("when", .moment), Field("colour", .choice(["red", "blue"]))],
            stages: ["new", "open", "done", "dropped"], transitions: [], clocks: [clock], figures: [])
        let file = CaseFile(
            id: 1, programme: programme, municipality: "", fields: fields, parties: [], events: events)
        return try clock.reading(of: file, now: at(now), law: law)
    }

    private func pause(_ moment: String) -> CaseEvent { CaseEvent(.pause(clock: "c", reason: "r"), at: at(moment)) }
    private func resume(_ moment: String) -> CaseEvent { CaseEvent(.resume(clock: "c", reason: "r"), at: at(moment)) }
    private let opened = entered("open", "2025-02-03T14:30")

    @Test func isOverdueFromMidnightAfterItsLastDay() throws {
        let inTime = try #require(try reading(.rule("days"), [opened], now: "2025-03-05T23:59:59.999"))
        #expect(inTime.state == .warning)
        #expect(inTime.dueDay == day("2025-03-05"))
        #expect(inTime.dueAt == at("2025-03-05T23:59:59.999"))
        #expect(inTime.daysLeft == 0)
        let late = try #require(try reading(.rule("days"), [opened], now: "2025-03-06T00:00"))
        #expect(late.state == .overdue)
        #expect(late.daysLeft == -1)
        #expect(late.isRunning && late.wasInTime == nil)
    }

    @Test func warnsFromTheStartOfTheDayThatManyDaysBefore() throws {
        #expect(try reading(.rule("days"), [opened], now: "2025-02-27T23:59:59.999")?.state == .running)
        #expect(try reading(.rule("days"), [opened], now: "2025-02-28T00:00")?.state == .warning)
    }

    @Test func mayBeStoppedAtAnyTimeOfItsLastDay() throws {
        let met = try reading(.rule("days"), [opened, entered("done", "2025-03-05T23:59:59.999")], now: "2025-06-01")
        #expect(met?.state == .metInTime)
        #expect(met?.wasInTime == true)
        #expect(met?.daysLeft == nil)
        let late = try reading(.rule("days"), [opened, entered("dropped", "2025-03-06")], now: "2025-06-01")
        #expect(late?.state == .metLate)
        #expect(late?.wasInTime == false)
    }

    @Test func doesNotKnowWhatHappensLater() throws {
        let events = [opened, entered("done", "2025-03-05")]
        #expect(try reading(.rule("days"), events, now: "2025-03-04")?.state == .warning)
        #expect(try reading(.rule("days"), events, now: "2025-02-03T14:29") == nil)
    }

    @Test func hasNotStartedBeforeItsStage() throws {
        #expect(try reading(.rule("days"), [entered("new", "2025-01-01")], now: "2025-03-04") == nil)
    }

    @Test func isNotRestartedByASecondEntry() throws {
        let events = [opened, entered("open", "2025-02-20")]
        #expect(try reading(.rule("days"), events, now: "2025-02-21")?.startedAt == at("2025-02-03T14:30"))
    }

    @Test func stopsAtTheFirstStopOnly() throws {
        let events = [opened, entered("done", "2025-02-10"), entered("dropped", "2025-12-10")]
        #expect(try reading(.rule("days"), events, now: "2026-02-21")?.stoppedAt == at("2025-02-10"))
    }

    @Test func isJudgedByTheRuleOfTheDayItStarted() throws {
        #expect(
            try reading(.rule("days"), [entered("open", "2025-12-31")], now: "2026-01-02")?.dueDay == day("2026-01-30"))
        #expect(
            try reading(.rule("days"), [entered("open", "2026-01-01")], now: "2026-01-02")?.dueDay == day("2026-01-21"))
        #expect(throws: LawBook.MissingRule.self) {
            try reading(.rule("days"), [entered("open", "2019-12-31")], now: "2026-01-02")
        }
    }

    @Test(arguments: [("weeks", "2025-03-10"), ("months", "2025-03-03"), ("years", "2026-02-03")])
    func countsWeeksMonthsAndYearsByTheCalendar(id: String, due: String) throws {
        #expect(try reading(.rule(id), [opened], now: "2025-02-04")?.dueDay == day(due))
    }

    @Test func workingDaysJumpOverChristmas() throws {
        let events = [entered("open", "2025-12-22T09:00")]
        #expect(try reading(.rule("working"), events, now: "2025-12-23")?.dueAt == at("2026-01-06T23:59:59.999"))
    }

    @Test func hoursAreElapsedTimeOverTheChangesToAndFromSummerTime() throws {
        let spring = try reading(.rule("hours"), [entered("open", "2025-03-29T12:00")], now: "2025-03-29T13:00")
        #expect(spring?.dueAt == at("2025-03-30T13:00"))
        let autumn = try reading(.rule("hours"), [entered("open", "2025-10-25T12:00")], now: "2025-10-25T13:00")
        #expect(autumn?.dueAt == at("2025-10-26T11:00"))
    }

    @Test func hoursAreKeptToTheMillisecond() throws {
        let start = entered("open", "2025-06-01T12:00")
        func state(_ moment: String) throws -> ClockReading.State? {
            try reading(.rule("hours"), [start, entered("done", moment)], now: "2025-07-01")?.state
        }
        #expect(try state("2025-06-02T12:00") == .metInTime)
        #expect(try state("2025-06-02T12:00:00.001") == .metLate)
    }

    @Test func aWarningInHoursComesThatManyHoursBefore() throws {
        func state(_ moment: String) throws -> ClockReading.State? {
            try reading(
                .rule("hours"), warning: "clock.warning-hours", [entered("open", "2025-06-01T12:00")], now: moment)?
                .state
        }
        #expect(try state("2025-06-02T07:59:59.999") == .running)
        #expect(try state("2025-06-02T08:00") == .warning)
    }

    @Test func aPauseAddsItsDays() throws {
        let events = [opened, pause("2025-02-10T08:00"), resume("2025-02-15T20:00")]
        #expect(try reading(.rule("days"), events, now: "2025-02-16")?.dueDay == day("2025-03-10"))
    }

    @Test func twoPausesAddUp() throws {
        let events = [
            opened, pause("2025-02-10"), resume("2025-02-15"), pause("2025-02-20T23:00"), resume("2025-02-22T01:00"),
        ]
        #expect(try reading(.rule("days"), events, now: "2025-02-23")?.dueDay == day("2025-03-12"))
    }

    @Test func anOpenPauseHasNoDeadline() throws {
        let events = [opened, pause("2025-02-10")]
        let paused = try #require(try reading(.rule("days"), events, now: "2026-02-10"))
        #expect(paused.state == .paused)
        #expect(paused.dueAt == nil && paused.daysLeft == nil && !paused.isRunning)
        // Before the pause it was running.
        #expect(try reading(.rule("days"), events, now: "2025-02-09")?.state == .running)
    }

    @Test func aStopEndsAnOpenPause() throws {
        let events = [opened, pause("2025-02-10"), entered("done", "2025-06-10")]
        #expect(try reading(.rule("days"), events, now: "2026-02-10")?.state == .metInTime)
    }

    @Test func aPauseOfAnotherClockDoesNotCount() throws {
        let other = CaseEvent(.pause(clock: "other", reason: "r"), at: at("2025-02-10"))
        #expect(try reading(.rule("days"), [opened, other], now: "2025-02-16")?.dueDay == day("2025-03-05"))
    }

    @Test func aSecondPauseWithinAPauseAndAStrayResumeChangeNothing() throws {
        let events = [
            opened, resume("2025-02-05"), pause("2025-02-10"), pause("2025-02-12"), resume("2025-02-15"),
            resume("2025-02-20"),
        ]
        #expect(try reading(.rule("days"), events, now: "2025-02-21")?.dueDay == day("2025-03-10"))
    }

    @Test func aPauseOfAWorkingDayClockAddsWorkingDays() throws {
        // Friday to Monday: one working day. Six from Wednesday 7 January end on Thursday the 15th.
        let events = [entered("open", "2026-01-07"), pause("2026-01-09T09:00"), resume("2026-01-12T09:00")]
        #expect(try reading(.rule("working"), events, now: "2026-01-13")?.dueDay == day("2026-01-16"))
    }

    @Test func aPauseOfAnHourClockAddsExactTime() throws {
        let events = [
            entered("open", "2025-06-01T12:00"), pause("2025-06-01T13:00"), resume("2025-06-01T13:00:00.250"),
        ]
        #expect(try reading(.rule("hours"), events, now: "2025-06-01T14:00")?.dueAt == at("2025-06-02T12:00:00.250"))
    }

    @Test func startsWithTheMomentInAField() throws {
        func due(_ value: String) throws -> Instant? {
            try reading(.rule("hours"), starts: .field("when"), fields: ["when": value], [opened], now: "2025-02-04")?
                .dueAt
        }
        #expect(try due("2025-02-03T08:00") == at("2025-02-04T08:00"))
        #expect(try due("") == nil)
        // Not yet.
        #expect(try due("2025-02-04T08:00") == nil)
    }

    @Test func runsUntilTheEndOfTheDayInAFieldWhateverPauses() throws {
        let events = [opened, pause("2025-02-10"), resume("2025-02-15")]
        let fields = ["until": "2025-02-20"]
        #expect(
            try reading(.untilField("until"), fields: fields, events, now: "2025-02-16")?.dueAt
                == at("2025-02-20T23:59:59.999"))
        #expect(try reading(.untilField("until"), fields: fields, events, now: "2025-02-21")?.state == .overdue)
        #expect(try reading(.untilField("until"), events, now: "2025-02-16") == nil)
    }

    @Test func runsOnlyInCasesItIsFor() throws {
        let red = Clock.Condition(field: "colour", value: "red")
        func state(_ fields: [String: String]) throws -> ClockReading.State? {
            try reading(.rule("days"), onlyWhen: red, fields: fields, [opened], now: "2025-02-04")?.state
        }
        #expect(try state(["colour": "red"]) == .running)
        #expect(try state(["colour": "blue"]) == nil)
        #expect(try state([:]) == nil)
    }
}
