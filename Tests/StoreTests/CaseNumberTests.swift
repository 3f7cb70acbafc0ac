import Prevention
import Store
import Testing

@Suite struct CaseNumberTests {
    private let day = LocalDate("2026-02-28") ?? LocalDate(dayNumber: 0)

    @Test func isPrefixYearAndSixDigits() {
        #expect(CaseNumber.text(programme: "ukn", openedOn: day, id: 123) == "UKN-2026-000123")
        #expect(CaseNumber.text(programme: "restraining-order", openedOn: day, id: 1) == "TIL-2026-000001")
        #expect(CaseNumber.text(programme: "ukn", openedOn: day, id: 999_999) == "UKN-2026-999999")
    }

    @Test func growsBeyondSixDigits() {
        #expect(CaseNumber.text(programme: "ukn", openedOn: day, id: 12_345_678) == "UKN-2026-12345678")
    }

    @Test func anUnknownProgrammeIsACase() {
        #expect(CaseNumber.text(programme: "gone", openedOn: day, id: 5) == "SAG-2026-000005")
    }

    @Test(arguments: Catalogue.all.map(\.code), [1, 123, 999_999, 1_000_000, Int64.max])
    func isReadBack(_ programme: String, _ id: Int64) {
        let isSealed = Catalogue.programme(programme)?.isSealed == true
        let id = isSealed ? -id : id
        #expect(CaseNumber.id(in: CaseNumber.text(programme: programme, openedOn: day, id: id)) == id)
    }

    @Test func prefixesDiffer() {
        #expect(Set(Catalogue.all.map(\.prefix)).count == Catalogue.all.count)
    }

    @Test func theLastDigitsAloneWillDo() {
        #expect(CaseNumber.id(in: "123") == 123)
        #expect(CaseNumber.id(in: "000123") == 123)
        for text in ["", "-", "UKN", "UKN-2026-12x", "99999999999999999999"] {
            #expect(CaseNumber.id(in: text) == nil)
        }
    }
}
