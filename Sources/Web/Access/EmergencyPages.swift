import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /emergency | needs break-glass |
/// | POST | /emergency | needs break-glass; a reason, or the end of the one that runs |
/// | GET | /emergency/reviews | needs review-log |
/// | GET | /emergency/reviews/{id} | needs review-log |
/// | POST | /emergency/reviews/{id} | needs review-log; never one's own |
enum EmergencyPages {
    static func add(to routes: RouteTable) {
        routes.get("/emergency", .needs(.breakGlass)) { visit in
            .page("emergency", EmergencyModel(visit, reason: "", refused: nil))
        }

        routes.post("/emergency", .needs(.breakGlass)) { visit in
            let form = try await visit.form()
            let who = try visit.authorized(Acts.BreakGlass.self)
            if form["do"] == "end" {
                try await EndEmergency()(who, in: visit.office)
                return .redirect("/?done=emergency-ended")
            }
            do {
                try await BreakGlass(reason: form["reason"])(who, in: visit.office)
                return .redirect("/emergency")
            } catch let refused as Refused {
                let page = EmergencyModel(visit, reason: form["reason"], refused: refused)
                return .page("emergency", page, status: .unprocessableContent)
            }
        }

        routes.get("/emergency/reviews", .needs(.reviewLog)) { visit in
            let found = try await ListEmergencies()(visit.authorized(Acts.ReviewLog.self), in: visit.office)
            return .page("emergency-reviews", try EmergencyListModel(found, visit))
        }

        routes.get("/emergency/reviews/{id}", .needs(.reviewLog)) { visit in
            .page("emergency-review", try await EmergencyReviewModel.load(visit, note: "", refused: []))
        }

        routes.post("/emergency/reviews/{id}", .needs(.reviewLog)) { visit in
            let form = try await visit.form()
            do {
                guard let verdict = StoredEmergency.Verdict(rawValue: form["verdict"]) else {
                    throw Refused("emergency-verdict")
                }
                let id = try visit.parameter("id", as: Int64.self)
                try await ReviewEmergency(id, verdict, note: form["note"])(
                    visit.authorized(Acts.ReviewLog.self), in: visit.office)
                return .redirect("/emergency/reviews?done=emergency-reviewed")
            } catch let refused as Refused {
                let page = try await EmergencyReviewModel.load(visit, note: form["note"], refused: refused.refusals)
                return .page("emergency-review", page, status: .unprocessableContent)
            }
        }
    }
}

/// One's own emergency access: the form, or what runs.
struct EmergencyModel: Sendable {
    struct Running: Sendable {
        let runningText: String
        let givenReason: String
    }

    let running: Running?
    let reason: String
    let problems: FormProblems?
    let reasonError: String?

    init(_ visit: Visit, reason: String, refused: Refused?) {
        running = visit.context.session?.emergency.map {
            Running(runningText: visit.words("emergency.running", ["at": $0.endsAt.danish]), givenReason: $0.reason)
        }
        self.reason = reason
        let items = (refused?.refusals ?? []).map {
            FormProblems.Item(problemText: visit.words.refusal($0, programme: nil), problemTarget: "reason")
        }
        problems = FormProblems(found: items, words: visit.words)
        reasonError = items.first?.problemText
    }
}

/// All emergency accesses, for whoever reviews them.
struct EmergencyListModel: Sendable {
    struct Row: Sendable {
        let link: String
        let name: String
        let from: String
        let to: String
        let state: String
        let isLate: Bool
    }

    let rows: [Row]
    let hasRows: Bool

    init(_ found: [StoredEmergency], _ visit: Visit) throws {
        let words = visit.words
        let now = visit.office.now
        let days = try visit.office.law.value("break-glass.review-days", on: visit.today)
        rows = found.map { one in
            let isLate = one.verdict == nil && one.endsAt.day + days < visit.today
            let state =
                one.verdict.map { words("emergency.verdict." + $0.rawValue) }
                ?? words("emergency.reviews." + (one.endsAt > now ? "running" : isLate ? "late" : "waiting"))
            return Row(
                link: "/emergency/reviews/\(one.id)", name: one.displayName, from: one.startedAt.danish,
                to: one.endsAt.danish, state: state, isLate: isLate)
        }
        hasRows = !rows.isEmpty
    }
}

/// One emergency access, and the form that reviews it.
struct EmergencyReviewModel: Sendable {
    struct Choice: Sendable {
        let code: String
        let label: String
    }

    struct Line: Sendable {
        let lineAt: String
        let lineWhat: String
        let lineReason: String
    }

    let title: String
    let lines: [Line]
    let hasLines: Bool
    let name: String
    let from: String
    let to: String
    let reason: String
    /// What is said instead of the form.
    let closed: String?
    let verdictText: String?
    let reviewNote: String
    let action: String
    let choices: [Choice]
    let note: String
    let problems: FormProblems?

    static func load(_ visit: Visit, note: String, refused: [Refusal]) async throws -> EmergencyReviewModel {
        let id = try visit.parameter("id", as: Int64.self)
        let found = try await ReadEmergency(id)(visit.authorized(Acts.ReviewLog.self), in: visit.office)
        return EmergencyReviewModel(found, visit, actor: try visit.actor, note: note, refused: refused)
    }

    private init(_ view: EmergencyView, _ visit: Visit, actor: Actor, note: String, refused: [Refusal]) {
        let words = visit.words
        let found = view.emergency
        lines = view.entries.map { entry in
            let what = words("log.action." + entry.action.rawValue) + " " + words("log.entity." + entry.entity.rawValue)
            return Line(
                lineAt: entry.at.danish, lineWhat: what + (entry.entityID.map { " " + String($0) } ?? ""),
                lineReason: entry.reason)
        }
        hasLines = !lines.isEmpty
        title = words("emergency.review.title", ["id": String(found.id)])
        name = found.displayName
        from = found.startedAt.danish
        to = found.endsAt.danish
        reason = found.reason
        verdictText = found.verdict.map { words("emergency.verdict." + $0.rawValue) }
        reviewNote = found.note
        if let at = found.reviewedAt {
            closed = words("emergency.review.done", ["name": found.reviewer, "at": at.danish])
        } else if found.account == actor.name {
            closed = words("emergency.review.own")
        } else {
            closed = found.endsAt > visit.office.now ? words("emergency.review.later") : nil
        }
        action = "/emergency/reviews/\(found.id)"
        choices = StoredEmergency.Verdict.allCases.map {
            Choice(code: $0.rawValue, label: words("emergency.verdict." + $0.rawValue))
        }
        self.note = note
        problems = FormProblems(
            found: refused.map {
                .init(
                    problemText: words.refusal($0, programme: nil),
                    problemTarget: $0.code == "emergency-note" ? "note" : "verdict")
            }, words: words)
    }
}
