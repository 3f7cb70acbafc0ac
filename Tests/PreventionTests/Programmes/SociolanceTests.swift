import Testing

@testable import Prevention

@Suite struct SociolanceTests {
    private func file(in municipality: String, opened: String, _ parties: [Party] = []) -> CaseFile {
        CaseFile(
            id: 1, programme: .sociolance, municipality: municipality, fields: ["need": "care"], parties: parties,
            events: [entered("handed-over", opened)])
    }

    @Test(arguments: ["306", "316", "326", "350"]) func aHandOverIsDone(municipality: String) throws {
        var journey = try Journey(
            .sociolance, opened: "2026-03-03T22:00", fields: ["need": "shelter", "waited_minutes": "25"], parties: [],
            in: municipality)
        try journey.step("done", "2026-03-04T01:00", ["outcome": "taken-to-offer"])
        try journey.ends()
    }

    @Test(arguments: ["259", "253", "320", ""]) func onlyTheMunicipalitiesOfTheTrialHaveIt(municipality: String) throws
    {
        let file = file(in: municipality, opened: "2026-03-03")
        #expect(
            try Engine.refusals(opening: file, by: everybody, law: testLaw).codes == ["sociolance.municipality"])
        #expect(try Engine.problem(importing: file, law: testLaw)?.code == "sociolance.municipality")
    }

    /// The trial is that of 2026: the days before and after it are outside.
    @Test(arguments: [
        ("2025-12-31T23:59", false), ("2026-01-01T00:00", true), ("2026-12-31T23:59", true), ("2027-01-01", false),
    ])
    func theTrialHasItsDays(opened: String, isOpen: Bool) throws {
        let file = file(in: "350", opened: opened)
        #expect(try Engine.refusals(opening: file, by: everybody, law: testLaw).isEmpty == isOpen)
        #expect(try Engine.problem(importing: file, law: testLaw)?.code == (isOpen ? nil : "programme-not-yet"))
    }

    @Test func aHandOverAtTheEndOfTheTrialIsDoneTheNextDay() throws {
        var journey = try Journey(
            .sociolance, opened: "2026-12-31T23:50", fields: ["need": "talk"], parties: [], in: "316")
        try journey.step("done", "2027-01-01T00:40", ["outcome": "taken-home"])
        try journey.ends()
    }

    @Test func nobodyIsItsSubject() throws {
        let file = file(in: "350", opened: "2026-03-03", [party(.subject)])
        #expect(try Engine.problem(importing: file, law: testLaw)?.code == "party-role")
        #expect(Programme.sociolance.allFields.allSatisfy { $0.kind != .longText } && !Programme.sociolance.takesNotes)
    }
}
