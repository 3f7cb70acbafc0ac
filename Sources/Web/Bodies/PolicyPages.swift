import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /policy | needs read-plan |
/// | GET | /policy/new | needs edit-plan |
/// | POST | /policy/new | needs edit-plan |
/// | GET | /policy/{policy} | needs read-plan |
/// | GET | /policy/{policy}/{act} | needs propose-plan; leads back to the entry |
/// | POST | /policy/{policy}/{act} | needs propose-plan; edit-plan but for notes and who follows it |
enum PolicyPages {
    static func add(to routes: RouteTable) {
        routes.get("/policy", .needs(.readPlan)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let list = try await ListPolicies()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("policy-list", PolicyListModel(list, visit, try visit.actor, texts))
        }

        routes.get("/policy/new", .needs(.editPlan)) { visit in try await new(visit, nil) }

        routes.post("/policy/new", .needs(.editPlan)) { visit in
            let form = try await visit.form()
            do {
                let stage = PolicyStage(rawValue: form["stage"]) ?? .announced
                let add = AddPolicy(
                    PolicyForms.entry(form), stage: stage, typedDue: form["due"], isChecked: NameTick.isSet(in: form))
                let id = try await add(visit.authorized(Acts.EditPlan.self), in: visit.office)
                return .redirect("/policy/\(id)?done=policy-made")
            } catch let refused as Refused {
                return try await new(visit, RefusedForm(body: "policy", form, refused, visit.words))
            }
        }

        routes.get("/policy/{policy}", .needs(.readPlan)) { visit in try await one(visit, nil) }

        routes.get("/policy/{policy}/{act}", .needs(.proposePlan)) { visit in
            .redirect("/policy/\(try visit.parameter("policy", as: Int64.self))")
        }

        routes.post("/policy/{policy}/{act}", .needs(.proposePlan)) { visit in
            let id = try visit.parameter("policy", as: Int64.self)
            let act: String = try visit.parameter("act")
            let form = try await visit.form()
            do {
                let change = ChangePolicy(
                    id, revision: Int(form["revision"]) ?? 0, try PolicyForms.change(act, form),
                    isChecked: NameTick.isSet(in: form))
                try await change(visit.authorized(Acts.ProposePlan.self), in: visit.office)
                return .redirect("/policy/\(id)?done=policy-changed")
            } catch let refused as Refused {
                return try await one(visit, RefusedForm(body: act, form, refused, visit.words))
            }
        }
    }

    private static func new(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let areas = try await ListPolicyAreas()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = NewBodyModel(form: PolicyForms.new(areas, refused, texts))
        return .page("policy-new", model, status: refused?.status ?? .ok)
    }

    private static func one(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let page = try await ReadPolicy(try visit.parameter("policy", as: Int64.self))(
            visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = PolicyModel(page, try visit.actor, refused, texts)
        return .page("policy", model, status: refused?.status ?? .ok)
    }
}
