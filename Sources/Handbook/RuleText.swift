public import Prevention

/// One version of a rule as text: what is drafted, read by the reader of the shipped file.
public enum RuleText {
    /// Longer texts are refused unread.
    public static let longest = 20_000

    /// - Throws: `HandbookProblems`, each with its line and column.
    public static func read(
        _ text: String, incidentTypes: Set<String>, file: String = "rule"
    ) throws(HandbookProblems) -> ScreeningRule {
        func problem(_ code: String, _ message: String, _ arguments: [String: String] = [:]) -> HandbookProblems {
            HandbookProblems([
                HandbookProblem(
                    file: file, line: 0, column: 0, message: message, code: code, arguments: arguments)
            ])
        }
        guard text.utf8.count <= longest else {
            throw problem("long", "more than \(longest) bytes", ["most": String(longest)])
        }
        let rules = try ScreeningFile.read(text, incidentTypes: incidentTypes, file: file)
        guard let rule = rules.first, rules.count == 1 else {
            throw problem("one-version", "expected one version of one rule")
        }
        return rule
    }

    /// The text of a version, to start a draft from.
    public static func write(_ rule: ScreeningRule) -> String {
        var lines = ["- id: \(rule.id)", "  version: \(rule.version)"]
        func repeated(_ kind: String, _ count: Int, _ days: Int) {
            lines += ["  kind: " + kind, "  count: \(count)", "  window-days: \(days)"]
        }
        switch rule.kind {
        case .singleByCarer: lines.append("  kind: single-by-carer")
        case .repeatedByCarer(let count, let days): repeated("repeated-by-carer", count, days)
        case .repeatedChildPresent(let count, let days): repeated("repeated-child-present", count, days)
        }
        lines.append("  types:")
        lines += rule.types.sorted().map { "    - " + $0 }
        lines.append("  from: \(rule.validFrom)")
        if let last = rule.validTo { lines.append("  to: \(last)") }
        lines.append("  reason:")
        for language in Language.allCases {
            lines.append("    \(language.rawValue): >-")
            lines += folded(rule.reason[language.rawValue] ?? "").map { "      " + $0 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The words in lines of at most 100 characters.
    private static func folded(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let last = lines.last, last.count + word.count < 100 {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension Handbook {
    /// Reads the text of one version of a rule.
    ///
    /// - Throws: `HandbookProblems`, each with its line and column.
    public func rule(in text: String) throws(HandbookProblems) -> ScreeningRule {
        try RuleText.read(text, incidentTypes: Set(incidentTypes.map(\.code)))
    }
}
