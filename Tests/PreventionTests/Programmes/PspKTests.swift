import Testing

@testable import Prevention

@Suite struct PspKTests {
    private let selection = ["selected_by": "Kim Holm", "selection_reason": "…"]

    private func monitored(born: String = "1980-01-01") throws -> Journey {
        try Journey(.pspK, opened: "2025-03-03", parties: [party(.subject, born: born)])
    }

    @Test func aPersonIsSelectedDiscussedAgainAndClosed() throws {
        var journey = try monitored()
        try journey.step("selected", "2025-03-10", selection)
        try journey.step("discussed", "2025-03-11")
        try journey.step("discussed", "2025-03-12")
        try journey.step("follow-up", "2025-03-13")
        try journey.step("discussed", "2025-03-14")
        var straight = journey
        try straight.step("closed", "2025-03-15")
        try straight.ends()
        try journey.step("follow-up", "2025-03-15")
        try journey.step("closed", "2025-03-16")
        try journey.ends()
    }

    @Test func whoeverIsOnlyMonitoredMayBeClosed() throws {
        var journey = try monitored()
        try journey.step("closed", "2025-03-10")
        try journey.ends()
    }

    @Test func onlyAdultsAreMonitoredAndSelected() throws {
        try monitored(born: "2007-03-03").allows("selected", "2025-03-10", selection)
        let minor = CaseFile(
            id: 1, programme: .pspK, municipality: "", fields: [:], parties: [party(.subject, born: "2007-03-04")],
            events: [entered("monitored", "2025-03-03")])
        #expect(try Engine.refusals(opening: minor, by: everybody, law: testLaw).codes == ["psp-k.adult"])
        let selected = try Engine.refusals(
            moving: minor, to: "selected", at: at("2025-03-03T12:00"), setting: selection, by: everybody, law: testLaw)
        #expect(selected.codes == ["psp-k.adult"])
    }

    @Test func thePrisonServiceUnderItem2NeedsAWrittenAssessment() throws {
        var journey = try monitored()
        try journey.step("selected", "2025-03-10", selection)
        let item2 = ["prison_service_basis": "item-2-assessment"]
        try journey.requires("psp-k.prison-service", "discussed", "2025-03-11", item2)
        try journey.allows("discussed", "2025-03-11", item2.merging(["prison_service_assessment": "…"]) { $1 })
        try journey.allows("discussed", "2025-03-11", ["prison_service_basis": "item-3"])
    }

    @Test func whoeverIsOnlyMonitoredIsSelectedOrLetGo() throws {
        let journey = try monitored()
        #expect(try journey.clock("monitoring", "2025-06-03T23:59")?.state == .warning)
        #expect(try journey.clock("monitoring", "2025-06-04")?.state == .overdue)
        var selected = journey
        try selected.step("selected", "2025-06-03", selection)
        #expect(try selected.clock("monitoring", "2025-07-01")?.state == .metInTime)
    }

    /// No field of it is a tag or a number, so nothing of the kind is seen anywhere; and who stands outside the group does
    /// not see its cases.
    @Test func nothingOfItIsATagOrAScore() throws {
        for field in Programme.pspK.allFields {
            switch field.kind {
            case .flag, .number, .choices: Issue.record("\(field.code) could be a tag or a score")
            case .text, .longText, .date, .moment, .position, .choice, .party: continue
            }
        }
        #expect(try monitored().importProblem("closed", "2025-03-10", ["mental_health": "yes"]) == "unknown-field")
        for role in [Role.screener, .boardCoordinator, .specialisedTeam, .exitTeam, .parishOfficer] {
            let actor = Actor(
                name: "a", displayName: "", authority: "police", roles: [role], kind: .police, area: .district)
            #expect(!CaseScope(of: actor).contains(.pspK), "\(role)")
        }
    }

    /// At the end of the year, whatever comes after; and now, while it is under way.
    @Test func openFollowUpsStandAtTheEndOfTheYear() throws {
        var journey = try monitored()
        try journey.step("selected", "2025-03-10", selection)
        try journey.step("discussed", "2025-03-11")
        try journey.step("follow-up", "2025-12-31T23:59")
        let figure = try #require(Programme.pspK.figures.first { $0.id == "psp-k-open-follow-ups" })
        guard case .cases(let counts) = figure.source else { return }
        func count(_ year: Int, now: String) throws -> Int {
            let year = FigureYear(year, law: testLaw, ownMunicipalities: [], now: at(now))
            return try counts(journey.file, year).count
        }
        #expect(try count(2025, now: "2026-06-01") == 1 && count(2024, now: "2026-06-01") == 0)
        #expect(try count(2025, now: "2025-06-01") == 0, "not yet")
        try journey.step("closed", "2026-02-01")
        #expect(try count(2025, now: "2026-06-01") == 1 && count(2026, now: "2026-06-01") == 0)
    }

    @Test func theGroupRecordsWhatItAgreedAndThePoliceSelect() {
        let member = Actor(
            name: "m", displayName: "", authority: "psychiatry", roles: [.pspkMember], kind: .psychiatry,
            area: .district)
        let steps = Programme.pspK.transitions.filter { member.holds(any: $0.by) }.map(\.to)
        #expect(Set(steps) == ["discussed", "follow-up"])
    }
}
