import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /plan | needs read-plan; plans name nobody |
/// | POST | /plan | needs edit-plan |
/// | GET | /plan/{id} | needs read-plan |
/// | GET | /plan/{id}/history | needs read-plan |
/// | GET | /plan/{id}/versions/{version} | needs read-plan |
/// | GET | /plan/{id}/do/{act} | needs read-plan; leads back to the plan |
/// | POST | /plan/{id}/do/{act} | needs propose-plan; all but local initiatives edit-plan too |
enum PlanPages {
    static func add(to routes: RouteTable) {
        routes.get("/plan", .needs(.readPlan)) { visit in try await list(visit, nil) }

        routes.post("/plan", .needs(.editPlan)) { visit in
            let form = try await visit.form()
            do {
                let id = try await WritePlan(try PlanForms.plan(form), isConfirmed: NameTick.isSet(in: form))(
                    visit.authorized(Acts.EditPlan.self), in: visit.office)
                return .redirect("/plan/\(id)?done=plan-begun")
            } catch let refused as Refused {
                return try await list(visit, (form, refused))
            }
        }

        routes.get("/plan/{id}", .needs(.readPlan)) { visit in try await one(visit, nil) }

        routes.get("/plan/{id}/history", .needs(.readPlan)) { visit in
            let who = try visit.authorized(Acts.ReadPlan.self)
            let id = try visit.parameter("id", as: Int64.self)
            let history = try await ReadPlanHistory(id)(who, in: visit.office)
            let plan = try await ReadPlan(id)(who, in: visit.office)
            return .page("plan-history-page", PlanHistoryModel(plan, history, try await .load(for: visit)))
        }

        routes.get("/plan/{id}/versions/{version}", .needs(.readPlan)) { visit in
            let number = try visit.parameter("version", as: Int.self)
            let plan = try await ReadPlan(try visit.parameter("id", as: Int64.self))(
                visit.authorized(Acts.ReadPlan.self), in: visit.office)
            guard let version = plan.versions.first(where: { $0.version == number }) else { throw NotFound() }
            return .page("plan-version", PlanVersionModel(version, of: plan.stored, try await .load(for: visit)))
        }

        routes.get("/plan/{id}/do/{act}", .needs(.readPlan)) { visit in
            .redirect("/plan/\(try visit.parameter("id", as: Int64.self))")
        }

        routes.post("/plan/{id}/do/{act}", .needs(.proposePlan)) { visit in
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

    /// The act that takes a plan from one state to another, as the form and its words name it.
    static func act(from: Plan.State, to: Plan.State) -> String {
        switch to {
        case .draft: return from == .adopted ? "new-version" : "take-back"
        case .proposed: return "propose"
        case .adopted: return "adopt"
        case .ended: return "end"
        }
    }

    private static let states: [String: Plan.State] = [
        "propose": .proposed, "adopt": .adopted, "end": .ended, "new-version": .draft, "take-back": .draft,
    ]

    /// - Returns: where it leads.
    private static func perform(_ act: String, on id: Int64, _ form: Form, _ visit: Visit) async throws -> String {
        let isConfirmed = NameTick.isSet(in: form)
        let office = visit.office
        let here = "/plan/\(id)"
        if act == "local" {
            var local = PlanForms.initiative(form)
            local.area = nil
            let made = try await WriteInitiative(local, in: id, isConfirmed: isConfirmed)(
                visit.authorized(Acts.ProposePlan.self), in: office)
            return "/plan/initiatives/\(made)?done=plan-proposed"
        }
        guard states[act] != nil || ["correct", "area", "criterion"].contains(act) || act.hasPrefix("remove-") else {
            throw NotFound()
        }
        let who = try visit.authorized(Acts.EditPlan.self)
        if let state = states[act] {
            try await MovePlan(
                id, revision: PlanForms.revision(form), to: state, on: try PlanForms.day(form, "day"),
                note: form["note"],
                isConfirmed: isConfirmed)(who, in: office)
            return here + "?done=plan-moved"
        }
        switch act {
        case "correct":
            try await WritePlan(
                try PlanForms.plan(form), of: (id, PlanForms.revision(form)), isConfirmed: isConfirmed)(who, in: office)
        case "area":
            let made = try await WriteFocusArea(try PlanForms.area(form), in: id, isConfirmed: isConfirmed)(
                who, in: office)
            return "/plan/areas/\(made)?done=plan-saved"
        case "criterion":
            let criterion = PlanCriterion(
                title: form["title"], least: form["least"].isEmpty ? 0 : Int(form["least"]) ?? -1)
            try await SetCriterion(id, .add(criterion), isConfirmed: isConfirmed)(who, in: office)
        default:
            guard act.hasPrefix("remove-"), let criterion = Int64(act.dropFirst("remove-".count)) else {
                throw NotFound()
            }
            try await SetCriterion(id, .remove(criterion))(who, in: office)
        }
        return here + "?done=plan-saved"
    }

    private static func list(_ visit: Visit, _ refused: (typed: Form, why: Refused)?) async throws -> Reply {
        let plans = try await ListPlans()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await PlanTexts.load(for: visit)
        let problem = refused.map { texts.refused("new", $0.typed, $0.why) }
        return .page("plan-list", PlanListModel(plans, problem, texts), status: problem?.status ?? .ok)
    }

    private static func one(
        _ visit: Visit, _ refused: (act: String, typed: Form, why: Refused)?
    ) async throws -> Reply {
        let plan = try await ReadPlan(try visit.parameter("id", as: Int64.self))(
            visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await PlanTexts.load(for: visit)
        let problem = refused.map { texts.refused($0.act, $0.typed, $0.why) }
        return .page(
            "plan", PlanPage(m: PlanModel(plan, problem, texts), problem), status: problem?.status ?? .ok)
    }
}

/// A page with what is wrong above it, where a form on it was refused.
struct PlanPage<Model: Sendable>: Sendable {
    let part: Model
    let problems: FormProblems?

    init(m part: Model, _ refused: RefusedForm?) {
        self.part = part
        problems = refused?.problems
    }
}
