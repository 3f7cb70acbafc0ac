internal import Foundation

/// Weighs candidates of one record against each other: of two that cannot be the same person, at most one is that record's.
///
/// The odds of a pair are lowered by the other pairs of both its records, as far as those contradict it. Two candidates that
/// may well be one person, such as two entries of the register, do not lower each other.
struct Rivals {
    /// More than so many candidates of one record are not weighed against each other one by one.
    private static let most = 8

    /// - Parameters:
    ///   - pairs: pairs with their log odds.
    ///   - odds: log odds that two records are one person.
    static func weighed(
        _ pairs: [(a: Int, b: Int, odds: Double)], count: Int, odds: (Int, Int) -> Double
    ) -> [Double] {
        var starts = [Int32](repeating: 0, count: count + 1)
        for pair in pairs {
            starts[pair.a + 1] += 1
            starts[pair.b + 1] += 1
        }
        for record in 0..<count { starts[record + 1] += starts[record] }
        var next = starts
        var edges = [Int32](repeating: 0, count: pairs.count * 2)
        for (index, pair) in pairs.enumerated() {
            for record in [pair.a, pair.b] {
                edges[Int(next[record])] = Int32(index)
                next[record] += 1
            }
        }
        var result = pairs.map(\.odds)
        for record in 0..<count {
            let range = Int(starts[record])..<Int(starts[record + 1])
            if range.count < 2 { continue }
            let rivals = edges[range].sorted { (pairs[Int($0)].odds, $1) > (pairs[Int($1)].odds, $0) }
            let weighed = rivals.prefix(most)
            let others = weighed.map { pairs[Int($0)].a == record ? pairs[Int($0)].b : pairs[Int($0)].a }
            let own = weighed.map { pairs[Int($0)].odds }
            let changes = lowered(own, together: { i, j in min(0, odds(others[i], others[j])) })
            for (index, change) in zip(weighed, changes) { result[Int(index)] += change }
            for index in rivals.dropFirst(most) { result[Int(index)] += changes.last ?? 0 }
        }
        return result
    }

    /// How much each log odds goes down when all ways to choose among the candidates are weighed.
    static func lowered(_ odds: [Double], together: (Int, Int) -> Double) -> [Double] {
        let count = odds.count
        var penalties = [Double](repeating: 0, count: count * count)
        var contradicts = false
        for i in 0..<count {
            for j in 0..<i {
                penalties[i * count + j] = together(i, j)
                if penalties[i * count + j] < 0 { contradicts = true }
            }
        }
        if !contradicts { return odds.map { _ in 0 } }
        var logs = [Double](repeating: 0, count: 1 << count)
        var most = 0.0
        for subset in 1..<(1 << count) {
            var sum = 0.0
            for i in 0..<count where subset & (1 << i) != 0 {
                sum += odds[i]
                for j in 0..<i where subset & (1 << j) != 0 { sum += penalties[i * count + j] }
            }
            logs[subset] = sum
            most = max(most, sum)
        }
        var with = [Double](repeating: 0, count: count)
        var without = with
        for subset in 0..<(1 << count) {
            let weight = exp(logs[subset] - most)
            for i in 0..<count {
                if subset & (1 << i) != 0 { with[i] += weight } else { without[i] += weight }
            }
        }
        return odds.indices.map { min(0, log(max(with[$0], 1e-300)) - log(max(without[$0], 1e-300)) - odds[$0]) }
    }
}
