public import Prevention

/// The texts of one language, by dotted key.
public struct Words: Sendable {
    public let language: Language
    private let byKey: [String: String]
    /// The same, nested by the parts of the keys, for templates: a leaf is a `String`, a branch a
    /// `[String: any Sendable]`.
    public let tree: [String: any Sendable]

    /// - Parameter byKey: texts by dotted key, with `{placeholders}`.
    public init(_ language: Language, _ byKey: [String: String]) {
        self.language = language
        self.byKey = byKey
        tree = Words.nested(byKey.map { (Substring($0.key), $0.value) })
    }

    public var keys: Set<String> { Set(byKey.keys) }

    public func has(_ key: String) -> Bool {
        byKey[key] != nil
    }

    /// The text of `key` with its `{placeholders}` filled in; the key itself where there is none, so that a gap shows.
    /// A placeholder without argument stays as it is; arguments are not searched for placeholders.
    public func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
        guard let text = byKey[key] else { return key }
        return arguments.isEmpty ? text : Words.filled(text, arguments)
    }

    /// The names of the placeholders in the text of `key`.
    public func placeholders(in key: String) -> Set<String> {
        var names: Set<String> = []
        _ = Words.replaced(byKey[key] ?? "") { name in
            names.insert(name)
            return nil
        }
        return names
    }

    /// Texts with every `{law:id}` replaced by number and unit of that rule's newest version, so that no number of
    /// the law stands in the words. One that law.yaml does not have stays as it is.
    static func fillingLaw(_ law: LawBook, in texts: [String: String], _ language: Language) -> [String: String] {
        let newest = Dictionary(law.rules.map { ("law:" + $0.id, $0) }, uniquingKeysWith: { $1 })
        let amounts = Words(language, texts.filter { $0.key.hasPrefix("unit") })
        return texts.mapValues { text in
            guard text.utf8.contains(UInt8(ascii: "{")), text.contains("{law:") else { return text }
            return replaced(text) { name in newest[name].map { amounts.amount($0) } }
        }
    }

    static func filled(_ text: String, _ arguments: [String: String]) -> String {
        replaced(text) { arguments[$0] }
    }

    /// `text` with every `{name}` replaced by what `value` gives for it, or left where that is `nil`.
    private static func replaced(_ text: String, _ value: (String) -> String?) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let inner = rest[rest.index(after: open)...]
            guard let close = inner.firstIndex(of: "}") else { return result + rest[open...] }
            result += value(String(inner[..<close])) ?? String(rest[open...close])
            rest = inner[inner.index(after: close)...]
        }
        return result + rest
    }

    private static func nested(_ entries: [(Substring, String)]) -> [String: any Sendable] {
        var leaves: [String: any Sendable] = [:]
        var branches: [String: [(Substring, String)]] = [:]
        for (key, text) in entries {
            if let dot = key.firstIndex(of: ".") {
                branches[String(key[..<dot]), default: []].append((key[key.index(after: dot)...], text))
            } else {
                leaves[String(key)] = text
            }
        }
        // A key that is both leaf and branch keeps the branch: the leaf can still be looked up by its key.
        return leaves.merging(branches.mapValues { nested($0) }) { $1 }
    }
}

extension Words {
    /// What is wrong and the way out, with the codes of fields and stages in the arguments turned into their names.
    public func refusal(_ refusal: Refusal, programme: Programme?) -> String {
        let named = refusal.arguments.map { (key: $0.key, value: name(of: $0.value, as: $0.key, in: programme)) }
        let arguments = Dictionary(named.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        return self("refusal." + refusal.code, arguments)
    }

    /// Where a rule comes from. Acts keep their Danish names.
    public func source(_ rule: LawBook.Rule) -> String {
        language == .english ? rule.englishSource ?? rule.source : rule.source
    }

    /// The name of a stage, field, choice or clock of a programme; the code where it has no words.
    public func name(_ part: String, _ code: String, of programme: Programme) -> String {
        byKey["programme.\(programme.code).\(part).\(code)"] ?? code
    }

    private func name(of value: String, as argument: String, in programme: Programme?) -> String {
        switch argument {
        case "field":
            return programme.map { name("field", value, of: $0) } ?? value
        case "stage", "from", "to", "first":
            return programme.map { name("stage", value, of: $0) } ?? value
        case "entry":
            return programme.map { name("entry-done", value, of: $0) } ?? value
        case "permission", "basis":
            return byKey[argument + "." + value] ?? value
        case "authority", "other-authority":
            return byKey["authority-name." + value] ?? value
        default:
            return value
        }
    }
}
