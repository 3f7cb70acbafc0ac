internal import Foundation

/// How common each value of one table is: log of the mean share less log of its own.
struct ValueShares: Sendable {
    /// By number of the value; number 0 is the missing one.
    let logs: [Float]
    /// Chance that two records have the same value.
    let agreement: Double
    /// Of a value that one record alone has.
    let rare: Float
    /// Of a value that four records have.
    private let few: Float

    subscript(number: Int) -> Float { logs[number] }

    /// - Parameter counts: records by number of the value; the first is left out.
    init(_ counts: [Int32]) {
        let known = counts.dropFirst()
        let measure = ShareMeasure(known)
        logs = [0] + known.map { measure.log($0) }
        agreement = measure.mean
        rare = measure.log(1)
        few = measure.log(4)
    }

    /// Of values that were learned of before.
    ///
    /// - Parameter hashes: by number of the value.
    init(_ learned: LearnedShares, hashes: some Sequence<UInt64>) {
        logs = [0] + hashes.dropFirst().map { learned[$0] }
        agreement = learned.agreement
        rare = learned.rare
        few = learned.rare
    }

    /// What is kept: the most common values, and none that four records or fewer have, which would say something of somebody.
    func learned(hashes: [UInt64]) -> LearnedShares {
        LearnedShares(zip(hashes, logs).dropFirst(), below: few, agreement: agreement, rare: rare)
    }
}

/// The same of values that are known by a hash alone.
struct LearnedShares: Sendable, Codable {
    /// So many values of one table are kept.
    private static let most = 1_000
    private let logs: [UInt64: Float]
    let agreement: Double
    let rare: Float
    private let few: Float

    /// - Parameter counts: records by hash of the value.
    init(_ counts: [UInt64: Int32]) {
        let measure = ShareMeasure(counts.values)
        logs = counts.mapValues { measure.log($0) }
        agreement = measure.mean
        rare = measure.log(1)
        few = measure.log(4)
    }

    fileprivate init(_ values: some Sequence<(UInt64, Float)>, below few: Float, agreement: Double, rare: Float) {
        let common = values.filter { $0.1 < few }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(LearnedShares.most)
        logs = Dictionary(common.map { ($0.0, $0.1) }) { first, _ in first }
        self.agreement = agreement
        self.rare = rare
        self.few = few
    }

    /// What is kept of it, as of `ValueShares`.
    var common: LearnedShares {
        LearnedShares(logs.lazy.map { ($0.key, $0.value) }, below: few, agreement: agreement, rare: rare)
    }

    subscript(hash: UInt64) -> Float { logs[hash] ?? rare }
}

/// What shares are measured by.
private struct ShareMeasure {
    /// Pairs of records that are thought to have been counted before any, with `expected` as their agreement: in a handful
    /// of records all may be the same.
    private static let before = 1_000.0
    private static let expected = 0.001
    private let total: Double
    /// Chance that two records have the same value.
    let mean: Double

    init(_ counts: some Sequence<Int32>) {
        var (total, same) = (0.0, 0.0)
        for count in counts {
            total += Double(count)
            same += Double(count) * Double(count - 1) / 2
        }
        let pairs = total * (total - 1) / 2
        self.total = total
        mean =
            total == 0
            ? 0 : (same + ShareMeasure.before * ShareMeasure.expected) / (max(pairs, 0) + ShareMeasure.before)
    }

    func log(_ count: Int32) -> Float {
        if mean == 0 { return 0 }
        let share = (Double(max(count, 1)) + mean * 100) / (total + 100)
        return Float(Foundation.log(mean) - Foundation.log(share))
    }
}
