/// A calendar day in Denmark, without time of day and time zone: a birthday, a deadline, the day of an incident.
///
/// Stored as days since 1970-01-01 in the proleptic Gregorian calendar, so that comparing and counting days is integer
/// arithmetic. Written `YYYY-MM-DD` wherever machines read it.
public struct LocalDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before.
    public let dayNumber: Int32

    public init(dayNumber: Int32) {
        self.dayNumber = dayNumber
    }

    /// The day, or `nil` where the calendar has no such day (30 February).
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= LocalDate.daysInMonth(year: year, month: month) else { return nil }
        self.init(validYear: year, month: month, day: day)
    }

    /// Days-from-civil: months are counted from March, so that the leap day is the last of its year.
    private init(validYear year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        dayNumber = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Year, month (1–12) and day (1–31).
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(dayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    public var year: Int { parts.year }

    /// Monday = 1 … Sunday = 7 (ISO 8601).
    public var weekday: Int {
        let sinceMonday = (Int(dayNumber) + 3) % 7
        return (sinceMonday < 0 ? sinceMonday + 7 : sinceMonday) + 1
    }

    /// ISO 8601 week number, the one on Danish calendars.
    public var isoWeek: (year: Int, week: Int) {
        let thursday = self + (4 - weekday)
        let year = thursday.year
        let first = LocalDate(validYear: year, month: 1, day: 1)
        return (year, (thursday - first) / 7 + 1)
    }

    public static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: return isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    public static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    public static func firstDay(of year: Int) -> LocalDate {
        LocalDate(validYear: year, month: 1, day: 1)
    }

    /// The first day of its month.
    public var firstOfMonth: LocalDate { self + (1 - parts.day) }

    /// The same calendar day `years` later; 29 February becomes 1 March where the year has none, as Danish law counts
    /// the age of those born on it.
    public func adding(years: Int) -> LocalDate {
        let (year, month, day) = parts
        return LocalDate(year: year + years, month: month, day: day)
            ?? LocalDate(validYear: year + years, month: 3, day: 1)
    }

    /// The same day of the month `months` later, or the last day of that month where it is shorter.
    public func adding(months: Int) -> LocalDate {
        let (year, month, day) = parts
        let count = year * 12 + month - 1 + months
        let newYear = count / 12
        let newMonth = count % 12 + 1
        let last = LocalDate.daysInMonth(year: newYear, month: newMonth)
        return LocalDate(validYear: newYear, month: newMonth, day: min(day, last))
    }

    public static func + (date: LocalDate, days: Int) -> LocalDate {
        LocalDate(dayNumber: date.dayNumber + Int32(clamping: days))
    }

    public static func - (later: LocalDate, earlier: LocalDate) -> Int {
        Int(later.dayNumber) - Int(earlier.dayNumber)
    }

    public static func < (left: LocalDate, right: LocalDate) -> Bool {
        left.dayNumber < right.dayNumber
    }
}

extension LocalDate {
    /// Reads `YYYY-MM-DD`, exactly; anything else, and any day that does not exist, is `nil`.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let date = text.withUTF8 { LocalDate(utf8: $0) }
        guard let date else { return nil }
        self = date
    }

    /// Reads `YYYY-MM-DD` from bytes, for imports.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        guard let year = LocalDate.number(bytes, 0, 4),
            let month = LocalDate.number(bytes, 5, 2),
            let day = LocalDate.number(bytes, 8, 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The `count` decimal digits from `start`, or `nil` where one is no digit or the bytes end.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var value = 0
        for index in start..<(start + count) {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}

extension LocalDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = parts
        return Digits.padded(year, 4) + "-" + Digits.padded(month, 2) + "-" + Digits.padded(day, 2)
    }

    /// As Danes write it: `20.11.2026`.
    public var danish: String {
        let (year, month, day) = parts
        return Digits.padded(day, 2) + "." + Digits.padded(month, 2) + "." + String(year)
    }
}

/// Coded as the text that it is written as, such as `2026-11-20`.
public protocol CodedAsText: Codable, CustomStringConvertible {
    init?(_ text: String)
}

extension CodedAsText {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let found = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is no \(Self.self)"))
        }
        self = found
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension LocalDate: CodedAsText {}

enum Digits {
    /// `value` with leading zeros up to `width`.
    static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
    }
}
