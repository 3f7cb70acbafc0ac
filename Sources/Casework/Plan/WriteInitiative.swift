import Handbook
public import Prevention
import SQL
import Store

/// Proposes an initiative under an area, or a local one beside the plan, or corrects one: a municipality its own as long as it is
/// only proposed, the secretariat any.
public struct WriteInitiative: Sendable {
    public let plan: Int64
    /// `nil` for a new one, with the revision that the user saw.
    public let of: (id: Int64, revision: Int)?
    public let initiative: Initiative
    /// Numbers of linked cases that are taken out by name: typed with a minus before them, by somebody who is not shown them.
    private let takenOut: Set<String>
    public let isConfirmed: Bool

    public init(
        _ initiative: Initiative, in plan: Int64, of: (id: Int64, revision: Int)? = nil, isConfirmed: Bool = false
    ) {
        self.plan = plan
        self.of = of
        takenOut = Set(initiative.activities.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
        var initiative = initiative
        initiative.activities.removeAll { $0.hasPrefix("-") }
        self.initiative = initiative
        self.isConfirmed = isConfirmed
    }

    /// - Returns: the id of the initiative.
    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws -> Int64 {
        try office.checkCodes(figures: initiative.figures, indicators: initiative.indicators)
        var problems = initiative.problems
        let municipality = initiative.municipality
        try office.mayPropose(for: municipality, who.actor)
        if let of { _ = try await office.database.read { db in try found(of.id, who.actor, in: db) } }
        if !municipality.isEmpty, !office.handbook.ownMunicipalities.contains(municipality) {
            problems.append(Refusal("plan.unknown-municipality", ["place": "municipality"]))
        }
        try await office.checkPlanTexts(
            [
                PlanTyped("title", initiative.title), PlanTyped("body", initiative.body),
                PlanTyped("resources", initiative.resources),
            ], isConfirmed: isConfirmed, problems: problems, by: who.actor)
        let now = office.now
        return try await office.database.write { db in
            _ = try office.livePlan(plan, in: db)
            if let area = initiative.area {
                guard let found = try FocusAreaStore.area(area, in: db), found.plan == plan else { throw NotFound() }
                guard found.endedOn == nil else { throw Refused("plan.area-ended", ["place": "area"]) }
            }
            let before = try of.flatMap { try InitiativeStore.initiative($0.id, in: db)?.initiative.activities } ?? []
            try checkActivities(except: Set(before), who.scope, in: db)
            if let of {
                // The writer was not shown those, so they are not taken out either.
                let kept = try office.hidden(before, from: who.actor, in: db).filter { !takenOut.contains($0) }
                return try correct(of, keeping: kept, who.actor, at: now, office, in: db)
            }
            let id = try InitiativeStore.insert(initiative, into: plan, by: who.actor, at: now, in: db)
            try office.note(
                PlanNote(entity: .initiative, id: id, act: "proposed-new", new: initiative.summary), by: who.actor,
                at: now, in: db)
            return id
        }
    }

    private func correct(
        _ of: (id: Int64, revision: Int), keeping kept: [String], _ actor: Actor, at: Instant, _ office: Office,
        in db: any Connection
    ) throws -> Int64 {
        let before = try found(of.id, actor, in: db)
        var initiative = self.initiative
        initiative.activities += kept.filter { !self.initiative.activities.contains($0) }
        // It may not slip past the cap of another area.
        if before.initiative.area != initiative.area, before.stage != .proposed { throw Refused("plan.area-fixed") }
        guard try InitiativeStore.update(of.id, to: initiative, revision: of.revision, in: db) else {
            throw planChanged
        }
        try office.note(
            PlanNote(
                entity: .initiative, id: of.id, act: "corrected", old: before.initiative.summary,
                new: initiative.summary), by: actor, at: at, in: db)
        return of.id
    }

    /// One of the plan that the actor may correct.
    private func found(_ id: Int64, _ actor: Actor, in db: any Connection) throws -> StoredInitiative {
        guard let found = try InitiativeStore.initiative(id, in: db), found.plan == plan else { throw NotFound() }
        guard actor.mayProposePlan(for: found.initiative.municipality),
            actor.may(.editPlan) || found.stage == .proposed
        else { throw Refused("plan.not-your-initiative") }
        return found
    }

    /// Only cases without personal data, that the actor knows of; what somebody else has linked stays.
    private func checkActivities(except linked: Set<String>, _ scope: CaseScope, in db: any Connection) throws {
        for number in initiative.activities where !linked.contains(number) {
            let row = try CaseNumber.id(in: number).flatMap { try CaseStore.rows([$0], scope: scope, in: db).first }
            let programme = row.flatMap { Catalogue.programme($0.programme) }
            guard let programme, programme.regime == Programme.Regime.none, row?.number == number.uppercased() else {
                throw Refused("plan.unknown-activity", ["place": "activities", "value": number])
            }
        }
    }
}

extension Initiative {
    /// For its history: the texts, and a line of codes for what it is linked to.
    var summary: String {
        [title, body, resources, PlanLinkLine(self).text].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
