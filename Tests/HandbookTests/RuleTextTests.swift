import Prevention
import Testing

@testable import Handbook

@Suite struct RuleTextTests {
    private static let text = """
        - id: repeated-risk
          version: 2
          kind: repeated-by-carer
          count: 2
          window-days: 365
          types: [violence]
          from: 2026-05-01
          reason: { da: To, en: Two }
        """

    private func problems(_ text: String) throws -> [HandbookProblem] {
        let book = try Shipped.handbook.get()
        return try #require(throws: HandbookProblems.self) { try book.rule(in: text) }.all
    }

    @Test func aVersionIsRead() throws {
        let rule = try Shipped.handbook.get().rule(in: RuleTextTests.text)
        #expect(rule.id == "repeated-risk" && rule.version == 2)
        #expect(rule.kind == .repeatedByCarer(count: 2, windowDays: 365))
    }

    @Test func everyShippedVersionIsWrittenAndReadBack() throws {
        for rule in try Shipped.handbook.get().screeningRules {
            #expect(try Shipped.handbook.get().rule(in: RuleText.write(rule)) == rule)
        }
    }

    /// What is tried, where it stands, and the code of the words.
    @Test(arguments: [
        ("version: 2", "version: two", 2, 12, "integer"), ("from: 2026-05-01", "from: 1.5.2026", 7, 9, "date"),
        ("[violence]", "[violence, zzz]", 6, 21, "code"), ("count: 2", "count: 1", 4, 10, "threshold"),
        ("window-days: 365", "window-days: 9223372036854775807", 5, 16, "threshold"),
        ("kind: repeated-by-carer", "kind: rank", 3, 9, "choice"), ("[violence]", "[]", 6, 10, "no-types"),
        ("id: repeated-risk", "id: Gentagne", 1, 7, "id"), ("{ da: To, en: Two }", "{ da: To }", 8, 11, "missing-key"),
        ("count: 2", "count: 2\n  note: x", 5, 3, "unknown-key"), ("types: [violence]", "types: [", 8, 9, "yaml"),
        ("count: 2", "count: 2\n  score: 7", 5, 3, "banned.score"),
        ("count: 2", "count: 2\n  vægt: 7", 5, 3, "banned.score"),
        ("count: 2", "count: 2\n  nationality: x", 5, 3, "banned.origin"),
        ("count: 2", "count: 2\n  Etnicitet: x", 5, 3, "banned.origin"),
        ("count: 2", "count: 2\n  religion: x", 5, 3, "banned.religion"),
        ("count: 2", "count: 2\n  diagnose: x", 5, 3, "banned.health"),
        ("count: 2", "count: 2\n  postal_code: 4600", 5, 3, "banned.area"),
        ("count: 2", "count: 2\n  municipality: '259'", 5, 3, "banned.area"),
        ("count: 2", "count: 2\n  sex: F", 5, 3, "banned.sex"), ("count: 2", "count: 2\n  køn: K", 5, 3, "banned.sex"),
        ("[violence]", "[violence, mental-distress]", 6, 21, "banned.health"),
        ("[violence]", "[honour-related]", 6, 11, "banned.origin"),
    ])
    func whatIsWrongIsSaidAtItsPlace(old: String, new: String, line: Int, column: Int, code: String) throws {
        let found = try problems(RuleTextTests.text.replacing(old, with: new))
        let first = try #require(found.first)
        #expect(first.line == line && first.column == column && first.code == code, "\(found)")
    }

    @Test func everyProblemHasWordsInBothLanguages() throws {
        let book = try Shipped.handbook.get()
        let bad = """
            - id: Æ
              version: x
              kind: y
              types: [zzz, mental-distress]
              from: 2026-05-01
              to: 2026-04-01
              reason: [x]
              score: 1
              other: 2
            """
        let found = try problems(bad)
        #expect(found.count >= 8)
        for problem in found {
            for language in Language.allCases {
                let key = "rule-problem." + problem.code
                #expect(book[language].has(key), "\(key)")
                #expect(!book[language](key, problem.arguments).contains("{"), "\(key)")
            }
        }
    }

    @Test func aTextHoldsOneVersion() throws {
        #expect(try problems("").map(\.code) == ["empty"])
        #expect(try problems(RuleTextTests.text + "\n" + RuleTextTests.text).map(\.code) == ["version-twice"])
        let two = RuleTextTests.text + "\n" + RuleTextTests.text.replacing("repeated-risk", with: "another")
        #expect(try problems(two).map(\.code) == ["one-version"])
        #expect(try problems("[]").map(\.code) == ["one-version"])
        #expect(try problems(String(repeating: "- x\n", count: 6_000)).map(\.code) == ["long"])
        #expect(try problems("hello").map(\.code).contains("list"))
    }
}
