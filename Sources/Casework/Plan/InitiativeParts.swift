import Handbook
public import Prevention
import SQL
public import Store

/// What the verbs about the parts of an initiative share.
enum InitiativeWork {
    /// One that the actor may report on, in a plan that lives.
    static func found(
        _ id: Int64, by actor: Actor, _ office: Office, in db: any Connection
    ) throws -> StoredInitiative {
        guard let found = try InitiativeStore.initiative(id, in: db) else { throw NotFound() }
        guard actor.mayReport(on: found, owners: try InitiativeStore.owners(of: id, in: db)) else {
            throw Refused("plan.not-your-initiative")
        }
        _ = try office.livePlan(found.plan, in: db)
        return found
    }
}

/// Says which office or function answers for an initiative in an authority, or takes the authority out.
public struct SetInitiativeOwner: Sendable {
    public let id: Int64
    /// Of the initiative that the user saw.
    public let revision: Int
    public let authority: String
    /// A function, never a name; empty takes the authority out.
    public let position: String
    public let isConfirmed: Bool

    public init(_ id: Int64, revision: Int, authority: String, position: String, isConfirmed: Bool = false) {
        self.id = id
        self.revision = revision
        self.authority = authority
        self.position = position
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws {
        _ = try await office.database.read { db in try InitiativeWork.found(id, by: who.actor, office, in: db) }
        try requireOwn(who.actor)
        var problems: [Refusal] = []
        if position.count > PlanText.longestTitle {
            problems.append(
                Refusal("plan.too-long", ["place": "position", "most": String(PlanText.longestTitle)]))
        }
        if office.handbook.authority(authority) == nil {
            problems.append(Refusal("plan.unknown-authority", ["place": "authority"]))
        }
        try await office.checkPlanTexts(
            [PlanTyped("position", position)], isConfirmed: isConfirmed, problems: problems, by: who.actor)
        let now = office.now
        try await office.database.write { db in
            _ = try InitiativeWork.found(id, by: who.actor, office, in: db)
            try requireOwn(who.actor)
            guard try InitiativeStore.touch(id, revision: revision, in: db) else { throw planChanged }
            let before = try InitiativeStore.owners(of: id, in: db).first { $0.authority == authority }
            try InitiativeStore.setOwner(
                InitiativeOwner(initiative: id, authority: authority, position: position), by: who.actor, at: now,
                in: db)
            let name = office.handbook.authority(authority)?.names[.danish] ?? authority
            try office.note(
                PlanNote(
                    entity: .initiative, id: id, act: position.isEmpty ? "owner-out" : "owner",
                    old: before.map { name + "\n" + $0.position } ?? "",
                    new: [name, position].filter { !$0.isEmpty }.joined(separator: "\n")), by: who.actor, at: now,
                in: db)
        }
    }

    /// A municipality speaks for itself alone.
    private func requireOwn(_ actor: Actor) throws {
        guard actor.may(.editPlan) || actor.authority == authority else { throw Refused("plan.not-your-municipality") }
    }
}

/// Adds a milestone, moves one with the reason, says that it is reached, or takes it away.
public struct SetMilestone: Sendable {
    public enum Change: Sendable {
        case add(title: String, due: LocalDate)
        case move(Int64, revision: Int, to: LocalDate, reason: String)
        /// `nil` takes it back.
        case done(Int64, revision: Int, on: LocalDate?)
        /// Puts its words right; the day stays.
        case rename(Int64, revision: Int, title: String)
        /// One that is not reached; it stays in the history.
        case remove(Int64, revision: Int)
    }

    public let id: Int64
    public let change: Change
    public let isConfirmed: Bool

    /// - Parameter id: of the initiative.
    public init(_ id: Int64, _ change: Change, isConfirmed: Bool = false) {
        self.id = id
        self.change = change
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws {
        let plan = try await office.database.read { db in
            try office.livePlan(try InitiativeWork.found(id, by: who.actor, office, in: db).plan, in: db).plan
        }
        let now = office.now
        let monthsAfter = try office.law.value("plan.milestone-months", on: now.day)
        var problems: [Refusal] = []
        var texts: [PlanTyped] = []
        switch change {
        case .add(let title, _), .rename(_, _, let title):
            problems = PlanText.problems([("title", title, true)])
            texts = [PlanTyped("title", title)]
        case .move(_, _, _, let reason):
            problems = PlanText.problems([("reason", reason, true)])
            texts = [PlanTyped("reason", reason)]
        case .done(_, _, let day):
            if let day, day > now.day {
                problems = [Refusal("plan.in-future", ["place": "day", "today": now.day.danish])]
            }
        case .remove: break
        }
        try await office.checkPlanTexts(
            texts, isConfirmed: isConfirmed, problems: problems + dayProblems(in: plan, monthsAfter), by: who.actor)
        try await office.database.write { db in
            _ = try InitiativeWork.found(id, by: who.actor, office, in: db)
            guard let note = try apply(by: who.actor, at: now, in: db) else { return }
            try office.note(note, by: who.actor, at: now, in: db)
        }
    }

    /// A milestone belongs to its plan: due while it runs, or soon after.
    ///
    /// - Parameter monthsAfter: law.yaml `plan.milestone-months`.
    private func dayProblems(in plan: Plan, _ monthsAfter: Int) -> [Refusal] {
        let due: LocalDate
        switch change {
        case .add(_, let day), .move(_, _, let day, _): due = day
        case .done, .rename, .remove: return []
        }
        let last = plan.to.adding(months: monthsAfter)
        guard due < plan.from || due > last else { return [] }
        return [Refusal("plan.milestone-day", ["place": "due", "from": plan.from.danish, "to": last.danish])]
    }

    /// - Returns: what stands in the history; `nil` where nothing was done, since it had been done already.
    private func apply(by actor: Actor, at: Instant, in db: any Connection) throws -> PlanNote? {
        func stored(_ milestone: Int64) throws -> StoredMilestone {
            let found = try InitiativeStore.milestones(of: id, in: db).first { $0.id == milestone }
            guard let found else { throw NotFound() }
            return found
        }
        func update(_ milestone: Int64, _ revision: Int, to one: Milestone) throws {
            guard try InitiativeStore.update(milestone: milestone, to: one, revision: revision, in: db) else {
                throw planChanged
            }
        }
        switch change {
        case .add(let title, let due):
            // The same form sent twice.
            let stored = try InitiativeStore.milestones(of: id, in: db)
            guard !stored.contains(where: { $0.milestone.title == title && $0.milestone.due == due }) else {
                return nil
            }
            try InitiativeStore.insert(Milestone(title: title, due: due), of: id, by: actor, at: at, in: db)
            return PlanNote(
                entity: .initiative, id: id, act: "milestone-added", new: title + "\n" + due.danish)
        case .move(let milestone, let revision, let day, let reason):
            let before = try stored(milestone).milestone
            guard before.doneOn == nil else { throw Refused("plan.milestone-done") }
            try update(milestone, revision, to: before.moved(to: day, reason: reason))
            return PlanNote(
                entity: .initiative, id: id, act: "milestone-moved", old: before.title + "\n" + before.due.danish,
                new: day.danish + "\n" + reason)
        case .rename(let milestone, let revision, let title):
            let before = try stored(milestone).milestone
            var one = before
            one.title = title
            try update(milestone, revision, to: one)
            return PlanNote(entity: .initiative, id: id, act: "milestone-renamed", old: before.title, new: title)
        case .remove(let milestone, let revision):
            let before = try stored(milestone).milestone
            guard before.doneOn == nil else { throw Refused("plan.milestone-done") }
            guard try InitiativeStore.remove(milestone: milestone, revision: revision, in: db) else {
                throw planChanged
            }
            return PlanNote(
                entity: .initiative, id: id, act: "milestone-removed", old: before.title + "\n" + before.due.danish,
                new: before.title)
        case .done(let milestone, let revision, let day):
            var one = try stored(milestone).milestone
            one.doneOn = day
            try update(milestone, revision, to: one)
            return PlanNote(
                entity: .initiative, id: id, act: day == nil ? "milestone-undone" : "milestone-done",
                new: [one.title, day?.danish].compactMap { $0 }.joined(separator: "\n"))
        }
    }
}

/// Says how an initiative stands (*trafiklys*), always in words too.
public struct ReportInitiative: Sendable {
    public let id: Int64
    public let revision: Int
    public let light: Initiative.Light
    public let text: String
    public let isConfirmed: Bool

    public init(_ id: Int64, revision: Int, _ light: Initiative.Light, text: String, isConfirmed: Bool = false) {
        self.id = id
        self.revision = revision
        self.light = light
        self.text = text
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws {
        _ = try await office.database.read { db in try InitiativeWork.found(id, by: who.actor, office, in: db) }
        try await office.checkPlanTexts(
            [PlanTyped("text", text)], isConfirmed: isConfirmed, problems: PlanText.problems([("text", text, true)]),
            by: who.actor)
        let now = office.now
        try await office.database.write { db in
            let found = try InitiativeWork.found(id, by: who.actor, office, in: db)
            guard found.stage.countsTowardsCap else { throw Refused("plan.not-under-way") }
            guard
                try InitiativeStore.setLight(
                    id, to: light, text: text, on: now.day, revision: revision, in: db)
            else { throw planChanged }
            try office.note(
                PlanNote(
                    entity: .initiative, id: id, act: "light-" + light.rawValue, old: found.light?.rawValue ?? "",
                    new: text), by: who.actor, at: now, in: db)
        }
    }
}

/// Says who takes an initiative over elsewhere, and when.
public struct SpreadInitiative: Sendable {
    public let spread: StoredSpread
    /// Of the initiative that the user saw.
    public let revision: Int
    public let isConfirmed: Bool

    public init(
        _ id: Int64, revision: Int, to municipality: String, position: String, from day: LocalDate?,
        _ state: SpreadState,
        isConfirmed: Bool = false
    ) {
        spread = StoredSpread(
            initiative: id, municipality: municipality, position: position, from: day, state: state)
        self.revision = revision
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws {
        var problems = PlanText.problems([("position", spread.position, true)])
        try office.mayPropose(for: spread.municipality, who.actor)
        if !office.handbook.ownMunicipalities.contains(spread.municipality) {
            problems.append(Refusal("plan.unknown-municipality", ["place": "municipality"]))
        }
        if spread.state == .takenOver, let day = spread.from, day > office.now.day {
            problems.append(Refusal("plan.in-future", ["place": "from_day", "today": office.now.day.danish]))
        }
        try await office.checkPlanTexts(
            [PlanTyped("position", spread.position)], isConfirmed: isConfirmed, problems: problems, by: who.actor)
        let now = office.now
        try await office.database.write { db in
            guard let found = try InitiativeStore.initiative(spread.initiative, in: db) else { throw NotFound() }
            _ = try office.livePlan(found.plan, in: db)
            guard found.stage.isTakenOn else { throw Refused("plan.not-taken-on") }
            if found.initiative.municipality == spread.municipality {
                throw Refused("plan.spread-to-itself", ["place": "municipality"])
            }
            guard try InitiativeStore.touch(found.id, revision: revision, in: db) else { throw planChanged }
            let before = try InitiativeStore.spread(of: found.id, in: db).first {
                $0.municipality == spread.municipality
            }
            try InitiativeStore.setSpread(spread, by: who.actor, at: now, in: db)
            try office.note(
                PlanNote(
                    entity: .initiative, id: found.id, act: "spread-" + spread.state.rawValue,
                    old: before.map { $0.state.rawValue + "\n" + $0.summary(office) } ?? "",
                    new: spread.summary(office)), by: who.actor, at: now, in: db)
        }
    }
}

extension StoredSpread {
    /// For its history, beside the act, which says the state.
    fileprivate func summary(_ office: Office) -> String {
        [office.handbook.municipalityName(municipality), position, from?.danish ?? ""].filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}
