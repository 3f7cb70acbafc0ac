import Testing

@testable import Prevention

@Suite struct PreventionPrizeTests {
    private let fields = [
        "nominee": "Klubben ved Åen", "nominee_kind": "association", "reason": "…", "nominated_by": "Lokalrådet i Køge",
        "prize_year": "2026",
    ]

    private func nominated() throws -> Journey {
        try Journey(.preventionPrize, opened: "2026-02-02", fields: fields, parties: [])
    }

    @Test func aNomineeIsShortlistedAndGetsThePrize() throws {
        var journey = try nominated()
        try journey.step("shortlisted", "2026-03-01", ["jury": "En rektor og en borgmester"])
        try journey.requires(
            "prevention-prize.awarded-on", "awarded", "2026-04-01", ["jury_reason": "…", "awarded_on": "2026-04-02"])
        try journey.step("awarded", "2026-04-01", ["jury_reason": "…", "awarded_on": "2026-04-01"])
        try journey.ends()
    }

    @Test(arguments: [false, true]) func itMayBeGivenToSomebodyElse(isListed: Bool) throws {
        var journey = try nominated()
        if isListed { try journey.step("shortlisted", "2026-03-01", ["jury": "En rektor"]) }
        try journey.step("not-awarded", "2026-04-01", ["jury_reason": "…"])
        try journey.ends()
        #expect(Programme.preventionPrize.retention(of: journey.file) == "retention.prevention-prize-not-awarded")
    }

    @Test(arguments: ["En rektor og Klubben ved Åen", "LOKALRÅDET I KØGE"])
    func nobodyDecidesOnTheirOwnCase(jury: String) throws {
        try nominated().never("prevention-prize.own-case", "shortlisted", "2026-03-01", ["jury": jury])
    }

    @Test func thereIsNoPrizeBefore2026() throws {
        func file(_ moment: String) -> CaseFile {
            CaseFile(
                id: 1, programme: .preventionPrize, municipality: "259", fields: fields, parties: [],
                events: [entered("nominated", moment)])
        }
        #expect(
            try Engine.refusals(opening: file("2025-12-31T23:59"), by: everybody, law: testLaw).codes
                == ["programme-not-yet"])
        #expect(try Engine.problem(importing: file("2025-12-31"), law: testLaw)?.code == "programme-not-yet")
        #expect(try Engine.refusals(opening: file("2026-01-01"), by: everybody, law: testLaw) == [])
    }
}
