import Foundation
public import Prevention
import SQL

/// What an import did, file by file: the `--json` output of `kreds import`.
public struct ImportSummary: Sendable, Hashable, Codable {
    public struct File: Sendable, Hashable, Codable {
        public internal(set) var read = 0
        public internal(set) var inserted = 0
        public internal(set) var updated = 0
        public internal(set) var unchanged = 0
        public internal(set) var rejected = 0

        public init() {}
    }

    /// Why a run stopped before its end.
    public struct Failure: Sendable, Hashable, Codable {
        /// The words are in the locales under `refusal.<code>`.
        public let code: String
        public let file: String
        public let detail: String

        public init(_ error: any Error) {
            switch error {
            case let failure as ImportFailure:
                (code, file, detail) = (failure.refusal.code, failure.file, failure.detail)
            case let failure as DatabaseFailure:
                (code, file, detail) = ("import.database-" + failure.kind.rawValue, "", "")
            case is ExchangeWriteError:
                (code, file, detail) = ("import.rejects", "", "")
            default:
                (code, file, detail) = ("import.stopped", "", "")
            }
        }

        public var refusal: Refusal {
            Refusal(code, ["file": file, "detail": detail])
        }
    }

    /// By file name.
    public internal(set) var files: [String: File] = [:]
    /// Path of the rejects file; empty where nothing was rejected.
    public internal(set) var rejects = ""
    /// Id of the run.
    public internal(set) var importID: Int64 = 0
    /// Why the run stopped before its end; `nil` where it did not.
    public internal(set) var failure: Failure?
    /// Columns that were kept out because the format does not know them, by file name.
    public internal(set) var unknownColumns: [String: [String]] = [:]
    /// How often something odd was let through: CPR numbers that fail modulus 11, duplicate pointers that hold nothing.
    public internal(set) var warnings: [String: Int] = [:]

    private enum CodingKeys: String, CodingKey {
        case files, rejects, unknownColumns, warnings, failure
        case importID = "import"
    }

    public var rejected: Int { files.values.reduce(0) { $0 + $1.rejected } }
    public var inserted: Int { files.values.reduce(0) { $0 + $1.inserted } }
}

extension ImportSummary {
    /// The summary in a stored run; `nil` where it has none.
    public init?(stored text: String) {
        guard let summary = try? JSONDecoder().decode(ImportSummary.self, from: Data(text.utf8)) else { return nil }
        self = summary
    }
}

/// How far an import has come.
public struct ImportProgress: Sendable, Hashable {
    /// The file being read.
    public let file: String
    public let bytesRead: UInt64
    public let bytesTotal: UInt64
    public let rows: Int
    public let rejected: Int

    /// From 0 to 1.
    public var fraction: Double {
        bytesTotal == 0 ? 1 : Double(bytesRead) / Double(bytesTotal)
    }
}
