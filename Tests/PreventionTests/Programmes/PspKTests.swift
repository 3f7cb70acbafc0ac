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
}
