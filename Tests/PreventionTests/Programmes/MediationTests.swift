import Testing

@testable import Prevention

@Suite struct MediationTests {
    private func referred(_ kind: String = "criminal", _ parties: [Party]? = nil) throws -> Journey {
        try Journey(
            .mediation, opened: "2025-03-03", fields: ["kind": kind],
            parties: parties ?? [party(.subject, 1, born: "1990-01-01"), party(.counterpart, 2, born: "1990-01-01")])
    }

    private let mediator = ["mediator": "Ida", "mediator_impartial": "yes"]
    private let consents = ["subject_consent": "yes", "counterpart_consent": "yes"]

    @Test func thePartiesMeetAndTheCaseIsClosed() throws {
        var journey = try referred()
        try journey.step("visitated", "2025-03-10", ["confession": "yes"])
        try journey.step("assigned", "2025-03-11", mediator)
        try journey.step("pre-talks", "2025-03-12", consents)
        try journey.step("held", "2025-03-20", ["outcome": "agreement"])
        try journey.step("closed", "2025-03-21")
        try journey.ends()
    }

    @Test(arguments: [Stage("declined"), Stage("withdrawn")], 0..<4)
    func itMayEndAtEveryStepOnTheWay(end: Stage, steps: Int) throws {
        var journey = try referred("neighbour")
        let way: [(Stage, [String: String])] = [("visitated", [:]), ("assigned", mediator), ("pre-talks", consents)]
        for (stage, fields) in way.prefix(steps) { try journey.step(stage, "2025-03-10", fields) }
        try journey.step(end, "2025-03-11")
        try journey.step("closed", "2025-03-12")
        try journey.ends()
    }

    @Test func aCriminalCaseNeedsAConfessionAndANeighbourDisputeDoesNot() throws {
        try referred().requires("mediation.confession", "visitated", "2025-03-10")
        try referred("neighbour").allows("visitated", "2025-03-10")
    }

    /// Talks on 12 March 2025: the day before and the day of the 18th birthday.
    @Test(arguments: [Party.Role.subject, .counterpart])
    func aPartyUnder18NeedsTheCustodyHolder(role: Party.Role) throws {
        func assigned(born: String) throws -> Journey {
            let other: Party.Role = role == .subject ? .counterpart : .subject
            var journey = try referred("neighbour", [party(role, 1, born: born), party(other, 2, born: "1990-01-01")])
            try journey.step("visitated", "2025-03-10")
            try journey.step("assigned", "2025-03-11", mediator)
            return journey
        }
        let minor = try assigned(born: "2007-03-13")
        try minor.requires("mediation.custody-consent", "pre-talks", "2025-03-12", consents)
        try minor.allows("pre-talks", "2025-03-12", consents.merging(["custody_holder_consent": "yes"]) { $1 })
        try assigned(born: "2007-03-12").allows("pre-talks", "2025-03-12", consents)
    }

    private func order(_ events: [CaseEvent], expires: String = "") -> RelatedCase {
        let parties = [party(.subject, 1), party(.counterpart, 2)]
        let file = CaseFile(
            id: 9, programme: .restrainingOrder, municipality: "259", fields: ["expires_on": expires], parties: parties,
            events: events)
        return RelatedCase(file, sharing: [1, 2])
    }

    /// In force from service, or from the immediate order, up to the day it is revoked or lapses.
    @Test func anOrderIsInForceFromServiceUntilItEnds() {
        let served = order([entered("granted", "2025-03-01"), entered("served", "2025-03-10")], expires: "2025-04-30")
        #expect(!served.isInForce(at: at("2025-03-09T23:59:59")))
        #expect(served.isInForce(at: at("2025-03-10")))
        #expect(served.isInForce(at: at("2025-04-30T23:59:59")))
        #expect(!served.isInForce(at: at("2025-05-01")))
        let immediate = order([entered("immediate-order", "2025-03-01"), entered("refused", "2025-03-20")])
        #expect(immediate.isInForce(at: at("2025-03-01")))
        #expect(!immediate.isInForce(at: at("2025-03-20")))
        #expect(order([entered("hearing", "2025-03-01"), entered("granted", "2025-03-02")]).inForce.isEmpty)
    }

    /// What is taken in from elsewhere is judged by the day of its own steps, not by what stands today.
    @Test func anImportIsJudgedByTheOrderOfItsDay() throws {
        let order = order([entered("served", "2025-03-10"), entered("active", "2025-03-10")], expires: "2025-04-30")
        func visitated(_ day: String, clearance: String = "") throws -> Refusal? {
            let file = CaseFile(
                id: 1, programme: .mediation, municipality: "259",
                fields: ["kind": "neighbour", "active_order_clearance": clearance],
                parties: [party(.subject, 1), party(.counterpart, 2)],
                events: [entered("referred", "2025-03-01"), entered("visitated", day)], related: [order])
            return try Engine.problem(importing: file, law: testLaw)
        }
        #expect(try visitated("2025-03-09") == nil)
        #expect(try visitated("2025-03-10")?.code == "mediation.active-order")
        #expect(try visitated("2025-03-10", clearance: "Afklaret") == nil)
        #expect(try visitated("2025-05-01") == nil)
    }

    @Test func thereAreTwoParties() throws {
        var journey = try referred("neighbour", [party(.subject, 1, born: "1990-01-01")])
        try journey.step("visitated", "2025-03-10")
        try journey.step("assigned", "2025-03-11", mediator)
        try journey.requires("mediation.counterpart", "pre-talks", "2025-03-12", consents)
    }

    /// A mediator with an interest in the matter is not assigned, and whoever has none says so.
    @Test func aMediatorIsImpartial() throws {
        var journey = try referred("neighbour")
        try journey.step("visitated", "2025-03-10")
        #expect(try journey.refused("assigned", "2025-03-11", ["mediator": "Ida"]) == ["field-required"])
    }

    /// There is nowhere to write what was said, nor anything that a punishment could be replaced with.
    @Test func theContentOfTheTalksHasNoPlace() throws {
        let programme = Programme.mediation
        #expect(!programme.takesNotes && programme.entries.isEmpty)
        #expect(programme.form.filter { $0.kind == .longText }.map(\.code) == ["active_order_clearance"])
        #expect(programme.field("outcome")?.options == ["agreement", "none"])
        #expect(try referred().importProblem("visitated", "2025-03-10", ["talks": "…"]) == "unknown-field")
    }
}
