/// A date as it was written, digit by digit, so that typing errors can be seen in it: YYYYMMDD as one number, 0 for none.
///
/// It need not exist: 31 February is a typing error of something.
enum DigitDate {
    /// Reads `YYYY-MM-DD`, `YYYYMMDD` and `DD-MM-YYYY`, with any separator; 0 where it is none of these.
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
        var numbers: (Int32, Int32, Int32) = (0, 0, 0)
        var lengths: (Int, Int, Int) = (0, 0, 0)
        var part = 0
        for byte in text {
            if byte >= 0x30, byte <= 0x39 {
                let digit = Int32(byte - 0x30)
                switch part {
                case 0: (numbers.0, lengths.0) = (numbers.0 &* 10 &+ digit, lengths.0 + 1)
                case 1: (numbers.1, lengths.1) = (numbers.1 &* 10 &+ digit, lengths.1 + 1)
                default: (numbers.2, lengths.2) = (numbers.2 &* 10 &+ digit, lengths.2 + 1)
                }
                if lengths.0 > 8 || lengths.1 > 2 || lengths.2 > 4 { return 0 }
            } else if byte == 0x54 || byte == 0x74 || byte == 0x20, part == 2 {
                break
            } else if byte == 0x2D || byte == 0x2E || byte == 0x2F, part < 2 {
                part += 1
            } else {
                return 0
            }
        }
        switch (lengths.0, lengths.1, lengths.2) {
        case (8, 0, 0) where part == 0:
            if (1_700...2_200).contains(numbers.0 / 10_000) { return numbers.0 }
            return made(year: numbers.0 % 10_000, month: numbers.0 / 10_000 % 100, day: numbers.0 / 1_000_000)
        case (4, 1...2, 1...2): return made(year: numbers.0, month: numbers.1, day: numbers.2)
        case (1...2, 1...2, 4): return made(year: numbers.2, month: numbers.1, day: numbers.0)
        default: return 0
        }
    }

    static func made(year: Int32, month: Int32, day: Int32) -> Int32 {
        year * 10_000 + month * 100 + day
    }

    /// From the first six digits of a CPR number; 0 where they are no date. Of a replacement number the day is less 60.
    static func read(cpr digits: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard digits.count == 6 || digits.count == 10, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return 0 }
        func pair(_ index: Int) -> Int32 { Int32(digits[index] - 0x30) * 10 + Int32(digits[index + 1] - 0x30) }
        let day = pair(0) > 60 ? pair(0) - 60 : pair(0)
        guard (1...31).contains(day), (1...12).contains(pair(2)), digits.count == 10 else { return 0 }
        let century = CPRNumber.century(seventh: Int(digits[6] - 0x30), year: Int(pair(4)))
        return made(year: Int32(century) + pair(4), month: pair(2), day: day)
    }

    enum Level: UInt8, CaseIterable {
        case missing, same, swapped, oneDigit, twoParts, year, different
    }

    static func level(_ a: Int32, _ b: Int32) -> Level {
        if a == 0 || b == 0 { return .missing }
        if a == b { return .same }
        let (yearA, monthA, dayA) = (a / 10_000, a / 100 % 100, a % 100)
        let (yearB, monthB, dayB) = (b / 10_000, b / 100 % 100, b % 100)
        if yearA == yearB, monthA == dayB, dayA == monthB { return .swapped }
        if isOneDigitOff(a, b) { return .oneDigit }
        let common = (yearA == yearB ? 1 : 0) + (monthA == monthB ? 1 : 0) + (dayA == dayB ? 1 : 0)
        if common == 2 { return .twoParts }
        return yearA == yearB ? .year : .different
    }

    /// One digit replaced, or two neighbours changed about.
    private static func isOneDigitOff(_ a: Int32, _ b: Int32) -> Bool {
        var (a, b) = (a, b)
        while a % 10 == b % 10 {
            a /= 10
            b /= 10
        }
        if a / 10 == b / 10 { return true }
        return a / 100 == b / 100 && a % 10 == b / 10 % 10 && a / 10 % 10 == b % 10
    }
}
