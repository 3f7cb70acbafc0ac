/// The text of a letter, read: a small part of the mustache language, and of markdown.
///
///     # Afgørelse
///     Tilholdet gælder fra {{served_on}}.
///     {{#area_prohibition}}
///     - Du må ikke opholde dig i området.
///     {{/area_prohibition}}
///
/// `# ` begins a heading, `- ` an item of a list; other lines run on as a paragraph until an empty line. `{{name}}` is
/// replaced; `{{#name}}` to `{{/name}}` stays only where the field holds something, `{{^name}}` only where it does not,
/// each on
/// a line of its own or within one line. There is no markup: whatever a field holds, it is shown as it stands.
public struct LetterText: Sendable, Hashable {
    let nodes: [Node]

    indirect enum Node: Sendable, Hashable {
        case line(Kind, [Piece])
        /// An empty line: the paragraph ends.
        case gap
        case section(String, isInverted: Bool, [Node])
    }

    enum Kind: Sendable, Hashable {
        case heading, item, text
    }

    indirect enum Piece: Sendable, Hashable {
        case words(String)
        case field(String)
        case section(String, isInverted: Bool, [Piece])
    }

    /// What is wrong with a text, and in which line, counted from 1.
    public struct Problem: Error, Sendable, Hashable {
        public enum Kind: String, Sendable {
            case unknownField = "letter-unknown-field"
            /// A tag that is not one of the four kinds.
            case unknownTag = "letter-unknown-tag"
            case notClosed = "letter-not-closed"
            case notOpened = "letter-not-opened"
            case tooLong = "letter-too-long"
            case empty = "letter-empty"
        }

        public let kind: Kind
        public let line: Int
        /// The name or tag as it stands.
        public let found: String
        /// The known name that is nearest; `nil` where none is near.
        public let nearest: String?

        public var refusal: Refusal {
            let code = nearest == nil ? kind.rawValue : kind.rawValue + "-near"
            return Refusal(code, ["line": String(line), "name": found, "nearest": nearest ?? ""])
        }
    }

    public struct Problems: Error, Sendable {
        public let problems: [Problem]
    }

    /// Characters of a text.
    public static let longest = 20_000

    /// - Parameter names: the fields that it may name.
    /// - Throws: `Problems`, all of them.
    public init(_ text: String, names: Set<String>) throws(Problems) {
        var reader = LetterReader(names: names)
        let nodes = reader.read(text)
        guard reader.problems.isEmpty else { throw Problems(problems: reader.problems) }
        self.nodes = nodes
    }

    /// A part of a letter as it is shown.
    public enum Block: Sendable, Hashable {
        case heading(String)
        /// Its lines.
        case paragraph([String])
        case list([String])
    }

    /// The letter with its fields filled in; one that is absent is empty.
    public func filled(_ values: [String: String]) -> [Block] {
        var filling = LetterFilling(values: values)
        filling.add(nodes)
        return filling.finished()
    }
}

/// Puts lines together into blocks.
private struct LetterFilling {
    let values: [String: String]
    private var blocks: [LetterText.Block] = []
    private var lines: [String] = []
    private var items: [String] = []

    init(values: [String: String]) {
        self.values = values
    }

    private func isSet(_ name: String) -> Bool { values[name].map { !$0.isEmpty } ?? false }

    mutating func add(_ nodes: [LetterText.Node]) {
        for node in nodes {
            switch node {
            case .gap: close()
            case .section(let name, let isInverted, let inner): if isSet(name) != isInverted { add(inner) }
            case .line(let kind, let pieces):
                let text = String(words(pieces).trimmingPrefix { $0 == " " })
                // A line of nothing but empty fields is not there.
                if text.isEmpty { continue }
                switch kind {
                case .heading:
                    close()
                    blocks.append(.heading(text.replacing("\n", with: " ")))
                case .item:
                    if !lines.isEmpty { close() }
                    items.append(text.replacing("\n", with: " "))
                case .text:
                    if !items.isEmpty { close() }
                    add(text)
                }
            }
        }
    }

    /// Lines of the text run on; what somebody wrote into a field keeps its lines, and its empty ones begin a
    /// paragraph.
    private mutating func add(_ text: String) {
        for (index, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if part.isEmpty {
                close()
            } else if index == 0, let last = lines.indices.last {
                lines[last] += " " + part
            } else {
                lines.append(String(part))
            }
        }
    }

    private func words(_ pieces: [LetterText.Piece]) -> String {
        pieces.map { piece in
            switch piece {
            case .words(let text): return text
            case .field(let name): return values[name] ?? ""
            case .section(let name, let isInverted, let inner): return isSet(name) != isInverted ? words(inner) : ""
            }
        }.joined()
    }

    private mutating func close() {
        if !lines.isEmpty { blocks.append(.paragraph(lines)) }
        if !items.isEmpty { blocks.append(.list(items)) }
        lines = []
        items = []
    }

    /// Without the headings that nothing stands under.
    mutating func finished() -> [LetterText.Block] {
        close()
        return blocks.indices.filter { index in
            guard case .heading = blocks[index] else { return true }
            guard index + 1 < blocks.count else { return false }
            if case .heading = blocks[index + 1] { return false }
            return true
        }.map { blocks[$0] }
    }
}
