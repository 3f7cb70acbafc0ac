import Foundation
public import Prevention

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

/// Reads a rejects file again, row by row. Cases of programmes that not everybody knows of are passed over for those who may
/// not: what is left says nothing of there having been others.
public final class RejectsReader {
    private let reader: CSVReader
    private let hidden: [String]
    private var hasHeader = false
    /// Rows passed over so far, by the file that they were rejected from.
    public private(set) var passedOver: [String: Int] = [:]

    /// - Parameter hidden: codes of the programmes whose rows are passed over.
    /// - Throws: `ImportFailure` where the file cannot be read.
    public init(path: String, hiding hidden: [String]) throws(ImportFailure) {
        reader = try CSVReader(try ByteSource(path: path))
        self.hidden = hidden
    }

    /// Codes of the programmes that somebody must not learn of from rejected rows. What anybody who works with cases may
    /// know of is no secret from those who run imports; they see no content of it.
    public static func hidden(from actor: Actor) -> [String] {
        let scope = CaseScope(of: actor)
        return Catalogue.all.filter { $0.visibility != .caseworkers && !scope.contains($0) }.map(\.code)
    }

    /// The next row; `nil` at the end.
    public func next() throws(ImportFailure) -> RejectedRow? {
        guard try step() else { return nil }
        func text(_ index: Int) -> String { String((reader.text(index) ?? "").prefix(200)) }
        return RejectedRow(
            file: text(0), line: text(1), column: text(2), value: text(3), reason: reader.text(4) ?? "")
    }

    /// The next line of the file, whole; the header first; `nil` at the end. What others have written is no formula in it.
    public func nextLine() throws(ImportFailure) -> String? {
        if !hasHeader {
            hasHeader = true
            return try reader.next() == .record ? line() : nil
        }
        return try step() ? line() : nil
    }

    private func line() -> String {
        let fields = (0..<reader.fieldCount).map { SpreadsheetText.harmless(reader.text($0) ?? "") }
        return fields.map { CSVWriter.field($0) }.joined(separator: ",") + "\n"
    }

    /// Goes to the next row that may be shown.
    private func step() throws(ImportFailure) -> Bool {
        if !hasHeader {
            hasHeader = true
            _ = try reader.next()
        }
        while try reader.next() == .record {
            guard reader.fieldCount >= 5 else { continue }
            if !isHidden() { return true }
            passedOver[reader.text(0) ?? "", default: 0] += 1
        }
        return false
    }

    /// Whether a row of `cases.jsonl` is of a hidden programme; of one that is no JSON, whether it names one at all.
    private func isHidden() -> Bool {
        guard reader.fieldCount > 5, reader.text(0) == "cases.jsonl", let row = reader.text(5) else { return false }
        guard let head = try? JSONDecoder().decode(Head.self, from: Data(row.utf8)) else {
            return hidden.contains { row.contains($0) }
        }
        return hidden.contains(head.programme ?? "")
    }

    private struct Head: Decodable {
        let programme: String?
    }
}

extension RejectedRow {
    /// The first `limit` rows of the rejects file at `path`.
    public static func first(
        _ limit: Int, of path: String, hiding hidden: [String]
    ) throws(ImportFailure) -> [RejectedRow] {
        let reader = try RejectsReader(path: path, hiding: hidden)
        var rows: [RejectedRow] = []
        while rows.count < limit, let row = try reader.next() { rows.append(row) }
        return rows
    }

    /// How many rows of the rejects file at `path` are passed over, by the file that they were rejected from.
    public static func count(hiding hidden: [String], in path: String) throws(ImportFailure) -> [String: Int] {
        let reader = try RejectsReader(path: path, hiding: hidden)
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
