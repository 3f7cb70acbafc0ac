import Testing

@testable import Prevention

@Suite struct AgeTests {
    @Test(arguments: [
        ("2010-05-05", "2025-05-04", 14), ("2010-05-05", "2025-05-05", 15), ("2010-05-05", "2010-05-05", 0),
        ("2010-05-05", "2011-05-04", 0), ("2008-02-29", "2026-02-28", 17), ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2024-02-28", 15), ("2008-02-29", "2024-02-29", 16), ("2010-12-31", "2025-01-01", 14),
    ])
    func turnsOnTheBirthday(born: String, on: String, age: Int) {
        #expect(Age.years(bornOn: day(born), on: day(on)) == age)
    }

    @Test func nobodyHasAnAgeBeforeBirth() {
        #expect(Age.years(bornOn: day("2010-05-05"), on: day("2010-05-04")) == nil)
    }
}
