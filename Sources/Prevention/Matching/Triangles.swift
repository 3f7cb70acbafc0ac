internal import Foundation

/// Two records that are both the same person as a third are one person, unless they contradict each other.
///
/// Of three records either all are one person, or two of them, or none; the odds of each case are the sum of the log odds of
/// the pairs in it. So a pair that says little by itself is found through a third, and one that says the opposite outweighs
/// a weak bridge.
enum Triangles {
    /// Neighbours of one record that are looked at: more than so many copies of one person are rare.
    private static let most = 40

    /// Pairs that are more likely through a third record than by themselves, with their log odds.
    ///
    /// - Parameters:
    ///   - pairs: pairs with their log odds, weighed against their rivals.
    ///   - odds: log odds of two records by themselves.
    static func closed(
        _ pairs: [(a: Int, b: Int, odds: Double)], odds: (Int, Int) -> Double
    ) -> [(a: Int, b: Int, odds: Double)] {
        var neighbours: [Int: [(record: Int, odds: Double)]] = [:]
        var known: [Key: Double] = [:]
        for pair in pairs {
            known[Key(pair.a, pair.b)] = pair.odds
            if pair.odds <= 0 { continue }
            neighbours[pair.a, default: []].append((pair.b, pair.odds))
            neighbours[pair.b, default: []].append((pair.a, pair.odds))
        }
        var raised = known
        for (_, around) in neighbours where around.count > 1 {
            let around = around.sorted { ($0.odds, $1.record) > ($1.odds, $0.record) }.prefix(most)
            for (index, x) in around.enumerated() {
                for y in around[..<index] {
                    let key = Key(x.record, y.record)
                    let own = known[key] ?? odds(x.record, y.record)
                    let through = joint(own, x.odds, y.odds)
                    if through > max(own, raised[key] ?? -.infinity) { raised[key] = through }
                }
            }
        }
        return raised.map { ($0.key.low, $0.key.high, $0.value) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    private struct Key: Hashable {
        let low: Int
        let high: Int

        init(_ a: Int, _ b: Int) { (low, high) = (min(a, b), max(a, b)) }
    }

    /// Log odds of a pair where each of both is tied to a third with `x` and `y`.
    static func joint(_ own: Double, _ x: Double, _ y: Double) -> Double {
        let all = own + x + y
        let most = max(all, own, x, y, 0)
        let with = exp(all - most) + exp(own - most)
        let without = exp(x - most) + exp(y - most) + exp(-most)
        return log(max(with, 1e-300)) - log(max(without, 1e-300))
    }
}
