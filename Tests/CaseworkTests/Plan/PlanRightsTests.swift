import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Whoever may not write somewhere is told so, and nothing else: neither whether their text names somebody nor that it was looked at.
@Suite struct PlanRightsTests {
    private let desk: PlanDesk
    private var office: Office { desk.office }

    init() throws {
        desk = try PlanDesk()
    }

    /// - Returns: the codes, and how many names were looked for meanwhile.
    private func attempt(_ body: () async throws -> Void) async throws -> (codes: [String], searches: Int) {
        func searches() throws -> Int { try Logged.all(in: desk.test.database).filter { $0.action == "search" }.count }
        let before = try searches()
        let codes = try await refusals(body)
        return (codes, try searches() - before)
    }

    @Test func rightsComeBeforeTexts() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        let proposal = try await desk.propose(in: plan, by: "253", as: .secretariat)
        let one = Initiative(area: area, municipality: "253", title: "Besøg", body: "I kiosker")
        let id = try await WriteInitiative(one, in: plan)(desk.proposer(.secretariat), in: office)
        try await SetMilestone(id, .add(title: "Skrevet", due: desk.day("2026-05-01")))(
            desk.proposer(.secretariat), in: office)
        let policy = try await AddPolicy(
            PolicyEntry(title: "Lov", kind: .law, due: nil, source: "Høring", rule: "", programmes: [], areas: []),
            stage: .announced, isChecked: true)(desk.editor(), in: office)
        let name = "Efter samtale med Jens Prøvesen"
        let who = try desk.proposer()
        let others = PlanProposal(municipality: "253", title: name, body: name)
        let mine = PlanProposal(municipality: "259", title: name, body: name)
        let entry = PolicyEntry(
            title: name, kind: .law, due: nil, source: name, rule: "", programmes: [], areas: [])
        let attempts: [(String, () async throws -> Void)] = [
            ("plan.not-your-municipality", { try await WriteProposal(others, in: plan)(who, in: office) }),
            (
                "plan.not-your-municipality",
                { try await WriteProposal(mine, in: plan, of: (proposal, 1))(who, in: office) }
            ),
            (
                "plan.not-your-municipality",
                { try await WithdrawProposal(proposal, revision: 1, reason: name)(who, in: office) }
            ),
            (
                "plan.not-your-municipality",
                {
                    _ = try await WriteInitiative(
                        Initiative(area: area, municipality: "253", title: name, body: name), in: plan)(who, in: office)
                }
            ),
            (
                "plan.not-your-initiative",
                {
                    _ = try await WriteInitiative(
                        Initiative(area: area, municipality: "259", title: name, body: name), in: plan, of: (id, 1))(
                            who, in: office)
                }
            ),
            (
                "plan.not-your-initiative",
                { try await MoveInitiative(id, revision: 1, to: .stopped, reason: name)(who, in: office) }
            ),
            (
                "plan.not-your-initiative",
                { try await SetInitiativeOwner(id, revision: 1, authority: "259", position: name)(who, in: office) }
            ),
            (
                "plan.not-your-initiative",
                {
                    try await SetMilestone(id, .add(title: name, due: desk.day("2026-05-01")))(who, in: office)
                }
            ),
            (
                "plan.not-your-initiative",
                { try await SetMilestone(id, .rename(1, revision: 1, title: name))(who, in: office) }
            ),
            (
                "plan.not-your-initiative",
                { try await ReportInitiative(id, revision: 1, .green, text: name)(who, in: office) }
            ),
            (
                "plan.not-your-municipality",
                {
                    try await SpreadInitiative(id, revision: 1, to: "316", position: name, from: nil, .planned)(
                        who, in: office)
                }
            ),
            (
                "policy.not-yours",
                { try await ChangePolicy(policy, revision: 1, .set(entry, typedDue: ""))(who, in: office) }
            ),
            (
                "policy.not-yours",
                { try await ChangePolicy(policy, revision: 1, .stage(.hearing, on: nil, name))(who, in: office) }
            ),
        ]
        for (number, (code, body)) in attempts.enumerated() {
            let found = try await attempt(body)
            #expect(found.codes == [code] && found.searches == 0, "attempt \(number)")
        }
    }

    @Test func theWordsOfAMilestoneAreCorrected() async throws {
        let plan = try await desk.plan()
        let id = try await desk.initiative(in: plan, area: try await desk.area(in: plan))
        try await SetMilestone(id, .add(title: "Oplæget", due: desk.day("2026-05-01")))(desk.proposer(), in: office)
        let step = try #require(try await desk.read(plan).milestones.first)
        func rename(_ title: String, revision: Int) async throws -> [String] {
            try await refusals {
                try await SetMilestone(id, .rename(step.id, revision: revision, title: title))(
                    desk.proposer(), in: office)
            }
        }
        #expect(try await rename("", revision: 1) == ["plan.required"])
        #expect(try await rename("Om 670314-1235", revision: 1) == ["plan-text.number"])
        #expect(try await rename("Oplægget er skrevet", revision: 1) == [])
        #expect(try await rename("x", revision: 1) == ["changed-meanwhile"])
        let stored = try #require(try await desk.read(plan).milestones.first?.milestone)
        #expect(stored.title == "Oplægget er skrevet" && stored.moves == 0 && stored.due == step.milestone.due)
        let change = try #require(
            try await FindPlan(.initiative(id))(desk.reader, in: office).changes.first)
        #expect(change.act == "milestone-renamed" && change.old == "Oplæget" && change.new == "Oplægget er skrevet")
    }
}
