import Testing

@testable import Prevention

@Suite struct ForecastTests {
    private let clock = Clock("c", starts: .stage("open"), length: .rule("r"), stops: ["done"])

    private func reading(
        _ state: ClockReading.State, started: String, due: String? = nil, stopped: String? = nil
    ) -> ClockReading {
        ClockReading(
            clock: clock, state: state, startedAt: at(started), dueAt: due.map(at), stoppedAt: stopped.map(at),
            daysLeft: nil)
    }

    private func stopped(after days: [Int]) -> [ClockReading] {
        days.map { length in
            ClockReading(
                clock: clock, state: .metInTime, startedAt: at("2025-01-01T10:00"), dueAt: at("2025-02-01"),
                stoppedAt: Instant(startOf: day("2025-01-01") + length), daysLeft: nil)
        }
    }

    @Test func theMedianOfRecentOnesTellsWhichWillBeLate() {
        let running = [
            // Expected on 21 March, due the 21st: in time.
            reading(.running, started: "2025-03-01", due: "2025-03-21"),
            // Expected on 21 March, due the 20th: late.
            reading(.warning, started: "2025-03-01", due: "2025-03-20"),
            reading(.overdue, started: "2025-01-01", due: "2025-02-01"),
            reading(.paused, started: "2025-01-01"),
        ]
        let forecast = Forecast(running: running, recent: stopped(after: [5, 20, 90, 30, 10]), now: at("2025-03-10"))
        #expect(forecast.medianDays == 20)
        #expect(forecast.running == 3)
        #expect(forecast.overdue == 1)
        #expect(forecast.expectedLate == 2)
    }

    @Test func nothingIsExpectedToStopBeforeToday() {
        let running = [reading(.running, started: "2025-03-01", due: "2025-03-31")]
        let recent = stopped(after: [5, 5, 5, 5, 5])
        #expect(Forecast(running: running, recent: recent, now: at("2025-03-31T12:00")).expectedLate == 0)
        #expect(Forecast(running: running, recent: recent, now: at("2025-04-01")).expectedLate == 1)
    }

    @Test func fewerThanFiveStoppedClocksGiveNoPace() {
        let running = [
            reading(.running, started: "2025-03-01", due: "2025-03-02"),
            reading(.overdue, started: "2025-01-01", due: "2025-02-01"),
        ]
        let forecast = Forecast(running: running, recent: stopped(after: [90, 90, 90, 90]), now: at("2025-03-02"))
        #expect(forecast.medianDays == nil)
        #expect(forecast.expectedLate == 1)
    }
}
