/// Words that are written where no name is known (*ukendt*, *NN*).
public struct NoNames: Sendable, Hashable {
    private let words: Set<[UInt8]>

    public init(_ words: [String]) { self.words = Set(words.map { NoNames.folded($0) }) }

    private static func folded(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { FoldedText.fold($0) }
    }

    /// Whether a name says nothing: it is empty, or of these words alone.
    public func isNone(_ name: String) -> Bool {
        NoNames.folded(name).split(separator: FoldedText.space).allSatisfy { words.contains(Array($0)) }
    }
}

extension PersonFacts {
    /// The same without names that say nothing.
    public func leavingOut(_ noNames: NoNames) -> PersonFacts {
        var facts = self
        if noNames.isNone(given) { facts.given = "" }
        if noNames.isNone(family) { facts.family = "" }
        return facts
    }
}
