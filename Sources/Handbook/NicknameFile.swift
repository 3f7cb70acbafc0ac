public import Prevention
import Yams

/// nicknames.yaml: given names that are used for one another, in groups.
public enum NicknameFile {
    /// Those that come with the program.
    ///
    /// - Throws: `HandbookProblems` for a file that is missing or not as expected.
    public static func shipped() throws -> Nicknames {
        try read(try ResourceFolder.shipped().text("nicknames.yaml"))
    }

    /// - Throws: `HandbookProblems`: a group of fewer than two names, a name in two groups.
    public static func read(_ text: String, file: String = "nicknames.yaml") throws(HandbookProblems) -> Nicknames {
        try YAMLReader.read(text, file: file) { reader, root in
            var seen: Set<String> = []
            let groups = reader.list(root).map { node in
                let group = reader.list(node)
                if group.count < 2 { reader.note("a group has two names or more", at: node) }
                return group.map { name in
                    let text = name.scalar?.string ?? ""
                    if text.isEmpty { reader.note("expected a name", at: name) }
                    if !seen.insert(text).inserted { reader.note("the name '\(text)' stands twice", at: name) }
                    return text
                }
            }
            return Nicknames(groups)
        }
    }
}
