import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /identities | needs review-identities; doubts in the order in which they were found, nobody named |
/// | GET | /identities/duplicates | needs review-identities; those that were found in the register |
/// | GET | /identities/next | needs review-identities; leads to the next doubt, or with *before* to the one before |
/// | GET | /identities/{id} | needs review-identities; logged for both and their families, never one's own family |
/// | POST | /identities/{id} | needs review-identities; a verdict and why, never about one's own family |
/// | POST | /identities/{id}/reopen | needs review-identities; takes a decision back, with why |
/// | GET | /identities/{id}/reopen | needs review-identities; back to the doubt |
enum DoubtPages {
    static func add(to routes: RouteTable) {
        routes.get("/identities", .needs(.reviewIdentities)) { visit in
            try await DoubtListModel.answer(visit, ofRegister: false)
        }

        routes.get("/identities/duplicates", .needs(.reviewIdentities)) { visit in
            try await DoubtListModel.answer(visit, ofRegister: true)
        }

        routes.get("/identities/next", .needs(.reviewIdentities)) { visit in
            let (after, before) = (visit.query("after"), visit.query("before"))
            let next = NextDoubt(after: (before ?? after).flatMap { Int64($0) }, isBackwards: before != nil)
            let found = try await next(visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
            let done = visit.query("done").flatMap { DoubtPages.told.contains($0) ? "done=" + $0 : nil }
            let path = found.map { "/identities/\($0)" } ?? "/identities"
            return .redirect(path + "?" + (done ?? (found == nil ? "done=doubt-none" : "")))
        }

        routes.get("/identities/{id}", .needs(.reviewIdentities)) { visit in
            try await DoubtModel.answer(visit, DoubtForm())
        }

        routes.post("/identities/{id}", .needs(.reviewIdentities)) { visit in
            try await decide(visit)
        }

        // The address of a refused form, opened anew or in the other language.
        routes.get("/identities/{id}/reopen", .needs(.reviewIdentities)) { visit in
            .redirect("/identities/\(try visit.parameter("id", as: Int64.self))")
        }

        routes.post("/identities/{id}/reopen", .needs(.reviewIdentities)) { visit in
            try await reopen(visit)
        }
    }

    /// What is said on the page that comes after a decision.
    private static let told = Doubt.State.allCases.map { "doubt-" + $0.rawValue }

    private static func decide(_ visit: Visit) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        var form = DoubtForm(try await visit.form())
        do {
            guard let verdict = form.verdict else { throw Refused("doubt-verdict") }
            let deciding = DecideDoubt(id, revision: form.revision, verdict, words: form.words)
            let state = try await deciding(visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
            return .redirect("/identities/next?after=\(id)&done=doubt-\(state.rawValue)")
        } catch let refused as Refused {
            form.refusals = refused.refusals
            return try await DoubtModel.answer(visit, form)
        }
    }

    private static func reopen(_ visit: Visit) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        var form = DoubtForm(try await visit.form())
        form.isReopening = true
        do {
            try await ReopenDoubt(id, revision: form.revision, words: form.words)(
                visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
            return .redirect("/identities/\(id)?done=doubt-open")
        } catch let refused as Refused {
            form.refusals = refused.refusals
            return try await DoubtModel.answer(visit, form)
        }
    }
}

/// What a reviewer has said, as the form sends it.
struct DoubtForm: Sendable {
    var verdict: Doubt.Verdict?
    var words = ""
    var revision = 0
    var isReopening = false
    var refusals: [Refusal] = []

    init() {}

    init(_ form: Form) {
        verdict = Doubt.Verdict(rawValue: form["verdict"]).flatMap { Doubt.Verdict.choices.contains($0) ? $0 : nil }
        words = form["words"]
        revision = Int(form["revision"]) ?? 0
    }

    /// The field that a refusal concerns.
    func target(_ refusal: Refusal) -> String {
        if isReopening { return "reopen-words" }
        return ["doubt-words", "doubt-words-long"].contains(refusal.code) ? "words" : "verdict"
    }
}
