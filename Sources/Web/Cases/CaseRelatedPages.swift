import Casework
import HTTPTypes
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/related | needs work-cases, case in scope |
/// | GET | /cases/{id}/follow-up | needs work-cases; leads to the form of a new case |
/// | GET | /cases/{id}/related/{relation}/remove | needs work-cases; leads back to the page |
/// | POST | /cases/{id}/related | needs work-cases, both cases in scope, a role of the programme |
/// | POST | /cases/{id}/related/{relation}/remove | needs work-cases, both cases in scope, a role of the programme |
enum CaseRelatedPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/related", .needs(.workCases)) { visit in
            // The form of a new case was sent without saying of which programme.
            let isAsked = visit.query("asked") == "programme"
            return try await page(visit, isAsked ? ("follow", Form([:]), Refused("follow-programme")) : nil)
        }

        routes.get("/cases/{id}/follow-up", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let kind = visit.query("kind").flatMap { CaseRelation(rawValue: $0) } ?? .follows
            guard let programme = visit.query("programme").flatMap({ Catalogue.programme($0) }) else {
                return .redirect("/cases/\(id)/related?asked=programme")
            }
            return .redirect(CaseOrigin.address(programme, from: id, kind))
        }

        routes.get("/cases/{id}/related/{relation}/remove", .needs(.workCases)) { visit in
            .redirect("/cases/\(try visit.parameter("id", as: Int64.self))/related")
        }

        routes.post("/cases/{id}/related", .needs(.workCases)) { visit in
            let form = try await visit.form()
            let kind = CaseRelation(rawValue: form["kind"]) ?? .concerns
            return try await change(
                visit, form, name: "relate", done: "case-related",
                .relate(kind, number: form["number"], reason: form["reason"]))
        }

        routes.post("/cases/{id}/related/{relation}/remove", .needs(.workCases)) { visit in
            let form = try await visit.form()
            let relation = try visit.parameter("relation", as: Int64.self)
            return try await change(
                visit, form, name: CaseRelatedModel.removal(relation), done: "case-unrelated",
                .remove(relation: relation, reason: form["reason"]))
        }
    }

    private static func change(
        _ visit: Visit, _ form: Form, name: String, done: String, _ change: RelateCases.Change
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        do {
            try await RelateCases(id, change)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
            return .redirect("/cases/\(id)/related?done=" + done)
        } catch let refused as Refused {
            return try await page(visit, (name, form, refused))
        }
    }

    private static func page(
        _ visit: Visit, _ refused: (name: String, typed: Form, why: Refused)?
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let view = try await ReadRelations(of: id)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let form = refused.map {
            RefusedForm($0.name, $0.typed, $0.why, of: view.opened.file.programme, visit.words)
        }
        return .page("case-related", CaseRelatedModel(view, form, texts), status: form?.status ?? .ok)
    }
}
