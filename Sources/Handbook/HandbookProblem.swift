/// What is wrong with a data file, and where.
public struct HandbookProblem: Sendable, Hashable, CustomStringConvertible {
    /// Path within the resources: `locales/da/domain.yaml`.
    public let file: String
    /// From 1; 0 where the whole file is meant.
    public let line: Int
    /// From 1, in characters; 0 where the whole file is meant.
    public let column: Int
    /// What was expected there, and what was found.
    public let message: String
    /// The same for the words of a language (`rule-problem.<code>`); empty where only whoever edits files reads it.
    public let code: String
    public let arguments: [String: String]

    public init(
        file: String, line: Int, column: Int, message: String, code: String = "", arguments: [String: String] = [:]
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.code = code
        self.arguments = arguments
    }

    public var description: String {
        line == 0 ? "\(file): \(message)" : "\(file):\(line):\(column): \(message)"
    }
}

/// Everything that is wrong with one data file, in the order of the file. Never empty.
public struct HandbookProblems: Error, Sendable, Hashable, CustomStringConvertible {
    public let all: [HandbookProblem]

    init(_ all: [HandbookProblem]) {
        self.all = all
    }

    public var description: String {
        all.map(\.description).joined(separator: "\n")
    }
}
