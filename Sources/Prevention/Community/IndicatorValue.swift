/// A number that somebody else has measured (*ekstern indikator*): never one of our own counts.
public struct IndicatorValue: Sendable, Hashable, Codable {
    /// What a number is of.
    public enum Unit: String, Sendable, CaseIterable {
        /// From 0 to 100.
        case percent
        case count
    }

    /// Where it was measured: the code of a municipality, or one of `wider`.
    public static let wider = ["district", "region", "country"]

    public static let longestText = 300

    /// Code of its definition.
    public var indicator: String
    /// `2025`, `2024-2025` or `2025-Q3`.
    public var period: String
    public var place: String
    /// Who was asked or counted.
    public var population: String
    public var value: Double
    /// The confidence interval (*usikkerhedsinterval*), where the source gives one.
    public var interval: ClosedRange<Double>?
    /// How many were asked (*antal adspurgte*); `nil` where the source does not say.
    public var asked: Int?
    public var source: String

    public init(
        indicator: String, period: String, place: String, population: String, value: Double,
        interval: ClosedRange<Double>?, asked: Int?, source: String
    ) {
        self.indicator = indicator
        self.period = period
        self.place = place
        self.population = population
        self.value = value
        self.interval = interval
        self.asked = asked
        self.source = source
    }

    /// What makes it the same number in a later delivery.
    public struct Key: Sendable, Hashable {
        public let indicator: String
        public let period: String
        public let place: String
        public let population: String
    }

    public var key: Key { Key(indicator: indicator, period: period, place: place, population: population) }

    /// Its years, from the first four digits on; `nil` where the period is not written as one.
    public static func years(of period: String) -> ClosedRange<Int>? {
        guard let match = period.wholeMatch(of: #/(\d{4})(?:-(?:(\d{4})|Q[1-4]))?/#), let first = Int(match.1) else {
            return nil
        }
        let last = match.2.flatMap { Int($0) } ?? first
        return first <= last ? first...last : nil
    }

    /// What is wrong with it, each with the column as `column`.
    public func problems(unit: Unit, places: Set<String>, today: LocalDate) -> [Refusal] {
        var found: [Refusal] = []
        func note(_ code: String, _ column: String, _ value: String) {
            let refusal = "indicator." + code
            found.append(Refusal(refusal, ["column": column, "value": value]))
        }
        if let years = IndicatorValue.years(of: period) {
            let quarter = period.split(separator: "Q").dropFirst().last.flatMap { Int($0) } ?? 1
            let isAhead = years.upperBound == today.year && quarter > (today.parts.month + 2) / 3
            if years.upperBound > today.year || isAhead || years.lowerBound < 1990 {
                note("period-range", "period", period)
            }
        } else {
            note("period", "period", period)
        }
        if !IndicatorValue.wider.contains(place), !places.contains(place) { note("place", "place", place) }
        let most = unit == .percent ? 100.0 : 1_000_000_000
        for (number, column) in [(value, "value"), (interval?.lowerBound, "lower"), (interval?.upperBound, "upper")] {
            if let number, !(0...most).contains(number) { note("range." + unit.rawValue, column, String(number)) }
        }
        if unit == .count, value != value.rounded() { note("whole", "value", String(value)) }
        if let interval, !interval.contains(value) { note("outside", "value", String(value)) }
        if let asked, asked < 1 { note("asked", "asked", String(asked)) }
        for (text, column) in [(source, "source"), (population, "population")] {
            if text.isEmpty { note("required", column, "") }
            if text.count > IndicatorValue.longestText { note("too-long", column, String(text.prefix(80))) }
            if !PlanText.forbidden(in: text).isEmpty { note("personal", column, "") }
        }
        return found
    }
}
