/// What a trend is observed of (*emne*).
public struct TrendTopic: Sendable, Hashable {
    /// Stable: observations are stored with it.
    public let code: String
    public let names: [Language: String]

    public init(code: String, names: [Language: String]) {
        self.code = code
        self.names = names
    }
}

/// trend-topics.yaml: the topics with their names.
public enum TrendTopicFile {
    /// - Throws: `HandbookProblems`: a code given twice, a missing name.
    public static func read(
        _ text: String, file: String = "trend-topics.yaml"
    ) throws(HandbookProblems) -> [TrendTopic] {
        try YAMLReader.read(text, file: file) { reader, root in
            var topics: [TrendTopic] = []
            for node in reader.list(root) {
                guard let entry = reader.entry(node, required: ["code"] + Language.allCases.map(\.rawValue)),
                    let code = reader.text(entry, "code")
                else { continue }
                if topics.contains(where: { $0.code == code }) {
                    reader.note("the code '\(code)' is given twice", at: entry.place(of: "code"))
                }
                var names: [Language: String] = [:]
                for language in Language.allCases { names[language] = reader.text(entry, language.rawValue) }
                topics.append(TrendTopic(code: code, names: names))
            }
            return topics
        }
    }
}

extension Handbook {
    /// The name, or the code where no topic has it.
    public func trendTopicName(_ code: String, _ language: Language) -> String {
        trendTopics.first { $0.code == code }?.names[language] ?? code
    }
}
