import Testing

@testable import Prevention

@Suite struct ProtectionClusterTests {
    private let agreed = [
        "districts": "midt-vestsjaelland,fyn", "lead_district": "midt-vestsjaelland", "lead_agreed_with": "…",
    ]

    private func proposed() throws -> Journey {
        try Journey(.protectionCluster, opened: "2025-03-03", fields: ["reason": "…"], parties: [])
    }

    @Test func ordersAreBroughtTogetherUnderOneLeadDistrict() throws {
        var journey = try proposed()
        try journey.step("agreed", "2025-03-05", agreed)
        try journey.step("coordinated", "2025-03-10", ["plan": "…"])
        #expect(try journey.clock("lead", "2025-03-11")?.state == .metInTime)
        #expect(try journey.clock("review", "2025-03-11")?.dueDay == day("2025-04-09"))
        journey.record("meeting", "2025-03-20", ["meeting_agreed": "…"])
        #expect(try journey.clock("review", "2025-03-21")?.state == .metInTime)
        try journey.step("closed", "2025-06-01", ["closed_reason": "…"])
        try journey.ends()
    }

    /// Who is protected or the opponent stands in each order: nobody carries a role here.
    @Test func nobodyHasARoleInIt() throws {
        for role in Party.Role.allCases {
            let file = CaseFile(
                id: 1, programme: .protectionCluster, municipality: "", fields: ["reason": "…"], parties: [party(role)],
                events: [entered("proposed", "2025-03-03")])
            #expect(try Engine.refusals(opening: file, by: everybody, law: testLaw).codes == ["party-role"])
            #expect(try Engine.problem(importing: file, law: testLaw)?.code == "party-role")
        }
    }

    @Test func theLeadIsOneOfTheDistricts() throws {
        try proposed().never(
            "protection-cluster.lead", "agreed", "2025-03-05", agreed.merging(["lead_district": "bornholm"]) { $1 })
        try proposed().requires(
            "protection-cluster.several-districts", "agreed", "2025-03-05",
            agreed.merging(["districts": "midt-vestsjaelland"]) { $1 })
        // One field, one district: a second lead cannot be said.
        #expect(
            try proposed().refused("agreed", "2025-03-05", agreed.merging(["lead_district": "fyn,bornholm"]) { $1 })
                .contains("not-a-choice"))
    }
}
