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
            return OpenedStatus(
                stored: stored, plan: plan, body: body, texts: texts,
                addenda: try PlanStatusStore.addenda(of: id, in: db),
                changes: try PlanHistoryStore.changes(of: .planStatus, id, in: db))
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
        let changes = try PlanHistoryStore.changes(of: plan.id, since: last?.frozenAt, limit: 2_000, in: db)
        let areas = shown(changes)
        let results = try figures(Set(areas.flatMap { figures(of: $0) }), year, in: db)
        return StatusBody(
            title: stored.title, meetingOn: stored.meetingOn.description, plan: plan.stored.plan.title,
            period: plan.stored.plan.period, version: plan.stored.version, cap: plan.stored.plan.cap,
            asOf: asOf.description, year: year, definitionsVersion: FigureRun.definitionsVersion,
            since: last?.meetingOn.description ?? "",
            areas: try areas.map { try area($0, changes, results, in: db) })
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

    /// Codes of an area and of the initiatives under it, each once.
    private func figures(of area: StoredFocusArea) -> [String] {
        once(area.area.figures, taken(in: area).map(\.initiative.figures))
    }

    private func indicators(of area: StoredFocusArea) -> [String] {
        once(area.area.indicators, taken(in: area).map(\.initiative.indicators))
    }

    private func once(_ first: [String], _ others: [[String]]) -> [String] {
        others.joined().reduce(into: first) { found, code in if !found.contains(code) { found.append(code) } }
    }

    private func taken(in area: StoredFocusArea) -> [StoredInitiative] {
        plan.initiatives(in: area.id).filter(\.stage.isTakenOn)
    }

    /// Only those that are chosen, as they may be published.
    private func figures(_ ids: Set<String>, _ year: Int, in db: any Connection) throws -> [FigureResult] {
        if ids.isEmpty { return [] }
        let limit = try office.law.value("figures.small-cell", on: now.day)
        let end = min(now, Instant(day: asOf + 1, secondOfDay: 0))
        let then = Office(database: office.database, handbook: office.handbook, keys: office.keys, clock: { end })
        return try FigureRun(year, then).results(in: db).suppressed(below: limit).besideTheYearBefore()
            .filter { ids.contains($0.figure.id) }
    }

    private func area(
        _ area: StoredFocusArea, _ changes: [PlanChange], _ results: [FigureResult], in db: any Connection
    ) throws -> StatusBody.Area {
        let text = texts.first { $0.area == area.id }?.text ?? PlanStatusText()
        let all = plan.initiatives(in: area.id)
        let shown = taken(in: area)
        return StatusBody.Area(
            id: area.id, title: area.area.title, aims: area.area.aims, promised: text.promised, done: text.done,
            changed: text.changed, initiatives: shown.map(line), events: events(of: area, all, changes),
            figures: figures(of: area).flatMap { id in lines(results.filter { $0.figure.id == id }) },
            indicators: try indicators(of: area).flatMap { try indicators($0, in: db) },
            endedOn: area.endedOn?.description ?? "", endReason: area.endReason)
    }

    private func line(_ one: StoredInitiative) -> StatusBody.Line {
        StatusBody.Line(
            id: one.id, title: one.initiative.title, stage: one.stage.rawValue, light: one.light?.rawValue ?? "",
            lightText: one.lightText, anchor: one.anchor?.rawValue ?? "", anchorRef: one.anchorRef,
            overCap: one.overCap,
            owners: plan.owners.filter { $0.initiative == one.id }.map {
                .init(authority: $0.authority, position: $0.position)
            },
            steps: plan.milestones.filter { $0.initiative == one.id }.map(\.milestone).map {
                .init(
                    title: $0.title, due: $0.due.description, firstDue: $0.firstDue.description,
                    doneOn: $0.doneOn?.description ?? "", lastReason: $0.lastReason)
            },
            result: one.result, learning: one.learning)
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
                StatusBody.Event(day: change.at.day.description, act: change.act, title: $0, words: change.new)
            }
        }
    }

    /// The totals of a figure, or its groups where it has no total.
    private func lines(_ results: [FigureResult]) -> [StatusBody.FigureLine] {
        let totals = results.filter { $0.cell.group == nil }
        return (totals.isEmpty ? results : totals).compactMap { result in
            guard let now = StatusBody.Number(result.value) else { return nil }
            return StatusBody.FigureLine(
                id: result.figure.id, version: result.figure.version,
                names: byLanguage { words in
                    let parts = [
                        words("figure.\(result.figure.id).name"),
                        result.cell.variant.map { words("figure-variant." + $0) },
                        result.cell.group.map { words("figure-group." + $0) },
                    ]
                    return parts.compactMap { $0 }.joined(separator: ", ")
                },
                definitions: byLanguage { $0("figure.\(result.figure.id).definition") },
                now: now, before: result.previous.flatMap { .init($0) })
        }
    }

    private func indicators(_ code: String, in db: any Connection) throws -> [StatusBody.IndicatorLine] {
        guard let definition = office.handbook.indicatorDefinition(code) else { return [] }
        let names = Dictionary(uniqueKeysWithValues: definition.names.map { ($0.key.rawValue, $0.value) })
        return try LatestIndicator.values(
            of: code, places: ["district", "region", "country"], by: asOf.year, in: db
        ).map { one in
            StatusBody.IndicatorLine(id: code, names: names, isPercent: definition.unit == .percent, value: one)
        }
    }

    private func byLanguage(_ text: (Words) -> String) -> [String: String] {
        Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0.rawValue, text(office.handbook[$0])) })
    }
}
