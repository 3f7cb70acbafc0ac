public import Handbook
public import Prevention
import SQL
public import Store

/// What the municipalities have for the focus areas of the plan (*kortlægning*).
public struct Mapping: Sendable {
    public let plan: StoredPlan
    /// Those of the plan that have not ended; of an ended plan, all it had.
    public let areas: [StoredFocusArea]
    /// Every plan with a grid of its own, the latest period first.
    public let plans: [StoredPlan]
    public let cells: [StoredMeasure]

    public func cell(_ area: Int64, _ municipality: String, _ kind: Measure.Kind) -> StoredMeasure? {
        cells.first { $0.area == area && $0.municipality == municipality && $0.kind == kind }
    }

    /// How many of an area's cells a municipality has filled in, of `Measure.Kind.allCases`.
    public func filled(_ area: Int64, _ municipality: String) -> Int {
        cells.count { $0.area == area && $0.municipality == municipality && $0.measure != nil }
    }

    /// How many cells a municipality has left.
    public func missing(_ municipality: String) -> Int {
        areas.reduce(0) { $0 + Measure.Kind.allCases.count - filled($1.id, municipality) }
    }
}

extension Mapping {
    /// Whether it is still filled in.
    public var isOpen: Bool { plan.state != .ended }

    /// Which plan counts: the one that is followed before one that is laid before the kredsråd, that before one being written,
    /// and what has ended last of all.
    private static let order: [Plan.State] = [.adopted, .proposed, .draft, .ended]

    /// Of the plan that counts, or the newest of several such; `nil` where no plan has areas. A plan that is being written takes
    /// nothing from the one that is followed.
    ///
    /// - Parameter id: of another plan, to read its grid.
    static func current(_ id: Int64? = nil, in db: any Connection) throws -> Mapping? {
        var found: [(plan: StoredPlan, areas: [StoredFocusArea])] = []
        for plan in try PlanStore.plans(in: db) {
            let areas = try FocusAreaStore.areas(of: plan.id, in: db).filter {
                $0.area.kind == .focus && ($0.endedOn == nil || plan.state == .ended)
            }
            if !areas.isEmpty { found.append((plan, areas)) }
        }
        let counting = order.lazy.compactMap { state in found.first { $0.plan.state == state } }.first
        guard let chosen = id.map({ id in found.first { $0.plan.id == id } }) ?? counting else { return nil }
        return Mapping(
            plan: chosen.plan, areas: chosen.areas, plans: found.map(\.plan),
            cells: try MeasureStore.measures(of: chosen.areas.map(\.id), in: db))
    }

    /// The grid that an area stands in.
    static func of(area: Int64, in db: any Connection) throws -> Mapping? {
        guard let plan = try FocusAreaStore.area(area, in: db)?.plan, let grid = try current(plan, in: db),
            grid.areas.contains(where: { $0.id == area })
        else { return nil }
        return grid
    }
}

/// Reads the grid. It is about nobody, so nothing is logged.
public struct ReadMapping: Sendable {
    private let plan: Int64?
    private let area: Int64?

    /// - Parameter plan: `nil` for the one that counts.
    public init(plan: Int64? = nil) {
        self.plan = plan
        area = nil
    }

    /// The grid that an area stands in, whichever plan it belongs to.
    public init(area: Int64) {
        plan = nil
        self.area = area
    }

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> Mapping? {
        try await office.database.read { db in
            if let area { return try Mapping.of(area: area, in: db) }
            return try Mapping.current(plan, in: db)
        }
    }
}

extension Actor {
    /// The municipality whose rows they fill in: their own authority's, where it is a municipality of the district.
    public func fillsIn(of municipalities: Set<String>) -> String? {
        kind == .municipality && may(.proposePlan) && municipalities.contains(authority) ? authority : nil
    }
}

/// How many cells of the adopted plan the actor's municipality has left to fill in; `nil` for those who fill in none, and where
/// nothing is missing. A plan that is not decided yet reminds nobody.
public struct CountMappingGaps: Sendable {
    public init() {}

    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> Int? {
        guard let own = actor.fillsIn(of: office.handbook.ownMunicipalities) else { return nil }
        return try await office.database.read { db in
            guard let grid = try Mapping.current(in: db), grid.plan.state == .adopted else { return nil }
            let missing = grid.missing(own)
            return missing > 0 ? missing : nil
        }
    }
}

extension Words {
    /// How much of the mapping the municipality has left to fill in, for its desk and the daily mail.
    public func mappingGaps(_ count: Int) -> String { self("mapping.desk", ["count": number(count)]) }
}

/// Fills in a cell of the grid, or corrects it. Each municipality writes its own rows alone.
public struct SaveMeasure: Sendable {
    public let area: Int64
    public let municipality: String
    public let kind: Measure.Kind
    /// `nil` sets a cell back to not filled in.
    public let measure: Measure?
    /// Of what the user saw; 0 for an empty cell.
    public let revision: Int
    /// Whether the user has said, having been warned, that the texts are about nobody they know from their work.
    public let isConfirmed: Bool

    public init(
        area: Int64, municipality: String, kind: Measure.Kind, _ measure: Measure?, revision: Int,
        isConfirmed: Bool = false
    ) {
        self.area = area
        self.municipality = municipality
        self.kind = kind
        self.measure = measure
        self.revision = revision
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `NotFound` for an area that is not in the grid; `Refused` with every reason.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws {
        guard who.actor.fillsIn(of: office.handbook.ownMunicipalities) == municipality else {
            throw Refused("measure.not-yours")
        }
        let texts = (measure?.texts ?? []).map { PlanTyped($0.place, $0.text) }
        try await office.checkPlanTexts(
            texts, isConfirmed: isConfirmed, problems: measure?.problems ?? [], by: who.actor)
        let now = office.now
        try await office.database.write { db in
            guard let grid = try Mapping.of(area: area, in: db) else { throw NotFound() }
            guard grid.isOpen else { throw Refused("measure.ended") }
            let old = try MeasureStore.measure(of: area, municipality, kind, in: db)
            guard old?.revision ?? 0 == revision else { throw Refused("changed-meanwhile") }
            let id: Int64
            if let old {
                guard old.measure != measure else { return }
                id = old.id
                guard
                    try MeasureStore.update(id, to: measure, revision: revision, by: who.actor, at: now, in: db)
                else { throw Refused("changed-meanwhile") }
            } else {
                guard let measure else { return }
                let made = try MeasureStore.insert(
                    measure, kind, of: area, municipality, by: who.actor, at: now, in: db)
                guard let made else { throw Refused("changed-meanwhile") }
                id = made
            }
            try ChangeLog.record(
                .measure, id: id, old: old?.measure?.line ?? "", new: measure?.line ?? "", revision: revision + 1,
                by: who.actor, at: now, in: db)
            try office.ledger.record(
                .change, .measure, id: id,
                reason: "\(municipality) \(kind.rawValue) \(measure?.state.rawValue ?? "emptied")", by: who.actor,
                at: now,
                in: db)
        }
    }
}

extension Measure {
    /// As the history of changes keeps it: state and texts, a line each.
    fileprivate var line: String {
        ([state.rawValue] + [name, remark, contact, link].map { $0.replacing("\n", with: " ") })
            .joined(separator: "\n")
    }

    /// From such a line.
    public init?(line: String) {
        let parts = line.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, let state = State(rawValue: parts[0]) else { return nil }
        self.init(state: state, name: parts[1], remark: parts[2], contact: parts[3], link: parts[4])
    }
}

/// Who has written a cell when, newest first.
public struct ReadMeasureHistory: Sendable {
    public struct Entry: Sendable {
        public let at: Instant
        public let actor: String
        /// `nil` where it was set back to not filled in.
        public let measure: Measure?
    }

    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> [Entry] {
        try await office.database.read { db in
            try ChangeLog.entries(of: .measure, id: id, in: db).map { entry in
                Entry(at: entry.at, actor: entry.actor, measure: Measure(line: entry.new))
            }
        }
    }
}
