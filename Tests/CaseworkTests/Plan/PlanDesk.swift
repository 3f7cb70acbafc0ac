import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A plan in an office of its own, with what its tests do again and again.
struct PlanDesk {
    let test: TestOffice
    var office: Office { test.office }

    init() throws {
        test = try TestOffice()
    }

    func editor(_ role: Role = .secretariat) throws -> Authorized<Acts.EditPlan> {
        try test.may(Acts.EditPlan.self, as: role)
    }

    /// The role of somebody in Køge (259), or of the police.
    func proposer(_ role: Role = .sspCoordinator) throws -> Authorized<Acts.ProposePlan> {
        try test.may(Acts.ProposePlan.self, as: role)
    }

    var reader: Authorized<Acts.ReadPlan> {
        get throws { try test.may(Acts.ReadPlan.self, as: .counsellor) }
    }

    func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    /// A plan with the three criteria.
    func plan(cap: Int = 2) async throws -> Int64 {
        let plan = Plan(
            title: "Samarbejdsplan 2025/26", from: try day("2025-01-01"), to: try day("2026-12-31"), foreword: "",
            cap: cap, capSource: "Kredsrådet")
        let id = try await WritePlan(plan)(editor(), in: office)
        for criterion in [
            PlanCriterion(title: "Flere kommuner peger på området", least: 2),
            PlanCriterion(title: "Stort potentiale på tværs"), PlanCriterion(title: "Drøftet i kredsrådet"),
        ] { try await SetCriterion(id, .add(criterion))(editor(), in: office) }
        return id
    }

    func propose(
        _ title: String = "Puff bars i skolen", in plan: Int64, by municipality: String = "259",
        as role: Role = .sspCoordinator
    ) async throws -> Int64 {
        let proposal = PlanProposal(municipality: municipality, title: title, body: "Skolerne beder om hjælp.")
        return try await WriteProposal(proposal, in: plan)(proposer(role), in: office)
    }

    func read(_ plan: Int64) async throws -> OpenedPlan { try await ReadPlan(plan)(reader, in: office) }

    func proposal(_ id: Int64, in plan: Int64) async throws -> StoredProposal {
        try #require(try await read(plan).proposals.first { $0.id == id })
    }

    func decide(_ id: Int64, in plan: Int64, _ decision: PlanProposal.State = .chosen) async throws {
        let revision = try await proposal(id, in: plan).revision
        try await DecideProposal(id, revision: revision, decision, reason: "Besluttet på mødet")(editor(), in: office)
    }

    func move(_ plan: Int64, to state: Plan.State) async throws {
        let revision = try await read(plan).stored.revision
        try await MovePlan(plan, revision: revision, to: state, on: test.now.day, note: "Mødet i kredsrådet")(
            editor(), in: office)
    }

    /// A focus area of a plan.
    func area(in plan: Int64, figures: [String] = []) async throws -> Int64 {
        let area = FocusArea(kind: .focus, title: "Rusmidler", body: "", aims: "Færre begynder", figures: figures)
        return try await WriteFocusArea(area, in: plan)(editor(), in: office)
    }

    func initiative(_ title: String = "Oplæg til forældre", in plan: Int64, area: Int64?) async throws -> Int64 {
        let one = Initiative(area: area, municipality: "259", title: title, body: "På forældremøder")
        return try await WriteInitiative(one, in: plan)(proposer(), in: office)
    }

    func stored(_ initiative: Int64) throws -> StoredInitiative {
        try #require(try test.database.blockingRead { try InitiativeStore.initiative(initiative, in: $0) })
    }

    func own(_ id: Int64, _ authority: String, _ position: String, as role: Role = .sspCoordinator) async throws {
        try await SetInitiativeOwner(
            id, revision: try stored(id).revision, authority: authority, position: position)(
                proposer(role), in: office)
    }

    /// Adopts a plan as it stands.
    func adopt(_ plan: Int64) async throws {
        try await move(plan, to: .proposed)
        try await move(plan, to: .adopted)
    }

    func take(_ id: Int64, to stage: Initiative.Stage, reason: String = "", as role: Role = .secretariat) async throws {
        try await MoveInitiative(
            id, revision: try stored(id).revision, to: stage, reason: reason,
            anchor: .outside(.municipality, "Ungeområdet"), result: "Holdt", learning: "Begynd før")(
                proposer(role), in: office)
    }
}
