import Casework
import Handbook
import Prevention
import Store

/// The writes on a hit beside the decision.
///
/// | Method | Path | Policy |
/// |---|---|---|
/// | POST | /screening/{id}/deferral | needs screen; puts off until a day, with a reason |
/// | POST | /screening/{id}/deferral-end | needs screen |
/// | POST | /screening/{id}/opinion | needs screen; asks a colleague who screens |
/// | POST | /screening/{id}/opinion-answer | needs screen; whoever was asked |
/// | POST | /screening/{id}/opinion-withdraw | needs screen; whoever has asked |
/// | GET | /screening/{id}/deferral | needs screen; back to the hit |
/// | GET | /screening/{id}/deferral-end | the same |
/// | GET | /screening/{id}/opinion | the same |
/// | GET | /screening/{id}/opinion-answer | the same |
/// | GET | /screening/{id}/opinion-withdraw | the same |
enum HitForms {
    private struct Write: Sendable {
        let part: String
        let done: String
        /// Whether a meeting goes on to the next hit.
        var goesOn = false
        let act: @Sendable (Int64, Form, Visit) async throws -> Void
    }

    private static let writes: [Write] = [
        Write(part: "deferral", done: "hit-deferred", goesOn: true) { id, form, visit in
            let until = LocalDate(TypedValue.normal(form["until"], .date))
            try await DeferHit(id, until: until, reason: form["reason"])(
                visit.authorized(Acts.Screen.self), in: visit.office)
        },
        Write(part: "deferral-end", done: "hit-taken-back") { id, _, visit in
            try await EndDeferral(id)(visit.authorized(Acts.Screen.self), in: visit.office)
        },
        Write(part: "opinion", done: "hit-opinion-asked") { id, form, visit in
            let leaning = StoredHit.State(rawValue: form["leaning"])
            try await AskOpinion(id, of: form["colleague"], leaning: leaning, words: form["words"])(
                visit.authorized(Acts.Screen.self), in: visit.office)
        },
        Write(part: "opinion-answer", done: "hit-opinion-answered") { id, form, visit in
            let answer = HitOpinion.Answer(rawValue: form["answer"])
            try await AnswerOpinion(id, opinion: opinion(visit), answer: answer, reason: form["reason"])(
                visit.authorized(Acts.Screen.self), in: visit.office)
        },
        Write(part: "opinion-withdraw", done: "hit-opinion-withdrawn") { id, _, visit in
            try await WithdrawOpinion(id, opinion: opinion(visit))(
                visit.authorized(Acts.Screen.self), in: visit.office)
        },
    ]

    private static func opinion(_ visit: Visit) -> Int64 {
        visit.query("opinion").flatMap { Int64($0) } ?? 0
    }

    static func add(to routes: RouteTable) {
        for write in writes {
            let path = "/screening/{id}/" + write.part

            // The address of a refused form, opened anew or in the other language.
            routes.get(path, .needs(.screen)) { visit in
                .redirect(try await HitDesk(visit).path(try visit.parameter("id", as: Int64.self)))
            }

            routes.post(path, .needs(.screen)) { visit in
                let id = try visit.parameter("id", as: Int64.self)
                let form = try await visit.form()
                let desk = try await HitDesk(visit)
                do {
                    try await write.act(id, form, visit)
                    return .redirect(
                        write.goesOn
                            ? desk.next(after: id, done: write.done) : desk.path(id, with: ["done=" + write.done]))
                } catch let refused as Refused {
                    let problems = FormProblems(
                        placed: refused, prefix: write.part, places: places, visit.words
                    ) { $0 }
                    let typed = RefusedForm(name: write.part, typed: form, problems: problems, isConflict: false)
                    return try await HitDesk.again(id, visit, desk, refused: typed)
                }
            }
        }
    }

    /// The field that a code concerns.
    private static let places = [
        "hit-deferral.day": "until", "hit-deferral.past": "until", "hit-deferral.late": "until",
        "hit-deferral.reason": "reason", "hit-opinion.colleague": "colleague", "hit-opinion.asked": "colleague",
        "hit-opinion.family": "colleague", "hit-opinion.leaning": "leaning", "hit-opinion.answer": "answer",
        "hit-opinion.reason": "reason",
    ]
}
