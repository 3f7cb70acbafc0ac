import Handbook
public import Prevention
import SQL
import Store

/// Says that a municipality points to a proposal too, or no longer does. The system counts who does.
public struct SupportProposal: Sendable {
    public let id: Int64
    public let municipality: String
    public let supports: Bool

    public init(_ id: Int64, by municipality: String, _ supports: Bool) {
        self.id = id
        self.municipality = municipality
        self.supports = supports
    }

    /// - Throws: `Refused`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws {
        guard who.actor.mayProposePlan(for: municipality) else { throw Refused("plan.not-your-municipality") }
        guard office.handbook.ownMunicipalities.contains(municipality) else {
            throw Refused("plan.unknown-municipality", ["place": "municipality"])
        }
        let now = office.now
        try await office.database.write { db in
            let found = try ProposalWork.found(id, in: db)
            _ = try office.openPlan(found.plan, in: db)
            guard found.state == .open else { throw Refused("plan.decided-already") }
            if !supports, found.proposal.municipality == municipality { throw Refused("plan.own-support") }
            let changed = try ProposalStore.setSupport(
                of: id, by: municipality, to: supports, actor: who.actor, at: now, in: db)
            guard changed else { return }
            try office.note(
                PlanNote(
                    entity: .planProposal, id: id, act: supports ? "supported" : "support-taken-back",
                    new: office.handbook.municipalityName(municipality)), by: who.actor, at: now, in: db)
        }
    }
}

/// Says how far a proposal meets a criterion, with a comment. Criteria that are counted are not marked.
public struct MarkProposal: Sendable {
    public let proposal: Int64
    public let criterion: Int64
    /// `nil` takes the mark back and keeps the comment.
    public let mark: PlanCriterion.Mark?
    public let comment: String
    /// Of the mark that the user saw; 0 where there was none.
    public let revision: Int
    public let isConfirmed: Bool

    public init(
        _ proposal: Int64, by criterion: Int64, _ mark: PlanCriterion.Mark?, comment: String, revision: Int,
        isConfirmed: Bool = false
    ) {
        self.proposal = proposal
        self.criterion = criterion
        self.mark = mark
        self.comment = comment
        self.revision = revision
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        try await office.checkPlanTexts(
            [PlanTyped("comment", comment)], isConfirmed: isConfirmed,
            problems: PlanText.problems([("comment", comment, false)]), by: who.actor)
        let now = office.now
        try await office.database.write { db in
            let found = try ProposalWork.found(proposal, in: db)
            _ = try office.openPlan(found.plan, in: db)
            let criteria = try PlanStore.criteria(of: found.plan, in: db)
            guard let criterion = criteria.first(where: { $0.id == self.criterion })?.criterion else {
                throw NotFound()
            }
            guard !criterion.isCounted else { throw Refused("plan.criterion-counted") }
            guard found.state == .open else { throw Refused("plan.decided-already") }
            guard
                try ProposalStore.setMark(
                    mark, comment: comment, on: proposal, by: self.criterion, revision: revision, actor: who.actor,
                    at: now, in: db)
            else { throw planChanged }
            try office.note(
                PlanNote(
                    entity: .planProposal, id: proposal, act: "marked-" + (mark?.rawValue ?? "none"),
                    new: [criterion.title, comment].filter { !$0.isEmpty }.joined(separator: ": ")), by: who.actor,
                at: now, in: db)
        }
    }
}

/// Groups a proposal into another one that says the same, or takes it out again.
public struct MergeProposal: Sendable {
    public let id: Int64
    public let revision: Int
    /// `nil` takes it out.
    public let target: Int64?

    public init(_ id: Int64, revision: Int, into target: Int64?) {
        self.id = id
        self.revision = revision
        self.target = target
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            let found = try ProposalWork.found(id, in: db)
            _ = try office.openPlan(found.plan, in: db)
            guard found.state == (target == nil ? .merged : .open) else { throw Refused("plan.decided-already") }
            let all = try ProposalStore.proposals(of: found.plan, in: db)
            var into: StoredProposal?
            if let target {
                into = all.first { $0.id == target && $0.id != id && $0.state == .open }
                guard into != nil else { throw Refused("plan.merge-target", ["place": "target"]) }
                // One level only, so that what is counted can be read off.
                guard !all.contains(where: { $0.mergedInto == id }) else { throw Refused("plan.merge-chain") }
            }
            guard
                try ProposalStore.move(
                    id, to: target == nil ? .open : .merged, mergedInto: target, reason: "", on: nil,
                    revision: revision, in: db)
            else { throw planChanged }
            try office.note(
                PlanNote(
                    entity: .planProposal, id: id, act: target == nil ? "unmerged" : "merged",
                    new: into?.proposal.title ?? ""), by: who.actor, at: now, in: db)
        }
    }
}
