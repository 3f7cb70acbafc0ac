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

    /// Ten digits with up to three signs between them, as a number is written by hand: `670314 1235`, `67.03.14 – 1235`. What is a
    /// date, a year or an amount is none.
    private static func hasSpacedNumber(_ text: String) -> Bool {
        // Six and four, with whatever between.
        let halves = text.matches(of: #/(?:^|[^0-9])([0-9]{6})[^\p{L}\p{N}\n]{0,3}([0-9]{4})(?![0-9])/#)
        if halves.contains(where: { CPRNumber($0.1 + $0.2) != nil }) { return true }
        let rest = text.replacing(#/\b\d{1,2}[.\/-]\d{1,2}[.\/-](19|20)\d\d\b/#, with: "x")
            .replacing(#/\b(19|20)\d\d-\d\d-\d\d\b/#, with: "x")
            .replacing(#/\b(19|20)\d\d\s*[-–\/]\s*(19|20)\d\d\b/#, with: "x")
            .replacing(#/\b\d{1,3}(\.\d{3})+\b/#, with: "x")
        // Days and weeks are listed with commas.
        return runs(rest, most: 3) { !$0.isLetter && !$0.isNumber && !",;|\n".contains($0) }
            .contains { CPRNumber($0) != nil }
    }

    /// Eight digits or more that stand together, perhaps with blanks, as Danish telephone numbers do; dates and times are none.
    private static func hasPhone(_ text: String) -> Bool {
        runs(
            text.replacing(#/\b\d{1,2}[.\/-]\d{1,2}[.\/-]\d{2,4}\b/#, with: "|"), most: 1
        ) { " -.\u{00A0}".contains($0) }
        .contains { (8...13).contains($0.count) && CPRNumber($0) == nil }
    }

    /// Runs of digits, with what joins them left out.
    ///
    /// - Parameter most: how many signs that join may stand together.
    private static func runs(_ text: String, most: Int, _ isJoint: (Character) -> Bool) -> [String] {
        var runs: [String] = []
        var current = ""
        var gap = 0
        for character in text {
            if character.isASCII, character.isNumber {
                current.append(character)
                gap = 0
            } else if isJoint(character), gap < most, !current.isEmpty {
                gap += 1
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
