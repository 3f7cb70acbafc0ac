import Casework
import Handbook
import Prevention
import Store

/// All plans.
struct PlanListModel: Sendable {
    struct Row: Sendable {
        let rowHref: String
        let rowTitle: String
        let rowPeriod: String
        let rowVersion: String
        let badge: PlanBadge
    }

    let rows: [Row]
    let hasRows: Bool
    let newForm: CaseForm?

    init(_ plans: [StoredPlan], _ refused: RefusedForm?, _ texts: PlanTexts) {
        let words = texts.words
        rows = plans.map { stored in
            Row(
                rowHref: "/plan/\(stored.id)", rowTitle: stored.plan.title, rowPeriod: stored.plan.period,
                rowVersion: words.number(stored.version), badge: PlanBadge(stored.state, words))
        }
        hasRows = !rows.isEmpty
        newForm =
            texts.mayEdit
            ? CaseForm("new", action: "/plan", title: words("plan.new"), refused) { typed in
                PlanModel.inputs(nil, typed, texts) + typed.nameTick(words)
            } : nil
    }
}

/// The overview of a plan.
struct PlanModel: Sendable {
    struct AreaLine: Sendable {
        let areaHref: String
        let areaTitle: String
        let areaAims: String?
        /// `3 af højst 5 indsatser`.
        let areaCount: String
        let lights: [PlanBadge]
        let isOver: Bool
        let areaEnded: String?
    }

    struct Line: Sendable {
        let lineHref: String
        let lineTitle: String
        let lineNote: String?
        let badge: PlanBadge?
    }

    struct CriterionLine: Sendable {
        let criterionTitle: String
        let criterionCounted: String?
        let remove: ActButton?
    }

    let tabs: PlanTabs
    let badge: PlanBadge
    let facts: [PlanFact]
    let planForeword: String?
    let areas: [AreaLine]
    let hasAreas: Bool
    let earlier: [AreaLine]
    let hasEarlier: Bool
    let local: [Line]
    let hasLocal: Bool
    let criteria: [CriterionLine]
    let hasCriteria: Bool
    let versions: [Line]
    let hasVersions: Bool
    let forms: [CaseForm]
    let proposeForm: CaseForm?

    init(_ plan: OpenedPlan, _ refused: RefusedForm?, _ texts: PlanTexts) {
        let words = texts.words
        let stored = plan.stored
        let path = "/plan/\(plan.id)"
        tabs = PlanTabs(stored, at: "overview", words)
        badge = PlanBadge(stored.state, words)
        planForeword = stored.plan.foreword.isEmpty ? nil : stored.plan.foreword
        facts = [
            PlanFact(texts.field("period"), stored.plan.from.danish + " – " + stored.plan.to.danish),
            PlanFact(texts.field("version"), words.number(stored.version)),
            PlanFact(words("plan.state-since"), stored.stateOn.danish),
            PlanFact(texts.field("note"), stored.stateNote),
            PlanFact(texts.field("cap"), words.number(stored.plan.cap)),
            PlanFact(texts.field("cap-source"), stored.plan.capSource),
        ].compactMap(\.self)
        func line(_ area: StoredFocusArea) -> AreaLine { AreaLine(area, in: plan, texts) }
        areas = plan.areas.filter { $0.area.kind == .focus }.map(line)
        hasAreas = !areas.isEmpty
        earlier = plan.areas.filter { $0.area.kind == .earlier }.map(line)
        hasEarlier = !earlier.isEmpty
        local = plan.initiatives(in: nil).map { one in
            Line(
                lineHref: "/plan/initiatives/\(one.id)", lineTitle: one.initiative.title,
                lineNote: texts.proposer(one.initiative.municipality),
                badge: PlanBadge(stage: one.stage.rawValue, words))
        }
        hasLocal = !local.isEmpty
        let isOpen = stored.state.isOpen
        criteria = plan.criteria.map { one in
            CriterionLine(
                criterionTitle: one.criterion.title,
                criterionCounted: one.criterion.isCounted
                    ? words("plan.counted-from", ["count": words.number(one.criterion.least)]) : nil,
                remove: texts.mayEdit && isOpen
                    ? ActButton(
                        path + "/do/remove-\(one.id)", words("plan.act.remove"), of: one.criterion.title,
                        revision: stored.revision) : nil)
        }
        hasCriteria = !criteria.isEmpty
        versions = plan.versions.map { version in
            Line(
                lineHref: path + "/versions/\(version.version)",
                lineTitle: words("plan.version-name", ["number": words.number(version.version)]),
                lineNote: words("plan.adopted-on", ["day": version.adoptedOn.danish]), badge: nil)
        }
        hasVersions = !versions.isEmpty
        forms = texts.mayEdit ? PlanModel.forms(plan, path, refused, texts) : []
        proposeForm =
            texts.mayPropose && stored.state != .ended
            ? CaseForm(plan: "local", at: path, words("plan.act.local"), refused, texts) { typed in
                InitiativeModel.inputs(nil, in: plan, typed, texts)
            } : nil
    }

    static func inputs(_ plan: Plan?, _ typed: CaseForm.Typed, _ texts: PlanTexts) -> [FieldInput] {
        [
            typed.plan("title", .text, texts, value: plan?.title ?? "", isRequired: true),
            typed.plan("from", .date, texts, value: plan?.from.description ?? "", isRequired: true),
            typed.plan("to", .date, texts, value: plan?.to.description ?? "", isRequired: true),
            typed.plan("foreword", .longText, texts, value: plan?.foreword ?? ""),
            typed.plan("cap", .text, texts, value: plan.map { String($0.cap) } ?? "", isRequired: true),
            typed.plan("cap-source", .text, texts, value: plan?.capSource ?? "", isRequired: true),
        ]
    }

    private static func forms(
        _ plan: OpenedPlan, _ path: String, _ refused: RefusedForm?, _ texts: PlanTexts
    ) -> [CaseForm] {
        let words = texts.words
        let stored = plan.stored
        var forms = stored.state.next.map { state in
            let act = PlanPages.act(from: stored.state, to: state)
            return CaseForm(
                plan: act, at: path, words("plan.act." + act), revision: stored.revision, refused, texts,
                isDanger: state == .ended
            ) { typed in
                [
                    typed.plan("day", .date, texts, value: texts.texts.today.description, isRequired: true),
                    typed.plan("note", .longText, texts, isRequired: state != .proposed),
                ]
            }
        }
        guard stored.state.isOpen else { return forms }
        forms.append(
            CaseForm(plan: "correct", at: path, words("plan.act.correct"), revision: stored.revision, refused, texts) {
                inputs(stored.plan, $0, texts)
            })
        forms.append(
            CaseForm(plan: "area", at: path, words("plan.act.area"), refused, texts) {
                FocusAreaModel.inputs(nil, $0, texts)
            })
        forms.append(
            CaseForm(plan: "criterion", at: path, words("plan.act.criterion"), refused, texts) { typed in
                [
                    typed.plan("title", .text, texts, isRequired: true),
                    typed.plan("least", .text, texts, value: "0"),
                ]
            })
        return forms
    }
}

extension PlanModel.AreaLine {
    init(_ area: StoredFocusArea, in plan: OpenedPlan, _ texts: PlanTexts) {
        let words = texts.words
        areaHref = "/plan/areas/\(area.id)"
        areaTitle = area.area.title
        areaAims = area.area.aims.isEmpty ? nil : area.area.aims
        let all = plan.initiatives(in: area.id)
        let taken = all.filter(\.stage.countsTowardsCap)
        areaCount = words(
            "plan.cap-count", ["count": words.number(taken.count), "cap": words.number(plan.stored.plan.cap)])
        isOver = taken.count > plan.stored.plan.cap
        lights = taken.compactMap { PlanBadge(light: $0.light?.rawValue ?? "", words) }
        areaEnded = area.endedOn.map { words("plan.ended-on", ["day": $0.danish]) }
    }
}

/// What was changed in a plan.
struct PlanHistoryModel: Sendable {
    let tabs: PlanTabs
    let history: [PlanHistoryLine]
    let hasHistory: Bool

    init(_ plan: OpenedPlan, _ found: PlanHistory, _ texts: PlanTexts) {
        tabs = PlanTabs(plan.stored, at: "history", texts.words)
        let names = PlanHistoryNames(plan, found.linked, texts)
        history = found.changes.map { PlanHistoryLine($0, texts, names) }
        hasHistory = !history.isEmpty
    }
}

/// A version as it was adopted.
struct PlanVersionModel: Sendable {
    struct Part: Sendable {
        let partTitle: String
        let partNote: String?
        let partBody: String
        let partAims: String?
    }

    let tabs: PlanTabs
    let versionTitle: String
    let facts: [PlanFact]
    let versionForeword: String?
    /// What is kept is not what was adopted.
    let isBroken: Bool
    let criteria: [String]
    let hasCriteria: Bool
    let parts: [Part]

    init(_ version: AdoptedVersion, of plan: StoredPlan, _ texts: PlanTexts) {
        let words = texts.words
        tabs = PlanTabs(plan, at: nil, words)
        versionTitle = words("plan.version-name", ["number": words.number(version.version)])
        isBroken = !version.isGenuine
        let text = version.text
        facts = [
            PlanFact(texts.field("title"), text?.title ?? ""), PlanFact(texts.field("period"), text?.period ?? ""),
            PlanFact(words("plan.adopted"), version.adoptedOn.danish), PlanFact(texts.field("note"), version.note),
            PlanFact(texts.field("cap"), text.map { words.number($0.cap) } ?? ""),
            PlanFact(words("plan.hash"), version.hash),
        ].compactMap(\.self)
        versionForeword = text.flatMap { $0.foreword.isEmpty ? nil : $0.foreword }
        criteria = text?.criteria ?? []
        hasCriteria = !criteria.isEmpty
        parts =
            (text?.areas ?? []).map { area in
                Part(
                    partTitle: area.title, partNote: words("plan.kind." + area.kind), partBody: area.body,
                    partAims: area.aims.isEmpty ? nil : area.aims)
            }
            + (text?.local ?? []).map { one in
                Part(
                    partTitle: one.title, partNote: words("plan.local") + ": " + texts.proposer(one.municipality),
                    partBody: one.body, partAims: nil)
            }
    }
}
