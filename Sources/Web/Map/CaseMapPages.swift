import Casework
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/map | needs work-cases, case in scope; leads to the case where it has no map |
enum CaseMapPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/map", .needs(.workCases)) { visit in
            let who = try visit.authorized(Acts.WorkCases.self)
            let opened = try await PeekCase(try visit.parameter("id", as: Int64.self))(who, in: visit.office)
            guard CaseTab.map.isShown(for: opened.file.programme) else { return .redirect("/cases/\(opened.id)") }
            let areas = try await ListAreas(state: nil, municipality: nil)(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("case-map", CaseMapModel(opened, areas, texts))
        }
    }
}
