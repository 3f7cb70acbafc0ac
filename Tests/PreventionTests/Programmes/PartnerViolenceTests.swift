import Testing

@testable import Prevention

@Suite struct PartnerViolenceTests {
    private let incident = ["kinds": "physical,psychological", "origin": "incident"]

    private func open(_ fields: [String: String]? = nil) throws -> Journey {
        try Journey(.partnerViolence, opened: "2025-03-03", fields: fields ?? incident)
    }

    @Test func aCaseGoesThroughTheForumToFollowUp() throws {
        var journey = try open()
        try journey.step(
            "forum", "2025-03-05", ["forum": "koege-model", "forum_reason": "Kommunen kan tilbyde krisecenter"])
        try journey.step("measures", "2025-03-10", ["measures": "safety-plan,crisis-centre"])
        try journey.step("follow-up", "2025-04-10")
        try journey.step("measures", "2025-04-20", ["measures": "restraining-order"])
        try journey.step("follow-up", "2025-05-10")
        try journey.step("closed", "2025-06-10", ["result": "violence-stopped"])
        try journey.ends()
    }

    @Test(arguments: 0..<4) func itMayEndAtEveryStepOnTheWay(steps: Int) throws {
        var journey = try open()
        let way: [(Stage, [String: String])] = [
            ("forum", ["forum": "koege-model", "forum_reason": "…"]), ("measures", ["measures": "alarm"]),
            ("follow-up", [:]),
        ]
        for (stage, fields) in way.prefix(steps) { try journey.step(stage, "2025-03-10", fields) }
        try journey.step("closed", "2025-03-11", ["result": "declined"])
        try journey.ends()
    }

    /// The municipality sees the stages from the forum on: no way leads past it. What the team does alone moves nothing.
    @Test func nothingIsSharedThatHasNotBeenInTheForum() throws {
        var journey = try open()
        #expect(try journey.refused("measures", "2025-03-05", ["measures": "safety-plan"]) == ["path"])
        #expect(try journey.importProblem("measures", "2025-03-05", ["measures": "safety-plan"]) == "path")
        try journey.entry("own-measures", "2025-03-05", ["own_measures": "safety-plan,alarm"])
        let shared = try #require(Programme.partnerViolence.shares.first).during
        #expect(journey.file.stage.map(shared.contains) == false)
        for stage in shared where stage != "forum" {
            for way in Programme.partnerViolence.transitions where way.to == stage {
                #expect(way.from.allSatisfy(shared.contains), "\(stage)")
            }
        }
    }

    @Test func theForumIsThatOfAMunicipality() throws {
        let journey = try Journey(.partnerViolence, opened: "2025-03-03", fields: incident, in: "")
        try journey.requires(
            "partner-violence.municipality", "forum", "2025-03-05", ["forum": "koege-model", "forum_reason": "…"])
        try journey.allows("closed", "2025-03-05", ["result": "no-contact"])
    }

    @Test func severalKindsAreKeptInTheirOrder() throws {
        #expect(try open(["kinds": "psychological,stalking,honour", "origin": "own-contact"]).file.stage == "open")
        let wrong = CaseFile(
            id: 1, programme: .partnerViolence, municipality: "259",
            fields: ["kinds": "stalking,physical", "origin": "incident"], parties: [party(.subject)],
            events: [entered("open", "2025-03-03")])
        #expect(try Engine.problem(importing: wrong, law: testLaw)?.code == "not-a-choice")
    }

    @Test func aHospitalTellsWithConsentOrAsANotificationOnly() throws {
        let hospital = ["kinds": "physical", "origin": "hospital", "in_pregnancy": "yes"]
        let code = "partner-violence.hospital-basis"
        let file = CaseFile(
            id: 1, programme: .partnerViolence, municipality: "259", fields: hospital, parties: [party(.subject)],
            events: [entered("open", "2025-03-03")])
        #expect(try Engine.refusals(opening: file, by: everybody, law: testLaw).codes == [code])
        #expect(try Engine.problem(importing: file, law: testLaw)?.code == code)
        for basis in ["consent", "notification"] {
            _ = try open(hospital.merging(["hospital_basis": basis]) { $1 })
        }
    }

    @Test func theMunicipalityTakesPartFromTheForumOn() throws {
        let worker = Actor(
            name: "s", displayName: "S", authority: "259", roles: [.socialWorker], kind: .municipality,
            area: .municipalities(["259"]))
        func may(_ from: Stage, _ to: Stage) -> Bool {
            Programme.partnerViolence.transition(from: from, to: to).map { worker.holds(any: $0.by) } ?? false
        }
        #expect(may("forum", "measures") && may("measures", "follow-up"))
        #expect(!may("open", "forum") && !may("open", "measures") && !may("follow-up", "closed"))
        #expect(!Programme.partnerViolence.mayBeOpened(by: worker))
    }
}
