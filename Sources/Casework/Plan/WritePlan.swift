import Handbook
public import Prevention
import SQL
import Store

/// Begins a plan, or corrects one that is not adopted. A new one takes over the criteria of the latest.
public struct WritePlan: Sendable {
    /// `nil` for a new one, with the revision that the user saw.
    public let of: (id: Int64, revision: Int)?
    public let plan: Plan
    /// The user has said that no text names somebody they know of from their work.
    public let isConfirmed: Bool

    public init(_ plan: Plan, of: (id: Int64, revision: Int)? = nil, isConfirmed: Bool = false) {
        self.of = of
        self.plan = plan
        self.isConfirmed = isConfirmed
    }

    /// - Returns: the id of the plan.
    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws -> Int64 {
        try await office.checkPlanTexts(
            [
                PlanTyped("title", plan.title), PlanTyped("foreword", plan.foreword),
                PlanTyped("cap-source", plan.capSource),
            ], isConfirmed: isConfirmed, problems: plan.problems, by: who.actor)
        let now = office.now
        return try await office.database.write { db in
            if let of {
                let before = try office.openPlan(of.id, in: db).plan
                guard try PlanStore.update(of.id, to: plan, revision: of.revision, in: db) else { throw planChanged }
                try office.note(
                    PlanNote(entity: .plan, id: of.id, act: "corrected", old: before.summary, new: plan.summary),
                    by: who.actor, at: now, in: db)
                return of.id
            }
            let latest = try PlanStore.plans(in: db).first
            let id = try PlanStore.insert(plan, on: now.day, by: who.actor, at: now, in: db)
            for criterion in try latest.map({ try PlanStore.criteria(of: $0.id, in: db) }) ?? [] {
                try PlanStore.add(criterion.criterion, to: id, in: db)
            }
            try office.note(
                PlanNote(entity: .plan, id: id, act: "begun", new: plan.summary), by: who.actor, at: now, in: db)
            return id
        }
    }
}

extension Plan {
    /// For its history.
    var summary: String {
        [title, period, foreword, "\(cap) (\(capSource))"].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

/// Adds a criterion to the matrix, or takes one out that no mark stands under.
public struct SetCriterion: Sendable {
    public enum Change: Sendable {
        case add(PlanCriterion)
        case remove(Int64)
    }

    public let plan: Int64
    public let change: Change
    public let isConfirmed: Bool

    public init(_ plan: Int64, _ change: Change, isConfirmed: Bool = false) {
        self.plan = plan
        self.change = change
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        if case .add(let criterion) = change {
            var problems = PlanText.problems([("title", criterion.title, true)])
            if !(0...100).contains(criterion.least) { problems.append(Refusal("plan.least", ["place": "least"])) }
            try await office.checkPlanTexts(
                [PlanTyped("title", criterion.title)], isConfirmed: isConfirmed, problems: problems, by: who.actor)
        }
        let now = office.now
        try await office.database.write { db in
            _ = try office.openPlan(plan, in: db)
            let note: PlanNote
            switch change {
            case .add(let criterion):
                try PlanStore.add(criterion, to: plan, in: db)
                note = PlanNote(entity: .plan, id: plan, act: "criterion-added", new: criterion.title)
            case .remove(let id):
                let found = try PlanStore.criteria(of: plan, in: db).first { $0.id == id }
                guard let found else { throw NotFound() }
                guard try PlanStore.remove(criterion: id, of: plan, in: db) else {
                    throw Refused("plan.criterion-marked")
                }
                note = PlanNote(entity: .plan, id: plan, act: "criterion-removed", old: found.criterion.title)
            }
            try office.note(note, by: who.actor, at: now, in: db)
        }
    }
}
