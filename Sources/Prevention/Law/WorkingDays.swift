/// A public holiday, or another day on which public authorities are closed (*helligdag, lukkedag*), with its years in force.
public struct Holiday: Sendable, Hashable {
    public enum Day: Sendable, Hashable {
        /// Days after Easter Sunday; negative before it.
        case easter(Int)
        /// The same day every year.
        case fixed(month: Int, day: Int)
    }

    public let day: Day
    /// Act and paragraph, as printed to the user.
    public let source: String
    /// First day in force.
    public let validFrom: LocalDate
    /// First day no longer in force; `nil` while it is.
    public let validTo: LocalDate?

    public init(_ day: Day, source: String, validFrom: LocalDate, validTo: LocalDate? = nil) {
        self.day = day
        self.source = source
        self.validFrom = validFrom
        self.validTo = validTo
    }
}

/// Danish working days (*hverdage*, here *arbejdsdage*): Monday to Friday, without the holidays of holidays.yaml.
public struct WorkingDays: Sendable {
    private let holidays: [Holiday]

    public init(holidays: [Holiday]) {
        self.holidays = holidays
    }

    public func isWorkingDay(_ day: LocalDate) -> Bool {
        day.weekday <= 5 && !isHoliday(day)
    }

    /// The day `count` working days after `day`; the first day counted is the one after it.
    public func adding(_ count: Int, to day: LocalDate) -> LocalDate {
        var result = day
        var left = count
        while left > 0 {
            result = result + 1
            if isWorkingDay(result) { left -= 1 }
        }
        return result
    }

    /// Working days after `from` up to and including `to`; 0 where `to` is not later.
    public func count(after from: LocalDate, through to: LocalDate) -> Int {
        guard to > from else { return 0 }
        return (1...(to - from)).count { isWorkingDay(from + $0) }
    }

    public func isHoliday(_ day: LocalDate) -> Bool {
        let (year, month, dayOfMonth) = day.parts
        let sinceEaster = day - WorkingDays.easter(year)
        return holidays.contains { holiday in
            guard day >= holiday.validFrom, holiday.validTo.map({ day < $0 }) ?? true else { return false }
            switch holiday.day {
            case .easter(let days): return days == sinceEaster
            case .fixed(let fixedMonth, let fixedDay): return fixedMonth == month && fixedDay == dayOfMonth
            }
        }
    }

    /// Easter Sunday by the Gregorian computus (Meeus/Jones/Butcher).
    public static func easter(_ year: Int) -> LocalDate {
        let a = year % 19
        let b = year / 100
        let c = year % 100
        let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
        let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7
        let f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114
        return LocalDate.firstDay(of: year).adding(months: f / 31 - 1) + f % 31
    }
}
