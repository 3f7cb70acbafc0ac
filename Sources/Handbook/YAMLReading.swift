import Prevention
import Yams

/// Walks one YAML file and notes everything that is not as expected, with its place, so that whoever edits the file
/// sees all of it at once.
struct YAMLReader {
    let file: String
    private(set) var problems: [HandbookProblem] = []

    private init(file: String) {
        self.file = file
    }

    /// Parses `text` and lets `body` walk it.
    ///
    /// Scalars stay text (YAML would read `no` as a truth value); each file's reader says what is a number.
    /// - Throws: `HandbookProblems` where the text is no YAML, or where `body` has noted anything.
    static func read<Result>(
        _ text: String, file: String, _ body: (inout YAMLReader, Node) -> Result
    ) throws(HandbookProblems) -> Result {
        var reader = YAMLReader(file: file)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text, .basic)
        } catch {
            throw HandbookProblems([reader.problem(of: error)])
        }
        guard let root else {
            throw HandbookProblems([
                HandbookProblem(file: file, line: 0, column: 0, message: "the file is empty", code: "empty")
            ])
        }
        let result = body(&reader, root)
        guard reader.problems.isEmpty else { throw HandbookProblems(reader.problems) }
        return result
    }

    /// - Parameters:
    ///   - code: of the words for whoever reads it in their own language; empty where nobody does.
    ///   - arguments: of those words.
    mutating func note(_ message: String, at node: Node, _ code: String = "", _ arguments: [String: String] = [:]) {
        problems.append(
            HandbookProblem(
                file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, message: message, code: code,
                arguments: arguments))
    }

    /// The elements of a list; notes anything else.
    mutating func list(_ node: Node) -> [Node] {
        guard let sequence = node.sequence else {
            note("expected a list", at: node, "list")
            return []
        }
        return Array(sequence)
    }

    /// A mapping with known keys; notes missing and unknown ones. `nil` for anything else than a mapping.
    ///
    /// - Parameter banned: what an unknown key would bring in that must not be there; `nil` for any other.
    mutating func entry(
        _ node: Node, required: [String], optional: [String] = [], banned: (String) -> String? = { _ in nil }
    ) -> YAMLEntry? {
        guard let mapping = node.mapping else {
            let keys = required.joined(separator: ", ")
            note("expected the keys \(keys)", at: node, "keys", ["keys": keys])
            return nil
        }
        var values: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            guard required.contains(name) || optional.contains(name) else {
                if let what = banned(name) {
                    note(
                        "'\(name)' is not allowed: a rule must not use \(what)", at: key, "banned." + what,
                        ["key": name])
                    continue
                }
                let known = (required + optional).joined(separator: ", ")
                note(
                    "unknown key '\(name)'; known are \(known)", at: key, "unknown-key", ["key": name, "known": known])
                continue
            }
            values[name] = value
        }
        for name in required where values[name] == nil {
            note("missing key '\(name)'", at: node, "missing-key", ["key": name])
        }
        return YAMLEntry(node: node, values: values)
    }

    private func problem(of error: any Error) -> HandbookProblem {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            return HandbookProblem(
                file: file, line: mark.line, column: mark.column, message: problem, code: "yaml")
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map(\.description).sorted().joined(separator: ", ")
            return HandbookProblem(
                file: file, line: context.mark.line, column: context.mark.column, message: "key given twice: \(names)",
                code: "key-twice", arguments: ["key": names])
        default:
            return HandbookProblem(
                file: file, line: 0, column: 0, message: "cannot be read as YAML: \(error)", code: "yaml")
        }
    }
}

/// A mapping whose keys have been checked.
struct YAMLEntry {
    let node: Node
    let values: [String: Node]

    /// Where to point for a problem with `key`.
    func place(of key: String) -> Node {
        values[key] ?? node
    }
}

/// Reading the values of an entry. Each gives `nil` where the key is absent, and notes a value of the wrong kind.
extension YAMLReader {
    mutating func text(_ entry: YAMLEntry, _ key: String) -> String? {
        guard let node = entry.values[key] else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            note("'\(key)' is expected to be text", at: node, "text", ["key": key])
            return nil
        }
        return text
    }

    mutating func integer(_ entry: YAMLEntry, _ key: String) -> Int? {
        guard let text = text(entry, key) else { return nil }
        guard let number = Int(text), number >= 0 else {
            note(
                "'\(key)' is expected to be a whole number, not '\(text)'", at: entry.place(of: key), "integer",
                ["key": key, "value": text])
            return nil
        }
        return number
    }

    mutating func decimal(_ entry: YAMLEntry, _ key: String) -> Double? {
        guard let text = text(entry, key) else { return nil }
        guard let number = Double(text), number.isFinite else {
            note("'\(key)' is expected to be a number with a decimal point, not '\(text)'", at: entry.place(of: key))
            return nil
        }
        return number
    }

    mutating func date(_ entry: YAMLEntry, _ key: String) -> LocalDate? {
        guard let text = text(entry, key) else { return nil }
        guard let date = LocalDate(text) else {
            note(
                "'\(key)' is expected to be a date YYYY-MM-DD, not '\(text)'", at: entry.place(of: key), "date",
                ["key": key, "value": text])
            return nil
        }
        return date
    }

    mutating func flag(_ entry: YAMLEntry, _ key: String) -> Bool? {
        guard let text = text(entry, key) else { return nil }
        guard text == "true" || text == "false" else {
            note("'\(key)' is expected to be true or false, not '\(text)'", at: entry.place(of: key))
            return nil
        }
        return text == "true"
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ entry: YAMLEntry, _ key: String, of type: Choice.Type
    ) -> Choice? {
        guard let text = text(entry, key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            note(
                "'\(key)' is expected to be one of \(known), not '\(text)'", at: entry.place(of: key), "choice",
                ["key": key, "value": text, "known": known])
            return nil
        }
        return choice
    }

    /// A list of codes, each one of `known`.
    mutating func codes(_ entry: YAMLEntry, _ key: String, known: Set<String>) -> [String] {
        guard let node = entry.values[key] else { return [] }
        var codes: [String] = []
        for element in list(node) {
            guard let code = element.scalar?.string, known.contains(code) else {
                let value = element.scalar?.string ?? ""
                note("'\(value)' in '\(key)' is not a known code", at: element, "code", ["key": key, "value": value])
                continue
            }
            codes.append(code)
        }
        return codes
    }

    /// A period `from`–`to`, `to` being the first day after it.
    mutating func period(_ entry: YAMLEntry) -> (from: LocalDate, to: LocalDate?)? {
        guard let from = date(entry, "from") else { return nil }
        let to = date(entry, "to")
        if let to, to <= from {
            note("'to' is expected to be later than 'from'", at: entry.place(of: "to"), "period")
            return nil
        }
        return (from, to)
    }
}
