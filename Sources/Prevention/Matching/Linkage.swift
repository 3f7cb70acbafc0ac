internal import Foundation

/// Finds the pairs of records that are the same person.
///
/// The result does not depend on the order of the rows.
public final class Linkage: Sendable {
    /// Two records, and how sure it is that both are one person.
    public struct Pair: Sendable, Hashable {
        public let a: Int
        public let b: Int
        /// 0...1.
        public let probability: Double
    }

    public struct Result: Sendable {
        public var pairs: [Pair]
        /// Pairs that were compared.
        public var candidates: Int
    }

    let records: MatchRecords
    let comparison: Comparison
    let frequencies: Frequencies
    let index: BlockIndex
    let model: LinkageModel
    private let weights: Weights
    /// All records, in an order that does not depend on that of the rows.
    private let order: [Int]
    /// Places of the records in that order.
    private let rank: [Int32]
    /// The records that look for others, in that order.
    private let looking: [Int]

    /// Prepares the matching: finds the parameters in the records themselves.
    public init(_ records: MatchRecords) {
        self.records = records
        let comparison = Comparison(records)
        let frequencies = Frequencies(comparison)
        (self.comparison, self.frequencies) = (comparison, frequencies)
        let left = records.leftCount
        let order = Linkage.order(records)
        self.order = order
        rank = Linkage.ranks(order)
        looking = records.hasTwoFiles ? order.filter { $0 >= left } : order
        index = BlockIndex(BlockingKeys(records), count: records.count, found: 0..<left)
        let strangers = Strangers(comparison, frequencies).shares(order)
        let estimation = Estimation(
            fields: comparison.fields, pairs: Linkage.pairs(records), matches: 0.3 * Double(min(left, looking.count)))
        // Every nth record stands for the rest.
        let step = max(1, looking.count / 10_000)
        let sample = stride(from: 0, to: looking.count, by: step).map { [looking] in looking[$0] }
        let (index, rank) = (index, rank)
        let patterns = inParts(sample) { part in
            var patterns = PatternCounts()
            Linkage.compare(part, comparison, frequencies, index, records.hasTwoFiles ? nil : rank) {
                patterns.add($2, $3, Double(step))
            }
            return patterns
        }
        model = estimation.model(PatternCounts.joined(patterns), strangers: strangers)
        weights = Weights(model)
    }

    /// By what the records say; those that say the same by what they are called.
    private static func order(_ records: MatchRecords) -> [Int] {
        let hashes = (0..<records.count).map { (records.contentHash($0), $0) }
        return hashes.sorted { x, y in
            if x.0 != y.0 { return x.0 < y.0 }
            let isLeft = (x.1 < records.leftCount, y.1 < records.leftCount)
            return isLeft.0 == isLeft.1 ? records.ids[x.1] < records.ids[y.1] : isLeft.0
        }.map(\.1)
    }

    private static func ranks(_ order: [Int]) -> [Int32] {
        var ranks = [Int32](repeating: 0, count: order.count)
        for (rank, record) in order.enumerated() { ranks[record] = Int32(rank) }
        return ranks
    }

    /// Pairs of records that there are.
    private static func pairs(_ records: MatchRecords) -> Double {
        let left = Double(records.leftCount)
        return max(1, records.hasTwoFiles ? left * Double(records.count - records.leftCount) : left * (left - 1) / 2)
    }

    /// Compares the records with all that have a key in common.
    ///
    /// - Parameter rank: only with records of a higher rank, where they look for others among themselves.
    private static func compare(
        _ looking: ArraySlice<Int>, _ comparison: Comparison, _ frequencies: Frequencies, _ index: BlockIndex,
        _ rank: [Int32]?, _ body: (_ found: Int, _ record: Int, Levels, _ adjustment: Double) -> Void
    ) {
        var cache = LevelCache()
        for record in looking {
            index.candidates(of: record) { other in
                if let rank, rank[other] <= rank[record] { return }
                let levels = comparison.levels(record, other, &cache)
                body(other, record, levels, frequencies.adjustment(record, other, levels))
            }
        }
    }

    /// Scores all candidates, and gives the pairs that are at least as probable as `threshold`.
    ///
    /// - Parameter progress: called with the share of records that are done, 0...1.
    public func run(threshold: Double, progress: (Double) -> Void = { _ in }) -> Result {
        // What is less likely than this takes nothing from others either.
        let least = min(threshold, 0.01)
        let lowest = log(least) - log(1 - least)
        let found = inParts(looking, progress: progress) { [self] part in
            var found: [(a: Int, b: Int, odds: Double)] = []
            var candidates = 0
            Linkage.compare(part, comparison, frequencies, index, records.hasTwoFiles ? nil : rank) {
                other, record, levels, adjustment in
                candidates += 1
                let odds = weights.odds(levels, adjustment)
                if odds >= lowest { found.append((other, record, odds)) }
            }
            return (found, candidates)
        }
        // From here on the records are called by their rank, so that ties are broken alike in every order of the rows.
        var pairs = found.flatMap(\.0).map { (a: Int(rank[$0.a]), b: Int(rank[$0.b]), odds: $0.odds) }
        pairs.sort { ($0.a, $0.b) < ($1.a, $1.b) }
        var cache = LevelCache()
        func together(_ a: Int, _ b: Int) -> Double { odds(order[a], order[b], &cache) }
        let weighed = Rivals.weighed(pairs, count: records.count, odds: together)
        for index in pairs.indices { pairs[index].odds = weighed[index] }
        if !records.hasTwoFiles { pairs = Triangles.closed(pairs, odds: together) }
        var result = Result(pairs: [], candidates: found.reduce(0) { $0 + $1.1 })
        for pair in pairs {
            let probability = 1 / (1 + exp(-pair.odds))
            if probability < threshold { continue }
            result.pairs.append(Pair(a: order[pair.a], b: order[pair.b], probability: probability))
        }
        return result
    }

    /// Groups of records that belong together by these pairs.
    public func clusters(_ pairs: [Pair]) -> [[Int]] {
        var cache = LevelCache()
        // One in a thousand, where three in a chain would have to be one person.
        return Clusters.of(pairs) { odds($0, $1, &cache) < -7 }
    }

    /// Log odds that two records are one person, whatever else there is.
    func odds(_ a: Int, _ b: Int, _ cache: inout LevelCache) -> Double {
        let levels = comparison.levels(a, b, &cache)
        return weights.odds(levels, frequencies.adjustment(a, b, levels))
    }
}
