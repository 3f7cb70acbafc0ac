import Handbook
import Prevention

/// How two versions of a rule differ, in words.
enum RuleDifference {
    /// What a rule does, in few words.
    private static func parts(_ rule: ScreeningRule) -> (kind: String, count: Int?, days: Int?) {
        switch rule.kind {
        case .singleByCarer: return ("single", nil, nil)
        case .repeatedByCarer(let count, let days): return ("repeated", count, days)
        case .repeatedChildPresent(let count, let days): return ("present", count, days)
        }
    }

    /// Empty where they find the same and say the same.
    static func lines(
        from old: ScreeningRule, to new: ScreeningRule, _ handbook: Handbook, _ words: Words
    ) -> [String] {
        let (before, after) = (parts(old), parts(new))
        var lines: [String] = []
        func say(_ key: String, _ old: String, _ new: String) {
            if old != new { lines.append(words("rule-draft.difference." + key, ["old": old, "new": new])) }
        }
        func number(_ value: Int?) -> String { value.map { words.number($0) } ?? "–" }
        say("kind", words("rule-draft.kind." + before.kind), words("rule-draft.kind." + after.kind))
        say("count", number(before.count), number(after.count))
        say("days", number(before.days), number(after.days))
        func types(_ key: String, _ codes: Set<String>) {
            guard !codes.isEmpty else { return }
            let names = codes.map { handbook.incidentTypeName($0, words.language) }.sorted()
            lines.append(words("rule-draft.difference." + key, ["types": names.joined(separator: ", ")]))
        }
        types("added", new.types.subtracting(old.types))
        types("removed", old.types.subtracting(new.types))
        if old.reason != new.reason { lines.append(words("rule-draft.difference.reason")) }
        return lines
    }
}

/// What is wrong with the text of a rule, each at its place, in the reader's language.
struct RuleProblemLine: Sendable {
    let placeText: String
    /// The line of the text, as it stands; `nil` where the whole text is meant.
    let placeLine: String?
    let placeProblem: String

    /// Where a key stands in the text of a version; `nil` where it does not.
    static func place(of key: String, in text: String, _ words: Words) -> String? {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let before = line.prefix { $0 == " " || $0 == "-" }
            guard line.dropFirst(before.count).hasPrefix(key + ":") else { continue }
            return words("rule-problem.at", ["line": String(index + 1), "column": String(before.count + 1)])
        }
        return nil
    }

    static func all(_ problems: HandbookProblems, in text: String, _ words: Words) -> [RuleProblemLine] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let ordered = problems.all.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        return ordered.map { problem in
            let isPlaced = problem.line > 0
            let place = words(
                isPlaced ? "rule-problem.at" : "rule-problem.whole",
                isPlaced ? ["line": String(problem.line), "column": String(problem.column)] : [:])
            let key = "rule-problem." + problem.code
            let line = lines.indices.contains(problem.line - 1) ? String(lines[problem.line - 1].prefix(120)) : nil
            return RuleProblemLine(
                placeText: place, placeLine: isPlaced ? line : nil,
                placeProblem: words.has(key) ? words(key, problem.arguments) : problem.message)
        }
    }
}
