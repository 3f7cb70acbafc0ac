/// "At this pace": how many of the running clocks of one kind will be late.
public struct Forecast: Sendable, Hashable {
    /// Clocks running now (paused ones left out).
    public let running: Int
    /// Of these, past their deadline already.
    public let overdue: Int
    /// Of these, expected past it: the overdue ones, and those whose expected stop lies after their due day.
    public let expectedLate: Int
    /// Days from start to stop that the recently stopped clocks took, at the median; `nil` with fewer than five.
    public let medianDays: Int?

    /// - Parameters:
    ///   - running: the readings of running clocks of one kind.
    ///   - recent: stopped readings of the same kind, of the last months, as the caller chooses.
    ///   - now: the moment the readings were taken.
    ///
    /// Each running clock is taken to stop as late after its start as the median of the recent ones, but never before today.
    public init(running: [ClockReading], recent: [ClockReading], now: Instant) {
        let active = running.filter(\.isRunning)
        self.running = active.count
        overdue = active.count { $0.state == .overdue }
        let durations = recent.compactMap { reading in
            reading.stoppedAt.map { $0.day - reading.startedAt.day }
        }.sorted()
        guard durations.count >= 5 else {
            medianDays = nil
            expectedLate = overdue
            return
        }
        let median = durations[durations.count / 2]
        medianDays = median
        expectedLate = active.count { reading in
            guard let due = reading.dueDay else { return false }
            return max(reading.startedAt.day + median, now.day) > due
        }
    }
}
