import Casework
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/suggestions/{code}/dismiss | needs work-cases, case in scope |
/// | POST | /cases/{id}/suggestions/{code}/dismiss | needs work-cases, case in scope, a role that handles it |
/// | GET | /programmes/{programme}/suggested/dismiss | needs work-cases, programme in scope |
/// | POST | /programmes/{programme}/suggested/dismiss | needs work-cases, programme in scope, a role that handles it |
/// | GET | /suggestions/{id}/undo | needs work-cases; leads to the desk |
/// | POST | /suggestions/{id}/undo | needs work-cases, what it is about in scope, a role that handles it |
enum SuggestionPages {
    static func add(to routes: RouteTable) {
        let onCase = "/cases/{id}/suggestions/{code}/dismiss"
        routes.get(onCase, .needs(.workCases)) { visit in try await page(onCaseOf: visit, reason: "", nil) }
        routes.post(onCase, .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let code: String = try visit.parameter("code")
            let form = try await visit.form()
            let view = try await ReadCase(id)(visit.authorized(Acts.WorkCases.self), in: visit.office)
            do {
                try await DismissSuggestion(
                    on: .caseFile(id), of: view.file.programme, code: code, basis: form["basis"], reason: form["reason"]
                )(visit.authorized(Acts.WorkCases.self), in: visit.office)
                return .redirect("/cases/\(id)?done=suggestion-dismissed")
            } catch let refused as Refused where refused.refusals.first?.code != "not-your-programme" {
                return try await page(onCaseOf: visit, reason: form["reason"], refused)
            }
        }

        let onIncident = "/programmes/{programme}/suggested/dismiss"
        routes.get(onIncident, .needs(.workCases)) { visit in
            try await page(onIncidentOf: visit, visit.query("incident"), visit.query("person"), reason: "", nil)
        }
        routes.post(onIncident, .needs(.workCases)) { visit in
            let programme = try visit.programme()
            let form = try await visit.form()
            guard let incident = Int64(form["incident"]), let person = Int64(form["person"]) else {
                return .redirect("/programmes/\(programme.code)/suggested")
            }
            do {
                try await DismissSuggestion(
                    on: .incident(incident, person: person), of: programme, code: form["code"], basis: form["basis"],
                    reason: form["reason"]
                )(visit.authorized(Acts.WorkCases.self), in: visit.office)
                return .redirect("/programmes/\(programme.code)/suggested?done=suggestion-dismissed")
            } catch let refused as Refused where refused.refusals.first?.code != "not-your-programme" {
                return try await page(
                    onIncidentOf: visit, form["incident"], form["person"], reason: form["reason"], refused)
            }
        }

        routes.get("/suggestions/{id}/undo", .needs(.workCases)) { _ in .redirect("/") }
        routes.post("/suggestions/{id}/undo", .needs(.workCases)) { visit in
            try await UndoDismissal(try visit.parameter("id", as: Int64.self))(
                visit.authorized(Acts.WorkCases.self), in: visit.office)
            return .redirect(back(visit, done: "suggestion-restored"))
        }
    }

    /// The page on which the button was.
    private static func back(_ visit: Visit, done: String) -> String {
        let path = SafePath.referring(visit.request).split(separator: "?").first.map(String.init) ?? "/"
        return path + "?done=" + done
    }

    private static func page(onCaseOf visit: Visit, reason: String, _ refused: Refused?) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let code: String = try visit.parameter("code")
        let view = try await ReadCase(id)(visit.authorized(Acts.WorkCases.self), in: visit.office)
        guard let suggested = view.watch.suggestions.first(where: { $0.code == code }) else {
            return .redirect("/cases/\(id)")
        }
        await visit.state(Purpose(.caseWork, reference: view.row.number), for: view.persons.keys)
        let texts = try await CaseTexts.load(for: visit)
        let model = DismissModel(
            suggested, of: view.file.programme, action: visit.request.uri.path, about: view.row.number,
            back: "/cases/\(id)", reason: reason, refused, texts)
        return .page("suggestion-dismiss", model, status: refused == nil ? .ok : .unprocessableContent)
    }

    private static func page(
        onIncidentOf visit: Visit, _ incident: String?, _ person: String?, reason: String, _ refused: Refused?
    ) async throws -> Reply {
        let programme = try visit.programme()
        guard programme.suggestion != nil else { throw NotFound() }
        let list = "/programmes/\(programme.code)/suggested"
        let open = try await SuggestFollowUps(programme)(visit.authorized(Acts.WorkCases.self), in: visit.office)
        guard let id = Int64(incident ?? ""), let victim = Int64(person ?? ""),
            let found = open.first(where: { $0.about == .incident(id, person: victim) })
        else { return .redirect(list) }
        let texts = try await CaseTexts.load(for: visit)
        let type = texts.handbook.incidentTypeName(found.incident.type, visit.language)
        var model = DismissModel(
            found.suggested, of: programme, action: list + "/dismiss", about: type + " " + found.incident.day.danish,
            back: list, reason: reason, refused, texts)
        model.incident = String(id)
        model.person = String(victim)
        return .page("suggestion-dismiss", model, status: refused == nil ? .ok : .unprocessableContent)
    }
}

/// The form that dismisses a suggestion.
struct DismissModel: Sendable {
    let title: String
    let why: String
    let about: String
    let action: String
    let back: String
    let code: String
    let basis: String
    var incident: String?
    var person: String?
    let problems: FormProblems?
    let reason: String
    let reasonError: String?

    init(
        _ suggested: Suggested, of programme: Programme, action: String, about: String, back: String, reason: String,
        _ refused: Refused?, _ texts: CaseTexts
    ) {
        title = texts.words("suggestion.\(suggested.code).title")
        why = SuggestionModel.why(suggested, of: programme, texts)
        self.about = about
        self.action = action
        self.back = back
        code = suggested.code
        basis = suggested.basis
        self.reason = reason
        problems = refused.map { FormProblems($0, targets: [:], otherwise: "reason", words: texts.words) }
        reasonError = problems?.text(at: "reason")
    }
}
