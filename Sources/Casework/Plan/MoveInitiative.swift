import Handbook
public import Prevention
import SQL
import Store

/// Takes an initiative a step on, or back: chosen, anchored, running, done with result and learning, stopped, withdrawn.
public struct MoveInitiative: Sendable {
    public let id: Int64
    public let revision: Int
    public let stage: Initiative.Stage
    /// Why: of a stop or a step back, and where choosing it exceeds the cap of its area.
    public let reason: String
    /// What carries it, for `anchored`.
    public let anchor: Initiative.Anchor?
    /// What was typed beside it: only for what is in no list.
    public let anchorWords: String
    /// For `done`.
    public let result: String
    public let learning: String
    public let isConfirmed: Bool

    public init(
        _ id: Int64, revision: Int, to stage: Initiative.Stage, reason: String = "",
        anchor: Initiative.Anchor? = nil, anchorWords: String = "", result: String = "", learning: String = "",
        isConfirmed: Bool = false
    ) {
        self.id = id
        self.revision = revision
        self.stage = stage
        self.reason = reason
        self.anchor = anchor
        self.anchorWords = anchorWords
        self.result = result
        self.learning = learning
        self.isConfirmed = isConfirmed
    }

    private var texts: [PlanTyped] {
        [
            PlanTyped("reason", reason),
            PlanTyped("anchor_ref", anchorWords.isEmpty ? anchor?.words ?? "" : anchorWords),
            PlanTyped("result", result), PlanTyped("learning", learning),
        ]
    }

    private var problems: [Refusal] {
        var found = PlanText.problems([
            ("reason", reason, stage == .stopped || stage == .withdrawn),
            ("result", result, stage == .done), ("learning", learning, stage == .done),
        ])
        guard stage == .anchored else { return found }
        switch anchor {
        case nil: found.append(Refusal("plan.required", ["place": "anchor"]))
        case .outside(_, let words): found += PlanText.problems([("anchor_ref", words, true)])
        case .body, .forum:
            if !anchorWords.isEmpty { found.append(Refusal("plan.anchor-twice", ["place": "anchor_ref"])) }
        }
        return found
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them, `plan.cap-full` where the area has no place and no
    ///   reason is given; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws {
        _ = try await office.database.read { db in try found(who.actor, in: db) }
        try await office.checkPlanTexts(texts, isConfirmed: isConfirmed, problems: problems, by: who.actor)
        let now = office.now
        try await office.database.write { db in
            let found = try found(who.actor, in: db)
            let plan = try office.livePlan(found.plan, in: db)
            guard found.revision == revision else { throw planChanged }
            // Under an area that ended, an initiative is only brought to its end.
            let area = try found.initiative.area.flatMap { try FocusAreaStore.area($0, in: db) }
            guard area?.endedOn == nil || [.done, .stopped, .withdrawn].contains(stage) else {
                throw Refused("plan.under-ended-area")
            }
            guard found.stage.next.contains(stage) else { throw Refused("plan.no-way") }
            var step = InitiativeStep(found, to: stage)
            step.overCap = try overCap(of: found, in: plan, db)
            var place: [String] = []
            if stage == .anchored, let anchor {
                // A step back may leave it where it has been all the time.
                let isKept = found.stage.isCarried && found.anchor == anchor
                guard try isKept || PlanAnchors.load(in: db).mayBeChosen(anchor) else {
                    throw Refused("plan.unknown-anchor", ["place": "anchor"])
                }
                step.anchor = anchor
                place = [anchor.code, anchor.words]
            }
            if stage == .running, found.stage == .anchored {
                let owners = try InitiativeStore.owners(of: id, in: db)
                let milestones = try InitiativeStore.milestones(of: id, in: db)
                guard !owners.isEmpty, !milestones.isEmpty else { throw Refused("plan.not-ready") }
            }
            if stage == .done {
                step.result = result
                step.learning = learning
            }
            guard try InitiativeStore.move(id, step, revision: revision, in: db) else { throw planChanged }
            let new = (place + [reason, result, learning]).filter { !$0.isEmpty }.joined(separator: "\n")
            try office.note(
                PlanNote(entity: .initiative, id: id, act: "to-" + stage.rawValue, old: found.stage.rawValue, new: new),
                by: who.actor, at: now, in: db)
        }
    }

    /// One that the actor may take there.
    private func found(_ actor: Actor, in db: any Connection) throws -> StoredInitiative {
        guard let found = try InitiativeStore.initiative(id, in: db) else { throw NotFound() }
        guard actor.mayMove(found, to: stage) else { throw Refused("plan.not-your-initiative") }
        return found
    }

    /// What is said of the cap with this step: whenever it takes a place that it did not have, the places are counted.
    private func overCap(of found: StoredInitiative, in plan: StoredPlan, _ db: any Connection) throws -> String {
        guard stage.countsTowardsCap else { return found.overCap }
        guard let area = found.initiative.area, !found.stage.countsTowardsCap else { return found.overCap }
        let cap = plan.plan.cap
        guard try InitiativeStore.taken(in: area, except: id, db) >= cap else { return "" }
        guard !reason.isEmpty else {
            throw Refused("plan.cap-full", ["place": "reason", "cap": String(cap), "source": plan.plan.capSource])
        }
        return reason
    }
}
