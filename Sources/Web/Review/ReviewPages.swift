import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /review | needs review-log |
/// | GET | /review/draw | needs review-log; leads to the list |
/// | POST | /review/draw | needs review-log |
/// | GET | /review/{id} | needs review-log; never one's own, nor a sealed one outside the scope |
/// | POST | /review/{id} | needs review-log; never one's own, nor a sealed one outside the scope |
/// | GET | /review/questions/{id} | signed in; only whoever has been asked |
/// | POST | /review/questions/{id} | signed in; only whoever has been asked |
enum ReviewPages {
    static func add(to routes: RouteTable) {
        routes.get("/review", .needs(.reviewLog)) { visit in try await list(visit, refused: nil) }

        routes.get("/review/draw", .needs(.reviewLog)) { _ in .redirect("/review") }

        routes.post("/review/draw", .needs(.reviewLog)) { visit in
            let form = try await visit.form()
            guard let month = ReviewMonth(form["month"]) else { return .redirect("/review") }
            do {
                try await DrawReview(month)(visit.authorized(Acts.ReviewLog.self), in: visit.office)
                return .redirect("/review?month=\(month.text)&done=review-drawn")
            } catch let refused as Refused {
                return try await list(visit, refused: refused)
            }
        }

        routes.get("/review/{id}", .needs(.reviewLog)) { visit in
            .page("review-item", try await item(visit, note: "", refused: []))
        }

        routes.post("/review/{id}", .needs(.reviewLog)) { visit in
            let form = try await visit.form()
            do {
                guard let state = StoredReview.State(rawValue: form["state"]) else { throw Refused("review-choice") }
                let id = try visit.parameter("id", as: Int64.self)
                try await DecideReview(id, state, note: form["note"])(
                    visit.authorized(Acts.ReviewLog.self), in: visit.office)
                return .redirect("/review?done=review-" + state.rawValue)
            } catch let refused as Refused {
                let page = try await item(visit, note: form["note"], refused: refused.refusals)
                return .page("review-item", page, status: .unprocessableContent)
            }
        }

        routes.get("/review/questions/{id}", .signedIn) { visit in
            .page("review-question", try await question(visit, answer: "", refused: []))
        }

        routes.post("/review/questions/{id}", .signedIn) { visit in
            let answer = try await visit.form()["answer"]
            do {
                let id = try visit.parameter("id", as: Int64.self)
                try await AnswerQuestion(id, answer)(visit.actor, in: visit.office)
                return .redirect("/?done=review-answered")
            } catch let refused as Refused {
                let page = try await question(visit, answer: answer, refused: refused.refusals)
                return .page("review-question", page, status: .unprocessableContent)
            }
        }
    }

    private static func list(_ visit: Visit, refused: Refused?) async throws -> Reply {
        let month = visit.query("month").flatMap(ReviewMonth.init) ?? ReviewMonth(of: visit.today)
        let state = visit.query("state").flatMap(StoredReview.State.init(rawValue:))
        let found = try await ListReviews(month, state: state)(
            visit.authorized(Acts.ReviewLog.self), in: visit.office)
        let model = ReviewListModel(found, month: month, state: state, visit, refused: refused)
        return .page("review", model, status: refused == nil ? .ok : .unprocessableContent)
    }

    private static func item(_ visit: Visit, note: String, refused: [Refusal]) async throws -> ReviewItemModel {
        let id = try visit.parameter("id", as: Int64.self)
        let view = try await ReadReview(id)(visit.authorized(Acts.ReviewLog.self), in: visit.office)
        return ReviewItemModel(view, visit, typed: note, refused: refused, action: "/review/\(id)")
    }

    private static func question(_ visit: Visit, answer: String, refused: [Refusal]) async throws -> ReviewItemModel {
        let id = try visit.parameter("id", as: Int64.self)
        let view = try await ReadQuestion(id)(visit.actor, in: visit.office)
        return ReviewItemModel(view, visit, typed: answer, refused: refused, action: "/review/questions/\(id)")
    }
}

/// The look-ups of a month, and how far each month has come.
struct ReviewListModel: Sendable {
    struct Row: Sendable {
        let link: String
        let who: String
        let at: String
        let risks: String
        let state: String
    }

    struct Month: Sendable {
        let monthHref: String
        let monthText: String
        let drawn: String
        let done: String
        let share: String
        let misuse: String
    }

    struct Option: Sendable {
        let code: String
        let label: String
        let isChosen: Bool
    }

    let month: String
    let title: String
    let rows: [Row]
    let hasRows: Bool
    let isDrawn: Bool
    let months: [Month]
    let hasMonths: Bool
    let states: [Option]
    let previousHref: String
    let problems: FormProblems?

    init(
        _ found: ListReviews.Found, month: ReviewMonth, state: StoredReview.State?, _ visit: Visit, refused: Refused?
    ) {
        let words = visit.words
        self.month = month.text
        title = words("review.month", ["month": ReviewListModel.name(month.text)])
        rows = found.reviews.map { one in
            Row(
                link: "/review/\(one.id)", who: one.displayName, at: one.at.danish,
                risks: ReviewListModel.risks(one.risks, words), state: words("review.state." + one.state.rawValue))
        }
        hasRows = !rows.isEmpty
        isDrawn = found.counts.contains { $0.month == month.text }
        months = found.counts.map { count in
            Month(
                monthHref: "/review?month=" + count.month, monthText: ReviewListModel.name(count.month),
                drawn: words.number(count.drawn), done: words.number(count.done),
                share: words.number(count.drawn == 0 ? 0 : count.done * 100 / count.drawn) + " %",
                misuse: words.number(count.misuse))
        }
        hasMonths = !months.isEmpty
        states = StoredReview.State.allCases.map {
            Option(code: $0.rawValue, label: words("review.state." + $0.rawValue), isChosen: $0 == state)
        }
        previousHref = "/review?month=" + month.previous.text
        problems = FormProblems(
            found: (refused?.refusals ?? []).map {
                .init(problemText: words.refusal($0, programme: nil), problemTarget: "month")
            }, words: words)
    }

    /// `2026-11` as `11.2026`.
    private static func name(_ month: String) -> String {
        month.split(separator: "-").reversed().joined(separator: ".")
    }

    static func risks(_ risks: Set<ReviewRisk>, _ words: Words) -> String {
        ReviewRisk.allCases.filter { risks.contains($0) }.map { words("review.risk." + $0.rawValue) }
            .joined(separator: ", ")
    }
}

/// One look-up, for its reviewer or for whoever has been asked about it.
struct ReviewItemModel: Sendable {
    struct Choice: Sendable {
        let code: String
        let label: String
    }

    let title: String
    let who: String
    let at: String
    let person: String
    let purpose: String
    let words: String?
    let risks: String
    let state: String
    let note: String?
    let answer: String?
    let isOpen: Bool
    let isAsked: Bool
    let choices: [Choice]
    let action: String
    let typed: String
    let problems: FormProblems?

    init(_ view: ReviewView, _ visit: Visit, typed: String, refused: [Refusal], action: String) {
        let review = view.review
        let catalogue = visit.words
        title = catalogue("review.item", ["id": String(review.id)])
        who = review.displayName
        at = view.entry.at.danish
        person = view.person.map { PersonNaming(visit).name($0) } ?? catalogue("review.person-gone")
        let parts = view.entry.reason.split(separator: " ", maxSplits: 1).map(String.init)
        let key = "person.purpose." + (parts.first ?? "")
        purpose =
            catalogue.has(key)
            ? ([catalogue(key)] + parts.dropFirst()).joined(separator: " ") : view.entry.reason
        words = view.words.isEmpty ? nil : view.words
        risks = ReviewListModel.risks(review.risks, catalogue)
        state = catalogue("review.state." + review.state.rawValue)
        note = review.note.isEmpty ? nil : review.note
        answer = review.answer.isEmpty ? nil : review.answer
        isOpen = !review.state.isDone
        isAsked = review.state == .questioned
        let open: [StoredReview.State] =
            review.state == .questioned ? [.attested, .misuse] : [.attested, .questioned, .misuse]
        choices = open.map { Choice(code: $0.rawValue, label: catalogue("review.decide." + $0.rawValue)) }
        self.action = action
        self.typed = typed
        problems = FormProblems(
            found: refused.map {
                .init(
                    problemText: catalogue.refusal($0, programme: nil),
                    problemTarget: $0.code == "review-choice" ? "state" : "note")
            }, words: catalogue)
    }
}
