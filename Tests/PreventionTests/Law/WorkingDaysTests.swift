import Testing

@testable import Prevention

@Suite struct WorkingDaysTests {
    private let danish = WorkingDays(holidays: danishHolidays)

    @Test(arguments: [
        "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
        "2028-04-16", "2029-04-01", "2030-04-21", "1954-04-18", "1981-04-19", "2038-04-25", "2008-03-23",
    ])
    func easterFallsOnItsDay(text: String) {
        #expect(WorkingDays.easter(day(text).year) == day(text))
    }

    @Test func nobodyWorksOnTheHolidaysOf2025() {
        let closed = [
            "2025-01-01", "2025-04-17", "2025-04-18", "2025-04-20", "2025-04-21", "2025-05-29", "2025-06-05",
            "2025-06-08",
            "2025-06-09", "2025-12-24", "2025-12-25", "2025-12-26", "2025-12-31",
        ]
        let first = day("2025-01-01")
        let found = (0..<365).map { first + $0 }.filter { danish.isHoliday($0) }
        #expect(found == closed.map(day))
        #expect(danish.count(after: first + -1, through: day("2025-12-31")) == 250)
    }

    @Test func storeBededagWasAHolidayUntil2023() {
        #expect(!danish.isWorkingDay(day("2023-05-05")))
        #expect(danish.isWorkingDay(day("2024-04-26")))
    }

    @Test func weekendsDoNotCount() {
        #expect(danish.isWorkingDay(day("2026-11-20")))
        #expect(!danish.isWorkingDay(day("2026-11-21")))
        #expect(!danish.isWorkingDay(day("2026-11-22")))
        #expect(danish.adding(1, to: day("2026-11-20")) == day("2026-11-23"))
        #expect(danish.adding(0, to: day("2026-11-21")) == day("2026-11-21"))
    }

    @Test func sixWorkingDaysOverChristmasEndInJanuary() {
        #expect(danish.adding(6, to: day("2025-12-22")) == day("2026-01-06"))
    }

    @Test func countingIsTheInverseOfAdding() {
        for start in 0..<60 {
            for count in 1...8 {
                let from = day("2025-12-01") + start
                #expect(danish.count(after: from, through: danish.adding(count, to: from)) == count)
            }
        }
        #expect(danish.count(after: day("2026-01-05"), through: day("2026-01-05")) == 0)
        #expect(danish.count(after: day("2026-01-05"), through: day("2026-01-02")) == 0)
    }
}
