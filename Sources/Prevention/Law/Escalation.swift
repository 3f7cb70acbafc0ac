extension ClockReading {
    /// The last moment before an overdue clock is taken to a named leader (*eskaleres*), by the rule in force on the day it
    /// started; `nil` while nobody knows when it is due.
    ///
    /// A rule in days lasts to the end of its last day, one in hours to the millisecond; 0 means at the deadline itself.
    public func escalatesAfter(_ law: LawBook) throws(LawBook.MissingRule) -> Instant? {
        guard let dueAt else { return nil }
        let rule = try law.rule(clock.escalates, on: startedAt.day)
        return Clock.deadline(rule, from: dueAt, pauses: .none, law.workingDays)
    }
}

extension Engine {
    /// The clocks of a case that run, each deadline once: where two warn of the same date in the same field at different
    /// times, the first stands for both.
    public static func runningClocks(
        of file: CaseFile, now: Instant, law: LawBook
    ) throws(LawBook.MissingRule) -> [ClockReading] {
        var lengths: Set<Clock.Length> = []
        return try clocks(of: file, now: now, law: law).filter { reading in
            guard reading.isRunning else { return false }
            guard case .untilField = reading.clock.length else { return true }
            return lengths.insert(reading.clock.length).inserted
        }
    }

    /// The overdue clocks of a case that are to be taken to a leader now.
    public static func escalations(
        of file: CaseFile, now: Instant, law: LawBook
    ) throws(LawBook.MissingRule) -> [ClockReading] {
        var found: [ClockReading] = []
        for reading in try runningClocks(of: file, now: now, law: law) where reading.state == .overdue {
            if let last = try reading.escalatesAfter(law), now > last { found.append(reading) }
        }
        return found
    }

    /// The last moment before an open task is taken to a named leader, by the rule in force on the day it was due.
    public static func taskEscalates(dueOn day: LocalDate, law: LawBook) throws(LawBook.MissingRule) -> Instant {
        let rule = try law.rule("task.escalation", on: day)
        return Clock.deadline(rule, from: Instant(endOf: day), pauses: .none, law.workingDays)
    }
}
