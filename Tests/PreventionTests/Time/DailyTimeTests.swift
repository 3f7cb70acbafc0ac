import Testing

@testable import Prevention

/// Once a day at a time on a Danish clock, also in the nights that have the hour not at all or twice.
@Suite struct DailyTimeTests {
    @Test(arguments: ["6:30", "24:00", "06:60", "06-30", "", "0630", "06:3", "+6:30", "06:30 "])
    func whatIsNoTimeIsRefused(text: String) {
        #expect(DailyTime(text) == nil)
    }

    @Test func isDueFromItsMinuteOnUntilItIsDone() throws {
        let time = try #require(DailyTime("06:30"))
        let before = at("2026-03-02T06:29:59")
        #expect(!time.isDue(at: before, last: nil))
        #expect(time.isDue(at: at("2026-03-02T06:30"), last: nil))
        #expect(time.isDue(at: at("2026-03-02T23:59"), last: day("2026-03-01")))
        #expect(!time.isDue(at: at("2026-03-02T23:59"), last: day("2026-03-02")))
        #expect(!time.isDue(at: at("2026-03-03T00:00"), last: day("2026-03-02")))
    }

    /// Steps through the day a quarter of an hour at a time and counts how often it is done.
    private func times(_ date: String, _ text: String) throws -> [Instant] {
        let time = try #require(DailyTime(text))
        var last: LocalDate? = day(date) + -1
        var done: [Instant] = []
        var now = Instant(startOf: day(date))
        while now.day == day(date) {
            if time.isDue(at: now, last: last) {
                done.append(now)
                last = now.day
            }
            now = now.adding(seconds: 900)
        }
        return done
    }

    @Test func isDoneOnceInTheNightsWhenTheClockChanges() throws {
        #expect(try times("2026-03-29", "02:30") == [at("2026-03-29T03:30")])
        #expect(try times("2026-10-25", "02:30") == [at("2026-10-25T02:30")])
        #expect(try times("2026-03-29", "06:30") == [at("2026-03-29T06:30")])
        #expect(try times("2026-10-25", "00:00") == [at("2026-10-25T00:00")])
        #expect(try times("2028-02-29", "23:45") == [at("2028-02-29T23:45")])
    }
}
