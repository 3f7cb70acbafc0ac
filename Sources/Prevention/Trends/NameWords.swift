/// Words by which a text that must be about nobody is looked through: common names, and what makes a place of them. No register of
/// persons is asked, so nothing is learned of anybody by trying (names.yaml). All in small letters.
public struct NameWords: Sendable, Hashable {
    /// Given names (*fornavne*).
    let given: Set<String>
    /// Family names (*efternavne*), without a genitive.
    let family: Set<String>
    /// What makes a place of the word beside it, alone or as the end of a word: `vej`, `Stationstorvet`.
    let places: Set<String>
    /// What begins a sentence and is no name.
    let openings: Set<String>

    public init(given: Set<String>, family: Set<String>, places: Set<String>, openings: Set<String>) {
        self.given = given
        self.family = family
        self.places = places
        self.openings = openings
    }

    /// The same, with the names of places that are known.
    public func adding(places names: [String]) -> NameWords {
        let words = names.flatMap { $0.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init) }
        return NameWords(given: given, family: family, places: places.union(words), openings: openings)
    }

    /// Whether a text seems to name somebody: a common given name with a common family name, whatever the capitals, in either
    /// order where a comma stands between; a common given name with any word in capitals; or any two words in capitals that
    /// follow one another. Where one of them, or the next, is a word of a place, it is taken for a place.
    public func nameSomebody(in text: String) -> Bool {
        let parts = text.split { !$0.isLetter && $0 != "-" && $0 != "'" && $0 != "," && !$0.isWhitespace }
        return parts.contains { part in
            let words = part.replacing(",", with: ", ").split(whereSeparator: \.isWhitespace).map(Word.init)
            return words.indices.contains { namesSomebody(words, at: $0) }
        }
    }

    private struct Word {
        let key: String
        let isCapital: Bool
        let endsWithComma: Bool
        /// `SSP`, `DSB`: no name.
        let isInitials: Bool

        init(_ text: Substring) {
            let plain = text.filter { $0 != "," }
            key = plain.lowercased()
            isCapital = plain.first?.isUppercase ?? false
            endsWithComma = text.hasSuffix(",")
            isInitials = plain.count <= 4 && plain.allSatisfy { $0.isUppercase || $0 == "-" }
        }
    }

    private func namesSomebody(_ words: [Word], at place: Int) -> Bool {
        let first = words[place]
        guard first.key.count > 1, let next = words.dropFirst(place + 1).first, next.key.count > 1 else { return false }
        if first.endsWithComma { return isGiven(next) && isFamily(first) }
        // Middle names may stand between, where all of it is written with capitals.
        for end in (place + 1)..<min(words.count, place + 5) {
            let last = words[end]
            guard end == place + 1 || words[place...end].allSatisfy(\.isCapital) else { break }
            if isGiven(first), isFamily(last), !isPlace(words, after: end) { return true }
            if last.endsWithComma { break }
        }
        guard first.isCapital, next.isCapital, !first.isInitials, !next.isInitials, !isPlace(first), !isPlace(next),
            !isPlace(words, after: place + 1)
        else { return false }
        return isGiven(first) || place > 0 || !openings.contains(first.key)
    }

    private func isGiven(_ word: Word) -> Bool { given.contains(word.key) }

    /// Also in the genitive.
    private func isFamily(_ word: Word) -> Bool {
        family.contains(word.key) || (word.key.hasSuffix("s") && family.contains(String(word.key.dropLast())))
    }

    private func isPlace(_ words: [Word], after place: Int) -> Bool {
        !words[place].endsWithComma && words.indices.contains(place + 1) && isPlace(words[place + 1])
    }

    /// A family name that ends like a place is a name all the same: Bisgaard, Skov.
    private func isPlace(_ word: Word) -> Bool {
        if places.contains(word.key) { return true }
        guard !isFamily(word), !isGiven(word) else { return false }
        return places.contains { $0.count > 2 && word.key.hasSuffix($0) }
    }
}
