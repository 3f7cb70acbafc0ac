import Foundation
import Testing

@testable import Prevention

@Suite struct LocalDateTests {
    /// A calendar walked day by day, with month lengths of its own.
    @Test func everyDayFrom1900To2100ReadsBackAsItself() throws {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var number: Int32 = -25_567
        var weekday = 1
        for year in 1900...2100 {
            let isLeap = year != 1900 && year != 2100 && year % 4 == 0
            for month in 1...12 {
                let length = month == 2 && isLeap ? 29 : lengths[month - 1]
                for dayOfMonth in 1...length {
                    let date = try #require(LocalDate(year: year, month: month, day: dayOfMonth))
                    let isRight =
                        date.dayNumber == number && date.parts == (year, month, dayOfMonth) && date.weekday == weekday
                        && LocalDate(date.description) == date
                    if !isRight { Issue.record("\(year)-\(month)-\(dayOfMonth) is \(date), weekday \(date.weekday)") }
                    number += 1
                    weekday = weekday % 7 + 1
                }
                #expect(LocalDate(year: year, month: month, day: length + 1) == nil)
            }
        }
    }

    @Test(arguments: [
        "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-01", "2025-01-00", "0000-01-01", "2025-1-01",
        "2025-01-1", "20250101", "2025/01/01", " 2025-01-01", "2025-01-01 ", "", "2025-01-0a", "-025-01-01",
        "٢٠٢٥-01-01",
    ])
    func refusesWhatIsNoDate(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test func writesItselfForMachinesAndForDanes() throws {
        #expect(day("2026-11-20").description == "2026-11-20")
        #expect(day("2026-11-20").danish == "20.11.2026")
        #expect(day("2026-01-02").danish == "02.01.2026")
        let json = try JSONEncoder().encode([day("0999-01-02")])
        #expect(String(decoding: json, as: UTF8.self) == #"["0999-01-02"]"#)
        #expect(try JSONDecoder().decode([LocalDate].self, from: json) == [day("0999-01-02")])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([LocalDate].self, from: Data(#"["2025-02-29"]"#.utf8))
        }
    }

    @Test func on29FebruaryAddsYearsTo1MarchWhereTheYearHasNone() {
        #expect(day("2008-02-29").adding(years: 18) == day("2026-03-01"))
        #expect(day("2008-02-29").adding(years: 4) == day("2012-02-29"))
        #expect(day("2008-02-28").adding(years: 18) == day("2026-02-28"))
        #expect(day("2026-03-01").adding(years: -18) == day("2008-03-01"))
    }

    @Test func addsMonthsToTheLastDayOfAShorterMonth() {
        #expect(day("2025-01-31").adding(months: 1) == day("2025-02-28"))
        #expect(day("2024-01-31").adding(months: 1) == day("2024-02-29"))
        #expect(day("2025-11-30").adding(months: 3) == day("2026-02-28"))
        #expect(day("2025-01-15").adding(months: -1) == day("2024-12-15"))
    }

    @Test(arguments: [
        ("2026-11-20", 2026, 47), ("2021-01-03", 2020, 53), ("2021-01-04", 2021, 1), ("2016-01-01", 2015, 53),
        ("2023-01-01", 2022, 52), ("2024-12-30", 2025, 1), ("2024-12-29", 2024, 52), ("2020-12-31", 2020, 53),
        ("2025-06-15", 2025, 24),
    ])
    func countsWeeksAsDanishCalendarsDo(text: String, year: Int, week: Int) {
        #expect(day(text).isoWeek == (year, week))
    }

    @Test func countsDaysOverLeapDays() {
        #expect(day("2024-03-01") - day("2024-02-28") == 2)
        #expect(day("2025-03-01") - day("2025-02-28") == 1)
        #expect(day("2024-02-28") + 2 == day("2024-03-01"))
        #expect(day("1970-01-01").dayNumber == 0)
        #expect(day("1969-12-31").dayNumber == -1)
    }
}
