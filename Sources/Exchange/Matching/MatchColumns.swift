public import Prevention

/// Which columns of a file are compared, and what they hold: `column=kind,…`.
public struct MatchColumns: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public let name: String
        public let kind: FieldKind
    }

    public let columns: [Column]

    /// Reads `given=given,"last name"=family`; a name with a comma, an equals sign or a quotation mark stands in quotation
    /// marks, where a quotation mark is written twice.
    ///
    /// - Throws: `MatchFailure` with the place and what may stand there.
    public init(_ text: String) throws(MatchFailure) {
        var columns: [Column] = []
        for part in try MatchColumns.parts(text) {
            guard let kind = FieldKind(rawValue: part.kind) else {
                throw MatchFailure(.unknownKind, detail: part.kind, part.name)
            }
            if columns.contains(where: { $0.name == part.name }) {
                throw MatchFailure(.columnTwice, detail: part.name)
            }
            columns.append(Column(name: part.name, kind: kind))
        }
        let texts = FieldKind.areTexts(columns.map(\.kind)).count { $0 }
        if columns.isEmpty { throw MatchFailure(.noColumns) }
        if texts > MatchColumns.mostTexts {
            throw MatchFailure(.tooManyColumns, detail: String(MatchColumns.mostTexts))
        }
        self.columns = columns
    }

    /// So many columns of kind `text`, and further ones of another kind, are compared at most.
    public static let mostTexts = 10

    private static func parts(_ text: String) throws(MatchFailure) -> [(name: String, kind: String)] {
        var parts: [(name: String, kind: String)] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            let name = try word(&rest, endingAt: "=", of: text)
            let kind = try word(&rest, endingAt: ",", of: text)
            parts.append((name, kind))
        }
        return parts
    }

    /// What stands before `end`, with or without quotation marks, and takes both away.
    private static func word(
        _ rest: inout Substring, endingAt end: Character, of text: String
    ) throws(MatchFailure) -> String {
        var word = ""
        if rest.first == "\"" {
            rest.removeFirst()
            while let next = rest.first {
                rest.removeFirst()
                if next == "\"" {
                    if rest.first != "\"" { break }
                    rest.removeFirst()
                }
                word.append(next)
            }
        } else {
            word = String(rest.prefix { $0 != end && $0 != "," })
            rest = rest.dropFirst(word.count)
            while word.last == " " { word.removeLast() }
            while word.first == " " { word.removeFirst() }
        }
        let isLast = end == "," && rest.isEmpty
        if word.isEmpty || !(isLast || rest.first == end) { throw MatchFailure(.badColumns, detail: text) }
        rest = rest.dropFirst()
        return word
    }
}
