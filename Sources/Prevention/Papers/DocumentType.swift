/// A type of file that a case may hold. What it is, is told by its bytes, never by its name or by what a browser says.
public struct DocumentType: Sendable, Hashable {
    public let code: String
    /// As people call it: `PDF`.
    public let name: String
    /// As it is sent again: `application/pdf`.
    public let mediaType: String
    /// Endings of file names, small letters without dot, the usual one first.
    public let endings: [String]
    /// How its files begin; empty for plain text, which is UTF-8 without control signs.
    public let begins: [UInt8]
    /// What its files hold somewhere; of an archive, names of what is in it.
    public let holds: [[UInt8]]
    /// What makes them refused: programs within.
    public let neverHolds: [[UInt8]]

    public init(
        code: String, name: String, mediaType: String, endings: [String], begins: [UInt8] = [], holds: [[UInt8]] = [],
        neverHolds: [[UInt8]] = []
    ) {
        self.code = code
        self.name = name
        self.mediaType = mediaType
        self.endings = endings
        self.begins = begins
        self.holds = holds
        self.neverHolds = neverHolds
    }

    public var isText: Bool { begins.isEmpty }
}

/// Tells the type of a file from its bytes as they come, in bounded memory.
public struct ContentCheck: Sendable {
    /// Why a file cannot be taken.
    public enum Problem: String, Error, Sendable {
        case empty = "document-empty"
        case unknown = "document-type"
        /// Holds a program.
        case program = "document-program"
    }

    private let types: [DocumentType]
    private let patterns: [[UInt8]]
    private var found: Set<[UInt8]> = []
    private var beginning: [UInt8] = []
    /// The end of what came, as long as a pattern may reach over it.
    private var tail: [UInt8] = []
    private var text = TextCheck()
    private let longestBeginning: Int

    public init(_ types: [DocumentType]) {
        self.types = types
        patterns = Array(Set(types.flatMap { $0.holds + $0.neverHolds }))
        longestBeginning = types.map(\.begins.count).max() ?? 0
    }

    public mutating func read(_ bytes: [UInt8]) {
        if beginning.count < longestBeginning { beginning += bytes.prefix(longestBeginning - beginning.count) }
        // Until the beginning is whole, it may be anything.
        let mayBeSigned = types.contains { !$0.isText && $0.begins.starts(with: beginning.prefix($0.begins.count)) }
        if !mayBeSigned || beginning.count < longestBeginning { text.read(bytes) }
        if mayBeSigned { search(bytes) }
    }

    private mutating func search(_ bytes: [UInt8]) {
        let window = tail + bytes
        for pattern in patterns where !found.contains(pattern) {
            if ContentCheck.holds(pattern, in: window) { found.insert(pattern) }
        }
        let reach = (patterns.map(\.count).max() ?? 1) - 1
        tail = Array(window.suffix(reach))
    }

    private static func holds(_ pattern: [UInt8], in window: [UInt8]) -> Bool {
        guard let first = pattern.first, window.count >= pattern.count else { return false }
        return window.withUnsafeBufferPointer { bytes in
            let last = bytes.count - pattern.count
            var index = 0
            while index <= last {
                if bytes[index] == first, (1..<pattern.count).allSatisfy({ bytes[index + $0] == pattern[$0] }) {
                    return true
                }
                index += 1
            }
            return false
        }
    }

    /// To be called when all has come.
    public func type() throws(Problem) -> DocumentType {
        if beginning.isEmpty { throw .empty }
        let signed = types.filter { type in
            !type.isText && beginning.starts(with: type.begins) && type.holds.allSatisfy(found.contains)
        }
        if let type = signed.first {
            if type.neverHolds.contains(where: found.contains) { throw .program }
            return type
        }
        let isSigned = types.contains { !$0.isText && beginning.starts(with: $0.begins) }
        guard !isSigned, text.isWhole, let type = types.first(where: \.isText) else { throw .unknown }
        return type
    }
}

/// Whether bytes are plain text as they come: UTF-8, no control signs but line ends, tabs and page ends, and no markup.
private struct TextCheck: Sendable {
    private var isText = true
    private var rest: [UInt8] = []
    private var isAtStart = true

    /// Text to its end: no letter is cut off.
    var isWhole: Bool { isText && rest.isEmpty }

    mutating func read(_ bytes: [UInt8]) {
        guard isText else { return }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 9 || $0 == 10 || $0 == 12 || $0 == 13 }) else {
            isText = false
            return
        }
        if isAtStart, let first = bytes.first(where: { !TextCheck.blanks.contains($0) }) {
            isAtStart = false
            if first == UInt8(ascii: "<") { isText = false }
        }
        let all = rest + bytes
        // A letter may be cut in two; of one, at most three bytes stand at the end.
        for kept in 0...min(3, all.count) where String(validating: all.dropLast(kept), as: UTF8.self) != nil {
            rest = Array(all.suffix(kept))
            return
        }
        isText = false
    }

    /// The mark that some programs put first counts as blank.
    private static let blanks = Array(" \t\r\n".utf8) + [0xEF, 0xBB, 0xBF]
}
