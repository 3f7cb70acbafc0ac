/// How many days something took: within how many days half, and nine in ten, were done.
///
/// By the nearest-rank method: the smallest value that at least that part of the values does not exceed (Hyndman and Fan, "Sample
/// quantiles in statistical packages", The American Statistician 50(4), 1996: definition 1). So each number said is one that
/// was there.
public struct Spread: Sendable, Hashable {
    public let count: Int
    /// Days; 0 of none.
    public let median: Int
    /// Days within which nine in ten were done.
    public let ninth: Int

    public init(_ values: [Int]) {
        let sorted = values.sorted()
        count = sorted.count
        /// - Parameter tenths: of all.
        func rank(_ tenths: Int) -> Int {
            sorted.isEmpty ? 0 : sorted[(sorted.count * tenths + 9) / 10 - 1]
        }
        median = rank(5)
        ninth = rank(9)
    }
}
