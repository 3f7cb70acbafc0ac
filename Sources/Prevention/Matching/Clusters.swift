/// Puts records together that are one person.
public enum Clusters {
    /// So many pairs across two clusters are asked at most before they are joined.
    private static let most = 64

    /// The surest pairs join their records first; two clusters are not joined where some of one contradict some of the other,
    /// so that a chain of half-sure pairs does not tie different people together.
    ///
    /// - Parameters:
    ///   - pairs: pairs that are sure enough.
    ///   - contradicts: whether two records are most likely two persons.
    /// - Returns: clusters of two records or more, each in order, by their first record.
    public static func of(_ pairs: [Linkage.Pair], contradicts: (Int, Int) -> Bool) -> [[Int]] {
        var cluster: [Int: Int] = [:]
        var members: [Int: [Int]] = [:]
        let sorted = pairs.sorted { ($1.probability, $0.a, $0.b) < ($0.probability, $1.a, $1.b) }
        for pair in sorted {
            for record in [pair.a, pair.b] where cluster[record] == nil {
                cluster[record] = record
                members[record] = [record]
            }
            guard let x = cluster[pair.a], let y = cluster[pair.b], x != y, let left = members[x],
                let right = members[y]
            else { continue }
            let across = left.lazy.flatMap { a in right.lazy.map { b in (a, b) } }.prefix(most)
            if across.contains(where: { contradicts($0, $1) }) { continue }
            for record in right { cluster[record] = x }
            members[x] = left + right
            members[y] = nil
        }
        return members.values.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }
}
