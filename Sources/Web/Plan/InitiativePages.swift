import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /plan/initiatives/{id} | needs read-plan |
/// | GET | /plan/initiatives/{id}/do/{act} | needs read-plan; leads back to the initiative |
/// | POST | /plan/initiatives/{id}/do/{act} | needs propose-plan; the secretariat, and a municipality its own |
enum InitiativePages {
    static func add(to routes: RouteTable) {
        routes.get("/plan/initiatives/{id}", .needs(.readPlan)) { visit in try await one(visit, nil) }

        routes.get("/plan/initiatives/{id}/do/{act}", .needs(.readPlan)) { visit in
            .redirect("/plan/initiatives/\(try visit.parameter("id", as: Int64.self))")
        }

        routes.post("/plan/initiatives/{id}/do/{act}", .needs(.proposePlan)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let act: String = try visit.parameter("act")
            let form = try await visit.form()
            do {
                try await perform(act, on: id, form, visit)
                return .redirect("/plan/initiatives/\(id)?done=plan-saved")
            } catch let refused as Refused {
                return try await one(visit, (act, form, refused))
            }
        }
    }

    private static func perform(_ act: String, on id: Int64, _ form: Form, _ visit: Visit) async throws {
        let who = try visit.authorized(Acts.ProposePlan.self)
        let office = visit.office
        let revision = PlanForms.revision(form)
        let isConfirmed = NameTick.isSet(in: form)
        switch act {
        case "correct-initiative":
            let plan = try await FindPlan(.initiative(id))(visit.authorized(Acts.ReadPlan.self), in: office).plan.id
            try await WriteInitiative(
                PlanForms.initiative(form), in: plan, of: (id, revision), isConfirmed: isConfirmed)(who, in: office)
        case "step":
            try await SetMilestone(
                id, .add(title: form["title"], due: try PlanForms.day(form, "due")), isConfirmed: isConfirmed)(
                    who, in: office)
        case "owner":
            try await SetInitiativeOwner(
                id, revision: revision, authority: form["authority"], position: form["position"],
                isConfirmed: isConfirmed)(who, in: office)
        case "light":
            guard let light = Initiative.Light(rawValue: form["light"]) else {
                throw Refused("plan.required", ["place": "light"])
            }
            try await ReportInitiative(id, revision: revision, light, text: form["text"], isConfirmed: isConfirmed)(
                who, in: office)
        case "spread":
            guard let state = SpreadState(rawValue: form["spread"]) else {
                throw Refused("plan.required", ["place": "spread"])
            }
            let day = form["from_day"].isEmpty ? nil : try PlanForms.day(form, "from_day")
            try await SpreadInitiative(
                id, revision: revision, to: form["municipality"], position: form["position"], from: day, state,
                isConfirmed: isConfirmed)(who, in: office)
        default:
            if act.hasPrefix("to-"), let stage = Initiative.Stage(rawValue: String(act.dropFirst("to-".count))) {
                return try await MoveInitiative(
                    id, revision: revision, to: stage, reason: form["reason"],
                    anchor: Initiative.Anchor(code: form["anchor"], words: form["anchor_ref"]),
                    anchorWords: form["anchor_ref"], result: form["result"], learning: form["learning"],
                    isConfirmed: isConfirmed)(who, in: office)
            }
            try await SetMilestone(id, try step(act, form), isConfirmed: isConfirmed)(who, in: office)
        }
    }

    /// What is done to a milestone that stands there already.
    private static func step(_ act: String, _ form: Form) throws -> SetMilestone.Change {
        let parts = act.split(separator: "-")
        guard parts.count == 2, let id = Int64(parts[1]) else { throw NotFound() }
        let revision = PlanForms.revision(form)
        switch parts[0] {
        case "done": return .done(id, revision: revision, on: try PlanForms.day(form, "day"))
        case "undone": return .done(id, revision: revision, on: nil)
        case "remove": return .remove(id, revision: revision)
        case "rename": return .rename(id, revision: revision, title: form["title"])
        case "move": return .move(id, revision: revision, to: try PlanForms.day(form, "due"), reason: form["reason"])
        default: throw NotFound()
        }
    }

    private static func one(
        _ visit: Visit, _ refused: (act: String, typed: Form, why: Refused)?
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let found = try await FindPlan(.initiative(id))(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await PlanTexts.load(for: visit)
        let problem = refused.map { texts.refused($0.act, $0.typed, $0.why) }
        let links = try await ReadPlanLinks(.initiative(id))(
            visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let model = try InitiativeModel(id, found, links, problem, texts)
        return .page("plan-initiative", PlanPage(m: model, problem), status: problem?.status ?? .ok)
    }
}
