internal import Foundation

/// Finds the parameters of the model in the records themselves: no pair has to be known beforehand.
///
/// What strangers agree on by chance is counted in random pairs. The rest is found by expectation-maximisation (Dempster,
/// Laird and Rubin, "Maximum likelihood from incomplete data via the EM algorithm", JRSS B 39, 1977) over the patterns of
/// agreement of the candidate pairs; whatever is no candidate is taken for strangers.
struct Estimation {
    /// A pattern of agreement, how many candidate pairs have it, and what the frequencies of its values add.
    struct Pattern {
        var levels: Levels
        var adjustment: Double
        var count: Double
    }

    let fields: [Comparison.Field]
    /// Pairs of records that there are, in all.
    let pairs: Double
    /// How many of them may be one person, to begin with.
    let matches: Double

    /// Levels that are known together: a level counts among those of its group alone.
    static func groups(_ field: Comparison.Field) -> [Int] {
        guard field.kind == .place else { return (0..<field.levels).map { $0 == 0 ? 0 : 1 } }
        return (0..<field.levels).map { level in
            (level / Comparison.areas == 0 ? 0 : 2) + (level % Comparison.areas == 0 ? 0 : 1)
        }
    }

    /// Scales the counts of a field to shares within the groups; `prior` is added to them.
    static func shares(_ counts: [Double], _ groups: [Int], prior: [Double]) -> [Double] {
        var sums: [Int: Double] = [:]
        for (level, group) in groups.enumerated() { sums[group, default: 0] += counts[level] + prior[level] }
        return groups.enumerated().map { level, group in
            let sum = sums[group] ?? 0
            return group == 0 ? 1 : sum > 0 ? (counts[level] + prior[level]) / sum : 1
        }
    }

    func model(_ patterns: [Pattern], strangers: [[Double]]) -> LinkageModel {
        let groups = fields.map(Estimation.groups)
        let hasHousehold =
            fields.contains { $0.kind == .place }
            && fields.contains { $0.kind == .given || $0.kind == .date || $0.kind == .id }
        let priors = fields.map(Estimation.expected)
        var model = LinkageModel(
            same: zip(priors, groups).map { Estimation.shares($0, $1, prior: $0.map { _ in 0 }) },
            household: zip(fields, strangers).map { field, shares in
                switch field.kind {
                case .family, .place:
                    Estimation.shares(Estimation.expected(field), Estimation.groups(field), prior: shares)
                default: shares
                }
            },
            strangers: strangers, sameShare: matches / pairs, householdShare: hasHousehold ? matches / pairs : 0)
        for _ in 0..<60 {
            let before = model.sameShare
            var same = fields.map { [Double](repeating: 0, count: $0.levels) }
            var household = same
            var (sameSum, householdSum) = (0.0, 0.0)
            let weights = Weights(model)
            for pattern in patterns {
                let (p, h) = weights.posterior(pattern.levels, pattern.adjustment)
                let (m, n) = (p * pattern.count, h * pattern.count)
                sameSum += m
                householdSum += n
                for field in fields.indices {
                    let level = Int(pattern.levels[field])
                    same[field][level] += m
                    household[field][level] += n
                }
            }
            model.sameShare = max(sameSum, 1e-3) / pairs
            if hasHousehold { model.householdShare = max(householdSum, 1e-3) / pairs }
            for (index, field) in fields.enumerated() {
                let strength = 3 + 0.01 * sameSum
                model.same[index] = Estimation.shares(
                    same[index], groups[index], prior: priors[index].map { $0 * strength })
                switch field.kind {
                case .family, .place, .text:
                    model.household[index] = Estimation.shares(
                        household[index], groups[index], prior: strangers[index].map { $0 * 3 })
                case .date:
                    // Twins, and nearly so.
                    model.household[index] = Estimation.shares(
                        household[index], groups[index], prior: strangers[index].map { $0 * (30 + 0.05 * householdSum) }
                    )
                default: break
                }
            }
            if abs(model.sameShare - before) < 1e-6 * before { break }
        }
        return model
    }

    /// What is expected of two records of one person before anything is counted. The counts outweigh it soon.
    static func expected(_ field: Comparison.Field) -> [Double] {
        switch field.kind {
        case .given: [0, 0.7, 0.1, 0.03, 0.08, 0.03, 0.01, 0.01, 0.01, 0.03]
        case .family: [0, 0.75, 0.05, 0.03, 0.08, 0.02, 0.01, 0.06]
        case .date: [0, 0.88, 0.02, 0.05, 0.02, 0.01, 0.02]
        case .id: [0, 0.9, 0.04, 0.01, 0.01, 0.02, 0.02]
        case .text: [0, 0.85, 0.06, 0.03, 0.06]
        case .place:
            (0..<field.levels).map { level in
                let address = [1, 0.6, 0.08, 0.06, 0.03, 0.03, 0.2][level / Comparison.areas]
                let area = [1, 0.85, 0.04, 0.03, 0.08][level % Comparison.areas]
                return level == 0 ? 0 : address * area
            }
        }
    }
}
