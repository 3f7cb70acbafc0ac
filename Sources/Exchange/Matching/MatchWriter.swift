public import Prevention

/// Writes what was found, each file whole or not at all.
public enum MatchWriter {
    /// `id_a,id_b,probability`, the surest first; of one file the smaller id stands first, of two that of the first file.
    ///
    /// - Throws: `ExchangeWriteError`.
    public static func write(_ pairs: [Linkage.Pair], of records: MatchRecords, to path: String) throws {
        var writer = try CSVWriter(file: try PartialFile(path: path), header: ["id_a", "id_b", "probability"])
        for line in lines(pairs, of: records) {
            try writer.row([line.a, line.b, probability(line.probability)])
        }
        try writer.file.finish()
    }

    /// `file,id,cluster`: all records that belong to others, with the first id of those that belong together.
    ///
    /// - Throws: `ExchangeWriteError`.
    public static func write(_ clusters: [[Int]], of records: MatchRecords, to path: String) throws {
        var writer = try CSVWriter(file: try PartialFile(path: path), header: ["file", "id", "cluster"])
        let named = clusters.map { cluster in
            cluster.map { record in
                (file: record < records.leftCount ? "left" : "right", id: records.ids[record])
            }.sorted { $0 < $1 }
        }
        for cluster in named.sorted(by: { $0[0] < $1[0] }) {
            for record in cluster { try writer.row([record.file, record.id, cluster[0].id]) }
        }
        try writer.file.finish()
    }

    private static func lines(
        _ pairs: [Linkage.Pair], of records: MatchRecords
    ) -> [(a: String, b: String, probability: Double)] {
        let lines = pairs.map { pair in
            let (x, y) = (records.ids[pair.a], records.ids[pair.b])
            let isTurned = records.hasTwoFiles ? pair.a > pair.b : x > y
            return (a: isTurned ? y : x, b: isTurned ? x : y, probability: pair.probability)
        }
        return lines.sorted { ($1.probability, $0.a, $0.b) < ($0.probability, $1.a, $1.b) }
    }

    /// Six places after the point, and never rounded up to certainty.
    private static func probability(_ value: Double) -> String {
        let millionths = min(999_999, Int((value * 1_000_000).rounded()))
        let digits = String(millionths)
        return "0." + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
