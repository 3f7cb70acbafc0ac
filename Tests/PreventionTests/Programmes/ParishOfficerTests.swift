import Testing

@testable import Prevention

@Suite struct ParishOfficerTests {
    private func fields(_ island: String) -> [String: String] {
        ["island": island, "kind": "service", "task": "Forkyndelse ved færgelejet"]
    }

    @Test(arguments: [("sejeroe", "326"), ("oroe", "316")]) func aTaskIsHandled(island: String, municipality: String)
        throws
    {
        var journey = try Journey(
            .parishOfficer, opened: "2025-03-03", fields: fields(island), parties: [], in: municipality)
        try journey.step("handled", "2025-03-04", ["done": "Forkyndt"])
        try journey.ends()
    }

    @Test(arguments: [("sejeroe", "316"), ("oroe", "326"), ("sejeroe", "259"), ("oroe", ""), ("", "326")])
    func anIslandLiesInItsMunicipality(island: String, municipality: String) throws {
        let file = CaseFile(
            id: 1, programme: .parishOfficer, municipality: municipality, fields: fields(island), parties: [],
            events: [entered("reported", "2025-03-03")])
        // What is not said at all is asked for.
        let wrong = island.isEmpty ? "field-required" : "parish-officer.island"
        #expect(try Engine.refusals(opening: file, by: everybody, law: testLaw).codes == [wrong])
        #expect(try Engine.problem(importing: file, law: testLaw)?.code == "parish-officer.island")
    }
}
