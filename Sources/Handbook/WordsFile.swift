import Yams

/// A file of words: a tree of keys whose leaves are texts.
public enum WordsFile {
    /// The leaves, by dotted key: `programme.ukn.name`.
    /// - Throws: `HandbookProblems`: a key given twice, an empty text, a list.
    public static func read(_ text: String, file: String) throws(HandbookProblems) -> [String: String] {
        try YAMLReader.read(text, file: file) { reader, root in
            var words: [String: String] = [:]
            guard root.mapping != nil else {
                reader.note("expected keys with words", at: root)
                return words
            }
            collect(root, under: "", into: &words, &reader)
            return words
        }
    }

    private static func collect(
        _ node: Node, under prefix: String, into words: inout [String: String], _ reader: inout YAMLReader
    ) {
        if let mapping = node.mapping {
            for (key, value) in mapping {
                guard let name = key.scalar?.string, !name.isEmpty else {
                    reader.note("expected a key", at: key)
                    continue
                }
                collect(value, under: prefix.isEmpty ? name : prefix + "." + name, into: &words, &reader)
            }
        } else if let text = node.scalar?.string, !text.isEmpty {
            if words.updateValue(text, forKey: prefix) != nil { reader.note("'\(prefix)' is given twice", at: node) }
        } else {
            reader.note("'\(prefix)' is expected to be text", at: node)
        }
    }
}
