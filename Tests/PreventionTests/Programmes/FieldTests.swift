import Testing

@testable import Prevention

/// What each kind of field takes.
@Suite struct FieldTests {
    private func problem(_ kind: Field.Kind, _ value: String) -> String? {
        Field("x", kind).problem(with: value)?.code
    }

    @Test(arguments: ["", "0", "7", "-3", "1000"])
    func wholeNumbersWithinTheirBounds(value: String) {
        #expect(problem(.number(-3...1000), value) == nil)
    }

    @Test(arguments: ["-4", "1001", "3,5", "3.0", "+3", "03", " 3", "tre", "99999999999999999999"])
    func otherNumbersAreRefusedWithTheBounds(value: String) {
        let refusal = Field("x", .number(-3...1000)).problem(with: value)
        #expect(
            refusal
                == Refusal("not-a-number", ["field": "x", "value": value, "least": "-3", "most": "1000"]))
    }

    @Test func aPositionLiesInDenmark() throws {
        #expect(problem(.position, "55.45663,12.18214") == nil)
        #expect(problem(.position, "55.45663, 12.18214") == nil)
        for wrong in ["55.4", "12.18214,55.45663", "55,45,12,18", "x,y", "nan,12", "58.1,12", "55.4,16.1", "inf,12"] {
            #expect(problem(.position, wrong) == "not-a-position", "\(wrong)")
        }
        let place = try #require(Position("55.5,12.25"))
        #expect(Position(place.description) == place)
    }

    @Test func severalChoicesStandInTheOrderOfTheDefinition() {
        let kind = Field.Kind.choices(["a", "b", "c"])
        for right in ["", "a", "c", "a,c", "a,b,c"] { #expect(problem(kind, right) == nil, "\(right)") }
        for wrong in ["d", "c,a", "a,a", "a,d", "a, c"] { #expect(problem(kind, wrong) == "not-a-choice", "\(wrong)") }
    }

    @Test func numbersOfPersonsAreFoundInText() {
        for text in ["670314-1235", "Ring til 6703141235 i dag", "(670314-1235)"] { #expect(CPRNumber.isIn(text)) }
        for text in ["", "Tlf. 46 35 14 48", "2026-11-20", "993314-1235", "67031412350", "sag 670314-123"] {
            #expect(!CPRNumber.isIn(text), "\(text)")
        }
    }

    @Test func aProgrammeWithoutPersonalDataTakesNeitherNumbersNorPersons() throws {
        let area = Programme(
            code: "area", prefix: "ARE", subject: .none, regime: .none, legalBasis: [], retention: "",
            form: [Field("what", .longText, atOpening: true)], stages: ["open", "closed"],
            transitions: [Transition(["open"], to: "closed", by: [.officer], asks: ["what"])],
            entries: [EntryKind("walk", during: ["open"], by: [.officer], fields: [Field("who", .text)])], figures: [])
        let journey = try Journey(area, opened: "2026-03-01", fields: ["what": "Lys på stien"], parties: [])
        #expect(try journey.refused("closed", "2026-03-02", ["what": "670314-1235"]) == ["number-in-text"])
        let entry = try Engine.refusals(
            recording: "walk", ["who": "6703141235"], on: journey.file, at: at("2026-03-02"), by: everybody,
            law: testLaw)
        #expect(entry.codes == ["number-in-text"])
        let imported = journey.file.with(parties: [party(.contact)])
        #expect(try Engine.problem(importing: imported, law: testLaw)?.code == "no-personal-data")
    }
}
