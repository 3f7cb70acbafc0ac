/// A number of the annual report that somebody else measured (*ekstern indikator*). Its name and definition are in the
/// locales under `figure.<id>`.
public struct Indicator: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Between 0 and 1.
        case share
        case count
    }

    public let id: String
    public let kind: Kind
    public let value: Double
    /// The report year that prints it.
    public let year: Int
    /// What the source says about when it was measured.
    public let period: String
    /// Who or what was measured.
    public let population: String
    /// "not stated" where the source gives none.
    public let uncertainty: String
    public let source: String

    public init(
        id: String, kind: Kind, value: Double, year: Int, period: String, population: String, uncertainty: String,
        source: String
    ) {
        self.id = id
        self.kind = kind
        self.value = value
        self.year = year
        self.period = period
        self.population = population
        self.uncertainty = uncertainty
        self.source = source
    }
}

/// indicators.yaml: the external indicators, by year.
public enum IndicatorFile {
    private static let keys = ["id", "kind", "value", "year", "period", "population", "uncertainty", "source"]

    /// - Throws: `HandbookProblems`: an id given twice for a year, a share outside 0–1, a count with decimals.
    public static func read(_ text: String, file: String = "indicators.yaml") throws(HandbookProblems) -> [Indicator] {
        try YAMLReader.read(text, file: file) { reader, root in
            var indicators: [Indicator] = []
            for node in reader.list(root) {
                guard let entry = reader.entry(node, required: keys), let indicator = indicator(entry, &reader) else {
                    continue
                }
                if indicators.contains(where: { $0.id == indicator.id && $0.year == indicator.year }) {
                    reader.note("'\(indicator.id)' is given twice for \(indicator.year)", at: node)
                }
                indicators.append(indicator)
            }
            return indicators
        }
    }

    private static func indicator(_ entry: YAMLEntry, _ reader: inout YAMLReader) -> Indicator? {
        let id = reader.text(entry, "id")
        let kind = reader.choice(entry, "kind", of: Indicator.Kind.self)
        let value = reader.decimal(entry, "value")
        let year = reader.integer(entry, "year")
        let period = reader.text(entry, "period")
        let population = reader.text(entry, "population")
        let uncertainty = reader.text(entry, "uncertainty")
        let source = reader.text(entry, "source")
        guard let id, let kind, let value, let year, let period, let population, let uncertainty, let source else {
            return nil
        }
        if kind == .share, !(0...1).contains(value) {
            reader.note("a share is expected to lie between 0 and 1", at: entry.place(of: "value"))
        }
        if kind == .count, value != value.rounded() {
            reader.note("a count is expected to be a whole number", at: entry.place(of: "value"))
        }
        return Indicator(
            id: id, kind: kind, value: value, year: year, period: period, population: population,
            uncertainty: uncertainty, source: source)
    }
}
