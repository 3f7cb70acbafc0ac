import Testing

@testable import Prevention

@Suite struct ProjectTests {
    /// Vejen Videre: from 15 to 29, to the end of 2028.
    private func planned(_ fields: [String: String] = [:]) throws -> Journey {
        let asked = ["name": "Vejen Videre", "aim": "…", "age_from": "15", "age_to": "29", "ends_on": "2028-12-31"]
        return try Journey(.project, opened: "2025-03-03", fields: asked.merging(fields) { $1 }, parties: [])
    }

    private let partner = ["partner_name": "Greve Kommune", "partner_kind": "municipality"]
    private let consent = [
        "consent_on": "2025-03-05", "consent_by": "self", "consent_form": "written", "consent_kept": "Mappe 1",
    ]

    private func active() throws -> Journey {
        var journey = try planned()
        try journey.entry("partner", "2025-03-04", partner)
        try journey.step("active", "2025-03-10")
        return journey
    }

    @Test func aProjectHasPartnersAndMilestonesAndEnds() throws {
        try planned().requires("project.partner", "active", "2025-03-10")
        var journey = try active()
        try journey.entry("milestone", "2025-06-01", ["milestone_what": "Første hold", "milestone_state": "reached"])
        #expect(try journey.clock("end", "2028-10-01")?.state == .running)
        #expect(try journey.clock("end", "2028-10-02")?.state == .warning)
        #expect(try journey.clock("end", "2029-01-01")?.state == .overdue)
        try journey.step("ended", "2028-12-31", ["result": "Videreføres"])
        try journey.ends()
        var dropped = try planned()
        try dropped.step("ended", "2025-03-05", ["result": "Ingen midler"])
        try dropped.ends()
    }

    @Test func itStartsBeforeItEndsAndWithAgesInOrder() throws {
        let ended = CaseFile(
            id: 1, programme: .project, municipality: "253",
            fields: ["name": "x", "aim": "y", "ends_on": "2025-03-03", "age_from": "30", "age_to": "29"], parties: [],
            events: [entered("planned", "2025-03-03")])
        #expect(
            try Engine.refusals(opening: ended, by: everybody, law: testLaw).codes == ["project.over", "project.ages"])
    }

    @Test func whoeverTakesPartHasConsented() throws {
        var journey = try active()
        let participant = party(.participant, born: "2005-01-01")
        func problem() throws -> String? {
            try Engine.problem(importing: journey.joined(by: participant), law: testLaw)?.code
        }
        #expect(try problem() == "project.consent")
        #expect(
            try journey.refused(
                recording: "consent", "2025-03-11", consent.merging(["consent_on": "2025-03-12"]) { $1 })
                == ["project.consent-later"])
        try journey.entry("consent", "2025-03-11", consent)
        #expect(try problem() == nil)
        try journey.entry("consent-withdrawn", "2025-03-12", ["withdrawn_kept": "Mappe 1"])
        #expect(try problem() == "project.consent")
        // At the opening nobody can have consented on the case yet.
        let opened = try planned().joined(by: participant)
        #expect(try Engine.refusals(opening: opened, by: everybody, law: testLaw).codes == ["project.consent"])
    }

    /// 30 on the day the project opens, 15 on its last day: the day before and the day after.
    @Test(arguments: [
        ("1995-03-03", false), ("1995-03-04", true), ("2013-12-31", true), ("2014-01-01", false),
    ])
    func aParticipantHasTheAgeOnSomeDay(born: String, isAllowed: Bool) throws {
        var journey = try active()
        try journey.entry("consent", "2025-03-11", consent)
        let file = journey.joined(by: party(.participant, born: born))
        #expect(
            try Engine.problem(importing: file, law: testLaw)?.code == (isAllowed ? nil : "project.never-of-age"))
    }
}
