import Testing

@testable import Prevention

/// Replacement numbers (day + 60) only: nobody has them.
@Suite struct CPRNumberTests {
    @Test(arguments: [
        ("6101360001", "1936-01-01"), ("6101993001", "1999-01-01"), ("6101003001", "1900-01-01"),
        ("6101364001", "2036-01-01"), ("6101374001", "1937-01-01"), ("6101004001", "2000-01-01"),
        ("6101369001", "2036-01-01"), ("6101379001", "1937-01-01"),
        ("6101575001", "2057-01-01"), ("6101585001", "1858-01-01"),
        ("6101578001", "2057-01-01"), ("6101588001", "1858-01-01"), ("6101996001", "1899-01-01"),
        ("9112254001", "2025-12-31"),
    ])
    func theSeventhDigitGivesTheCentury(number: String, born: String) {
        #expect(CPRNumber(number)?.birthDate == day(born))
        #expect(CPRNumber(number)?.isReplacement == true)
    }

    @Test func aFailedModulus11IsAWarningOnly() {
        #expect(CPRNumber("6101900000")?.passesModulus11 == true)
        #expect(CPRNumber("6101900001")?.passesModulus11 == false)
        #expect(CPRNumber("6101900001")?.birthDate == day("1990-01-01"))
    }

    @Test func theLastDigitTellsTheSex() {
        #expect(CPRNumber("6101900000")?.sex == .female)
        #expect(CPRNumber("6101900001")?.sex == .male)
    }

    @Test func readsWithAndWithoutHyphen() {
        #expect(CPRNumber("610190-0001")?.digits == "6101900001")
        #expect(CPRNumber("610190-0001") == CPRNumber("6101900001"))
    }

    @Test(arguments: [
        "", "610190000", "61019000011", "610190 0001", "61019-00001", "610190-000", "610190--001", "6001900001",
        "9201900001", "6113900001", "9002900001", "8902000001", "a101900001", "610190000١",
    ])
    func refusesWhatIsNoNumber(text: String) {
        #expect(CPRNumber(text) == nil)
    }

    @Test func takesALeapDayOfItsCentury() {
        #expect(CPRNumber("8902004001")?.birthDate == day("2000-02-29"))
        #expect(CPRNumber("8902000001") == nil)
    }

    @Test(arguments: [
        ("010203", "2003-02-01"), ("290296-", "1996-02-29"), ("290297", nil), ("221126", "2026-11-22"),
        ("231126", "1926-11-23"),
        ("710203", "2003-02-11"), ("01020", nil), ("0102031", nil), ("0102o3", nil), ("", nil), ("-", nil),
    ])
    func theFirstSixDigitsAreABirthDate(text: String, date: String?) {
        #expect(
            CPRNumber.birthDate(ofFirstSix: text, by: LocalDate("2026-11-22") ?? LocalDate(dayNumber: 0))?.description
                == date)
    }
}
