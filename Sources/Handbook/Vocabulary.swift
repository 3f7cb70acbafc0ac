internal import Synchronization

/// The words of each language, read when they are first asked for: a command that runs without them does not wait for them.
public final class Vocabulary: Sendable {
    private let read: @Sendable (Language) throws -> Words
    private let known = Mutex<[Language: Words]>([:])

    init(_ read: @Sendable @escaping (Language) throws -> Words) {
        self.read = read
    }

    /// Words that are known already.
    public convenience init(_ words: [Language: Words]) {
        self.init { words[$0] ?? Words($0, [:]) }
    }

    /// Those of a language. Where they cannot be read, keys stand in their place; `readAll` says why.
    public subscript(_ language: Language) -> Words {
        (try? words(language)) ?? Words(language, [:])
    }

    /// Reads every language.
    /// - Throws: `HandbookProblems` for a file that is missing or not as expected.
    public func readAll() throws {
        for language in Language.allCases { _ = try words(language) }
    }

    private func words(_ language: Language) throws -> Words {
        try known.withLock { known in
            if let words = known[language] { return words }
            let words = try read(language)
            known[language] = words
            return words
        }
    }
}
