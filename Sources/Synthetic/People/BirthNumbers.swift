internal import Prevention

/// Birth dates and CPR numbers that do not collide, without a table of those given out.
///
/// A person's number in the district fixes a residue of the birth date and a serial. No two numbers below
/// `serials × period` have both in common, so no two persons have the same date, sex and serial (at scale 30 and above a few
/// meet). All are replacement numbers (day + 60), the only kind that is allowed in demo data.
struct BirthNumber {
    /// Serials of one date and sex, of the seventh to the tenth digit.
    private static let adultSerials = 2000
    private static let childSerials = 3000

    private let serial: Int
    private let residue: Int
    private let period: Int

    /// The `number`th adult: the birth date moves by up to two years.
    static func adult(_ number: Int) -> BirthNumber {
        BirthNumber(number, serials: adultSerials, period: 1461)
    }

    /// The `number`th child: the birth date moves by up to three months.
    static func child(_ number: Int) -> BirthNumber {
        BirthNumber(number, serials: childSerials, period: 183)
    }

    private init(_ number: Int, serials: Int, period: Int) {
        // The factors have no divisor in common with period and serials, so both steps are one-to-one; they spread
        // neighbouring numbers over the whole year and over the serials.
        residue = number * 577 % period
        serial = (number / period * 1237 + residue * 389) % serials
        self.period = period
    }

    /// The allowed birth date nearest to `target`.
    func date(near target: LocalDate) -> LocalDate {
        let ahead = distance(from: target)
        return target + (ahead > period / 2 ? ahead - period : ahead)
    }

    /// An allowed birth date in the range, which must be at least one period long.
    func date(from first: LocalDate, through last: LocalDate, _ random: inout RandomSource) -> LocalDate {
        let earliest = first + distance(from: first)
        let choices = max(0, last - earliest) / period + 1
        return earliest + random.below(choices) * period
    }

    private func distance(from day: LocalDate) -> Int {
        let distance = (residue - Int(day.dayNumber)) % period
        return distance < 0 ? distance + period : distance
    }

    /// DDMMYYSSSS with day + 60; the seventh digit tells the century, the last one the sex.
    func cpr(born birth: LocalDate, sex: Sex) -> String {
        let (year, month, day) = birth.parts
        // 19yy: 0-3. 20yy: 4-9 until 2036, 5-8 until 2057.
        let centuryDigits = year < 2000 ? [0, 1, 2, 3] : year <= 2036 ? [4, 5, 6, 7, 8, 9] : [5, 6, 7, 8]
        let seventh = centuryDigits[serial / 500 % centuryDigits.count]
        let last = serial % 5 * 2 + (sex == .female ? 0 : 1)
        let digits = [day + 60, month, year % 100].map(twoDigits).joined()
        return digits + String(seventh) + twoDigits(serial / 5 % 100) + String(last)
    }

    private func twoDigits(_ value: Int) -> String {
        value < 10 ? "0" + String(value) : String(value)
    }
}
