import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// What the routes of the cooperation plan answer in the matrix of permissions: a plan, a proposal with the criterion that it is
/// weighed by, an area, an initiative and a status, each number 1.
enum PlanRoutes {
    static func fill(_ site: TestSite) async throws {
        let editor = try site.authorized(Acts.EditPlan.self, as: .secretariat)
        let proposer = try site.authorized(Acts.ProposePlan.self, as: .secretariat)
        let today = TestSite.now.day
        let plan = try await WritePlan(
            Plan(title: "Plan", from: today, to: today + 365, foreword: "", cap: 3, capSource: "x"))(
                editor, in: site.office)
        try await SetCriterion(plan, .add(PlanCriterion(title: "Potentiale")))(editor, in: site.office)
        _ = try await WriteProposal(PlanProposal(municipality: "253", title: "x", body: "y"), in: plan)(
            proposer, in: site.office)
        let area = FocusArea(kind: .focus, title: "x", body: "", aims: "")
        _ = try await WriteFocusArea(area, in: plan)(editor, in: site.office)
        _ = try await WriteInitiative(Initiative(area: 1, municipality: "253", title: "x", body: "y"), in: plan)(
            proposer, in: site.office)
        _ = try await OpenStatus(plan, title: "x", meetingOn: today)(editor, in: site.office)
    }

    /// The addresses of a route, and whether what they lead to is there for whoever has the permission; `nil` for other routes.
    static func cases(_ method: String, _ path: String, _ actor: Actor) -> [(path: String, isThere: Bool)]? {
        guard path.hasPrefix("/plan") else { return nil }
        func filled(_ id: String, act: String = "x") -> String {
            path.replacing("{id}", with: id).replacing("{act}", with: act).replacing("{version}", with: "1")
                .replacing("{proposal}", with: "1").replacing("{criterion}", with: "1")
        }
        // Nothing is adopted yet.
        if path.contains("{version}") { return [(filled("1"), false)] }
        guard path.contains("{id}") else { return [(path, true)] }
        // These lead back, wherever to.
        if method == "GET", path.hasSuffix("{act}") || path.contains("{criterion}") { return [(filled("1"), true)] }
        // A PDF is made by a program of its own.
        if path.hasSuffix(".pdf") { return [(filled("999"), false)] }
        // There is no such act.
        if path.hasSuffix("{act}") { return [(filled("1"), false)] }
        return [(filled("1"), true), (filled("999"), false)]
    }
}
