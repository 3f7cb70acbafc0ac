import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// From proposals to an adopted plan, and to its next version.
@Suite struct PlanTests {
    private let desk: PlanDesk
    private var office: Office { desk.office }

    init() throws {
        desk = try PlanDesk()
    }

    @Test func everyRoleReadsAndFewWrite() throws {
        for role in Role.allCases { #expect(role.permissions.contains(.readPlan), "\(role)") }
        #expect(
            Set(Role.allCases.filter { $0.permissions.contains(.editPlan) }) == [.secretariat, .planSecretariat])
        let municipal = office.handbook.placed(
            Actor(name: "x", displayName: "", authority: "259", roles: [.planSecretariat]))
        #expect(!municipal.may(.editPlan) && municipal.may(.proposePlan))
        #expect(TestOffice.actor(.planSecretariat).may(.editPlan))
    }

    @Test func aMunicipalityProposesForItselfAndTheSecretariatForAll() async throws {
        let plan = try await desk.plan()
        let own = try await desk.propose(in: plan)
        #expect(try await desk.proposal(own, in: plan).isOnBehalf == false)
        let foreign = try await refusals { _ = try await desk.propose(in: plan, by: "253") }
        #expect(foreign == ["plan.not-your-municipality"])
        let police = try await refusals { _ = try await desk.propose(in: plan, by: "") }
        #expect(police == ["plan.not-your-municipality"])
        let onBehalf = try await desk.propose(in: plan, by: "253", as: .secretariat)
        #expect(try await desk.proposal(onBehalf, in: plan).isOnBehalf)
        let unknown = try await refusals { _ = try await desk.propose(in: plan, by: "101", as: .secretariat) }
        #expect(unknown == ["plan.unknown-municipality"])
        _ = try await desk.propose(in: plan, by: "", as: .secretariat)
    }

    /// What points to a proposal that was grouped into another counts there, each municipality once.
    @Test func theSystemCountsTheMunicipalitiesThatPointToAProposal() async throws {
        let plan = try await desk.plan()
        let first = try await desk.propose(in: plan)
        let second = try await desk.propose("Unge og tabletter", in: plan, by: "253", as: .secretariat)
        try await SupportProposal(second, by: "259", true)(desk.proposer(), in: office)
        try await SupportProposal(second, by: "265", true)(desk.proposer(.secretariat), in: office)
        #expect(try await desk.read(plan).support[second] == ["253", "259", "265"])
        var revision = try await desk.proposal(second, in: plan).revision
        try await MergeProposal(second, revision: revision, into: first)(desk.editor(), in: office)
        #expect(try await desk.read(plan).support == [first: ["253", "259", "265"]])
        #expect(try await desk.proposal(second, in: plan).mergedInto == first)
        revision = try await desk.proposal(second, in: plan).revision
        try await MergeProposal(second, revision: revision, into: nil)(desk.editor(), in: office)
        #expect(try await desk.read(plan).support[first] == ["259"])
        let own = try await refusals {
            try await SupportProposal(first, by: "259", false)(desk.proposer(), in: office)
        }
        #expect(own == ["plan.own-support"])
    }

    @Test func aProposalIsGroupedIntoAnOpenOneAndOnceOnly() async throws {
        let plan = try await desk.plan()
        let ids = [try await desk.propose("A", in: plan), try await desk.propose("B", in: plan)]
        let third = try await desk.propose("C", in: plan)
        func merge(_ id: Int64, into target: Int64) async throws -> [String] {
            let revision = try await desk.proposal(id, in: plan).revision
            return try await refusals {
                try await MergeProposal(id, revision: revision, into: target)(desk.editor(), in: office)
            }
        }
        #expect(try await merge(ids[0], into: ids[0]) == ["plan.merge-target"])
        #expect(try await merge(ids[0], into: 999) == ["plan.merge-target"])
        #expect(try await merge(ids[0], into: ids[1]) == [])
        #expect(try await merge(ids[1], into: third) == ["plan.merge-chain"])
        #expect(try await merge(third, into: ids[0]) == ["plan.merge-target"])
    }

    @Test func marksSayWhoAndWhenAndTheFasterOneWins() async throws {
        let plan = try await desk.plan()
        let id = try await desk.propose(in: plan)
        let criteria = try await desk.read(plan).criteria
        let judged = try #require(criteria.first { !$0.criterion.isCounted }).id
        func mark(_ mark: PlanCriterion.Mark?, _ comment: String, seen: Int) async throws -> [String] {
            try await refusals {
                try await MarkProposal(id, by: judged, mark, comment: comment, revision: seen)(
                    desk.editor(), in: office)
            }
        }
        #expect(try await mark(.yes, "Mange kan hjælpe", seen: 0) == [])
        #expect(try await mark(.no, "", seen: 0) == ["changed-meanwhile"])
        #expect(try await mark(.partly, "Måske", seen: 1) == [])
        let found = try #require(try await desk.read(plan).mark(id, judged))
        #expect(found.mark == .partly && found.comment == "Måske" && found.actor == "secretariat")
        #expect(found.at == desk.test.now && found.revision == 2)
        #expect(try await mark(nil, "", seen: 2) == [])
        #expect(try await desk.read(plan).mark(id, judged)?.mark == nil)
        let counted = try #require(criteria.first { $0.criterion.isCounted }).id
        let refused = try await refusals {
            try await MarkProposal(id, by: counted, .yes, comment: "", revision: 0)(desk.editor(), in: office)
        }
        #expect(refused == ["plan.criterion-counted"])
    }

    @Test func whatIsDecidedBecomesAnAreaOrALocalInitiative() async throws {
        let plan = try await desk.plan()
        let chosen = try await desk.propose("Rusmidler", in: plan)
        let earlier = try await desk.propose("Utryghed", in: plan)
        let local = try await desk.propose("Sommerfester", in: plan)
        let none = try await desk.propose("Indbrud", in: plan)
        try await desk.decide(chosen, in: plan)
        try await desk.decide(earlier, in: plan, .earlier)
        try await desk.decide(local, in: plan, .local)
        try await desk.decide(none, in: plan, .notChosen)
        let read = try await desk.read(plan)
        #expect(read.areas(.focus).map(\.area.title) == ["Rusmidler"])
        #expect(read.areas(.earlier).map(\.area.title) == ["Utryghed"])
        #expect(read.initiatives(in: nil).map(\.initiative.municipality) == ["259"])
        #expect(read.proposals.allSatisfy { $0.reason == "Besluttet på mødet" && $0.decidedOn == desk.test.now.day })
        let again = try await refusals { try await desk.decide(none, in: plan) }
        #expect(again == ["plan.decided-already"])
    }

    @Test func aDecisionIsTakenBackUntilSomethingRestsOnIt() async throws {
        let plan = try await desk.plan()
        let id = try await desk.propose(in: plan)
        try await desk.decide(id, in: plan)
        let area = try #require(try await desk.read(plan).areas(.focus).first).id
        let initiative = try await desk.initiative(in: plan, area: area)
        func undo() async throws -> [String] {
            let revision = try await desk.proposal(id, in: plan).revision
            return try await refusals {
                try await UndoDecision(id, revision: revision, reason: "Skrevet forkert ind")(desk.editor(), in: office)
            }
        }
        #expect(try await undo() == ["plan.result-in-use"])
        try await desk.take(initiative, to: .withdrawn, reason: "Fejl", as: .sspCoordinator)
        #expect(try await undo() == [])
        let read = try await desk.read(plan)
        #expect(read.areas(.focus).isEmpty && read.areas.first?.endReason == "Skrevet forkert ind")
        #expect(read.proposals.first?.state == .open)
    }

    @Test func aPlanIsAdoptedWithAnAreaAndWithoutOpenProposals() async throws {
        let plan = try await desk.plan()
        let skipped = try await refusals { try await desk.move(plan, to: .adopted) }
        #expect(skipped == ["plan.no-way"])
        try await desk.move(plan, to: .proposed)
        let bare = try await refusals { try await desk.move(plan, to: .adopted) }
        #expect(bare == ["plan.no-area"])
        try await desk.move(plan, to: .draft)
        let id = try await desk.propose(in: plan)
        _ = try await desk.area(in: plan)
        try await desk.move(plan, to: .proposed)
        let undecided = try await refusals { try await desk.move(plan, to: .adopted) }
        #expect(undecided == ["plan.undecided"])
        try await desk.move(plan, to: .draft)
        try await desk.decide(id, in: plan)
        try await desk.move(plan, to: .proposed)
        try await desk.move(plan, to: .adopted)
        let fixed = try await refusals { _ = try await desk.propose(in: plan) }
        #expect(fixed == ["plan.adopted"])
    }

    @Test func aNewVersionKeepsTheEarlierAsItStood() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        try await desk.move(plan, to: .proposed)
        try await desk.move(plan, to: .adopted)
        try await desk.move(plan, to: .draft)
        let stored = try #require(try await desk.read(plan).areas.first)
        var changed = stored.area
        changed.title = "Rusmidler og nikotin"
        try await WriteFocusArea(changed, in: plan, of: (area, stored.revision))(desk.editor(), in: office)
        try await desk.move(plan, to: .proposed)
        try await desk.move(plan, to: .adopted)
        let versions = try await desk.read(plan).versions
        let titles = try versions.map { try JSONText.decode(AdoptedText.self, from: $0.body).areas.map(\.title) }
        #expect(versions.map(\.version) == [2, 1] && titles == [["Rusmidler og nikotin"], ["Rusmidler"]])
        #expect(Set(versions.map(\.hash)).count == 2)
        try await desk.move(plan, to: .ended)
        let over = try await refusals { _ = try await desk.initiative(in: plan, area: area) }
        #expect(over == ["plan.ended"])
    }

    @Test func theFasterCorrectionWinsAndTheHistoryTellsBoth() async throws {
        let plan = try await desk.plan()
        let id = try await desk.propose(in: plan)
        func correct(_ title: String) async throws -> [String] {
            let proposal = PlanProposal(municipality: "259", title: title, body: "x")
            return try await refusals {
                try await WriteProposal(proposal, in: plan, of: (id, 1))(desk.proposer(), in: office)
            }
        }
        #expect(try await correct("Æbler og øl") == [])
        #expect(try await correct("Noget andet") == ["changed-meanwhile"])
        let history = try await FindPlan(.proposal(id))(desk.reader, in: office).changes
        #expect(history.map(\.act) == ["corrected", "proposed-new"])
        #expect(history.first?.old.hasPrefix("Puff bars") == true && history.first?.new.hasPrefix("Æbler") == true)
        #expect(try desk.test.logged(.planProposal, id) == ["change proposed-new", "change corrected"])
    }

    @Test func aWithdrawnProposalIsPutForwardAgain() async throws {
        let plan = try await desk.plan()
        let id = try await desk.propose(in: plan)
        try await WithdrawProposal(id, revision: 1, reason: "For tidligt")(desk.proposer(), in: office)
        #expect(try await desk.read(plan).support[id] == nil)
        try await WithdrawProposal(id, revision: 2, reason: nil)(desk.proposer(), in: office)
        #expect(try await desk.proposal(id, in: plan).state == .open)
        #expect(try await desk.read(plan).support[id] == ["259"])
    }

    /// What was grouped into a proposal is not lost with it.
    @Test func aProposalThatOthersAreGroupedIntoIsNotWithdrawn() async throws {
        let plan = try await desk.plan()
        let first = try await desk.propose("A", in: plan)
        let second = try await desk.propose("B", in: plan)
        try await MergeProposal(second, revision: 1, into: first)(desk.editor(), in: office)
        func withdraw() async throws -> [String] {
            try await refusals {
                try await WithdrawProposal(first, revision: 1, reason: "Fortrudt")(desk.proposer(), in: office)
            }
        }
        #expect(try await withdraw() == ["plan.merge-chain"])
        let revision = try await desk.proposal(second, in: plan).revision
        try await MergeProposal(second, revision: revision, into: nil)(desk.editor(), in: office)
        #expect(try await withdraw() == [])
    }

    /// The kredsråd adopts what was laid before it.
    @Test func whatIsLaidBeforeTheCouncilStandsAsItWasLaid() async throws {
        let plan = try await desk.plan()
        let id = try await desk.propose(in: plan)
        let local = try await desk.initiative(in: plan, area: nil)
        let area = try await desk.area(in: plan)
        try await desk.decide(id, in: plan)
        try await desk.move(plan, to: .proposed)
        let tries: [() async throws -> Void] = [
            { _ = try await desk.propose("Mere", in: plan) },
            { try await SupportProposal(id, by: "265", true)(desk.proposer(.secretariat), in: office) },
            { _ = try await desk.area(in: plan) },
            { try await EndFocusArea(area, revision: 1, reason: "Slut")(desk.editor(), in: office) },
            { try await SetCriterion(plan, .add(PlanCriterion(title: "Ny")))(desk.editor(), in: office) },
        ]
        for one in tries { #expect(try await refusals { try await one() } == ["plan.laid"]) }
        try await desk.take(local, to: .withdrawn, reason: "Fejl")
        #expect(try await refusals { try await desk.move(plan, to: .adopted) } == ["plan.changed-since-laid"])
        try await desk.move(plan, to: .draft)
        try await desk.move(plan, to: .proposed)
        try await desk.move(plan, to: .adopted)
    }

    @Test func aCriterionGoesWhenItsMarksAreTakenBack() async throws {
        let plan = try await desk.plan()
        let id = try await desk.propose(in: plan)
        let criterion = try #require(try await desk.read(plan).criteria.first { !$0.criterion.isCounted }).id
        func mark(_ mark: PlanCriterion.Mark?, seen: Int) async throws {
            try await MarkProposal(id, by: criterion, mark, comment: "", revision: seen)(desk.editor(), in: office)
        }
        func remove() async throws -> [String] {
            try await refusals { try await SetCriterion(plan, .remove(criterion))(desk.editor(), in: office) }
        }
        try await mark(.yes, seen: 0)
        #expect(try await remove() == ["plan.criterion-marked"])
        try await mark(nil, seen: 1)
        #expect(try await remove() == [])
        #expect(try await !desk.read(plan).criteria.contains { $0.id == criterion })
    }

    @Test func figuresAndIndicatorsAreKnownOnes() async throws {
        let plan = try await desk.plan()
        let area = FocusArea(
            kind: .focus, title: "Rusmidler", body: "", aims: "", figures: ["nothing"], indicators: ["anything"])
        #expect(
            try await refusals { _ = try await WriteFocusArea(area, in: plan)(desk.editor(), in: office) } == [
                "plan.unknown-figure", "plan.unknown-indicator",
            ])
    }

    /// A version that is no longer what was adopted is found, whoever changed it.
    @Test func aVersionThatWasChangedInTheDatabaseIsFound() async throws {
        let plan = try await desk.plan()
        _ = try await desk.area(in: plan)
        try await desk.adopt(plan)
        #expect(try await desk.read(plan).versions.map(\.isGenuine) == [true])
        #expect(try desk.test.database.blockingRead { try PlanSeals.broken(in: $0) } == [])
        _ = try desk.test.database.blockingWrite { db in
            try db.execute("UPDATE plan_version SET body = REPLACE(body, 'Færre', 'Flere')")
        }
        #expect(try await desk.read(plan).versions.map(\.isGenuine) == [false])
        #expect(try desk.test.database.blockingRead { try PlanSeals.broken(in: $0) } == ["plan 1 version 1"])
        _ = try desk.test.database.blockingWrite { try $0.execute("UPDATE plan_version SET body = 'x'") }
        #expect(try await desk.read(plan).versions.map(\.text) == [nil])
    }
}
