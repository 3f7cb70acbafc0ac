import Casework
import Handbook
import Prevention
import Store

/// An initiative: where it stands, who answers for it, its milestones, and where else it is taken over.
struct InitiativeModel: Sendable {
    struct StepLine: Sendable {
        let stepTitle: String
        let stepDue: String
        let stepISO: String
        let badge: PlanBadge
        /// `Først 01.03.2026, flyttet 2 gange: …`
        let stepMoved: String?
        let forms: [CaseForm]
        /// Takes back that it is reached, or takes away one that is not.
        let button: ActButton?
    }

    struct OwnerLine: Sendable {
        let ownerAuthority: String
        let ownerPosition: String
    }

    struct SpreadLine: Sendable {
        let spreadPlace: String
        let spreadPosition: String
        let spreadFrom: String
        let badge: PlanBadge
    }

    let tabs: PlanTabs
    let area: ProposalModel.Link?
    let initiativeTitle: String
    let initiativeBody: String
    let stage: PlanBadge
    let light: PlanBadge?
    let lightText: String?
    let lightOn: String?
    let facts: [PlanFact]
    let anchor: PlanAnchor?
    let linked: PlanLinksModel?
    let overCap: String?
    let owners: [OwnerLine]
    let hasOwners: Bool
    let steps: [StepLine]
    let hasSteps: Bool
    let spread: [SpreadLine]
    let hasSpread: Bool
    let moves: [CaseForm]
    let stepForm: CaseForm?
    let ownerForm: CaseForm?
    let lightForm: CaseForm?
    let spreadForm: CaseForm?
    let history: [PlanHistoryLine]

    init(
        _ id: Int64, _ found: FindPlan.Found, _ links: PlanLinks, _ refused: RefusedForm?, _ texts: PlanTexts
    ) throws {
        let words = texts.words
        let plan = found.plan
        guard let stored = plan.initiatives.first(where: { $0.id == id }) else { throw NotFound() }
        let one = stored.initiative
        tabs = PlanTabs(plan.stored, at: nil, words)
        area = plan.areas.first { $0.id == one.area }.map {
            .init(linkHref: "/plan/areas/\($0.id)", linkText: $0.area.title)
        }
        initiativeTitle = one.title
        initiativeBody = one.body
        stage = PlanBadge(stage: stored.stage.rawValue, words)
        light = PlanBadge(light: stored.light?.rawValue ?? "", words)
        lightText = stored.lightText.isEmpty ? nil : stored.lightText
        lightOn = stored.lightOn?.danish
        overCap =
            stored.overCap.isEmpty
            ? nil : words("plan.over-cap", ["cap": words.number(plan.stored.plan.cap), "reason": stored.overCap])
        anchor = texts.anchor(stored, in: plan)
        linked = PlanLinksModel(links, texts)
        facts = [
            PlanFact(texts.field("proposer"), texts.proposer(one.municipality)),
            PlanFact(texts.field("resources"), one.resources),
            PlanFact(texts.field("result"), stored.result), PlanFact(texts.field("learning"), stored.learning),
        ].compactMap(\.self)
        let own = plan.owners.filter { $0.initiative == id }
        owners = own.map { .init(ownerAuthority: texts.authority($0.authority), ownerPosition: $0.position) }
        hasOwners = !owners.isEmpty
        let isLive = plan.stored.state != .ended
        let mayReport = isLive && texts.actor.mayReport(on: stored, owners: own)
        steps = plan.milestones.filter { $0.initiative == id }.map {
            StepLine($0, of: stored, mayReport: mayReport, refused, texts)
        }
        hasSteps = !steps.isEmpty
        spread = found.spread.map { line in
            SpreadLine(
                spreadPlace: texts.texts.municipality(line.municipality), spreadPosition: line.position,
                spreadFrom: line.from?.danish ?? "–", badge: PlanBadge(line.state, words))
        }
        hasSpread = !spread.isEmpty
        let forms = InitiativeForms(stored: stored, plan: plan, links: links, refused: refused, texts: texts)
        moves = isLive ? forms.moves : []
        stepForm = mayReport ? forms.step : nil
        ownerForm = mayReport ? forms.owner : nil
        lightForm = mayReport && stored.stage.countsTowardsCap ? forms.light : nil
        spreadForm = isLive && texts.mayPropose && stored.stage.isTakenOn ? forms.spread : nil
        let names = PlanHistoryNames(plan, found.linked, texts)
        history = found.changes.map { PlanHistoryLine($0, texts, names) }
    }

    static func inputs(
        _ one: Initiative?, in plan: OpenedPlan, linked links: PlanLinks? = nil, _ typed: CaseForm.Typed,
        _ texts: PlanTexts
    ) -> [FieldInput] {
        let cases = LinkedCases(links?.activities ?? [], .init(readable: links?.readable ?? []), texts.words)
        var inputs = [
            typed.whose(one?.municipality ?? "", texts),
            typed.plan("title", .text, texts, value: one?.title ?? "", isRequired: true),
            typed.plan("body", .longText, texts, value: one?.body ?? "", isRequired: true),
            typed.plan("resources", .longText, texts, value: one?.resources ?? ""),
            typed.plan(
                "activities", .text, texts, value: cases.correctable.map(\.number).joined(separator: " "),
                more: cases.kept),
        ]
        if one != nil {
            let areas = plan.areas.filter { $0.endedOn == nil || $0.id == one?.area }.map {
                (code: String($0.id), label: $0.area.title)
            }
            inputs.insert(
                typed.plan(
                    "area", .choice(areas.map(\.code)), texts, value: one?.area.map { String($0) } ?? "",
                    options: areas,
                    none: texts.words("plan.local")), at: 0)
        }
        return inputs + typed.measures(one?.figures ?? [], one?.indicators ?? [], texts)
    }
}

extension InitiativeModel.StepLine {
    init(
        _ stored: StoredMilestone, of initiative: StoredInitiative, mayReport: Bool, _ refused: RefusedForm?,
        _ texts: PlanTexts
    ) {
        let words = texts.words
        let one = stored.milestone
        stepTitle = one.title
        stepDue = one.due.danish
        stepISO = one.due.description
        badge = PlanBadge(one.state(on: texts.texts.today), words)
        stepMoved =
            one.moves == 0
            ? nil
            : words(
                "plan.moved",
                ["first": one.firstDue.danish, "count": words.number(one.moves), "reason": one.lastReason])
        let path = "/plan/initiatives/\(initiative.id)"
        let isOpen = mayReport && one.doneOn == nil
        forms =
            !isOpen
            ? []
            : [
                CaseForm(
                    plan: "done-\(stored.id)", at: path, words("plan.act.done-step"), of: one.title,
                    revision: stored.revision, refused, texts
                ) { [$0.plan("day", .date, texts, value: texts.texts.today.description, isRequired: true)] },
                CaseForm(
                    plan: "move-\(stored.id)", at: path, words("plan.act.move-step"), of: one.title,
                    revision: stored.revision, refused, texts
                ) { typed in
                    [
                        typed.plan("due", .date, texts, value: one.due.description, isRequired: true),
                        typed.plan("reason", .longText, texts, isRequired: true),
                    ]
                },
                CaseForm(
                    plan: "rename-\(stored.id)", at: path, words("plan-correct.step"), of: one.title,
                    revision: stored.revision, refused, texts
                ) { [$0.plan("title", .text, texts, value: one.title, isRequired: true)] },
            ]
        let act = one.doneOn == nil ? "remove" : "undone"
        button =
            mayReport
            ? ActButton(
                path + "/do/\(act)-\(stored.id)", words("plan.act.\(act)-step"), of: one.title,
                revision: stored.revision) : nil
    }
}

/// The forms of an initiative.
struct InitiativeForms {
    let stored: StoredInitiative
    let plan: OpenedPlan
    let links: PlanLinks
    let refused: RefusedForm?
    let texts: PlanTexts

    private var words: Words { texts.words }
    private var path: String { "/plan/initiatives/\(stored.id)" }

    /// The steps that the reader may take it, and its correction.
    var moves: [CaseForm] {
        var forms = stored.stage.next.filter { texts.actor.mayMove(stored, to: $0) }.map { stage in
            CaseForm(
                plan: "to-" + stage.rawValue, at: path, words("plan.act.to-" + stage.rawValue),
                revision: stored.revision, refused, texts, isDanger: stage == .stopped || stage == .withdrawn
            ) { inputs(to: stage, $0) }
        }
        let isOwn = texts.actor.mayProposePlan(for: stored.initiative.municipality)
        if texts.mayEdit || (isOwn && stored.stage == .proposed) {
            forms.append(
                CaseForm(
                    plan: "correct-initiative", at: path, words("plan.act.correct-initiative"),
                    revision: stored.revision, refused, texts
                ) { InitiativeModel.inputs(stored.initiative, in: plan, linked: links, $0, texts) })
        }
        return forms
    }

    private func inputs(to stage: Initiative.Stage, _ typed: CaseForm.Typed) -> [FieldInput] {
        switch stage {
        case .chosen where !stored.initiative.isLocal:
            return [typed.plan("reason", .longText, texts, label: "over-cap")]
        case .anchored:
            var anchors = plan.anchors.choices(words, texts.texts.handbook).map { (code: $0.code, label: $0.name) }
            // One that has ended since may stay where it carries the initiative.
            if let kept = stored.shownAnchor, !anchors.contains(where: { $0.code == kept.code }),
                let name = plan.anchors.shown(kept, words, texts.texts.handbook)
            {
                anchors.insert((code: kept.code, label: name), at: 0)
            }
            return [
                typed.plan(
                    "anchor", .choice(anchors.map(\.code)), texts, value: stored.anchor?.code ?? "",
                    isRequired: true, options: anchors),
                typed.plan("anchor_ref", .text, texts, value: stored.anchor?.words ?? ""),
            ]
        case .done:
            return [
                typed.plan("result", .longText, texts, value: stored.result, isRequired: true),
                typed.plan("learning", .longText, texts, value: stored.learning, isRequired: true),
            ]
        case .stopped, .withdrawn: return [typed.plan("reason", .longText, texts, isRequired: true)]
        default: return []
        }
    }

    var step: CaseForm {
        CaseForm(plan: "step", at: path, words("plan.act.step"), refused, texts) { typed in
            [
                typed.plan("title", .text, texts, isRequired: true),
                typed.plan("due", .date, texts, isRequired: true),
            ]
        }
    }

    var owner: CaseForm {
        let entries = texts.texts.handbook.authorities.map { $0.authority.code }
        let codes = texts.mayEdit ? entries : entries.filter { $0 == texts.actor.authority }
        let options = codes.map { (code: $0, label: texts.authority($0)) }.sorted { $0.label < $1.label }
        return CaseForm(
            plan: "owner", at: path, words("plan.act.owner"), revision: stored.revision, refused, texts
        ) { typed in
            [
                typed.plan("authority", .choice(options.map(\.code)), texts, isRequired: true, options: options),
                typed.plan("position", .text, texts),
            ]
        }
    }

    var light: CaseForm {
        let lights = Initiative.Light.allCases.map { (code: $0.rawValue, label: words("plan.light." + $0.rawValue)) }
        return CaseForm(
            plan: "light", at: path, words("plan.act.light"), revision: stored.revision, refused, texts
        ) { typed in
            [
                typed.plan(
                    "light", .choice(lights.map(\.code)), texts, value: stored.light?.rawValue ?? "", isRequired: true,
                    options: lights),
                typed.plan("text", .longText, texts, value: stored.lightText, isRequired: true),
            ]
        }
    }

    var spread: CaseForm {
        let places = texts.proposedFor
        let states = SpreadState.allCases.map { (code: $0.rawValue, label: words("plan.spread-state." + $0.rawValue)) }
        return CaseForm(
            plan: "spread", at: path, words("plan.act.spread"), revision: stored.revision, refused, texts
        ) { typed in
            [
                typed.plan("municipality", .choice(places.map(\.code)), texts, isRequired: true, options: places),
                typed.plan("position", .text, texts, isRequired: true),
                typed.plan("from_day", .date, texts),
                typed.plan(
                    "spread", .choice(states.map(\.code)), texts, value: SpreadState.planned.rawValue, isRequired: true,
                    options: states),
            ]
        }
    }
}
