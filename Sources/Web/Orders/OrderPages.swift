import Casework
import HTTPTypes
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/orders | needs work-cases, case in scope; leads to the case where it is neither order nor cluster |
/// | POST | /cases/{id}/orders | needs work-cases, cluster and order in scope, a role of the programme |
enum OrderPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/orders", .needs(.workCases)) { visit in try await page(visit, nil) }

        routes.post("/cases/{id}/orders", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            do {
                let who = try visit.authorized(Acts.WorkCases.self)
                try await GatherOrder(into: id, number: form["number"])(who, in: visit.office)
                return .redirect("/cases/\(id)/orders?done=order-gathered")
            } catch let refused as Refused {
                return try await page(visit, (form, refused))
            }
        }
    }

    private static func page(_ visit: Visit, _ refused: (typed: Form, why: Refused)?) async throws -> Reply {
        let who = try visit.authorized(Acts.WorkCases.self)
        let view = try await ReadOrders(of: try visit.parameter("id", as: Int64.self))(who, in: visit.office)
        let programme = view.opened.file.programme
        guard CaseTab.orders.isShown(for: programme) else { return .redirect("/cases/\(view.opened.id)") }
        let texts = try await CaseTexts.load(for: visit)
        guard programme.gathers.isEmpty else {
            let form = refused.map { RefusedForm("gather", $0.typed, $0.why, of: programme, visit.words) }
            return .page("cluster", ClusterModel(view, form, texts), status: form?.status ?? .ok)
        }
        let status: HTTPResponse.Status = refused == nil ? .ok : .unprocessableContent
        return .page("order", OrderModel(view, mayOpen: programme.isHandled(by: who.actor), texts), status: status)
    }
}
