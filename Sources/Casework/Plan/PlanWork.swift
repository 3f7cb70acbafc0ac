import Handbook
public import Prevention
import SQL
public import Store

extension Actor {
    /// Whether they propose for a municipality: its own people, and the secretariat on its behalf; for the police (an empty code)
    /// the secretariat alone.
    public func mayProposePlan(for municipality: String) -> Bool {
        guard may(.proposePlan) else { return false }
        return may(.editPlan) || (kind == .municipality && !municipality.isEmpty && authority == municipality)
    }

    /// Whether they take an initiative to a stage: the secretariat, a municipality its own local ones, and it may withdraw what it
    /// has proposed.
    public func mayMove(_ initiative: StoredInitiative, to stage: Initiative.Stage) -> Bool {
        let isOwn = mayProposePlan(for: initiative.initiative.municipality)
        return may(.editPlan) || (isOwn && (initiative.initiative.isLocal || stage == .withdrawn))
    }

    /// Whether they report on an initiative: the secretariat, and the municipalities that have proposed it or answer for it.
    public func mayReport(on initiative: StoredInitiative, owners: [InitiativeOwner]) -> Bool {
        guard may(.proposePlan) else { return false }
        return may(.editPlan) || mayProposePlan(for: initiative.initiative.municipality)
            || owners.contains { $0.authority == authority }
    }
}

/// A change to something of the plan, as its history keeps it.
struct PlanNote {
    let entity: LedgerEntry.Entity
    let id: Int64
    /// Code of the act; the words are in the locales under `plan-act.*`.
    let act: String
    var old = ""
    var new = ""
}

extension Office {
    /// Keeps a change in the history and in the log, in the transaction of the change.
    func note(_ note: PlanNote, by actor: Actor, at: Instant, in db: any Connection) throws {
        try ChangeLog.record(
            note.entity, id: note.id, old: note.old, new: note.new, reason: note.act, by: actor, at: at, in: db)
        try ledger.record(.change, note.entity, id: note.id, reason: note.act, by: actor, at: at, in: db)
    }

    /// Asked before any text is looked at: whether it names somebody is told to those alone who may write there.
    ///
    /// - Throws: `Refused("plan.not-your-municipality")`.
    func mayPropose(for municipality: String, _ actor: Actor) throws {
        guard actor.mayProposePlan(for: municipality) else {
            throw Refused("plan.not-your-municipality", ["place": "municipality"])
        }
    }

    /// A plan whose texts and decisions may still be changed.
    func openPlan(_ id: Int64, in db: any Connection) throws -> StoredPlan {
        let plan = try livePlan(id, in: db)
        guard plan.state.isOpen else { throw Refused(plan.state.refusal) }
        return plan
    }

    /// A plan that is not ended: its initiatives go on.
    func livePlan(_ id: Int64, in db: any Connection) throws -> StoredPlan {
        guard let plan = try PlanStore.plan(id, in: db) else { throw NotFound() }
        guard plan.state != .ended else { throw Refused("plan.ended") }
        return plan
    }

    /// Codes that no figure and no indicator has.
    func checkCodes(figures: [String], indicators: [String]) throws(Refused) {
        let known = Set(Catalogue.all.flatMap(\.figures).map(\.id))
        var problems = figures.filter { !known.contains($0) }.map {
            Refusal("plan.unknown-figure", ["place": "figures", "value": $0])
        }
        problems += indicators.filter { handbook.indicatorDefinition($0) == nil }.map {
            Refusal("plan.unknown-indicator", ["place": "indicators", "value": $0])
        }
        guard problems.isEmpty else { throw Refused(problems) }
    }
}

extension Plan.State {
    /// Why nothing of it is changed in this state.
    var refusal: String { self == .proposed ? "plan.laid" : "plan.adopted" }
}

/// Somebody else was faster.
let planChanged = Refused("changed-meanwhile")
