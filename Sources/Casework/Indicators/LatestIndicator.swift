public import Prevention
import SQL
import Store

/// Which values of an external indicator stand beside a place as the latest.
public enum LatestIndicator {
    /// For each population the latest of the municipality; where it was never measured there, that of the widest place nearest to
    /// it. Beside a local value stands the nearest wider one of the same population, to compare with.
    public static func values(_ all: [IndicatorValue], in municipality: String) -> [IndicatorValue] {
        var populations: [String] = []
        for value in all where !populations.contains(value.population) { populations.append(value.population) }
        return populations.flatMap { population -> [IndicatorValue] in
            let own = all.filter { $0.population == population }
            let local = latest(own.filter { $0.place == municipality })
            let wider = IndicatorValue.wider.lazy.compactMap { place in latest(own.filter { $0.place == place }) }.first
            return [local, wider].compactMap(\.self)
        }
    }

    /// The one whose period ends last; of the same year, a longer period before a shorter, and a later quarter before an earlier.
    public static func latest(_ values: [IndicatorValue]) -> IndicatorValue? {
        values.max { order($0.period) < order($1.period) }
    }

    /// The latest value of each population, of the narrowest of some places that has any.
    ///
    /// - Parameters:
    ///   - places: the narrowest first.
    ///   - year: later ones are left out.
    static func values(
        of code: String, places: [String], by year: Int, in db: any Connection
    ) throws -> [IndicatorValue] {
        let all = try IndicatorStore.values(of: code, in: db).map(\.value).filter { one in
            IndicatorValue.years(of: one.period).map { $0.upperBound <= year } ?? false
        }
        guard let place = places.first(where: { place in all.contains { $0.place == place } }) else { return [] }
        return Dictionary(grouping: all.filter { $0.place == place }, by: \.population).values
            .compactMap { latest($0) }.sorted { $0.population < $1.population }
    }

    /// Last year; then whether it is whole; then its first year, longer periods first; then the quarter.
    private static func order(_ period: String) -> (Int, Int, Int, String) {
        guard let years = IndicatorValue.years(of: period) else { return (0, 0, 0, period) }
        let isQuarter = period.contains("Q")
        return (years.upperBound, isQuarter ? 0 : 1, -years.lowerBound, isQuarter ? period : "")
    }
}
