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
enum ForumActionPages {
    static func add(to routes: RouteTable) {
        routes.get("/forum-actions", .needs(.workForums)) { visit in try await page(visit, nil) }

        routes.get("/forum-actions/{action}/{act}", .needs(.workForums)) { _ in .redirect("/forum-actions") }

        routes.post("/forum-actions/{action}/{act}", .needs(.workForums)) { visit in
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
                return .redirect("/forum-actions?done=forum-action-" + act)
            } catch let refused as Refused {
                return try await page(visit, RefusedForm("\(act)-\(id)", form, refused, visit.words))
            }
        }
    }

    private static func page(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let state = visit.query("state").flatMap { StoredTask.State(rawValue: $0) } ?? .open
        let actions = try await ListForumActions(state)(
            try visit.authorized(Acts.WorkForums.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = ForumActionsModel(actions, state, refused, texts)
        return .page("forum-actions", model, status: refused?.status ?? .ok)
    }
}

/// An action in a list, as the partial `forum-action-line` shows it.
struct ForumActionLine: Sendable {
    let actionNumber: String
    let actionHref: String
    let actionKind: String
    let actionBody: String
    let actionRemark: String?
    let actionDue: String?
    let actionDueISO: String?
    let actionBadge: String?
    let actionBadgeClass: String
    let forms: [CaseForm]

    init(_ one: ListedAction, _ refused: RefusedForm? = nil, hasForms: Bool = false, _ texts: CaseTexts) {
        let words = texts.words
        let action = one.action
        actionNumber = one.number
        actionHref = "/forums/items/\(action.item)"
        actionKind = words("agreed." + action.kind.rawValue)
        actionBody = one.isOpen ? action.body : words("forum-action.closed-to-you")
        actionRemark = one.isOpen && !action.remark.isEmpty ? action.remark : nil
        actionDue = action.dueOn?.danish
        actionDueISO = action.dueOn?.description
        let left = action.dueOn.map { $0 - texts.today }
        actionBadge =
            action.state == .open
            ? left.map { DueBadge.short($0, texts) } : words("task.state." + action.state.rawValue)
        actionBadgeClass =
            action.state == .open
            ? (left ?? 0) < 0 ? "is-overdue" : (left ?? 8) <= 7 ? "is-warning" : "is-running" : "is-met"
        let base = "/forum-actions/\(action.id)/"
        func form(_ act: String, isPlain: Bool = false, inputs: (CaseForm.Typed) -> [FieldInput]) -> CaseForm {
            CaseForm(
                "\(act)-\(action.id)", action: base + act, title: words("forum-action." + act), of: one.number,
                revision: action.revision, refused, isPlain: isPlain, inputs: inputs)
        }
        guard hasForms, one.isOpen else {
            forms = []
            return
        }
        forms =
            action.state == .open
            ? [
                form("done") { [$0.input("remark", .longText, words("forum-action.remark"))] },
                form("drop") { [$0.input("remark", .longText, words("forum-action.reason"), isRequired: true)] },
            ] : [form("reopen", isPlain: true) { _ in [] }]
    }
}

/// One's own actions.
struct ForumActionsModel: Sendable {
    let tabs: [CaseHead.Tab]
    let problems: FormProblems?
    let lines: [ForumActionLine]
    let hasLines: Bool
    let emptyHelp: String

    init(_ actions: [ListedAction], _ state: StoredTask.State, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        tabs = StoredTask.State.allCases.map { one in
            .init(
                tabName: words("task.state." + one.rawValue),
                tabHref: "/forum-actions" + (one == .open ? "" : "?state=" + one.rawValue), isTabCurrent: one == state)
        }
        problems = refused?.problems
        lines = actions.map { ForumActionLine($0, refused, hasForms: true, texts) }
        hasLines = !lines.isEmpty
        emptyHelp = words("forum-action.none." + state.rawValue)
    }
}
