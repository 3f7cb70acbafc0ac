import Handbook
public import Prevention
import SQL
import Store

/// Records what was decided on a proposal, with the reason. One that is chosen becomes a focus area, one that continues an earlier
/// area beside the plan, and one that is local an initiative of its municipality.
public struct DecideProposal: Sendable {
    public let id: Int64
    public let revision: Int
    public let decision: PlanProposal.State
    public let reason: String
    public let isConfirmed: Bool

    public init(
        _ id: Int64, revision: Int, _ decision: PlanProposal.State, reason: String, isConfirmed: Bool = false
    ) {
        self.id = id
        self.revision = revision
        self.decision = decision
        self.reason = reason
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        var problems = PlanText.problems([("reason", reason, true)])
        if !PlanProposal.decisions.contains(decision) {
            problems.append(Refusal("plan.no-decision", ["place": "decision"]))
        }
        try await office.checkPlanTexts(
            [PlanTyped("reason", reason)], isConfirmed: isConfirmed, problems: problems, by: who.actor)
        let now = office.now
        try await office.database.write { db in
            let found = try ProposalWork.open(id, by: who.actor, in: db)
            _ = try office.openPlan(found.plan, in: db)
            let result = try makeResult(of: found, who.actor, at: now, office, in: db)
            guard
                try ProposalStore.move(
                    id, to: decision, reason: reason, on: now.day, result: result, revision: revision, in: db)
            else { throw planChanged }
            try office.note(
                PlanNote(entity: .planProposal, id: id, act: "decided-" + decision.rawValue, new: reason),
                by: who.actor, at: now, in: db)
        }
    }

    private func makeResult(
        of found: StoredProposal, _ actor: Actor, at: Instant, _ office: Office, in db: any Connection
    ) throws -> Int64? {
        switch decision {
        case .chosen, .earlier:
            let area = FocusArea(
                kind: decision == .chosen ? .focus : .earlier, title: found.proposal.title, body: found.proposal.body,
                aims: "")
            let id = try FocusAreaStore.insert(area, into: found.plan, proposal: found.id, by: actor, at: at, in: db)
            try office.note(
                PlanNote(entity: .focusArea, id: id, act: "from-proposal", new: area.title), by: actor, at: at, in: db)
            return id
        case .local:
            guard !found.proposal.municipality.isEmpty else { throw Refused("plan.local-whose") }
            let local = Initiative(
                area: nil, municipality: found.proposal.municipality, title: found.proposal.title,
                body: found.proposal.body)
            let id = try InitiativeStore.insert(local, into: found.plan, by: actor, at: at, in: db)
            try office.note(
                PlanNote(entity: .initiative, id: id, act: "from-proposal", new: local.title), by: actor, at: at,
                in: db)
            return id
        default: return nil
        }
    }
}

/// Takes a decision back, with the reason. What had come of it is ended, not deleted: its history stays.
public struct UndoDecision: Sendable {
    public let id: Int64
    public let revision: Int
    public let reason: String
    public let isConfirmed: Bool

    public init(_ id: Int64, revision: Int, reason: String, isConfirmed: Bool = false) {
        self.id = id
        self.revision = revision
        self.reason = reason
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        try await office.checkPlanTexts(
            [PlanTyped("reason", reason)], isConfirmed: isConfirmed,
            problems: PlanText.problems([("reason", reason, true)]), by: who.actor)
        let now = office.now
        try await office.database.write { db in
            let found = try ProposalWork.found(id, in: db)
            _ = try office.openPlan(found.plan, in: db)
            guard PlanProposal.decisions.contains(found.state) else { throw Refused("plan.not-decided") }
            try endResult(of: found, who.actor, at: now, office, in: db)
            guard
                try ProposalStore.move(id, to: .open, reason: "", on: nil, revision: revision, in: db)
            else { throw planChanged }
            try office.note(
                PlanNote(entity: .planProposal, id: id, act: "decision-undone", old: found.reason, new: reason),
                by: who.actor, at: now, in: db)
        }
    }

    private func endResult(
        of found: StoredProposal, _ actor: Actor, at: Instant, _ office: Office, in db: any Connection
    ) throws {
        guard let result = found.result else { return }
        if found.state == .local {
            guard let one = try InitiativeStore.initiative(result, in: db) else { return }
            guard one.stage == .proposed else { throw Refused("plan.result-in-use") }
            _ = try InitiativeStore.move(
                result, InitiativeStep(one, to: .withdrawn), revision: one.revision, in: db)
            try office.note(
                PlanNote(entity: .initiative, id: result, act: "withdrawn", new: reason), by: actor, at: at, in: db)
            return
        }
        guard let area = try FocusAreaStore.area(result, in: db), area.endedOn == nil else { return }
        let isUsed = try InitiativeStore.initiatives(of: found.plan, in: db).contains {
            $0.initiative.area == result && $0.stage != .withdrawn
        }
        guard !isUsed else { throw Refused("plan.result-in-use") }
        _ = try FocusAreaStore.end(result, on: at.day, reason: reason, revision: area.revision, in: db)
        try office.note(
            PlanNote(entity: .focusArea, id: result, act: "ended", new: reason), by: actor, at: at, in: db)
    }
}
