import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// The form with which a person decides on a hit.
struct HitDecisionForm: Sendable {
    let action: String
    var isReport = false
    var isNoReport = false
    var typed = ""
    var decisionError: String?
    var reasonError: String?

    /// - Parameter query: how the hit was come upon, with its `?`; or empty.
    init(id: Int64, query: String) {
        self.init(action: "/screening/\(id)/decision" + query)
    }

    init(action: String) {
        self.action = action
    }

    /// Records the decision; what is missing comes back with what was typed.
    static func answer(_ visit: Visit) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let posted = try await visit.form()
        let decision = StoredHit.State(rawValue: posted["decision"]).flatMap { $0 == .open ? nil : $0 }
        let who = try visit.authorized(Acts.Screen.self)
        let desk = try await HitDesk(visit)
        var form = HitDecisionForm(id: id, query: desk.query)
        form.isReport = decision == .report
        form.isNoReport = decision == .noReport
        form.typed = posted["reason"]
        guard let decision else {
            form.decisionError = visit.words("screening.decide.missing")
            if form.typed.isEmpty { form.reasonError = visit.words.refusal(Refusal("decision-reason"), programme: nil) }
            return try await HitDesk.again(id, visit, desk, form: form)
        }
        do {
            let deciding = DecideHit(id, decision, reason: form.typed)
            let draft = try await deciding(who, casesOf: visit.authorized(Acts.WorkCases.self), in: visit.office)
            let done = draft == nil ? "no-report-recorded" : "report-opened"
            if desk.meeting != nil { return .redirect(desk.next(after: id, done: done)) }
            guard let draft else { return .redirect("/screening/\(id)?done=" + done) }
            return .redirect("/cases/\(draft)?done=report-opened")
        } catch let refused as Refused {
            for refusal in refused.refusals {
                let text = visit.words.refusal(refusal, programme: .socialReport)
                let isReason = refusal.code == "decision-reason" || refusal.arguments["place"] == "reason"
                if isReason { form.reasonError = text } else { form.decisionError = text }
            }
            return try await HitDesk.again(id, visit, desk, form: form)
        }
    }

    /// For the list above the page.
    var problems: [FormProblems.Item] {
        (decisionError.map { [.init(problemText: $0, problemTarget: "decision")] } ?? [])
            + (reasonError.map { [.init(problemText: $0, problemTarget: "reason")] } ?? [])
    }
}
