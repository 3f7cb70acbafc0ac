/// Danish time: one hour ahead of UTC, two in summer.
///
/// Summer time runs from the last Sunday of March to the last Sunday of October, both at 01:00 UTC (directive 2000/84/EC;
/// bekendtgørelse om sommertid). From 1981 to 1995 it ended on the last Sunday of September; 1980 had its own days; there
/// was none in the decades before. Written out here, so that no result depends on the time zone files of a machine.
public enum Copenhagen {
    /// Seconds ahead of UTC at `instant`: 3600 or 7200.
    public static func offset(at instant: Instant) -> Int {
        let days = instant.milliseconds.flooringDivision(by: 86_400_000)
        let year = LocalDate(dayNumber: Int32(clamping: days)).year
        guard let (first, last) = summerTime(of: year) else { return 3600 }
        return instant >= first && instant < last ? 7200 : 3600
    }

    /// First instant of summer time and first instant after it; `nil` in years without.
    static func summerTime(of year: Int) -> (from: Instant, to: Instant)? {
        guard year >= 1980 else { return nil }
        if year == 1980 {
            guard let from = LocalDate(year: 1980, month: 4, day: 6), let to = LocalDate(year: 1980, month: 9, day: 28)
            else { return nil }
            return (changeOver(on: from), changeOver(on: to))
        }
        return (
            changeOver(on: lastSunday(year, 3)),
            changeOver(on: lastSunday(year, year >= 1996 ? 10 : 9))
        )
    }

    private static func changeOver(on day: LocalDate) -> Instant {
        Instant(milliseconds: Int64(day.dayNumber) * 86_400_000 + 3_600_000)
    }

    private static func lastSunday(_ year: Int, _ month: Int) -> LocalDate {
        let next = LocalDate.firstDay(of: year).adding(months: month)
        let last = next + -1
        return last + -(last.weekday % 7)
    }
}
