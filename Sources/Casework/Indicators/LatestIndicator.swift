import Prevention
import SQL
import Store

/// What external indicators said last.
enum LatestIndicator {
    /// The latest value of each population, of the narrowest of some places that has any: by the last year of its period, and a full
    /// year before a quarter of the same.
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
        return latest(all.filter { $0.place == place })
    }

    /// The latest of each population, by population.
    static func latest(_ values: [IndicatorValue]) -> [IndicatorValue] {
        Dictionary(grouping: values, by: \.population).values
            .compactMap { $0.max { order($0) < order($1) } }
            .sorted { $0.population < $1.population }
    }

    private static func order(_ one: IndicatorValue) -> (Int, Int, String) {
        (IndicatorValue.years(of: one.period)?.upperBound ?? 0, one.period.contains("Q") ? 0 : 1, one.period)
    }
}
