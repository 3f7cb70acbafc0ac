/// How many pairs have each pattern of agreement.
struct PatternCounts: Sendable {
    private struct Key: Hashable {
        let levels: Levels
        /// Whole steps of the adjustment by frequencies.
        let step: Int8
    }

    private var counts: [Key: Double] = [:]

    mutating func add(_ levels: Levels, _ adjustment: Double, _ count: Double) {
        counts[Key(levels: levels, step: Int8(min(max(adjustment, -30), 60).rounded())), default: 0] += count
    }

    /// All of them, in an order that depends on the patterns alone.
    static func joined(_ parts: [PatternCounts]) -> [Estimation.Pattern] {
        var all: [Key: Double] = [:]
        for part in parts { all.merge(part.counts, uniquingKeysWith: +) }
        let patterns = all.map { key, count in
            Estimation.Pattern(levels: key.levels, adjustment: Double(key.step), count: count)
        }
        return patterns.sorted { a, b in
            for field in 0..<Levels.scalarCount where a.levels[field] != b.levels[field] {
                return a.levels[field] < b.levels[field]
            }
            return a.adjustment < b.adjustment
        }
    }
}
