import Testing

@testable import Prevention

@Suite struct KoegeModelTests {
    private func file(_ fields: [String: String] = [:], _ events: [CaseEvent]) -> CaseFile {
        CaseFile(
            id: 1, programme: .partnerViolence, municipality: "259", fields: fields,
            parties: [party(.subject, born: "1990-01-01")], events: events)
    }

    private func answered(_ answer: String, _ moment: String) -> CaseEvent {
        CaseEvent(.recorded(entry: "municipality-answer", fields: ["not_known_answer": answer]), at: at(moment))
    }

    /// A flag of older cases is read as it was meant, and no answer is not a no.
    @Test func theLatestAnswerCounts() {
        let opened = [entered("open", "2026-01-01")]
        #expect(KoegeModel.knowledge(of: file([:], opened)) == nil)
        #expect(KoegeModel.knowledge(of: file(["not_known_to_municipality": "yes"], opened)) == .notKnown)
        let later = opened + [answered("no", "2026-01-05"), answered("unknown", "2026-01-06")]
        #expect(KoegeModel.knowledge(of: file(["not_known_to_municipality": "yes"], later)) == .unknown)
    }

    /// The municipality's social worker is the one who knows: in the forum and while there are measures, not before or after.
    @Test func theMunicipalityAnswers() throws {
        let worker = Actor(
            name: "s", displayName: "", authority: "259", roles: [.socialWorker], kind: .municipality,
            area: .municipalities(["259"]))
        func refused(_ stages: [String]) throws -> [String] {
            let events = stages.enumerated().map { entered(Stage($0.element), "2026-01-0\($0.offset + 1)") }
            return try Engine.refusals(
                recording: "municipality-answer", ["not_known_answer": "yes"], on: file([:], events),
                at: at("2026-02-01"), by: worker, law: testLaw
            ).codes
        }
        #expect(try refused(["open", "forum"]) == [])
        #expect(try refused(["open", "forum", "measures"]) == [])
        #expect(try refused(["open"]) == ["entry-not-now"])
        #expect(try refused(["open", "forum", "measures", "follow-up"]) == ["entry-not-now"])
    }

    @Test func theMedianIsOfEnoughCases() {
        #expect(KoegeModel.median([1, 2, 3, 40], least: 5) == nil)
        #expect(KoegeModel.median([40, 1, 3, 2, 9], least: 5) == 3)
        #expect(KoegeModel.median([40, 1, 4, 2, 9, 3], least: 5) == 3.5)
        #expect(KoegeModel.median([], least: 0) == nil)
    }

    @Test func daysAreDanishDays() {
        let one = file([:], [entered("open", "2026-03-28T23:30"), entered("forum", "2026-03-29T03:30")])
        #expect(KoegeModel.days(of: one, to: "forum") == 1, "over the change to summer time")
        #expect(KoegeModel.days(of: one, to: "measures") == nil)
    }

    private static let year = FigureYear(
        2025, law: testLaw, ownMunicipalities: ["259"], now: at("2026-03-02T10:00"))

    private func counts(_ id: String, of programme: Programme, _ file: CaseFile) throws -> [Figure.Count] {
        let figure = try #require(programme.figures.first { $0.id == id })
        guard case .cases(let counts) = figure.source else { return [] }
        return try counts(file, Self.year)
    }

    @Test func theShareIsOfThoseAnsweredYesOrNo() throws {
        let events = [entered("open", "2025-01-01"), entered("forum", "2025-02-01")]
        func met(_ id: String, _ answer: String) throws -> [Bool] {
            try counts(id, of: .partnerViolence, file(["not_known_to_municipality": answer], events)).map(\.isMet)
        }
        #expect(try met("koege-not-known", "yes") == [true] && met("koege-not-known", "no") == [false])
        #expect(try met("koege-not-known", "unknown") == [] && met("koege-not-known", "") == [])
        #expect(try met("koege-answered", "unknown") == [true] && met("koege-answered", "") == [false])
        let outside = [entered("open", "2024-01-01"), entered("forum", "2024-12-31T23:59")]
        #expect(try counts("koege-answered", of: .partnerViolence, file([:], outside)).isEmpty)
    }

    /// A review is due on the last day of its rule, and counts in the year of that day.
    @Test(arguments: [
        (["2024-03-01", "2025-03-01"], [true]), (["2024-03-01", "2025-03-02"], [false]), (["2024-03-01"], [false]),
        (["2023-03-01", "2024-03-01", "2025-01-01"], [true]), (["2025-05-01"], []),
    ]) func reviewsAreCountedInTheYearTheyAreDue(steps: [String], met: [Bool]) throws {
        let events = steps.enumerated().map { entered($0.offset == 0 ? "open" : "reviewed", $0.element) }
        let course = CaseFile(
            id: 1, programme: .sspCourse, municipality: "259", fields: ["level": "preventive"], parties: [],
            events: events)
        #expect(try counts("ssp-reviewed-in-time", of: .sspCourse, course).map(\.isMet) == met)
    }

    @Test func coursesAreCountedByLevel() throws {
        let course = CaseFile(
            id: 1, programme: .sspCourse, municipality: "259", fields: ["level": "build-up"], parties: [],
            events: [entered("open", "2025-12-31T23:59")])
        #expect(try counts("ssp-courses", of: .sspCourse, course).map(\.cell.group) == [nil, "build-up"])
    }
}

@Suite struct RollOutTests {
    @Test func itNamesNobody() {
        func codes(_ contact: String, _ remark: String, day text: String = "2026-03-02") -> [String] {
            RollOut(municipality: "253", state: .agreed, day: day(text), contact: contact, remark: remark)
                .problems(today: day("2026-03-02")).codes
        }
        #expect(codes("Socialchef", "") == [])
        #expect(codes("chef@greve.dk", "Ring 12345678") == ["trend.mail", "trend.phone"])
        #expect(codes("", "", day: "2026-03-03") == ["trend.in-future"])
        #expect(codes(String(repeating: "a", count: 81), "") == ["trend.too-long"])
    }
}
