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
