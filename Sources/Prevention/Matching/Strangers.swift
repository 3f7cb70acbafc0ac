/// What two strangers agree on by chance, counted in random pairs of records.
struct Strangers {
    /// Pairs that are looked at, at least and at most; a small file has few different ones.
    private static let pairs = 100_000...300_000
    private let comparison: Comparison
    private let frequencies: Frequencies

    init(_ comparison: Comparison, _ frequencies: Frequencies) {
        self.comparison = comparison
        self.frequencies = frequencies
    }

    /// Share of each level, by field.
    ///
    /// - Parameter order: the records, in an order that says nothing about them.
    func shares(_ order: [Int]) -> [[Double]] {
        let counts = counts(order)
        return zip(comparison.fields, counts).map { field, counts in
            if field.kind == .place { return place(counts, sameCode: frequencies.agreement(field)) }
            let groups = Estimation.groups(field)
            var shares = Estimation.shares(counts, groups, prior: groups.map { $0 == 0 ? 0 : 0.5 })
            // How often a value is the same is known exactly.
            shares[1] = max(frequencies.agreement(field), 1e-12)
            return shares
        }
    }

    private func counts(_ order: [Int]) -> [[Double]] {
        var counts = comparison.fields.map { [Double](repeating: 0, count: $0.levels) }
        var cache = LevelCache()
        let wanted = min(max(order.count * 20, Strangers.pairs.lowerBound), Strangers.pairs.upperBound)
        var done = 0
        var step = 1
        while done < wanted, step < order.count {
            for place in 0..<order.count where done < wanted {
                let levels = comparison.levels(order[place], order[(place + step) % order.count], &cache)
                for field in comparison.fields.indices { counts[field][Int(levels[field])] += 1 }
                done += 1
            }
            step += max(1, order.count / 97)
        }
        return counts
    }

    /// Address and area of strangers have nothing to do with one another.
    private func place(_ counts: [Double], sameCode code: Double) -> [Double] {
        let areas = Comparison.areas
        var address = [Double](repeating: 0.5, count: counts.count / areas)
        var area = [Double](repeating: 0.5, count: areas)
        for (level, count) in counts.enumerated() {
            address[level / areas] += count
            area[level % areas] += count
        }
        func scaled(_ counts: [Double]) -> [Double] {
            let sum = counts.dropFirst().reduce(0, +)
            return [1] + counts.dropFirst().map { $0 / sum }
        }
        var (x, y) = (scaled(address), scaled(area))
        let share = x[2] / (x[1] + x[2])
        x[1] = max(frequencies.houseAgreement * (1 - share), 1e-12)
        x[2] = max(frequencies.houseAgreement * share, 1e-12)
        if code > 0 { y[1] = code }
        return counts.indices.map { $0 == 0 ? 1 : x[$0 / areas] * y[$0 % areas] }
    }
}
