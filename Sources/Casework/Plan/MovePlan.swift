import Handbook
public import Prevention
import SQL
public import Store

/// Lays a plan before the kredsråd, takes it back, records that it was adopted, ends it, or begins its next version. What was
/// adopted is kept as it stood.
public struct MovePlan: Sendable {
    public let id: Int64
    public let revision: Int
    public let state: Plan.State
    /// The day of the decision, today at the latest.
    public let day: LocalDate
    /// Where it was decided, and why.
    public let note: String
    public let isConfirmed: Bool

    public init(
        _ id: Int64, revision: Int, to state: Plan.State, on day: LocalDate, note: String, isConfirmed: Bool = false
    ) {
        self.id = id
        self.revision = revision
        self.state = state
        self.day = day
        self.note = note
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        var problems = PlanText.problems([("note", note, state != .proposed)])
        let now = office.now
        if day > now.day { problems.append(Refusal("plan.in-future", ["place": "day", "today": now.day.danish])) }
        try await office.checkPlanTexts(
            [PlanTyped("note", note)], isConfirmed: isConfirmed, problems: problems, by: who.actor)
        try await office.database.write { db in
            guard let plan = try PlanStore.plan(id, in: db) else { throw NotFound() }
            guard plan.revision == revision else { throw planChanged }
            guard plan.state.next.contains(state) else { throw Refused("plan.no-way") }
            let isNewVersion = plan.state == .adopted && state == .draft
            if state == .adopted { try adopt(plan, who.actor, at: now, office, in: db) }
            if state == .proposed {
                let text = try JSONText.encode(adoptedText(of: plan, in: db))
                try PlanStore.setLaid(text, of: id, in: db)
            }
            guard
                try PlanStore.move(
                    id, to: state, version: plan.version + (isNewVersion ? 1 : 0), on: day, note: note,
                    revision: revision, in: db)
            else { throw planChanged }
            let act =
                isNewVersion
                ? "new-version" : plan.state == .proposed && state == .draft ? "taken-back" : state.rawValue
            try office.note(PlanNote(entity: .plan, id: id, act: act, new: note), by: who.actor, at: now, in: db)
        }
    }

    private func adopt(
        _ plan: StoredPlan, _ actor: Actor, at: Instant, _ office: Office, in db: any Connection
    ) throws {
        let areas = try FocusAreaStore.areas(of: id, in: db).filter { $0.endedOn == nil }
        guard areas.contains(where: { $0.area.kind == .focus }) else { throw Refused("plan.no-area") }
        let proposals = try ProposalStore.proposals(of: id, in: db)
        let withdrawn = Set(proposals.filter { $0.state == .withdrawn }.map(\.id))
        let open = proposals.filter { $0.state == .open || $0.mergedInto.map(withdrawn.contains) ?? false }
        guard open.isEmpty else { throw Refused("plan.undecided", ["count": String(open.count)]) }
        // The kredsråd adopts what was laid before it; a local initiative may have changed since.
        let text = try JSONText.encode(adoptedText(of: plan, in: db))
        guard plan.isLaid(text) else { throw Refused("plan.changed-since-laid") }
        try PlanStore.keep(
            version: plan.version, of: id, adoptedOn: day, note: note, body: text, by: actor, at: at, in: db)
    }

    private func adoptedText(of plan: StoredPlan, in db: any Connection) throws -> AdoptedText {
        let areas = try FocusAreaStore.areas(of: id, in: db).filter { $0.endedOn == nil }
        let local = try InitiativeStore.initiatives(of: id, in: db).filter {
            $0.initiative.isLocal && $0.stage != .withdrawn && $0.stage != .stopped
        }
        return AdoptedText(
            plan: plan, areas: areas.map(\.area), local: local.map(\.initiative),
            criteria: try PlanStore.criteria(of: id, in: db).map(\.criterion))
    }
}

/// What the kredsråd has adopted, as it is kept.
public struct AdoptedText: Codable, Sendable, Hashable {
    public struct Area: Codable, Sendable, Hashable {
        public let kind: String
        public let title: String
        public let body: String
        public let aims: String
    }

    public struct Local: Codable, Sendable, Hashable {
        public let municipality: String
        public let title: String
        public let body: String
    }

    public let title: String
    public let period: String
    public let foreword: String
    public let cap: Int
    public let capSource: String
    public let criteria: [String]
    public let areas: [Area]
    public let local: [Local]

    init(plan: StoredPlan, areas: [FocusArea], local: [Initiative], criteria: [PlanCriterion]) {
        title = plan.plan.title
        period = plan.plan.period
        foreword = plan.plan.foreword
        cap = plan.plan.cap
        capSource = plan.plan.capSource
        self.criteria = criteria.map(\.title)
        self.areas = areas.map { Area(kind: $0.kind.rawValue, title: $0.title, body: $0.body, aims: $0.aims) }
        self.local = local.map { Local(municipality: $0.municipality, title: $0.title, body: $0.body) }
    }
}

extension AdoptedVersion {
    /// What was adopted; `nil` where what is kept cannot be read any more.
    public var text: AdoptedText? { try? JSONText.decode(AdoptedText.self, from: body) }
}
