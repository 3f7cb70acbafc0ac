import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /notices/report/{id} | needs work-cases, the report in scope |
/// | POST | /notices/report/{id} | needs work-cases, the report in scope; a role that opens what it leads to |
enum LeadPages {
    static func add(to routes: RouteTable) {
        routes.get("/notices/report/{id}", .needs(.workCases)) { visit in try await page(visit, nil) }

        routes.post("/notices/report/{id}", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let who = try visit.authorized(Acts.WorkCases.self)
            let form = try await visit.form()
            let lead = try await ReadLead(id)(who, in: visit.office)
            do {
                switch lead.target {
                case .notice:
                    let fields = LeadModel.fields.compactMap { Programme.concernNotice.field($0) }
                    let only = lead.waiting.count == 1 ? lead.waiting.first?.person : nil
                    let notice = try await NotifyMunicipality(
                        report: id, about: Int64(form["about"]) ?? only ?? 0,
                        fields: FieldInput.values(of: fields, in: form), municipality: form["municipality"]
                    )(who, in: visit.office)
                    return .redirect("/notices/\(notice)?done=notice-sent")
                case .group:
                    let made = try await FollowInGroup(report: id)(who, in: visit.office)
                    return .redirect("/cases/\(made)?done=notice-group")
                }
            } catch let refused as Refused {
                return try await page(
                    visit, RefusedForm(LeadModel.formName, form, refused, of: lead.target.programme, visit.words))
            }
        }
    }

    private static func page(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let lead = try await ReadLead(id)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let actor = try visit.actor
        let model = LeadModel(lead, actor: actor, refused, texts)
        return .page("notice-lead", model, status: refused?.status ?? .ok)
    }
}
