import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /forum-actions | needs work-forums; one's own |
/// | GET | /forum-actions/{action}/{act} | needs work-forums; leads back to the list |
/// | POST | /forum-actions/{action}/{act} | needs work-forums; one's own, or a chair of the forum |
/// | GET | /forums/{forum}/actions | needs work-forums; a chair of the forum |
/// | GET | /forums/{forum}/actions/{action}/{act} | needs work-forums; leads back to the list |
/// | POST | /forums/{forum}/actions/{action}/{act} | needs work-forums; a chair of the forum, or one's own |
enum ForumActionPages {
    static func add(to routes: RouteTable) {
        routes.get("/forum-actions", .needs(.workForums)) { visit in try await page(visit, nil) }

        routes.get("/forum-actions/{action}/{act}", .needs(.workForums)) { _ in .redirect("/forum-actions") }

        routes.post("/forum-actions/{action}/{act}", .needs(.workForums)) { visit in
            try await close(visit, "/forum-actions") { try await page(visit, $0) }
        }

        routes.get("/forums/{forum}/actions", .needs(.workForums)) { visit in try await list(visit, nil) }

        routes.get("/forums/{forum}/actions/{action}/{act}", .needs(.workForums)) { visit in
            .redirect("/forums/\(try visit.parameter("forum", as: Int64.self))/actions")
        }

        routes.post("/forums/{forum}/actions/{action}/{act}", .needs(.workForums)) { visit in
            let forum = try visit.parameter("forum", as: Int64.self)
            return try await close(visit, "/forums/\(forum)/actions") { try await list(visit, $0) }
        }
    }

    /// - Parameters:
    ///   - path: of the list to which it leads back.
    ///   - again: the list with the form that was refused.
    private static func close(
        _ visit: Visit, _ path: String, again: (RefusedForm) async throws -> Reply
    ) async throws -> Reply {
        let id = try visit.parameter("action", as: Int64.self)
        let act: String = try visit.parameter("act")
        let form = try await visit.form()
        let change: CloseForumAction.Change
        switch act {
        case "done": change = .done(remark: form["remark"])
        case "drop": change = .drop(reason: form["remark"])
        case "reopen": change = .reopen
        default: throw NotFound()
        }
        do {
            let close = CloseForumAction(id, revision: Int(form["revision"]) ?? 0, change)
            try await close(visit.authorized(Acts.WorkForums.self), in: visit.office)
            return .redirect(path + "?done=forum-action-" + act)
        } catch let refused as Refused {
            return try await again(RefusedForm("\(act)-\(id)", form, refused, visit.words))
        }
    }

    private static func state(_ visit: Visit) -> StoredTask.State {
        visit.query("state").flatMap { StoredTask.State(rawValue: $0) } ?? .open
    }

    /// The chair's list.
    private static func list(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let forum = try visit.parameter("forum", as: Int64.self)
        let found = try await ListActionsOfForum(forum, state(visit))(
            try visit.authorized(Acts.WorkForums.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = ForumActionsModel(found.actions, state(visit), of: found.opened.forum, refused, texts)
        return .page("forum-actions", model, status: refused?.status ?? .ok)
    }

    private static func page(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let actions = try await ListForumActions(state(visit))(
            try visit.authorized(Acts.WorkForums.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = ForumActionsModel(actions, state(visit), of: nil, refused, texts)
        return .page("forum-actions", model, status: refused?.status ?? .ok)
    }
}
