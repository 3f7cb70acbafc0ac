import Testing

@testable import Prevention

@Suite struct LawBookTests {
    private let law = LawBook([
        rule("b", 2, .calendarDays, from: "2025-07-01"),
        rule("b", 1, .calendarDays, from: "2020-01-01", to: "2025-07-01"),
        rule("a", 3, .weeks, from: "2020-01-01", to: "2024-01-01"),
    ])

    @Test func aCaseIsJudgedByTheVersionInForceOnItsDate() throws {
        #expect(try law.value("b", on: day("2025-06-30")) == 1)
        #expect(try law.value("b", on: day("2025-07-01")) == 2)
    }

    @Test func noNumberIsGuessed() {
        #expect(throws: LawBook.MissingRule(id: "b", day: day("2019-12-31"))) {
            try law.value("b", on: day("2019-12-31"))
        }
        #expect(throws: LawBook.MissingRule(id: "a", day: day("2024-01-01"))) {
            try law.value("a", on: day("2024-01-01"))
        }
        #expect(throws: LawBook.MissingRule(id: "c", day: day("2024-01-01"))) {
            try law.value("c", on: day("2024-01-01"))
        }
    }

    @Test func rulesAreListedByIdThenDate() {
        #expect(law.rules.map(\.value) == [3, 1, 2])
    }
}
