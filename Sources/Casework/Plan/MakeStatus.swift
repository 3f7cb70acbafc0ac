import Handbook
public import Prevention
import SQL
public import Store

/// A status as somebody reads it: the live one, or what was frozen.
public struct OpenedStatus: Sendable {
    public let stored: StoredStatus
    public let plan: OpenedPlan
    public let body: StatusBody
    public let texts: [StoredStatusText]
    public let addenda: [StatusAddendum]
    public let changes: [PlanChange]
    /// Numbers of the linked cases that the reader may open.
    public let readable: Set<String>
    /// Numbers of the linked cases that the rules have deleted since it was frozen.
    public let deleted: Set<String>

    public var isFrozen: Bool { stored.frozenAt != nil }
}

/// Reads a status. A frozen one is what was frozen, word for word.
public struct ReadStatus: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`; `StatusDamaged` where a frozen one is not what was frozen.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> OpenedStatus {
        try await office.database.read { db in
            guard let stored = try PlanStatusStore.status(id, in: db) else { throw NotFound() }
            guard stored.isGenuine else { throw StatusDamaged() }
            let plan = try OpenedPlan.load(stored.plan, in: db)
            let texts = try PlanStatusStore.texts(of: id, in: db)
            let body =
                stored.frozenAt == nil
                ? try StatusMaking(stored, plan, texts, office).body(in: db)
                : try JSONText.decode(StatusBody.self, from: stored.body)
            let linked = body.areas.flatMap(\.initiatives).flatMap(\.activities).filter { $0.id != 0 }.map(\.number)
            return OpenedStatus(
                stored: stored, plan: plan, body: body, texts: texts,
                addenda: try PlanStatusStore.addenda(of: id, in: db),
                changes: try PlanHistoryStore.changes(of: .planStatus, id, in: db),
                readable: try office.readable(linked, by: who.actor, in: db),
                deleted: try office.deleted(linked, in: db))
        }
    }
}

/// A frozen status does not have its hash any more.
public struct StatusDamaged: Error, Sendable {}

/// Works a status out from the data.
struct StatusMaking {
    private let stored: StoredStatus
    private let plan: OpenedPlan
    private let texts: [StoredStatusText]
    private let office: Office
    private let now: Instant

    init(_ stored: StoredStatus, _ plan: OpenedPlan, _ texts: [StoredStatusText], _ office: Office) {
        self.stored = stored
        self.plan = plan
        self.texts = texts
        self.office = office
        now = office.now
    }

    func body(in db: any Connection) throws -> StatusBody {
        let year = asOf.year
        let last = plan.statuses.first { $0.frozenAt != nil && $0.id != stored.id && $0.meetingOn <= stored.meetingOn }
        // What came between a meeting and the freezing of its status is told in the next one.
        let since = last.flatMap { last in last.frozenAt.map { min($0, Instant(endOf: last.meetingOn)) } }
        let changes = try PlanHistoryStore.changes(of: plan.id, since: since, limit: 2_000, in: db)
        let areas = shown(changes)
        let bases = try bases(of: areas, in: db)
        let measures = try PlanMeasures(
            areas.map { .init(figures: $0.area.figures, base: bases.areas[$0.id]) }
                + areas.flatMap(taken).map { .init(figures: $0.initiative.figures, base: bases.initiatives[$0.id]) },
            asOf: asOf, office, in: db)
        return StatusBody(
            title: stored.title, meetingOn: stored.meetingOn.description, plan: plan.stored.plan.title,
            period: plan.stored.plan.period, version: plan.stored.version, cap: plan.stored.plan.cap,
            asOf: asOf.description, year: year, definitionsVersion: FigureRun.definitionsVersion,
            since: last?.meetingOn.description ?? "",
            areas: try areas.map { try area($0, changes, bases, measures, in: db) })
    }

    /// The day up to which everything is counted: that of the meeting, once it is over.
    private var asOf: LocalDate { min(stored.meetingOn, now.day) }

    /// Those of the plan, and those that were ended since the status before: what became of them is told once more. One that was
    /// ended before anything came of it is no news.
    private func shown(_ changes: [PlanChange]) -> [StoredFocusArea] {
        plan.areas.filter { one in
            guard one.area.kind == .focus, one.endedOn != nil else { return one.area.kind == .focus }
            let hasBegun = !plan.versions.isEmpty || plan.initiatives(in: one.id).contains(where: \.stage.isTakenOn)
            return hasBegun && changes.contains { $0.entity == .focusArea && $0.id == one.id && $0.act == "ended" }
        }
    }

    private struct Bases {
        var areas: [Int64: PlanBase] = [:]
        var initiatives: [Int64: PlanBase] = [:]
    }

    private func bases(of areas: [StoredFocusArea], in db: any Connection) throws -> Bases {
        var found = Bases()
        for area in areas {
            found.areas[area.id] = try PlanBase.of(area: area.id, plan.versions, by: asOf, in: db)
            for one in taken(in: area) {
                found.initiatives[one.id] = try PlanBase.of(initiative: one.id, by: asOf, in: db)
            }
        }
        return found
    }

    private func taken(in area: StoredFocusArea) -> [StoredInitiative] {
        plan.initiatives(in: area.id).filter(\.stage.isTakenOn)
    }

    private func area(
        _ area: StoredFocusArea, _ changes: [PlanChange], _ bases: Bases, _ measures: PlanMeasures,
        in db: any Connection
    ) throws -> StatusBody.Area {
        let text = texts.first { $0.area == area.id }?.text ?? PlanStatusText()
        let base = bases.areas[area.id]
        return StatusBody.Area(
            id: area.id, title: area.area.title, aims: area.area.aims, promised: text.promised, done: text.done,
            changed: text.changed,
            initiatives: try taken(in: area).map { try line($0, bases.initiatives[$0.id], measures, in: db) },
            events: events(of: area, plan.initiatives(in: area.id), changes), base: base,
            figures: measures.figures(area.area.figures, base: base),
            indicators: try measures.indicators(area.area.indicators, near: "", base: base, in: db),
            endedOn: area.endedOn?.description ?? "", endReason: area.endReason)
    }

    private func line(
        _ one: StoredInitiative, _ base: PlanBase?, _ measures: PlanMeasures, in db: any Connection
    ) throws -> StatusBody.Line {
        let anchor = one.shownAnchor
        return StatusBody.Line(
            id: one.id, title: one.initiative.title, stage: one.stage.rawValue, light: one.light?.rawValue ?? "",
            lightText: one.lightText, anchor: anchor?.code ?? "", anchorRef: anchor?.words ?? "",
            overCap: one.overCap,
            owners: plan.owners.filter { $0.initiative == one.id }.map {
                .init(authority: $0.authority, position: $0.position)
            },
            steps: plan.milestones.filter { $0.initiative == one.id }.map(\.milestone).map {
                .init(
                    title: $0.title, due: $0.due.description, firstDue: $0.firstDue.description,
                    doneOn: $0.doneOn?.description ?? "", lastReason: $0.lastReason)
            },
            result: one.result, learning: one.learning,
            anchorNames: anchor.map { anchor in
                office.byLanguage { plan.anchors.shown(anchor, $0, office.handbook) ?? "" }
            } ?? [:],
            base: base, figures: measures.figures(one.initiative.figures, base: base),
            indicators: try measures.indicators(one.initiative.indicators, near: "", base: base, in: db),
            activities: try office.activities(one.initiative.activities, in: db))
    }

    /// What happened to an area and its initiatives; corrections of words are no news.
    private func events(
        of area: StoredFocusArea, _ initiatives: [StoredInitiative], _ changes: [PlanChange]
    ) -> [StatusBody.Event] {
        let titles = Dictionary(uniqueKeysWithValues: initiatives.map { ($0.id, $0.initiative.title) })
        let quiet: Set = [
            "corrected", "owner", "owner-out", "proposed-new", "milestone-added", "milestone-renamed", "from-proposal",
        ]
        return changes.reversed().compactMap { change in
            guard !quiet.contains(change.act), change.at.day <= asOf else { return nil }
            let title: String?
            switch change.entity {
            case .initiative: title = titles[change.id]
            case .focusArea: title = change.id == area.id ? area.area.title : nil
            default: title = nil
            }
            return title.map {
                StatusBody.Event(
                    day: change.at.day.description, act: change.act, title: $0,
                    said: office.byLanguage { plan.anchors.said(by: change, $0, office.handbook) })
            }
        }
    }
}
