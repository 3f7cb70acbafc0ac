import Casework
import Handbook
import Prevention
import Store

/// The statuses of a plan.
struct StatusListModel: Sendable {
    struct Row: Sendable {
        let rowHref: String
        let rowTitle: String
        let rowMeeting: String
        let rowState: String
        let rowClass: String
    }

    let tabs: PlanTabs
    let rows: [Row]
    let hasRows: Bool
    let newForm: CaseForm?

    init(_ plan: OpenedPlan, _ refused: RefusedForm?, _ texts: PlanTexts) {
        let words = texts.words
        tabs = PlanTabs(plan.stored, at: "status", words)
        rows = plan.statuses.map { one in
            Row(
                rowHref: "/plan/status/\(one.id)", rowTitle: one.title, rowMeeting: one.meetingOn.danish,
                rowState: words(one.frozenAt == nil ? "plan.status.live" : "plan.status.frozen"),
                rowClass: one.frozenAt == nil ? "is-running" : "is-met")
        }
        hasRows = !rows.isEmpty
        newForm =
            texts.mayEdit && plan.stored.state != .ended
            ? CaseForm("new", action: "/plan/\(plan.id)/status", title: words("plan.act.status"), refused) { typed in
                [
                    typed.plan("title", .text, texts, isRequired: true),
                    typed.plan("meeting", .date, texts, isRequired: true),
                ] + typed.nameTick(words)
            } : nil
    }
}

/// A status for the kredsråd: one part per focus area.
struct StatusModel: Sendable {
    struct StepLine: Sendable {
        let stepTitle: String
        let stepDue: String
        let badge: PlanBadge
        let stepReason: String?
    }

    struct InitiativeLine: Sendable {
        let lineHref: String
        let lineTitle: String
        let stage: PlanBadge
        let light: PlanBadge?
        let lightText: String?
        let lineAnchor: PlanAnchor?
        let lineLinked: PlanLinksModel?
        let lineOwners: String?
        let lineOver: String?
        let steps: [StepLine]
        let hasSteps: Bool
        let lineResult: String?
        let lineLearning: String?
    }

    struct EventLine: Sendable {
        let eventISO: String
        let eventDay: String
        let eventText: String
    }

    struct AreaPart: Sendable {
        let areaID: String
        let areaTitle: String
        let areaAims: String?
        let areaEnded: String?
        let promised: String?
        let done: String?
        let changed: String?
        let initiatives: [InitiativeLine]
        let hasInitiatives: Bool
        let events: [EventLine]
        let hasEvents: Bool
        let eventsTitle: String
        let areaLinked: PlanLinksModel?
        let form: CaseForm?
    }

    struct AddendumLine: Sendable {
        let addendumTime: String
        let addendumBy: String
        let addendumText: String
    }

    let tabs: PlanTabs
    let statusTitle: String
    let statusLead: String
    let isFrozen: Bool
    let stateText: String
    let hash: String?
    let pdfHref: String
    /// The meeting of the kredsråd itself.
    let meetingHref: String?
    let parts: [AreaPart]
    let hasParts: Bool
    let addenda: [AddendumLine]
    let hasAddenda: Bool
    let forms: [CaseForm]
    let history: [PlanHistoryLine]

    init(_ opened: OpenedStatus, _ refused: RefusedForm?, _ texts: PlanTexts) {
        let words = texts.words
        let body = opened.body
        let stored = opened.stored
        tabs = PlanTabs(opened.plan.stored, at: nil, words)
        statusTitle = body.title
        statusLead = words(
            "plan.status.lead",
            [
                "plan": body.plan, "version": words.number(body.version), "day": StatusModel.danish(body.meetingOn),
                "as-of": StatusModel.danish(body.asOf),
            ])
        isFrozen = opened.isFrozen
        stateText =
            stored.frozenAt.map {
                words("plan.status.frozen-at", ["at": $0.danish, "by": texts.texts.person(stored.frozenBy)])
            } ?? words("plan.status.live-help")
        hash = stored.hash.isEmpty ? nil : stored.hash
        meetingHref = stored.meeting.map { "/body-meetings/\($0)" }
        pdfHref = "/plan/status/\(stored.id)/report.pdf"
        parts = body.areas.map { AreaPart($0, in: opened, refused, texts) }
        hasParts = !parts.isEmpty
        addenda = opened.addenda.map {
            AddendumLine(
                addendumTime: $0.at.danish, addendumBy: texts.texts.person($0.actor), addendumText: $0.body)
        }
        hasAddenda = !addenda.isEmpty
        history = opened.changes.map { PlanHistoryLine($0, texts) }
        let path = "/plan/status/\(stored.id)"
        guard texts.mayEdit else {
            forms = []
            return
        }
        if opened.isFrozen {
            forms = [
                CaseForm(plan: "addendum", at: path, words("plan.act.addendum"), refused, texts) {
                    [$0.plan("text", .longText, texts, isRequired: true)]
                }
            ]
            return
        }
        forms = [
            CaseForm(
                plan: "change", at: path, words("plan.act.change-status"), revision: stored.revision, refused, texts
            ) { typed in
                [
                    typed.plan("title", .text, texts, value: stored.title, isRequired: true),
                    typed.plan("meeting", .date, texts, value: stored.meetingOn.description, isRequired: true),
                ]
            },
            CaseForm(
                plan: "freeze", at: path, words("plan.act.freeze"), revision: stored.revision, refused, texts,
                isDanger: true
            ) { StatusModel.unwritten(body, $0, texts) },
        ]
    }

    /// The tick with which a status is frozen whose texts are not all written, with what is missing; none where nothing is.
    private static func unwritten(_ body: StatusBody, _ typed: CaseForm.Typed, _ texts: PlanTexts) -> [FieldInput] {
        guard !body.unwritten.isEmpty else { return [] }
        let areas = body.unwritten.map { area in
            area.title + " (" + area.unwritten.map { texts.field($0) }.joined(separator: ", ") + ")"
        }
        let missing = texts.words("plan.status.lacks", ["areas": areas.joined(separator: "; ")])
        return [typed.plan("unwritten", .flag, texts, isRequired: true, more: missing)]
    }

    static func danish(_ day: String) -> String { LocalDate(day)?.danish ?? day }
}

extension StatusModel.AreaPart {
    init(_ area: StatusBody.Area, in opened: OpenedStatus, _ refused: RefusedForm?, _ texts: PlanTexts) {
        let words = texts.words
        let body = opened.body
        func text(_ text: String) -> String? { text.isEmpty ? nil : text }
        areaID = "area-\(area.id)"
        areaTitle = area.title
        areaAims = text(area.aims)
        areaEnded =
            area.endedOn.isEmpty
            ? nil
            : words("plan.status.area-ended", ["day": StatusModel.danish(area.endedOn), "reason": area.endReason])
        promised = text(area.promised)
        done = text(area.done)
        changed = text(area.changed)
        initiatives = area.initiatives.map {
            StatusModel.InitiativeLine(
                $0, in: area, asOf: body.asOf, .init(readable: opened.readable, deleted: opened.deleted), texts)
        }
        hasInitiatives = !initiatives.isEmpty
        events = area.events.map { event in
            let told = event.said[words.language.rawValue] ?? ""
            let said = [words("plan-act." + event.act), told].filter { !$0.isEmpty }.joined(separator: ". ")
            return .init(
                eventISO: event.day, eventDay: StatusModel.danish(event.day), eventText: event.title + ": " + said)
        }
        hasEvents = !events.isEmpty
        eventsTitle =
            body.since.isEmpty
            ? words("plan.status.events-first")
            : words("plan.status.events", ["day": StatusModel.danish(body.since)])
        areaLinked = PlanLinksModel(area, asOf: body.asOf, texts)
        form = StatusModel.AreaPart.form(area, in: opened, refused, texts)
    }

    /// What the secretariat writes of the area, until it is frozen.
    private static func form(
        _ area: StatusBody.Area, in opened: OpenedStatus, _ refused: RefusedForm?, _ texts: PlanTexts
    ) -> CaseForm? {
        guard texts.mayEdit, !opened.isFrozen, !texts.isPaper else { return nil }
        let revision = opened.texts.first { $0.area == area.id }?.revision ?? 0
        return CaseForm(
            plan: "text-\(area.id)", at: "/plan/status/\(opened.stored.id)", texts.words("plan.act.text"),
            of: area.title, revision: revision, refused, texts
        ) { typed in
            [
                typed.plan("promised", .longText, texts, value: area.promised),
                typed.plan("done", .longText, texts, value: area.done),
                typed.plan("changed", .longText, texts, value: area.changed),
            ]
        }
    }
}

extension StatusModel.InitiativeLine {
    init(
        _ line: StatusBody.Line, in area: StatusBody.Area, asOf: String, _ cases: LinkedCases.Reach, _ texts: PlanTexts
    ) {
        let words = texts.words
        func text(_ text: String) -> String? { text.isEmpty ? nil : text }
        lineHref = "/plan/initiatives/\(line.id)"
        lineTitle = line.title
        stage = PlanBadge(stage: line.stage, words)
        light = PlanBadge(light: line.light, words)
        lightText = text(line.lightText)
        lineAnchor = line.anchorNames[words.language.rawValue].map {
            PlanAnchor($0, Initiative.Anchor(code: line.anchor, words: line.anchorRef), texts)
        }
        lineLinked = PlanLinksModel(line, in: area, asOf: asOf, cases, texts)
        lineOwners =
            line.owners.isEmpty
            ? nil : line.owners.map { texts.authority($0.authority) + ": " + $0.position }.joined(separator: "; ")
        lineOver = text(line.overCap)
        steps = line.steps.map { step in
            let state: Milestone.State =
                !step.doneOn.isEmpty ? .done : step.due < asOf ? .late : .planned
            return .init(
                stepTitle: step.title,
                stepDue: StatusModel.danish(step.doneOn.isEmpty ? step.due : step.doneOn),
                badge: PlanBadge(state, words),
                stepReason: step.due == step.firstDue
                    ? nil
                    : words(
                        "plan.moved-from",
                        ["first": StatusModel.danish(step.firstDue), "reason": step.lastReason]))
        }
        hasSteps = !steps.isEmpty
        lineResult = text(line.result)
        lineLearning = text(line.learning)
    }
}
