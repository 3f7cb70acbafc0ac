import Prevention

/// A row of a rejects file.
public struct RejectedRow: Sendable, Hashable {
    public let file: String
    public let line: String
    public let column: String
    public let value: String
    public let reason: String
    /// A case of a sealed programme: nobody outside its team learns that it is there.
    public let isSealed: Bool

    /// Where and why, without anything of what the row says: for those who may not see personal data.
    public var withoutContent: RejectedRow {
        RejectedRow(
            file: file, line: line, column: column, value: "",
            reason: value.isEmpty ? reason : reason.split(separator: value).joined(separator: "…"), isSealed: isSealed)
    }

    /// Whether the rejects file at `path` holds a case of a sealed programme.
    public static func hasSealed(in path: String) throws(ImportFailure) -> Bool {
        let reader = try CSVReader(try ByteSource(path: path))
        _ = try reader.next()
        while try reader.next() == .record {
            if reader.fieldCount > 5, names(reader.text(5) ?? "") { return true }
        }
        return false
    }

    /// Whether a row of `cases.jsonl` names a sealed programme.
    private static func names(_ row: String) -> Bool {
        Catalogue.all.contains { $0.isSealed && row.contains("\"\($0.code)\"") }
    }

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
                    file: text(0), line: text(1), column: text(2), value: text(3), reason: reader.text(4) ?? "",
                    isSealed: reader.fieldCount > 5 && names(reader.text(5) ?? "")))
        }
        return rows
    }
}
