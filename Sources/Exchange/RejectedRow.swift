/// A row of a rejects file.
public struct RejectedRow: Sendable, Hashable {
    public let file: String
    public let line: String
    public let column: String
    public let value: String
    public let reason: String

    /// The first `limit` rows of the rejects file at `path`.
    /// - Throws: `ImportFailure` where it cannot be read.
    public static func first(_ limit: Int, of path: String) throws(ImportFailure) -> [RejectedRow] {
        let reader = try CSVReader(try ByteSource(path: path))
        var rows: [RejectedRow] = []
        _ = try reader.next()
        while rows.count < limit, try reader.next() == .record {
            guard reader.fieldCount >= 5 else { continue }
            func text(_ index: Int) -> String { String((reader.text(index) ?? "").prefix(200)) }
            rows.append(
                RejectedRow(
                    file: text(0), line: text(1), column: text(2), value: text(3), reason: reader.text(4) ?? ""))
        }
        return rows
    }
}
