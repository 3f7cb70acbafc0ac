import Testing

@testable import Prevention

/// When an overdue clock is taken to a leader: the day or the millisecond, across weekends, holidays and both changes of the hour.
@Suite struct EscalationTests {
    private func file(_ programme: Programme, _ events: [(CaseEvent.Kind, String)], _ fields: [String: String] = [:])
        -> CaseFile
    {
        CaseFile(
            id: 1, programme: programme, municipality: "259", fields: fields, parties: [],
            events: events.map { CaseEvent($0.0, at: at($0.1)) })
    }

    private func youth(_ opened: String, _ more: [(CaseEvent.Kind, String)] = []) -> CaseFile {
        file(.youthCrimeBoard, [(.entered("registered"), opened)] + more)
    }

    private func escalates(_ file: CaseFile, _ now: Instant, _ law: LawBook = testLaw) throws -> [String] {
        try Engine.escalations(of: file, now: now, law: law).map(\.clock.code)
    }

    /// Thirty days from 2 March end on Wednesday 1 April; Maundy Thursday and Good Friday, Easter and its Monday do not count.
    @Test func workingDaysAfterTheDeadlineAreCountedWithoutHolidays() throws {
        let file = youth("2026-03-02T10:00")
        let last = Instant(endOf: day("2026-04-08"))
        let law = LawBook(testLaw.rules, holidays: danishHolidays)
        #expect(try escalates(file, last, law) == [])
        #expect(try escalates(file, after(last), law) == ["police-processing"])
    }

    @Test func aPauseMovesItAndAPausedClockIsTakenToNobody() throws {
        let paused = youth(
            "2026-03-02T10:00", [(.pause(clock: "police-processing", reason: "x"), "2026-03-10T10:00")])
        #expect(try escalates(paused, at("2026-12-01T10:00")) == [])
        let resumed = youth(
            "2026-03-02T10:00",
            [
                (.pause(clock: "police-processing", reason: "x"), "2026-03-10T10:00"),
                (.resume(clock: "police-processing", reason: "x"), "2026-03-20T10:00"),
            ])
        // Ten days later: 11 April, a Saturday; two working days on is Tuesday the 14th.
        let last = Instant(endOf: day("2026-04-14"))
        #expect(try escalates(resumed, last) == [])
        #expect(try escalates(resumed, after(last)) == ["police-processing"])
    }

    @Test func aStoppedClockIsTakenToNobodyHoweverLate() throws {
        let done = youth("2026-01-02T10:00", [(.entered("screened-out"), "2026-06-01T10:00")])
        #expect(try escalates(done, at("2026-06-02T10:00")) == [])
    }

    private func clock(_ law: LawBook, started: String) throws -> ClockReading? {
        let clock = Clock(
            "opening", starts: .stage("registered"), length: .rule("test.opening"), stops: [], escalates: "test.after")
        return try clock.reading(of: youth(started), now: at("2029-06-01T00:00"), law: law)
    }

    private func law(_ opening: Int, _ unit: LawBook.Unit, after: Int, _ other: LawBook.Unit) -> LawBook {
        LawBook(
            testLaw.rules + [rule("test.opening", opening, unit), rule("test.after", after, other)],
            holidays: danishHolidays)
    }

    /// The nights of 23 and 25 hours: elapsed hours stay hours.
    @Test(arguments: [
        ("2026-03-28T20:00", "2026-03-29T21:00"), ("2026-10-24T20:00", "2026-10-25T19:00"),
        ("2026-06-01T20:00", "2026-06-02T20:00"),
    ])
    func hoursAreElapsedHours(started: String, due: String) throws {
        let law = law(24, .hours, after: 0, .hours)
        let reading = try #require(try clock(law, started: started))
        #expect(reading.dueAt == at(due))
        #expect(try reading.escalatesAfter(law) == at(due))
        let six = self.law(24, .hours, after: 6, .hours)
        #expect(try clock(six, started: started)?.escalatesAfter(six) == at(due).adding(hours: 6))
    }

    @Test func daysAfterADeadlineInHoursLastToMidnight() throws {
        let law = law(24, .hours, after: 1, .calendarDays)
        #expect(try clock(law, started: "2028-02-28T09:00")?.escalatesAfter(law) == Instant(endOf: day("2028-03-01")))
    }

    @Test func theRuleOfTheDayOnWhichItStartedHolds() throws {
        let rules =
            testLaw.rules + [
                rule("test.opening", 1, .calendarDays), rule("test.after", 1, .calendarDays, to: "2026-03-01"),
                rule("test.after", 5, .calendarDays, from: "2026-03-01"),
            ]
        let law = LawBook(rules)
        #expect(try clock(law, started: "2026-02-28T12:00")?.escalatesAfter(law) == Instant(endOf: day("2026-03-02")))
        #expect(try clock(law, started: "2026-03-01T12:00")?.escalatesAfter(law) == Instant(endOf: day("2026-03-07")))
    }

    /// Both reminders of an order warn of one expiry.
    @Test func oneDeadlineWithTwoWarningsCountsOnce() throws {
        let order = file(
            .restrainingOrder, [(.entered("enquiry"), "2026-01-01"), (.entered("served"), "2026-01-02")],
            ["expires_on": "2026-06-01"])
        let running = try Engine.runningClocks(of: order, now: at("2026-05-20T10:00"), law: testLaw)
        #expect(running.map(\.clock.code) == ["renewal"])
        let last = Instant(endOf: day("2026-06-03"))
        #expect(try escalates(order, last) == [])
        #expect(try escalates(order, after(last)) == ["renewal"])
    }
}
