import Handbook
public import Prevention
import SQL
public import Store

/// A plan with all that belongs to it. It is about nobody, so nothing is logged.
public struct OpenedPlan: Sendable {
    public let stored: StoredPlan
    public let criteria: [StoredCriterion]
    public let proposals: [StoredProposal]
    /// Codes of the municipalities that point to a proposal or to what was grouped into it, by proposal.
    public let support: [Int64: Set<String>]
    public let marks: [StoredMark]
    public let areas: [StoredFocusArea]
    public let initiatives: [StoredInitiative]
    public let milestones: [StoredMilestone]
    public let owners: [InitiativeOwner]
    public let versions: [AdoptedVersion]
    public let statuses: [StoredStatus]
    /// What initiatives are anchored in.
    public let anchors: PlanAnchors

    public var id: Int64 { stored.id }

    /// Areas that are not ended.
    public func areas(_ kind: FocusArea.Kind) -> [StoredFocusArea] {
        areas.filter { $0.area.kind == kind && $0.endedOn == nil }
    }

    public func initiatives(in area: Int64?) -> [StoredInitiative] {
        initiatives.filter { $0.initiative.area == area && $0.stage != .withdrawn }
    }

    public func mark(_ proposal: Int64, _ criterion: Int64) -> StoredMark? {
        marks.first { $0.proposal == proposal && $0.criterion == criterion }
    }

    static func load(_ id: Int64, in db: any Connection) throws -> OpenedPlan {
        guard let plan = try PlanStore.plan(id, in: db) else { throw NotFound() }
        return OpenedPlan(
            stored: plan, criteria: try PlanStore.criteria(of: id, in: db),
            proposals: try ProposalStore.proposals(of: id, in: db), support: try ProposalStore.support(in: id, db),
            marks: try ProposalStore.marks(in: id, db), areas: try FocusAreaStore.areas(of: id, in: db),
            initiatives: try InitiativeStore.initiatives(of: id, in: db),
            milestones: try InitiativeStore.milestones(ofPlan: id, in: db),
            owners: try InitiativeStore.owners(ofPlan: id, in: db), versions: try PlanStore.versions(of: id, in: db),
            statuses: try PlanStatusStore.statuses(of: id, in: db), anchors: try PlanAnchors.load(in: db))
    }
}

/// All plans, the latest period first.
public struct ListPlans: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> [StoredPlan] {
        try await office.database.read { db in try PlanStore.plans(in: db) }
    }
}

public struct ReadPlan: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> OpenedPlan {
        try await office.database.read { db in try OpenedPlan.load(id, in: db) }
    }
}

/// What was changed in a plan and all that belongs to it, newest first.
public struct ReadPlanHistory: Sendable {
    public let id: Int64

    /// As many as a page shows.
    public static let most = 500

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> PlanHistory {
        try await office.database.read { db in
            guard try PlanStore.plan(id, in: db) != nil else { throw NotFound() }
            let changes = try PlanHistoryStore.changes(of: id, limit: ReadPlanHistory.most, in: db)
            return PlanHistory(
                changes: changes, linked: try PlanHistoryCases(in: changes, for: who.actor, office, db))
        }
    }
}

/// The plan that something belongs to, by the id of that thing.
public struct FindPlan: Sendable {
    public enum Part: Sendable {
        case proposal(Int64)
        case area(Int64)
        case initiative(Int64)
        case status(Int64)
    }

    /// What a part's page shows besides its plan.
    public struct Found: Sendable {
        public let plan: OpenedPlan
        /// Of the part itself, newest first.
        public let changes: [PlanChange]
        /// The cases that they speak of.
        public let linked: PlanHistoryCases
        /// Codes of those that point to the proposal itself.
        public let ownSupport: Set<String>
        public let spread: [StoredSpread]
    }

    public let part: Part

    public init(_ part: Part) {
        self.part = part
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> Found {
        try await office.database.read { db in
            let plan: Int64?
            let entity: LedgerEntry.Entity
            let id: Int64
            switch part {
            case .proposal(let proposal):
                (plan, entity, id) = (try ProposalStore.proposal(proposal, in: db)?.plan, .planProposal, proposal)
            case .area(let area):
                (plan, entity, id) = (try FocusAreaStore.area(area, in: db)?.plan, .focusArea, area)
            case .initiative(let initiative):
                (plan, entity, id) = (try InitiativeStore.initiative(initiative, in: db)?.plan, .initiative, initiative)
            case .status(let status):
                (plan, entity, id) = (try PlanStatusStore.status(status, in: db)?.plan, .planStatus, status)
            }
            guard let plan else { throw NotFound() }
            let changes = try PlanHistoryStore.changes(of: entity, id, in: db)
            return Found(
                plan: try OpenedPlan.load(plan, in: db), changes: changes,
                linked: try PlanHistoryCases(in: changes, for: who.actor, office, db),
                ownSupport: entity == .planProposal ? try ProposalStore.ownSupport(of: id, in: db) : [],
                spread: entity == .initiative ? try InitiativeStore.spread(of: id, in: db) : [])
        }
    }
}
