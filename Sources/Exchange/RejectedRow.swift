import Prevention

/// A row of a rejects file.
public struct RejectedRow: Sendable, Hashable {
    public let file: String
    public let line: String
    public let column: String
    public let value: String
    public let reason: String

    /// Where and why, without anything of what the row says: for those who may not see personal data.
    public var withoutContent: RejectedRow {
        RejectedRow(
            file: file, line: line, column: column, value: "",
            reason: value.isEmpty ? reason : reason.split(separator: value).joined(separator: "…"))
    }
}

/// Reads a rejects file again, row by row. Cases of sealed programmes are passed over for those who may not know of them:
/// what is left says nothing of there having been others.
public final class RejectsReader {
    private let reader: CSVReader
    private let showsSealed: Bool
    private var hasHeader = false
    /// Rows passed over so far, by the file that they were rejected from.
    public private(set) var passedOver: [String: Int] = [:]

    /// - Throws: `ImportFailure` where the file cannot be read.
    public init(path: String, showsSealed: Bool) throws(ImportFailure) {
        reader = try CSVReader(try ByteSource(path: path))
        self.showsSealed = showsSealed
    }

    /// The next row; `nil` at the end.
    public func next() throws(ImportFailure) -> RejectedRow? {
        guard try step() else { return nil }
        func text(_ index: Int) -> String { String((reader.text(index) ?? "").prefix(200)) }
        return RejectedRow(
            file: text(0), line: text(1), column: text(2), value: text(3), reason: reader.text(4) ?? "")
    }

    /// The next line of the file, whole; the header first; `nil` at the end.
    public func nextLine() throws(ImportFailure) -> String? {
        if !hasHeader {
            hasHeader = true
            return try reader.next() == .record ? line() : nil
        }
        return try step() ? line() : nil
    }

    private func line() -> String {
        (0..<reader.fieldCount).map { CSVWriter.field(reader.text($0) ?? "") }.joined(separator: ",") + "\n"
    }

    /// Goes to the next row that may be shown.
    private func step() throws(ImportFailure) -> Bool {
        if !hasHeader {
            hasHeader = true
            _ = try reader.next()
        }
        while try reader.next() == .record {
            guard reader.fieldCount >= 5 else { continue }
            if showsSealed || reader.fieldCount == 5 || !RejectsReader.isSealed(reader.text(5) ?? "") { return true }
            passedOver[reader.text(0) ?? "", default: 0] += 1
        }
        return false
    }

    /// Whether a row of `cases.jsonl` names a sealed programme.
    private static func isSealed(_ row: String) -> Bool {
        Catalogue.all.contains { $0.isSealed && row.contains("\"\($0.code)\"") }
    }
}

extension RejectedRow {
    /// The first `limit` rows of the rejects file at `path`.
    public static func first(
        _ limit: Int, of path: String, showsSealed: Bool
    ) throws(ImportFailure) -> [RejectedRow] {
        let reader = try RejectsReader(path: path, showsSealed: showsSealed)
        var rows: [RejectedRow] = []
        while rows.count < limit, let row = try reader.next() { rows.append(row) }
        return rows
    }

    /// How many rows of the rejects file at `path` only those learn of who work with sealed programmes, by the file that
    /// they were rejected from.
    public static func sealed(in path: String) throws(ImportFailure) -> [String: Int] {
        let reader = try RejectsReader(path: path, showsSealed: false)
        while try reader.next() != nil {}
        return reader.passedOver
    }
}

extension ImportSummary {
    /// The summary as if those rows had not been there.
    public func without(_ rejected: [String: Int]) -> ImportSummary {
        var summary = self
        for (file, count) in rejected {
            summary.files[file]?.read -= count
            summary.files[file]?.rejected -= count
        }
        return summary
    }
}
