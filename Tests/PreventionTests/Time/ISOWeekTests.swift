import Prevention
import Testing

/// Weeks as Danish calendars number them.
@Suite struct ISOWeekTests {
    @Test(arguments: [
        ("2026-W47", "2026-11-16"), ("2026-W01", "2025-12-29"), ("2026-W53", "2026-12-28"), ("2020-W53", "2020-12-28"),
        ("2024-W09", "2024-02-26"),
    ])
    func aWeekBeginsOnItsMonday(text: String, monday: String) throws {
        let week = try #require(ISOWeek(text))
        #expect(week.monday.description == monday && week.description == text)
        #expect(week.days.count == 7 && week.days.allSatisfy { ISOWeek(of: $0) == week })
        #expect(week.monday.weekday == 1)
    }

    @Test(arguments: ["2025-W53", "2026-W54", "2026-W00", "2026-W7", "26-W07", "2026-47", "2026-W+7", "", "uge 47"])
    func whatIsNoWeekIsNotRead(text: String) {
        #expect(ISOWeek(text) == nil)
    }

    @Test func theYearChangesWithTheWeek() throws {
        let last = try #require(ISOWeek("2026-W53"))
        #expect(last.adding(weeks: 1).description == "2027-W01")
        #expect(last.adding(weeks: -1).description == "2026-W52")
        // 1 January 2027 is a Friday and still lies in week 53.
        let friday = try #require(LocalDate("2027-01-01"))
        #expect(last.contains(friday))
    }
}
