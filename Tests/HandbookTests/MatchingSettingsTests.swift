import Prevention
import Testing

@testable import Handbook

@Suite struct MatchingSettingsTests {
    @Test func theShippedOnesAskAboutWhatIsNeitherCertainNorOutOfTheQuestion() throws {
        let shipped = try Shipped.handbook.get().matching
        #expect([shipped.certain, shipped.doubtful] == [0.99, 0.05])
        #expect(shipped.noNames.isNone("Ukendt mand") && !shipped.noNames.isNone("Mand Ærø"))
        #expect(shipped.noNames.isNone("N. N."))
        #expect(shipped.fourEyes.demands(.same) && !shipped.fourEyes.demands(.different))
        #expect(!shipped.fourEyes.demands(.unsure))
    }

    @Test(arguments: [
        ("certain: 0,99\ndoubtful: 0.05\nfour-eyes: same\n", 1, 10, "a number with a decimal point"),
        ("certain: 0.99\ndoubtful: 0\nfour-eyes: same\n", 2, 11, "above 0 and at most 1"),
        ("certain: 1.5\ndoubtful: 0.05\nfour-eyes: same\n", 1, 10, "above 0 and at most 1"),
        ("certain: 0.4\ndoubtful: 0.5\nfour-eyes: same\n", 2, 11, "less than 'certain'"),
        ("certain: 0.99\ndoubtful: 0.05\nfour-eyes: no\n", 3, 12, "one of never, same, always"),
        ("certain: 0.99\nfour-eyes: same\n", 1, 1, "missing key 'doubtful'"),
        ("certain: 0.99\ndoubtful: 0.05\nfour-eyes: same\nsure: 1\n", 4, 1, "unknown key 'sure'"),
    ])
    func whatIsWrongIsSaidWithItsPlace(_ text: String, line: Int, column: Int, says: String) throws {
        let problems = #expect(throws: HandbookProblems.self) { try MatchingSettings.read(text) }
        let found = try #require(problems?.all.first)
        #expect(found.message.contains(says), "\(found.message)")
        #expect(found.line == line && found.column == column)
    }
}
