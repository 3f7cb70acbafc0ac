import Casework
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /letters | needs manage-templates |
/// | GET | /letters/{letter} | needs manage-templates |
/// | POST | /letters/{letter} | needs manage-templates; a preview of invented data, or a new version |
/// | GET | /letters/{letter}/pdf | needs manage-templates; leads back to the letter, as the next |
/// | GET | /letters/{letter}/versions/{version}/restore | the same |
/// | POST | /letters/{letter}/pdf | needs manage-templates; the text as typed, of invented data |
/// | GET | /letters/{letter}/versions/{version} | needs manage-templates |
/// | POST | /letters/{letter}/versions/{version}/restore | needs manage-templates |
enum TemplatePages {
    static func add(to routes: RouteTable) {
        routes.get("/letters", .needs(.manageTemplates)) { visit in
            let all = try await ListTemplates()(visit.authorized(Acts.ManageTemplates.self), in: visit.office)
            return .page("letters", TemplateListModel(all, try await CaseTexts.load(for: visit)))
        }

        routes.get("/letters/{letter}", .needs(.manageTemplates)) { visit in
            try await page(visit, nil)
        }

        for part in ["pdf", "versions/{version}/restore"] {
            routes.get("/letters/{letter}/" + part, .needs(.manageTemplates)) { visit in
                .redirect("/letters/" + (try await read(visit)).shipped.code)
            }
        }

        routes.post("/letters/{letter}", .needs(.manageTemplates)) { visit in
            let form = try await visit.form()
            guard form["do"] == "save" else { return try await page(visit, form) }
            return try await edit(visit, form, body: form["body"], done: "template-saved")
        }

        routes.post("/letters/{letter}/pdf", .needs(.manageTemplates)) { visit in
            let form = try await visit.form()
            let view = try await read(visit)
            do {
                let draft = try ExampleLetter(form["body"], of: view)(in: visit.office)
                let pdf = try await WeasyPrint().pdf(try LetterDocument.html(draft, visit.site))
                return .download(contentType: "application/pdf", fileName: view.shipped.code + ".pdf", size: pdf.count)
                {
                    try await $0(.init(bytes: pdf))
                }
            } catch let refused as Refused {
                return try await page(visit, form, refused.refusals)
            } catch let problem as WeasyPrint.Problem {
                return try await page(visit, form, [LetterDocument.refusal(problem, visit)])
            }
        }

        routes.get("/letters/{letter}/versions/{version}", .needs(.manageTemplates)) { visit in
            let view = try await read(visit)
            let version = try visit.parameter("version", as: Int.self)
            guard let body = view.body(of: version) else { throw NotFound() }
            return .page("letter-version", VersionModel(view, version, body, try await CaseTexts.load(for: visit)))
        }

        routes.post("/letters/{letter}/versions/{version}/restore", .needs(.manageTemplates)) { visit in
            let form = try await visit.form()
            let version = try visit.parameter("version", as: Int.self)
            guard let body = try await read(visit).body(of: version) else { throw NotFound() }
            return try await edit(visit, form, body: body, done: "template-restored")
        }
    }

    private static func read(_ visit: Visit) async throws -> TemplateView {
        try await ReadTemplate(try visit.parameter("letter"))(
            visit.authorized(Acts.ManageTemplates.self), in: visit.office)
    }

    private static func edit(_ visit: Visit, _ form: Form, body: String, done: String) async throws -> Reply {
        let code: String = try visit.parameter("letter")
        do {
            try await EditTemplate(code, body: body, note: form["note"], version: Int(form["version"]) ?? -1)(
                visit.authorized(Acts.ManageTemplates.self), in: visit.office)
        } catch let refused as Refused {
            let typed = Form(["body": body, "note": form["note"], "version": form["version"]])
            return try await page(visit, typed, refused.refusals)
        }
        return .redirect("/letters/\(code)?done=" + done)
    }

    /// - Parameter form: what has been typed; `nil` for the text as it is.
    private static func page(_ visit: Visit, _ form: Form?, _ refusals: [Refusal] = []) async throws -> Reply {
        let view = try await read(visit)
        let body = form?["body"] ?? view.body
        var wrong = refusals
        var draft: LetterDraft?
        do {
            draft = try ExampleLetter(body, of: view)(in: visit.office)
        } catch let refused as Refused {
            if wrong.isEmpty { wrong = refused.refusals }
        }
        let model = TemplateModel(view, form, body, wrong, draft, try await CaseTexts.load(for: visit))
        let isConflict = wrong.contains { $0.code == "template-changed" }
        return .page(
            "letter-template", model, status: wrong.isEmpty ? .ok : isConflict ? .conflict : .unprocessableContent)
    }
}
