internal import Foundation

/// How common each value of one table is: log of the mean share less log of its own.
struct ValueShares: Sendable {
    /// By number of the value; number 0 is the missing one.
    let logs: [Float]
    /// Chance that two records have the same value.
    let agreement: Double
    /// Of a value that one record alone has.
    let rare: Float

    subscript(number: Int) -> Float { logs[number] }

    /// - Parameter counts: records by number of the value; the first is left out.
    init(_ counts: [Int32]) {
        let known = counts.dropFirst()
        let measure = ShareMeasure(known)
        logs = [0] + known.map { measure.log($0) }
        agreement = measure.mean
        rare = measure.log(1)
    }

    /// Of values that were learned of before.
    ///
    /// - Parameter hashes: by number of the value.
    init(_ learned: LearnedShares, hashes: some Sequence<UInt64>) {
        logs = [0] + hashes.dropFirst().map { learned[$0] }
        agreement = learned.agreement
        rare = learned.rare
    }

    /// The most common values alone, to be kept.
    func learned(hashes: [UInt64]) -> LearnedShares {
        LearnedShares(
            common: zip(hashes, logs).dropFirst().map { (key: $0, value: $1) }, agreement: agreement, rare: rare)
    }
}

/// The same of values that are known by a hash alone.
struct LearnedShares: Sendable, Codable {
    /// So many values of one table are kept.
    private static let most = 1_000
    private let logs: [UInt64: Float]
    let agreement: Double
    let rare: Float

    private init(_ logs: [UInt64: Float], agreement: Double, rare: Float) {
        self.logs = logs
        self.agreement = agreement
        self.rare = rare
    }

    /// - Parameter counts: records by hash of the value.
    init(_ counts: [UInt64: Int32]) {
        let measure = ShareMeasure(counts.values)
        self.init(counts.mapValues { measure.log($0) }, agreement: measure.mean, rare: measure.log(1))
    }

    /// The most common values alone, to be kept.
    init(common values: some Sequence<(key: UInt64, value: Float)>, agreement: Double, rare: Float) {
        let common = values.filter { $0.value < rare }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        self.init(
            Dictionary(common.prefix(LearnedShares.most).map { ($0.key, $0.value) }) { first, _ in first },
            agreement: agreement, rare: rare)
    }

    var common: LearnedShares { LearnedShares(common: logs, agreement: agreement, rare: rare) }

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
