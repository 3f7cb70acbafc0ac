/// A week of the calendar, Monday to Sunday, numbered as Danish calendars do (ISO 8601: week 1 holds the year's first Thursday).
public struct ISOWeek: Hashable, Sendable, LosslessStringConvertible {
    /// The year that the week belongs to: that of its Thursday.
    public let year: Int
    public let week: Int
    public let monday: LocalDate

    /// The week that a day lies in.
    public init(of day: LocalDate) {
        (year, week) = day.isoWeek
        monday = day + -(day.weekday - 1)
    }

    /// Reads `2026-W47`; `nil` for anything else, and for a week 53 of a year that has 52.
    public init?(_ description: String) {
        let parts = description.split(separator: "-W", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            (parts[0] + parts[1]).utf8.allSatisfy({ (48...57).contains($0) }), let year = Int(parts[0]),
            let week = Int(parts[1]), (1...53).contains(week),
            let fourth = LocalDate(year: year, month: 1, day: 4)
        else { return nil }
        // 4 January always lies in week 1.
        self.init(of: fourth + (week - 1) * 7)
        guard self.year == year, self.week == week else { return nil }
    }

    public var description: String {
        let digits = String(week)
        return String(year) + "-W" + (digits.count < 2 ? "0" : "") + digits
    }

    public var days: [LocalDate] { (0..<7).map { monday + $0 } }

    public func adding(weeks: Int) -> ISOWeek {
        ISOWeek(of: monday + weeks * 7)
    }

    public func contains(_ day: LocalDate) -> Bool {
        ISOWeek(of: day) == self
    }
}
