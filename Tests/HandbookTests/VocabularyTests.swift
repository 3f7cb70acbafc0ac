import Synchronization
import Testing

@testable import Handbook

@Suite("Words that are read when they are asked for")
struct VocabularyTests {
    private struct Gone: Error {}

    @Test("a language is read once, and only when it is asked for")
    func once() {
        let asked = Mutex<[Language]>([])
        let vocabulary = Vocabulary { language in
            asked.withLock { $0.append(language) }
            return Words(language, ["greeting": language == .danish ? "Goddag" : "Hello"])
        }
        #expect(asked.withLock { $0 } == [])
        #expect(vocabulary[.english]("greeting") == "Hello")
        #expect(vocabulary[.english]("greeting") == "Hello")
        #expect(asked.withLock { $0 } == [.english])
    }

    @Test("what cannot be read is thrown by readAll; until then keys stand in the place of words")
    func gone() {
        let vocabulary = Vocabulary { language in
            if language == .english { throw Gone() }
            return Words(language, [:])
        }
        #expect(vocabulary[.english]("greeting") == "greeting")
        #expect(throws: Gone.self) { try vocabulary.readAll() }
    }

    @Test("the shipped words can all be read, with the numbers of the law and the names of authorities in them")
    func shipped() throws {
        let handbook = try Handbook.load()
        try handbook.words.readAll()
        for language in Language.allCases {
            #expect(!handbook[language].keys.contains { handbook[language]($0).contains("{law:") })
            #expect(handbook[language]("authority-name.259").hasPrefix("Køge "))
        }
    }
}
