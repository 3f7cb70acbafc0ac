import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /plan/areas/{id} | needs read-plan |
/// | GET | /plan/areas/{id}/do/{act} | needs read-plan; leads back to the area |
/// | POST | /plan/areas/{id}/do/{act} | needs propose-plan; all but proposing an initiative edit-plan too |
enum FocusAreaPages {
    static func add(to routes: RouteTable) {
        routes.get("/plan/areas/{id}", .needs(.readPlan)) { visit in try await one(visit, nil) }

        routes.get("/plan/areas/{id}/do/{act}", .needs(.readPlan)) { visit in
            .redirect("/plan/areas/\(try visit.parameter("id", as: Int64.self))")
        }

        routes.post("/plan/areas/{id}/do/{act}", .needs(.proposePlan)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let act: String = try visit.parameter("act")
            let form = try await visit.form()
            do {
                return .redirect(try await perform(act, on: id, form, visit))
            } catch let refused as Refused {
                return try await one(visit, (act, form, refused))
            }
        }
    }

    private static func perform(_ act: String, on id: Int64, _ form: Form, _ visit: Visit) async throws -> String {
        let isConfirmed = NameTick.isSet(in: form)
        let office = visit.office
        let plan = try await FindPlan(.area(id))(visit.authorized(Acts.ReadPlan.self), in: office).plan.id
        if act == "initiative" {
            var initiative = PlanForms.initiative(form)
            initiative.area = id
            let made = try await WriteInitiative(initiative, in: plan, isConfirmed: isConfirmed)(
                visit.authorized(Acts.ProposePlan.self), in: office)
            return "/plan/initiatives/\(made)?done=plan-proposed"
        }
        guard ["correct-area", "end-area", "reopen-area"].contains(act) else { throw NotFound() }
        let who = try visit.authorized(Acts.EditPlan.self)
        let revision = PlanForms.revision(form)
        switch act {
        case "correct-area":
            try await WriteFocusArea(
                try PlanForms.area(form), in: plan, of: (id, revision), isConfirmed: isConfirmed)(who, in: office)
        case "end-area":
            try await EndFocusArea(id, revision: revision, reason: form["reason"], isConfirmed: isConfirmed)(
                who, in: office)
        default: try await EndFocusArea(id, revision: revision, reason: nil)(who, in: office)
        }
        return "/plan/areas/\(id)?done=plan-saved"
    }

    private static func one(
        _ visit: Visit, _ refused: (act: String, typed: Form, why: Refused)?
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let found = try await FindPlan(.area(id))(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await PlanTexts.load(for: visit)
        let problem = refused.map { texts.refused($0.act, $0.typed, $0.why) }
        let links = try await ReadPlanLinks(.area(id))(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let model = try FocusAreaModel(id, found, links, problem, texts)
        return .page("plan-area", PlanPage(m: model, problem), status: problem?.status ?? .ok)
    }
}

/// A focus area with its initiatives.
struct FocusAreaModel: Sendable {
    struct Row: Sendable {
        let rowHref: String
        let rowTitle: String
        let rowProposer: String
        let stage: PlanBadge
        let light: PlanBadge?
        let rowAnchor: PlanAnchor?
        let rowNext: String?
        let rowOver: String?
    }

    let tabs: PlanTabs
    let areaTitle: String
    let areaKind: String
    let areaBody: String?
    let facts: [PlanFact]
    let linked: PlanLinksModel?
    let areaCount: String
    let isOver: Bool
    let rows: [Row]
    let hasRows: Bool
    let forms: [CaseForm]
    let history: [PlanHistoryLine]

    init(
        _ id: Int64, _ found: FindPlan.Found, _ links: PlanLinks, _ refused: RefusedForm?, _ texts: PlanTexts
    ) throws {
        let words = texts.words
        let plan = found.plan
        guard let stored = plan.areas.first(where: { $0.id == id }) else { throw NotFound() }
        let area = stored.area
        tabs = PlanTabs(plan.stored, at: nil, words)
        areaTitle = area.title
        areaKind = words("plan.kind." + area.kind.rawValue)
        areaBody = area.body.isEmpty ? nil : area.body
        linked = PlanLinksModel(links, texts)
        facts = [
            PlanFact(texts.field("aims"), area.aims),
            PlanFact(words("plan.ended"), stored.endedOn?.danish ?? ""),
            PlanFact(texts.field("reason"), stored.endReason),
        ].compactMap(\.self)
        let line = PlanModel.AreaLine(stored, in: plan, texts)
        areaCount = line.areaCount
        isOver = line.isOver
        rows = plan.initiatives(in: id).map { one in
            let next = plan.milestones.first { $0.initiative == one.id && $0.milestone.doneOn == nil }?.milestone
            return Row(
                rowHref: "/plan/initiatives/\(one.id)", rowTitle: one.initiative.title,
                rowProposer: texts.proposer(one.initiative.municipality),
                stage: PlanBadge(stage: one.stage.rawValue, words),
                light: PlanBadge(light: one.light?.rawValue ?? "", words),
                rowAnchor: texts.anchor(one, in: plan),
                rowNext: next.map { $0.title + ", " + $0.due.danish },
                rowOver: one.overCap.isEmpty ? nil : one.overCap)
        }
        hasRows = !rows.isEmpty
        forms = FocusAreaModel.forms(stored, plan, refused, texts)
        let names = PlanHistoryNames(plan, found.linked, texts)
        history = found.changes.map { PlanHistoryLine($0, texts, names) }
    }

    static func inputs(_ area: FocusArea?, _ typed: CaseForm.Typed, _ texts: PlanTexts) -> [FieldInput] {
        let kinds = FocusArea.Kind.allCases.map { (code: $0.rawValue, label: texts.words("plan.kind." + $0.rawValue)) }
        return [
            typed.plan(
                "kind", .choice(kinds.map(\.code)), texts, value: area?.kind.rawValue ?? "", isRequired: true,
                options: kinds),
            typed.plan("title", .text, texts, value: area?.title ?? "", isRequired: true),
            typed.plan("body", .longText, texts, value: area?.body ?? ""),
            typed.plan("aims", .longText, texts, value: area?.aims ?? ""),
        ] + typed.measures(area?.figures ?? [], area?.indicators ?? [], texts)
    }

    private static func forms(
        _ stored: StoredFocusArea, _ plan: OpenedPlan, _ refused: RefusedForm?, _ texts: PlanTexts
    ) -> [CaseForm] {
        guard plan.stored.state != .ended else { return [] }
        let words = texts.words
        let path = "/plan/areas/\(stored.id)"
        var forms: [CaseForm] = []
        if texts.mayPropose, stored.endedOn == nil {
            forms.append(
                CaseForm(plan: "initiative", at: path, words("plan.act.initiative"), refused, texts) {
                    InitiativeModel.inputs(nil, in: plan, $0, texts)
                })
        }
        guard texts.mayEdit else { return forms }
        forms.append(
            CaseForm(
                plan: "correct-area", at: path, words("plan.act.correct-area"), revision: stored.revision, refused,
                texts
            ) { inputs(stored.area, $0, texts) })
        let isEnded = stored.endedOn != nil
        let act = isEnded ? "reopen-area" : "end-area"
        forms.append(
            CaseForm(
                plan: act, at: path, words("plan.act." + act), revision: stored.revision, refused, texts,
                isDanger: !isEnded
            ) { isEnded ? [] : [$0.plan("reason", .longText, texts, isRequired: true)] })
        return forms
    }
}
