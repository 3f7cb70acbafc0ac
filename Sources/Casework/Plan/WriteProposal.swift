import Handbook
public import Prevention
import SQL
import Store

/// Proposes a focus area, or corrects a proposal that is not decided on: a municipality its own, the secretariat those of the
/// police, and on behalf of a municipality.
public struct WriteProposal: Sendable {
    public let plan: Int64
    /// `nil` for a new one, with the revision that the user saw.
    public let of: (id: Int64, revision: Int)?
    public let proposal: PlanProposal
    public let isConfirmed: Bool

    public init(
        _ proposal: PlanProposal, in plan: Int64, of: (id: Int64, revision: Int)? = nil, isConfirmed: Bool = false
    ) {
        self.plan = plan
        self.of = of
        self.proposal = proposal
        self.isConfirmed = isConfirmed
    }

    /// - Returns: the id of the proposal.
    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws -> Int64 {
        var problems = proposal.problems
        let municipality = proposal.municipality
        try office.mayPropose(for: municipality, who.actor)
        if let of {
            _ = try await office.database.read { db in try ProposalWork.open(of.id, by: who.actor, in: db) }
        }
        if !municipality.isEmpty, !office.handbook.ownMunicipalities.contains(municipality) {
            problems.append(Refusal("plan.unknown-municipality", ["place": "municipality"]))
        }
        try await office.checkPlanTexts(
            [PlanTyped("title", proposal.title), PlanTyped("body", proposal.body)], isConfirmed: isConfirmed,
            problems: problems, by: who.actor)
        let now = office.now
        let isOnBehalf = !municipality.isEmpty && who.actor.authority != municipality
        return try await office.database.write { db in
            _ = try office.openPlan(plan, in: db)
            if let of {
                let before = try ProposalWork.open(of.id, by: who.actor, in: db)
                guard before.plan == plan else { throw NotFound() }
                guard try ProposalStore.update(of.id, to: proposal, revision: of.revision, in: db) else {
                    throw planChanged
                }
                // Whose it is points to it, so where that changes the one before no longer does.
                if before.proposal.municipality != municipality, !before.proposal.municipality.isEmpty {
                    _ = try ProposalStore.setSupport(
                        of: of.id, by: before.proposal.municipality, to: false, actor: who.actor, at: now, in: db)
                }
                try support(of.id, who.actor, at: now, in: db)
                try office.note(
                    PlanNote(
                        entity: .planProposal, id: of.id, act: "corrected", old: before.proposal.summary,
                        new: proposal.summary), by: who.actor, at: now, in: db)
                return of.id
            }
            let id = try ProposalStore.insert(
                proposal, into: plan, isOnBehalf: isOnBehalf, by: who.actor, at: now, in: db)
            try support(id, who.actor, at: now, in: db)
            try office.note(
                PlanNote(
                    entity: .planProposal, id: id, act: isOnBehalf ? "proposed-for" : "proposed-new",
                    new: proposal.summary), by: who.actor, at: now, in: db)
            return id
        }
    }

    private func support(_ id: Int64, _ actor: Actor, at: Instant, in db: any Connection) throws {
        guard !proposal.municipality.isEmpty else { return }
        _ = try ProposalStore.setSupport(of: id, by: proposal.municipality, to: true, actor: actor, at: at, in: db)
    }
}

extension PlanProposal {
    /// For its history.
    var summary: String { title + "\n" + body }
}

/// What the verbs about proposals share.
enum ProposalWork {
    /// One that is not decided on and that the actor may change.
    static func open(_ id: Int64, by actor: Actor, in db: any Connection) throws -> StoredProposal {
        guard let found = try ProposalStore.proposal(id, in: db) else { throw NotFound() }
        guard actor.mayProposePlan(for: found.proposal.municipality) else {
            throw Refused("plan.not-your-municipality")
        }
        guard found.state == .open else { throw Refused("plan.decided-already") }
        return found
    }

    static func found(_ id: Int64, in db: any Connection) throws -> StoredProposal {
        guard let found = try ProposalStore.proposal(id, in: db) else { throw NotFound() }
        return found
    }
}

/// Takes a proposal back, with the reason, or puts it forward again.
public struct WithdrawProposal: Sendable {
    public let id: Int64
    public let revision: Int
    /// `nil` puts it forward again.
    public let reason: String?
    public let isConfirmed: Bool

    public init(_ id: Int64, revision: Int, reason: String?, isConfirmed: Bool = false) {
        self.id = id
        self.revision = revision
        self.reason = reason
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws {
        try await office.database.read { db in
            try office.mayPropose(for: ProposalWork.found(id, in: db).proposal.municipality, who.actor)
        }
        if let reason {
            try await office.checkPlanTexts(
                [PlanTyped("reason", reason)], isConfirmed: isConfirmed,
                problems: PlanText.problems([("reason", reason, true)]), by: who.actor)
        }
        let now = office.now
        try await office.database.write { db in
            let found = try ProposalWork.found(id, in: db)
            try office.mayPropose(for: found.proposal.municipality, who.actor)
            _ = try office.openPlan(found.plan, in: db)
            guard found.state == (reason == nil ? .withdrawn : .open) else { throw Refused("plan.decided-already") }
            // What was grouped into it would be lost with it.
            if reason != nil,
                try ProposalStore.proposals(of: found.plan, in: db).contains(where: { $0.mergedInto == id })
            {
                throw Refused("plan.merge-chain")
            }
            guard
                try ProposalStore.move(
                    id, to: reason == nil ? .open : .withdrawn, reason: reason ?? "", on: reason == nil ? nil : now.day,
                    revision: revision, in: db)
            else { throw planChanged }
            try office.note(
                PlanNote(
                    entity: .planProposal, id: id, act: reason == nil ? "put-forward" : "withdrawn", new: reason ?? ""),
                by: who.actor, at: now, in: db)
        }
    }
}
