@testable import Prevention

/// Records as they would stand in a file.
func matchRecords(
    _ kinds: [FieldKind], _ left: [[String]], _ right: [[String]]? = nil, nicknames: [[String]] = []
) -> MatchRecords {
    let reader = RecordReader(columns: kinds, nicknames: Nicknames(nicknames))
    func add(_ rows: [[String]], _ prefix: String) {
        for (index, row) in rows.enumerated() {
            let id = Array((prefix + String(index)).utf8)
            _ = id.withUnsafeBufferPointer { id in
                reader.add(id: id) { column, take in Array(row[column].utf8).withUnsafeBufferPointer(take) }
            }
        }
    }
    add(left, "a")
    if let right {
        reader.beginRight()
        add(right, "b")
    }
    return reader.finish()
}

extension Linkage {
    /// Pairs by what the records are called, with whole percents.
    func named(_ threshold: Double) -> [String: Int] {
        let result = run(threshold: threshold)
        return Dictionary(
            uniqueKeysWithValues: result.pairs.map { pair in
                let ids = [records.ids[pair.a], records.ids[pair.b]].sorted()
                return (ids.joined(separator: "-"), Int((pair.probability * 100).rounded()))
            })
    }
}
