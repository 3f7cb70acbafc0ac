/// A quarter of a year (*kvartal*), written `2026-4`: the one period in which trends are shown.
///
/// There is no other: periods that overlap could be subtracted from one another.
public struct Quarter: Hashable, Comparable, Sendable {
    public let year: Int
    /// 1 to 4.
    public let number: Int

    /// The one that a day lies in.
    public init(of day: LocalDate) {
        let (year, month, _) = day.parts
        self.year = year
        number = (month - 1) / 3 + 1
    }

    private init(index: Int) {
        year = index / 4
        number = index % 4 + 1
    }

    private var index: Int { year * 4 + number - 1 }

    public var first: LocalDate { LocalDate.firstDay(of: year).adding(months: 3 * (number - 1)) }
    public var last: LocalDate { LocalDate.firstDay(of: year).adding(months: 3 * number) + -1 }

    public func contains(_ day: LocalDate) -> Bool { Quarter(of: day) == self }

    /// The one `count` quarters later.
    public static func + (quarter: Quarter, count: Int) -> Quarter { Quarter(index: quarter.index + count) }

    public static func < (left: Quarter, right: Quarter) -> Bool { left.index < right.index }
}

extension Quarter: LosslessStringConvertible {
    /// Reads `2026-4`; anything else is `nil`.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]), (1900...9998).contains(year),
            parts[1].utf8.count == 1, let number = Int(parts[1]), (1...4).contains(number)
        else { return nil }
        self.year = year
        self.number = number
    }

    public var description: String { "\(year)-\(number)" }
}
