import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /notices | needs work-cases; a municipality's social workers, and those of the police who notify |
/// | GET | /notices/{id} | needs work-cases; a notice sent to one's municipality, or that one has sent or may see |
/// | GET | /notices/{id}/open | needs work-cases; leads to the notice, as those below |
/// | GET | /notices/{id}/step | the same |
/// | GET | /notices/{id}/hand-over | the same |
/// | GET | /notices/{id}/seen | the same |
/// | POST | /notices/{id}/open | needs work-cases; unopened in one's municipality |
/// | POST | /notices/{id}/step | needs work-cases; opened in one's municipality, a role of the step; sent by mail, whoever has sent it |
/// | POST | /notices/{id}/hand-over | needs work-cases; opened in one's municipality, which the family has left |
/// | POST | /notices/{id}/seen | needs work-cases; answered, and one waits for that |
enum NoticePages {
    static func add(to routes: RouteTable) {
        routes.get("/notices", .needs(.workCases)) { visit in
            if let address = visit.addressWithoutEmpty { return .redirect(address) }
            let filter = NoticeFilter(visit)
            let list = try await ListNotices(filter.query, isEverybodys: filter.isEverybodys)(
                try visit.authorized(Acts.WorkCases.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("notices", try NoticeListModel(list, filter, actor: try visit.actor, texts))
        }

        routes.get("/notices/{id}", .needs(.workCases)) { visit in try await page(visit, nil) }

        // The address of a refused form: loaded anew, or in the other language, it is the notice.
        for act in ["open", "step", "hand-over", "seen"] {
            routes.get("/notices/{id}/" + act, .needs(.workCases)) { visit in
                .redirect("/notices/\(try visit.parameter("id", as: Int64.self))")
            }
        }

        routes.post("/notices/{id}/open", .needs(.workCases)) { visit in
            try await act(visit, "open") { id, revision, _, who in
                try await OpenNotice(id, revision: revision)(who, in: visit.office)
                return "/cases/\(id)?done=notice-opened"
            }
        }

        routes.post("/notices/{id}/step", .needs(.workCases)) { visit in
            try await act(visit, "step") { id, revision, form, who in
                let view = try await ReadNotice(id)(who, in: visit.office)
                guard view.side == .sender ? view.next != nil : view.opened != nil else { throw NotFound() }
                guard let next = view.next, view.line.row.revision == revision else {
                    throw Refused("changed-meanwhile")
                }
                let fields = FieldInput.values(
                    of: next.asks.compactMap { Programme.concernNotice.field($0) }, in: form)
                if view.side == .sender {
                    try await CloseMailed(id, revision: revision, fields: fields)(who, in: visit.office)
                } else {
                    try await ChangeCase(
                        id, revision: revision, .move(to: next.to, at: nil, fields: fields, note: ""))(
                            who, in: visit.office)
                }
                return "/notices/\(id)?done=notice-stepped"
            }
        }

        routes.post("/notices/{id}/hand-over", .needs(.workCases)) { visit in
            try await act(visit, "hand-over") { id, revision, _, who in
                try await HandOverNotice(id, revision: revision)(who, in: visit.office)
                return "/notices?done=notice-handed-over"
            }
        }

        routes.post("/notices/{id}/seen", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            try await SeeFeedback(id)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
            return .redirect("/notices/\(id)?done=notice-seen")
        }
    }

    /// Does what a form asks for, and goes where `body` says; a refused form is shown again with every reason.
    private static func act(
        _ visit: Visit, _ name: String,
        _ body: (_ id: Int64, _ revision: Int, _ form: Form, _ who: Authorized<Acts.WorkCases>) async throws -> String
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let form = try await visit.form()
        do {
            // Without a number in the form it was made from no notice; the others are told that there is none first.
            return .redirect(
                try await body(id, Int(form["revision"]) ?? 0, form, try visit.authorized(Acts.WorkCases.self)))
        } catch let refused as Refused {
            return try await page(visit, RefusedForm(name, form, refused, of: .concernNotice, visit.words))
        }
    }

    private static func page(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let view = try await ReadNotice(id)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        return .page("notice", try NoticeModel(view, refused, texts), status: refused?.status ?? .ok)
    }
}

/// What a list of notices shows, as its address says it.
struct NoticeFilter: Sendable {
    var query = NoticeQuery()
    var isEverybodys = false

    static let everybodys = "all"

    init(_ visit: Visit) {
        query.state = visit.query("state").flatMap { NoticeQuery.State(rawValue: $0) } ?? .waiting
        query.order = visit.query("order").flatMap { NoticeQuery.Order(rawValue: $0) } ?? .due
        isEverybodys = visit.query("whose") == NoticeFilter.everybodys
    }
}
