public import Prevention

/// names.yaml: the words by which a text that must be about nobody is looked through.
public enum NameFile {
    /// - Throws: `HandbookProblems`: a list that is unknown, given twice or missing.
    public static func read(_ text: String, file: String = "names.yaml") throws(HandbookProblems) -> NameWords {
        try YAMLReader.read(text, file: file) { reader, root in
            var lists: [List: Set<String>] = [:]
            for node in reader.list(root) {
                guard let entry = reader.entry(node, required: ["list", "words"]),
                    let list = reader.choice(entry, "list", of: List.self), let words = reader.text(entry, "words")
                else { continue }
                if lists[list] != nil {
                    reader.note("the list '\(list.rawValue)' is given twice", at: entry.place(of: "list"))
                }
                lists[list] = Set(words.split(whereSeparator: \.isWhitespace).map { $0.lowercased() })
            }
            for list in List.allCases where lists[list] == nil {
                reader.note("the list '\(list.rawValue)' is missing", at: root)
            }
            return NameWords(
                given: lists[.given] ?? [], family: lists[.family] ?? [], places: lists[.place] ?? [],
                openings: lists[.opening] ?? [])
        }
    }

    private enum List: String, CaseIterable {
        case given, family, place, opening
    }
}
