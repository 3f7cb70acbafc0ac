import Testing

@testable import Prevention

/// What a year counts, whole and through a day of it.
@Suite struct FigureYearTests {
    private func year(through day: String?) -> FigureYear {
        FigureYear(
            2026, law: testLaw, ownMunicipalities: [], now: at("2027-02-01T12:00"),
            through: day.flatMap { LocalDate($0) })
    }

    @Test func nothingAfterTheLastDayIsCounted() throws {
        let cut = year(through: "2026-03-28")
        #expect(cut.contains(at("2026-03-28T23:59")) && !cut.contains(at("2026-03-29T00:00")))
        let last = try #require(LocalDate("2026-03-28"))
        #expect(cut.contains(last) && !cut.contains(last + 1))
        #expect(cut.last == Instant(endOf: last) && cut.asOf == cut.last)
    }

    @Test func aYearThatIsOverIsWhole() throws {
        let last = try #require(LocalDate("2026-12-31"))
        for whole in [year(through: nil), year(through: "2027-01-15")] {
            #expect(whole.last == Instant(endOf: last) && whole.asOf == whole.last)
            #expect(whole.contains(last) && !whole.contains(last + 1))
        }
    }
}
