/// A short text that must be about nobody: what in it would name or number somebody.
public enum NamelessText {
    /// Codes of what stands in it and must not: `trend.number`, `trend.phone`, `trend.mail`; the words are in the locales under
    /// `refusal`.
    public static func problems(_ text: String) -> [String] {
        var found: [String] = []
        if CPRNumber.isIn(text) || hasSpacedNumber(text) { found.append("trend.number") }
        if hasPhone(text) { found.append("trend.phone") }
        if hasMail(text) { found.append("trend.mail") }
        return found
    }

    /// What may be somebody's full name: a given name with the family name after it, or before it with a comma between, as
    /// `NameKey` forms of both. Whether they are names, the register says.
    public struct NamePair: Hashable, Sendable {
        public let given: String
        public let family: String

        public init(given: String, family: String) {
            self.given = given
            self.family = family
        }
    }

    /// In the order of the text, each once. Middle names may stand between, where all of it is written with capitals.
    public static func namePairs(_ text: String) -> [NamePair] {
        let parts = text.split {
            !$0.isLetter && $0 != "-" && $0 != "'" && $0 != "," && !$0.isWhitespace
        }
        var found: [NamePair] = []
        var seen: Set<NamePair> = []
        func add(_ given: Substring, _ family: Substring) {
            let pair = NamePair(given: key(given), family: key(family))
            guard pair.given.count > 1, pair.family.count > 1, seen.insert(pair).inserted else { return }
            found.append(pair)
        }
        for part in parts {
            let words = part.replacing(",", with: ", ").split(whereSeparator: \.isWhitespace)
            for (place, word) in words.enumerated() {
                let following = words.dropFirst(place + 1)
                if word.hasSuffix(",") {
                    if let next = following.first { add(next, word) }
                    continue
                }
                for (distance, later) in following.prefix(4).enumerated() {
                    let between = words[place...(place + 1 + distance)]
                    if distance > 0, !between.allSatisfy({ $0.first?.isUppercase ?? false }) { break }
                    add(word, later)
                    if later.hasSuffix(",") { break }
                }
            }
        }
        return found
    }

    private static func key(_ word: Substring) -> String {
        word.filter { $0 != "," }.lowercased()
    }

    /// Ten digits with blanks between them, as a number is often written: `670314 1235`.
    private static func hasSpacedNumber(_ text: String) -> Bool {
        runs(text, joinedBy: [" ", "-", "\u{00A0}"]).contains { CPRNumber($0) != nil }
    }

    /// Eight digits or more that stand together, perhaps with blanks, as Danish telephone numbers do; dates and times are none.
    private static func hasPhone(_ text: String) -> Bool {
        runs(
            text.replacing(#/\b\d{1,2}[.\/-]\d{1,2}[.\/-]\d{2,4}\b/#, with: "|"), joinedBy: [" ", "-", ".", "\u{00A0}"]
        )
        .contains { (8...13).contains($0.count) && CPRNumber($0) == nil }
    }

    /// Runs of digits, with what joins them left out.
    private static func runs(_ text: String, joinedBy joints: Set<Character>) -> [String] {
        var runs: [String] = []
        var current = ""
        var gap = 0
        for character in text {
            if character.isASCII, character.isNumber {
                current.append(character)
                gap = 0
            } else if joints.contains(character), gap == 0, !current.isEmpty {
                gap = 1
            } else {
                if !current.isEmpty { runs.append(current) }
                (current, gap) = ("", 0)
            }
        }
        return current.isEmpty ? runs : runs + [current]
    }

    /// Something, an at sign, and a name with a full stop in it.
    private static func hasMail(_ text: String) -> Bool {
        text.contains(#/[^\s@]+@[^\s@]+\.[^\s@]+/#)
    }
}
