import Prevention

/// Why records could not be matched; nothing was written.
public struct MatchFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable {
        case noColumns, badColumns, unknownKind, columnTwice, tooManyColumns
        case missingColumn, emptyFile, malformedHeader, otherEncoding, idMissing, idTwice, tooManyRecords
    }

    public let kind: Kind
    private let detail: String
    private let other: String
    private let line: Int
    private let file: String

    init(_ kind: Kind, file: String = "", line: Int = 0, detail: String = "", _ other: String = "") {
        self.kind = kind
        self.file = file
        self.line = line
        self.detail = detail
        self.other = other
    }

    public var description: String {
        let kinds = FieldKind.allCases.map(\.rawValue).joined(separator: ", ")
        return switch kind {
        case .noColumns: "--columns names no column. Give at least one, such as 'surname=family,born=date'."
        case .badColumns:
            "--columns '\(detail)' cannot be read. Write 'column=kind,column=kind'; put a name with a comma or an equals "
                + "sign in quotation marks."
        case .unknownKind: "--columns: '\(detail)' of the column '\(other)' is no kind. Kinds are \(kinds)."
        case .columnTwice: "--columns names the column '\(detail)' twice."
        case .tooManyColumns: "--columns: at most \(detail) columns of kind text can be compared. Leave some out."
        case .missingColumn: "\(file) has no column '\(detail)'. It has \(other)."
        case .emptyFile: "\(file) is empty: it has no header row."
        case .malformedHeader: "The header row of \(file) cannot be read: a quotation mark in it is not closed."
        case .otherEncoding: "\(file) is UTF-16. Save it as UTF-8."
        case .idMissing: "\(file), line \(line): the record has no '\(detail)'. Every record needs one."
        case .idTwice:
            "\(file), line \(line): the \(other) '\(detail)' stands there a second time. Every record needs its own."
        case .tooManyRecords: "\(file) has more records than can be matched at once (\(detail))."
        }
    }
}
