import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /escalations | needs work-cases; those to oneself |
/// | GET | /escalations/{id} | needs work-cases, case in scope, or a notice that one has sent |
/// | POST | /escalations/{id} | needs work-cases, as above; whoever it went to, or who leads |
enum EscalationPages {
    static func add(to routes: RouteTable) {
        routes.get("/escalations", .needs(.workCases)) { visit in
            let found = try await ListEscalations()(visit.authorized(Acts.WorkCases.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("escalations", EscalationsModel(found, mayName: try visit.actor.may(.nameLeaders), texts))
        }

        routes.get("/escalations/{id}", .needs(.workCases)) { visit in try await page(visit, remark: "", nil) }

        routes.post("/escalations/{id}", .needs(.workCases)) { visit in
            let form = try await visit.form()
            do {
                try await AcknowledgeEscalation(
                    try visit.parameter("id", as: Int64.self), remark: form["remark"]
                )(visit.authorized(Acts.WorkCases.self), in: visit.office)
                return .redirect("/escalations?done=escalation-acknowledged")
            } catch let refused as Refused {
                return try await page(visit, remark: form["remark"], refused)
            }
        }
    }

    private static func page(_ visit: Visit, remark: String, _ refused: Refused?) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let view = try await ReadEscalation(id)(visit.authorized(Acts.WorkCases.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = EscalationPageModel(view, remark: remark, refused, texts)
        return .page("escalation", model, status: refused == nil ? .ok : .unprocessableContent)
    }
}

/// The escalations to somebody.
struct EscalationsModel: Sendable {
    let lines: [EscalationModel]
    let hasLines: Bool
    let mayName: Bool

    init(_ found: [EscalationView], mayName: Bool, _ texts: CaseTexts) {
        lines = found.map { EscalationModel($0.escalation, $0.row, texts) }
        hasLines = !lines.isEmpty
        self.mayName = mayName
    }
}

/// One of them, with the form that answers it.
struct EscalationPageModel: Sendable {
    let line: EscalationModel
    let caseHref: String
    let problems: FormProblems?
    let mayAcknowledge: Bool
    let remark: String
    let remarkError: String?

    init(_ view: EscalationView, remark: String, _ refused: Refused?, _ texts: CaseTexts) {
        line = EscalationModel(view.escalation, view.row, texts)
        caseHref =
            view.isReadable
            ? "/cases/\(view.row.id)" + (view.escalation.isOfTask ? "/tasks" : "") : "/notices/\(view.row.id)"
        mayAcknowledge = view.mayAcknowledge
        self.remark = remark
        problems = refused.map { FormProblems($0, targets: [:], otherwise: "remark", words: texts.words) }
        remarkError = problems?.text(at: "remark")
    }
}
