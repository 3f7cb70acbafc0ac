/// A CPR number (*personnummer*): DDMMYYSSSS.
public struct CPRNumber: Sendable, Hashable {
    /// Ten digits.
    public let digits: String
    /// The birth date in it.
    public let birthDate: LocalDate
    /// Odd last digit = male.
    public let sex: Sex
    /// A replacement number (*erstatningspersonnummer*): day + 60.
    public let isReplacement: Bool
    /// Whether the weighted digits sum to a multiple of 11. Numbers without that have been issued since October 2007, so a
    /// failed check is a warning, never a reason to reject.
    public let passesModulus11: Bool

    private static let weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]

    /// Reads `DDMMYYSSSS` or `DDMMYY-SSSS`; `nil` where it is no ten digits or its date does not exist.
    ///
    /// The century follows from the seventh digit and the year (CPR-kontoret, *Personnummeret i CPR*).
    public init?(_ text: some StringProtocol) {
        var values: [Int] = []
        values.reserveCapacity(10)
        for (index, byte) in text.utf8.enumerated() {
            if byte == 0x2D, index == 6, text.utf8.count == 11 { continue }
            guard byte >= 0x30, byte <= 0x39, values.count < 10 else { return nil }
            values.append(Int(byte) - 0x30)
        }
        guard values.count == 10 else { return nil }
        let rawDay = values[0] * 10 + values[1]
        let yearInCentury = values[4] * 10 + values[5]
        isReplacement = rawDay > 60
        let day = isReplacement ? rawDay - 60 : rawDay
        let century = CPRNumber.century(seventh: values[6], year: yearInCentury)
        guard let date = LocalDate(year: century + yearInCentury, month: values[2] * 10 + values[3], day: day)
        else { return nil }
        birthDate = date
        sex = values[9] % 2 == 1 ? .male : .female
        var sum = 0
        for (value, weight) in zip(values, CPRNumber.weights) { sum += value * weight }
        passesModulus11 = sum % 11 == 0
        digits = values.map { String($0) }.joined()
    }

    /// Whether a text holds a CPR number, as far as one can be told from other numbers: ten digits that stand alone, with or
    /// without a hyphen, whose date exists.
    public static func isIn(_ text: String) -> Bool {
        text.split { !$0.isASCII || !($0.isNumber || $0 == "-") }.contains { CPRNumber($0) != nil }
    }

    /// The birth date in the first six digits of a number whose last four are missing: `DDMMYY`, with or without a hyphen behind it;
    /// `nil` where it is none. Of the centuries that it may be of, the latest that has begun.
    public static func birthDate(ofFirstSix text: some StringProtocol, by today: LocalDate) -> LocalDate? {
        let digits = text.last == "-" ? text.dropLast() : text[...]
        guard digits.utf8.count == 6, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let all = Int(digits)
        else { return nil }
        let (day, month, year) = (all / 10_000, all / 100 % 100, all % 100)
        let dates = [2_000, 1_900].compactMap {
            LocalDate(year: $0 + year, month: month, day: day > 60 ? day - 60 : day)
        }
        return dates.first { $0 <= today }
    }

    static func century(seventh: Int, year: Int) -> Int {
        switch seventh {
        case 0...3: return 1900
        case 4, 9: return year <= 36 ? 2000 : 1900
        default: return year <= 57 ? 2000 : 1800
        }
    }
}
