import Prevention
public import SQL

/// Whether a text names somebody whom the register knows, by given and family name. Index look-ups only, however large the register
/// is.
public enum NamedInRegister {
    /// Whoever is under address protection is not looked for: a text must not be a way to learn that the name is here
    /// (as `PersonStore.search`).
    public static func names(somebodyIn text: String, _ db: any Connection) throws -> Bool {
        let given = try db.prepare(
            "SELECT id FROM person WHERE given_key >= ? AND given_key < ? AND protected = 0 LIMIT 1")
        let whole = try db.prepare(
            """
            SELECT id FROM person WHERE family_key = ? AND given_key >= ? AND given_key < ? AND protected = 0 LIMIT 1
            """)
        var isGiven: [String: Bool] = [:]
        for line in PlanText.lines(of: text) {
            let words = line.map { NameKey.of($0) }
            for (place, word) in words.enumerated() where word.count > 1 {
                let known = try isGiven[word] ?? exists(given, begins(with: word))
                isGiven[word] = known
                guard known else { continue }
                for (givenNames, family) in candidates(words, at: place) {
                    if try exists(whole, [.text(family)] + begins(with: givenNames)) { return true }
                }
            }
        }
        return false
    }

    /// The ways in which the words around one that may be a given name are a whole name.
    private static func candidates(_ words: [String], at place: Int) -> [(given: String, family: String)] {
        func joined(_ range: Range<Int>) -> String? {
            words.indices.contains(range.lowerBound) && range.upperBound <= words.count
                ? words[range].joined(separator: " ") : nil
        }
        var found: [(String, String)] = []
        for givenCount in 1...3 {
            guard let given = joined(place..<place + givenCount) else { break }
            for familyCount in 1...3 {
                let start = place + givenCount
                if let family = joined(start..<start + familyCount) { found.append((given, family)) }
                // The family name first: Nielsen, Anna.
                if place >= familyCount, let family = joined(place - familyCount..<place) {
                    found.append((given, family))
                }
            }
        }
        return found
    }

    /// Exactly this given name, or it and more after it.
    private static func begins(with name: String) -> [SQLValue] {
        [.text(name), .text(name + "!")]
    }

    private static func exists(_ statement: any PreparedStatement, _ values: [SQLValue]) throws -> Bool {
        try statement.first(values) { _ in true } ?? false
    }
}
