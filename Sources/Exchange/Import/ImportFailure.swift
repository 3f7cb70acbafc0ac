public import Prevention

/// Why an import cannot start, or cannot go on. `description` is safe to show.
public struct ImportFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        /// The folder is not there.
        case noFolder = "no-folder"
        /// None of the five files is in the folder.
        case noFiles = "no-files"
        case unreadable
        case emptyFile = "empty-file"
        case missingColumn = "missing-column"
        case repeatedColumn = "repeated-column"
        case headerNotUTF8 = "header-not-utf8"
        /// A quote in it that is not closed, or more than a line can be.
        case headerMalformed = "header-malformed"
        /// Semicolons or tabs instead of commas.
        case otherSeparator = "other-separator"
        /// A row that the checks let through broke a rule of the database.
        case refusedByDatabase = "refused-by-database"
        /// The rejects file cannot be written.
        case rejects
    }

    public let kind: Kind
    public let file: String
    /// The column, the path or the line.
    public let detail: String

    init(_ kind: Kind, file: String = "", detail: String = "") {
        self.kind = kind
        self.file = file
        self.detail = detail
    }

    /// For pages: the words are in the locales under `refusal.import.<kind>`.
    public var refusal: Refusal {
        Refusal("import." + kind.rawValue, ["file": file, "detail": detail])
    }

    public var description: String {
        switch kind {
        case .noFolder: return "There is no folder '\(detail)'."
        case .noFiles:
            return "The folder '\(detail)' has none of the files persons.csv, relations.csv, incidents.csv, "
                + "incident_persons.csv, areas.csv and cases.jsonl."
        case .unreadable: return "\(file) cannot be read. Check that it is a file and that you may read it."
        case .emptyFile: return "\(file) is empty: it has no header row. Leave the file out if there is nothing in it."
        case .missingColumn: return "\(file) has no column '\(detail)'. Nothing was imported."
        case .repeatedColumn: return "\(file) has the column '\(detail)' twice. Nothing was imported."
        case .headerNotUTF8:
            return "The header row of \(file) is not UTF-8 text. Save the file as UTF-8. Nothing was imported."
        case .headerMalformed:
            return
                "The header row of \(file) cannot be read: a quotation mark in it is not closed. Nothing was imported."
        case .otherSeparator:
            return "\(file) is separated by semicolons or tabs. Save it with commas. Nothing was imported."
        case .refusedByDatabase:
            return "\(file), line \(detail): the database refused the row. What was stored before is kept. "
                + "Take the row out, report it as an error in Kreds, and run the same again."
        case .rejects: return "The rejects file cannot be written to '\(detail)'."
        }
    }
}

/// Why one row was rejected: the words are in the locales under `refusal.<code>`.
struct RowProblem: Error {
    let column: String
    let value: String
    let refusal: Refusal
    /// Names the stages and fields in the words; `nil` outside cases.
    let programme: Programme?

    init(_ code: String, column: String, value: String = "", _ arguments: [String: String] = [:]) {
        self.column = column
        self.value = value
        let place = ["column": column, "value": String(value.prefix(80))]
        refusal = Refusal(code, place.merging(arguments) { $1 })
        programme = nil
    }

    init(_ refusal: Refusal, column: String, value: String, in programme: Programme? = nil) {
        self.column = column
        self.value = value
        self.refusal = refusal
        self.programme = programme
    }

    /// Where and why, without anything of what the row says.
    var withoutValue: RowProblem {
        RowProblem(
            Refusal(refusal.code, refusal.arguments.merging(["value": "…"]) { $1 }), column: column, value: "",
            in: programme)
    }
}
