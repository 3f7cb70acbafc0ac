internal import Foundation

/// How much each level of agreement says.
///
/// Three kinds of pairs are told apart, not two: the same person, two of one household, and strangers. Two who live together
/// share family name, address and postal code, and the classical model (Fellegi and Sunter, "A theory for record linkage",
/// JASA 64, 1969), which counts these as independent, takes them for one. The mixture with more than two classes is that of
/// Larsen and Rubin, "Iterative automated record linkage using mixture models", JASA 96 (2001).
struct LinkageModel: Sendable, Codable {
    /// Probability of each level by field, for pairs of one person; the levels of a group (`Estimation.groups`) sum to one.
    var same: [[Double]]
    var household: [[Double]]
    var strangers: [[Double]]
    /// Shares of all pairs of records, compared or not.
    var sameShare: Double
    var householdShare: Double
}

/// What each level adds to the odds, in natural logarithms, made once from a model.
struct Weights: Sendable {
    /// Room for the levels of one field.
    private static let stride = 64
    /// By field and level: log of the share among pairs of one person, and of one household, less that among strangers.
    private var same: [Double]
    private var household: [Double]
    private let fields: Int
    private let sameOdds: Double
    private let householdOdds: Double

    init(_ model: LinkageModel) {
        fields = model.same.count
        same = [Double](repeating: 0, count: fields * Weights.stride)
        household = same
        for field in 0..<fields {
            for level in 1..<model.same[field].count {
                let stranger = log(max(model.strangers[field][level], 1e-12))
                same[field * Weights.stride + level] = log(max(model.same[field][level], 1e-12)) - stranger
                household[field * Weights.stride + level] = log(max(model.household[field][level], 1e-12)) - stranger
            }
        }
        let rest = max(1 - model.sameShare - model.householdShare, 1e-9)
        sameOdds = log(model.sameShare / rest)
        householdOdds = model.householdShare > 0 ? log(model.householdShare / rest) : -1_000
    }

    /// Log odds of one person against strangers, and of one household against strangers.
    ///
    /// - Parameter adjustment: what the frequencies of the values that agree add (`Frequencies`).
    func logs(_ levels: Levels, _ adjustment: Double) -> (same: Double, household: Double) {
        var (s, h) = (sameOdds + adjustment, householdOdds + adjustment)
        for field in 0..<fields {
            let place = field * Weights.stride + Int(levels[field])
            s += same[place]
            h += household[place]
        }
        return (s, h)
    }

    /// Chance that a pair is one person, and that it is one household.
    func posterior(_ levels: Levels, _ adjustment: Double) -> (same: Double, household: Double) {
        let (s, h) = logs(levels, adjustment)
        let most = max(s, h, 0)
        let (x, y, z) = (exp(s - most), exp(h - most), exp(-most))
        return (x / (x + y + z), y / (x + y + z))
    }

    /// Log odds that a pair is one person.
    func odds(_ levels: Levels, _ adjustment: Double) -> Double {
        let (s, h) = logs(levels, adjustment)
        return h < -30 ? s : s - max(h, 0) - log(1 + exp(-abs(h)))
    }

    /// What a level of a field adds to the log odds of one person against strangers.
    func weight(_ field: Int, _ level: UInt8) -> Double { same[field * Weights.stride + Int(level)] }

    /// Log odds of one person against strangers before anything is compared.
    var start: Double { sameOdds }
}
