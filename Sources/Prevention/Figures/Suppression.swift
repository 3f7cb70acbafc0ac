/// Hides small cells of figures about persons before anything is published, and as many others as it takes so that they
/// cannot be worked out from the totals.
public enum Suppression {
    /// - Parameters:
    ///   - results: all cells of one figure.
    ///   - limit: the smallest count that is shown; 0 is always shown.
    public static func apply(to results: [FigureResult], below limit: Int) -> [FigureResult] {
        guard let figure = results.first?.figure, figure.isPersonal else { return results }
        var results = results
        for index in results.indices {
            if isSmall(results[index].value, limit) { results[index].value = .suppressed }
            if let previous = results[index].previous, isSmall(previous, limit) { results[index].previous = .suppressed }
            for place in results[index].breakdown.indices where isSmall(results[index].breakdown[place].value, limit) {
                results[index].breakdown[place].value = .suppressed
            }
        }
        // Each step may lay open another row or column, so it goes on until nothing changes.
        while protectTotals(&results) {}
        return results
    }

    /// Fewer than `limit`, but not none; for shares, so few in the part or in the rest.
    static func isSmall(_ value: FigureValue, _ limit: Int) -> Bool {
        func small(_ count: Int) -> Bool { count > 0 && count < limit }
        switch value {
        case .count(let count): return small(count)
        case .share(let part, let whole): return small(part) || small(whole - part)
        case .suppressed: return false
        }
    }

    /// Where a sum is known and one of its parts alone is hidden, hides the smallest other part. True if it hid one.
    private static func protectTotals(_ results: inout [FigureResult]) -> Bool {
        var changed = false
        for index in results.indices where !results[index].value.isSuppressed {
            let values = results[index].breakdown.map(\.value)
            if let also = companion(values) {
                results[index].breakdown[also].value = .suppressed
                changed = true
            }
        }
        for variant in Set(results.map(\.cell.variant)) {
            // The groups of a variant add up to a total that stands in the same report.
            let group = results.indices.filter { results[$0].cell.variant == variant && results[$0].cell.group != nil }
            if let also = companion(group.map { results[$0].value }) {
                results[group[also]].value = .suppressed
                changed = true
            }
            for municipality in Set(group.flatMap { results[$0].breakdown.map(\.municipality) }) {
                let row = group.compactMap { index in
                    results[index].breakdown.firstIndex { $0.municipality == municipality }.map { (index, $0) }
                }
                if let also = companion(row.map { results[$0.0].breakdown[$0.1].value }) {
                    results[row[also].0].breakdown[row[also].1].value = .suppressed
                    changed = true
                }
            }
        }
        return changed
    }

    /// Index of the part to hide beside the only hidden one; `nil` where none or several are hidden, or no other is left.
    private static func companion(_ values: [FigureValue]) -> Int? {
        guard values.count(where: \.isSuppressed) == 1 else { return nil }
        let others = values.indices.filter { !values[$0].isSuppressed && size(values[$0]) > 0 }
        return others.min { size(values[$0]) < size(values[$1]) }
    }

    private static func size(_ value: FigureValue) -> Int {
        switch value {
        case .count(let count): return count
        case .share(_, let whole): return whole
        case .suppressed: return 0
        }
    }
}
