/// Reads the text of a letter and notes everything that is wrong with it, with its line.
struct LetterReader {
    private let names: Set<String>
    private(set) var problems: [LetterText.Problem] = []

    init(names: Set<String>) {
        self.names = names
    }

    /// Sections that are open on lines of their own.
    private struct Open {
        let name: String
        let isInverted: Bool
        let line: Int
        var nodes: [LetterText.Node] = []
    }

    mutating func read(_ text: String) -> [LetterText.Node] {
        if text.allSatisfy(\.isWhitespace) { note(.empty, 1, "") }
        if text.count > LetterText.longest { note(.tooLong, 1, String(LetterText.longest)) }
        guard problems.isEmpty else { return [] }
        var open = [Open(name: "", isInverted: false, line: 0)]
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        for (index, each) in lines.enumerated() {
            let line = LetterReader.trimmed(each)
            let number = index + 1
            if let tag = LetterReader.onlyTag(of: line), let mark = tag.first, "#^/".contains(mark) {
                let name = LetterReader.trimmed(tag.dropFirst())
                if mark == "/" {
                    close(name, &open, number)
                } else {
                    check(name, number)
                    open.append(Open(name: name, isInverted: mark == "^", line: number))
                }
                continue
            }
            open[open.count - 1].nodes.append(node(line, number))
        }
        for section in open.dropFirst() { note(.notClosed, section.line, section.name) }
        return open[0].nodes
    }

    private mutating func close(_ name: String, _ open: inout [Open], _ line: Int) {
        guard open.count > 1, let last = open.last, last.name == name else { return note(.notOpened, line, name) }
        open.removeLast()
        open[open.count - 1].nodes.append(.section(name, isInverted: last.isInverted, last.nodes))
    }

    private mutating func node(_ line: String, _ number: Int) -> LetterText.Node {
        if line.isEmpty { return .gap }
        for (mark, kind) in [("# ", LetterText.Kind.heading), ("- ", .item)] where line.hasPrefix(mark) {
            return .line(kind, pieces(line.dropFirst(mark.count), number))
        }
        return .line(.text, pieces(Substring(line), number))
    }

    /// Words and tags of one line.
    private mutating func pieces(_ line: Substring, _ number: Int) -> [LetterText.Piece] {
        var open: [(name: String, isInverted: Bool, pieces: [LetterText.Piece])] = [("", false, [])]
        var rest = line
        while let start = rest.firstRange(of: "{{") {
            add(.words(String(rest[..<start.lowerBound])), &open)
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "}}") else {
                note(.notClosed, number, "{{" + rest)
                return open[0].pieces
            }
            let tag = LetterReader.trimmed(rest[..<end.lowerBound])
            rest = rest[end.upperBound...]
            let name = LetterReader.trimmed(tag.dropFirst())
            switch tag.first {
            case "#", "^":
                check(name, number)
                open.append((name, tag.first == "^", []))
            case "/":
                guard open.count > 1, let last = open.last, last.name == name else {
                    note(.notOpened, number, name)
                    continue
                }
                open.removeLast()
                add(.section(name, isInverted: last.isInverted, last.pieces), &open)
            default:
                check(tag, number)
                add(.field(tag), &open)
            }
        }
        add(.words(String(rest)), &open)
        for section in open.dropFirst() { note(.notClosed, number, section.name) }
        return open[0].pieces
    }

    private func add(
        _ piece: LetterText.Piece, _ open: inout [(name: String, isInverted: Bool, pieces: [LetterText.Piece])]
    ) {
        if piece != .words("") { open[open.count - 1].pieces.append(piece) }
    }

    private mutating func check(_ name: String, _ line: Int) {
        if names.contains(name) { return }
        let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "_.-".contains($0) }
        guard isName else { return note(.unknownTag, line, "{{" + name + "}}") }
        problems.append(
            .init(kind: .unknownField, line: line, found: name, nearest: NearestName.of(name, among: names)))
    }

    private mutating func note(_ kind: LetterText.Problem.Kind, _ line: Int, _ found: String) {
        problems.append(.init(kind: kind, line: line, found: found, nearest: nil))
    }

    /// What stands between the braces of a line that is one tag.
    private static func onlyTag(of line: String) -> Substring? {
        guard line.hasPrefix("{{"), line.hasSuffix("}}"), line.count > 4 else { return nil }
        let inner = line.dropFirst(2).dropLast(2)
        return inner.contains("{") || inner.contains("}") ? nil : inner
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let front = text.drop { $0.isWhitespace }
        return String(String(front.reversed()).drop { $0.isWhitespace }.reversed())
    }
}

/// The known name that somebody may have meant.
public enum NearestName {
    /// The one with the fewest letters to change, at most a third of them; `nil` where none is near.
    public static func of(_ name: String, among names: some Sequence<String>) -> String? {
        let far = max(1, name.count / 3)
        let ranked = names.map { (distance($0.lowercased(), name.lowercased()), $0) }.sorted { $0 < $1 }
        return ranked.first.flatMap { $0.0 <= far ? $0.1 : nil }
    }

    /// Letters to put in, take out or change (Levenshtein).
    private static func distance(_ one: String, _ other: String) -> Int {
        let letters = Array(other)
        var row = Array(0...letters.count)
        for (index, letter) in one.enumerated() {
            var before = row[0]
            row[0] = index + 1
            for place in letters.indices {
                let cost = min(row[place + 1] + 1, row[place] + 1, before + (letters[place] == letter ? 0 : 1))
                before = row[place + 1]
                row[place + 1] = cost
            }
        }
        return row[letters.count]
    }
}
