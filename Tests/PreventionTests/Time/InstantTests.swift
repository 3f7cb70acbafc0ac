import Testing

@testable import Prevention

@Suite struct InstantTests {
    @Test(arguments: [
        ("2026-11-20T09:15", "2026-11-20T08:15:00Z"),
        ("2026-11-20 09:15", "2026-11-20T08:15:00Z"),
        ("2026-11-20T09:15:30", "2026-11-20T08:15:30Z"),
        ("2026-11-20T09:15:30.5", "2026-11-20T08:15:30.500Z"),
        ("2026-11-20T09:15:30.123456", "2026-11-20T08:15:30.123Z"),
        ("2026-07-20T09:15", "2026-07-20T07:15:00Z"),
        ("2026-11-20T09:15Z", "2026-11-20T09:15:00Z"),
        ("2026-11-20T09:15:00+02:00", "2026-11-20T07:15:00Z"),
        ("2026-11-20T09:15+0200", "2026-11-20T07:15:00Z"),
        ("2026-11-20T09:15-05", "2026-11-20T14:15:00Z"),
        ("2026-11-20T00:15+05:30", "2026-11-19T18:45:00Z"),
        ("2026-11-20T09:15:30.250+01:00", "2026-11-20T08:15:30.250Z"),
        ("2026-11-20", "2026-11-19T23:00:00Z"),
        ("2026-07-20", "2026-07-19T22:00:00Z"),
    ])
    func readsISO8601WithCopenhagenWhereNoOffsetIs(text: String, utc: String) {
        #expect(Instant(text)?.description == utc)
    }

    @Test(arguments: [
        "", "2026-11-20T", "2026-11-20T09", "2026-11-20T9:15", "2026-11-20T24:00", "2026-11-20T09:60",
        "2026-11-20T09:15:60",
        "2026-11-20T09:15:30.", "2026-11-20T09:15:3", "2026-11-20T09:15 +01:00", "2026-11-20T09:15+15:00",
        "2026-11-20T09:15+1:00", "2026-11-20T09:15+01:60", "2026-11-20T09:15ZZ", "2026-02-29T09:15", "2026-11-20x09:15",
        "20.11.2026 09:15",
    ])
    func refusesEverythingElse(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func writesItselfForDanes() {
        let moment = at("2026-07-20T07:05:09Z")
        #expect(moment.danish == "20.07.2026 09:05")
        #expect(moment.local == "2026-07-20T09:05:09+02:00")
        #expect(Instant(moment.local) == moment)
        #expect(at("1969-12-31T23:59:59.999Z").description == "1969-12-31T23:59:59.999Z")
    }

    @Test func theDayIsTheDanishOne() {
        #expect(at("2026-01-01T22:59:59.999Z").day == day("2026-01-01"))
        #expect(at("2026-01-01T23:00Z").day == day("2026-01-02"))
        #expect(at("2026-07-01T21:59:59.999Z").day == day("2026-07-01"))
        #expect(at("2026-07-01T22:00Z").day == day("2026-07-02"))
        #expect(at("1950-06-01T23:30Z").day == day("1950-06-02"))
    }

    @Test func everyDayStartsAtItsMidnight() {
        for offset in 0..<800 {
            let date = day("2024-12-01") + offset
            let midnight = Instant(startOf: date)
            #expect(midnight.day == date)
            #expect(midnight.timeOfDay == (0, 0, 0))
            #expect(Instant(milliseconds: midnight.milliseconds - 1).day == date + -1)
        }
    }
}

@Suite struct CopenhagenTests {
    @Test(arguments: [
        // 30 March 2025: 02:00 becomes 03:00 at 01:00 UTC.
        ("2025-03-30T01:59:59", "2025-03-30T00:59:59Z"),
        ("2025-03-30T03:00", "2025-03-30T01:00:00Z"),
        // The hour that is not there is read with the offset before it.
        ("2025-03-30T02:00", "2025-03-30T01:00:00Z"),
        ("2025-03-30T02:30", "2025-03-30T01:30:00Z"),
        // 26 October 2025: 03:00 becomes 02:00 at 01:00 UTC; the double hour is the first one.
        ("2025-10-26T01:59:59", "2025-10-25T23:59:59Z"),
        ("2025-10-26T02:00", "2025-10-26T00:00:00Z"),
        ("2025-10-26T02:59:59", "2025-10-26T00:59:59Z"),
        ("2025-10-26T03:00", "2025-10-26T02:00:00Z"),
        ("2025-10-26T02:30+01:00", "2025-10-26T01:30:00Z"),
    ])
    func summerTimeOf2025(wall: String, utc: String) {
        #expect(at(wall).description == utc)
    }

    @Test func theClockJumpsAtOneUTC() {
        #expect(at("2025-03-30T00:59:59.999Z").local == "2025-03-30T01:59:59+01:00")
        #expect(at("2025-03-30T01:00Z").local == "2025-03-30T03:00:00+02:00")
        #expect(at("2025-10-26T00:59:59.999Z").local == "2025-10-26T02:59:59+02:00")
        #expect(at("2025-10-26T01:00Z").local == "2025-10-26T02:00:00+01:00")
    }

    @Test func theChangeOverDaysHave23And25Hours() {
        func hours(_ text: String) -> Int64 {
            (Instant(startOf: day(text) + 1).milliseconds - Instant(startOf: day(text)).milliseconds) / 3_600_000
        }
        #expect(hours("2025-03-29") == 24)
        #expect(hours("2025-03-30") == 23)
        #expect(hours("2025-10-26") == 25)
    }

    @Test(arguments: [
        (1975, nil, nil), (1979, nil, nil),
        (1980, "1980-04-06T01:00Z", "1980-09-28T01:00Z"), (1981, "1981-03-29T01:00Z", "1981-09-27T01:00Z"),
        (1995, "1995-03-26T01:00Z", "1995-09-24T01:00Z"), (1996, "1996-03-31T01:00Z", "1996-10-27T01:00Z"),
        (2024, "2024-03-31T01:00Z", "2024-10-27T01:00Z"), (2026, "2026-03-29T01:00Z", "2026-10-25T01:00Z"),
    ])
    func summerTimeThroughTheYears(year: Int, from: String?, to: String?) {
        let summer = Copenhagen.summerTime(of: year)
        #expect(summer?.from == from.map(at))
        #expect(summer?.to == to.map(at))
    }

    @Test func oldYearsHaveWinterTimeOnly() {
        #expect(at("1975-07-01T12:00").description == "1975-07-01T11:00:00Z")
        #expect(at("1901-07-01T12:00").description == "1901-07-01T11:00:00Z")
    }
}
