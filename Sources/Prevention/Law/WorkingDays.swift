/// Danish working days (*hverdage*, here *arbejdsdage*): Monday to Friday, without public holidays and the days on which
/// public authorities are closed by law.
///
/// Public holidays: the movable feasts from Easter, New Year's Day and the two Christmas days. Great Prayer Day (*store
/// bededag*) was one until 2023 (lov nr. 214 af 7. marts 2023 abolished it from 1 January 2024). Constitution Day (5 June),
/// 24 and 31 December are counted as non-working days, as the authorities' time limits do (lov om renters § 3 a and the
/// agreements of the public sector); a notice clock must not run on a day when nobody is there to answer.
public enum WorkingDays {
    public static func isWorkingDay(_ day: LocalDate) -> Bool {
        day.weekday <= 5 && !isHoliday(day)
    }

    /// The day `count` working days after `day`; the first day counted is the one after it.
    public static func adding(_ count: Int, to day: LocalDate) -> LocalDate {
        var result = day
        var left = count
        while left > 0 {
            result = result + 1
            if isWorkingDay(result) { left -= 1 }
        }
        return result
    }

    /// Working days after `from` up to and including `to`; 0 where `to` is not later.
    public static func count(after from: LocalDate, through to: LocalDate) -> Int {
        guard to > from else { return 0 }
        return (1...(to - from)).count { isWorkingDay(from + $0) }
    }

    public static func isHoliday(_ day: LocalDate) -> Bool {
        let (year, month, dayOfMonth) = day.parts
        switch (month, dayOfMonth) {
        case (1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31): return true
        default: break
        }
        let sinceEaster = day - easter(year)
        switch sinceEaster {
        case -3, -2, 0, 1, 39, 49, 50: return true
        case 26: return year < 2024
        default: return false
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
