import Casework
import Handbook
import Prevention
import Store

/// An action in a list, as the partial `forum-action-line` shows it.
struct ForumActionLine: Sendable {
    let actionNumber: String
    let actionHref: String
    let actionKind: String
    let actionBody: String
    let actionRemark: String?
    let actionOwner: String?
    let actionDue: String?
    let actionDueISO: String?
    let actionBadge: String?
    let actionBadgeClass: String
    let forms: [CaseForm]

    /// - Parameters:
    ///   - base: of the addresses of its forms; `nil` where it has none.
    ///   - namesOwner: in a list of several people's.
    init(
        _ one: ListedAction, _ refused: RefusedForm? = nil, base: String? = nil, namesOwner: Bool = false,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        let action = one.action
        actionNumber = one.number
        actionHref = "/forums/items/\(action.item)"
        actionKind = words("agreed." + action.kind.rawValue)
        actionBody = one.isOpen ? action.body : words("forum-action.closed-to-you")
        actionRemark = one.isOpen && !action.remark.isEmpty ? action.remark : nil
        actionOwner = namesOwner && !action.owner.isEmpty ? texts.person(action.owner) : nil
        actionDue = action.dueOn?.danish
        actionDueISO = action.dueOn?.description
        let left = action.dueOn.map { $0 - texts.today }
        actionBadge =
            action.state == .open
            ? left.map { DueBadge.short($0, texts) } : words("task.state." + action.state.rawValue)
        actionBadgeClass =
            action.state == .open
            ? (left ?? 0) < 0 ? "is-overdue" : (left ?? 8) <= 7 ? "is-warning" : "is-running" : "is-met"
        func form(_ act: String, isPlain: Bool = false, inputs: (CaseForm.Typed) -> [FieldInput]) -> CaseForm {
            CaseForm(
                "\(act)-\(action.id)", action: "\(base ?? "")/\(action.id)/\(act)", title: words("forum-action." + act),
                of: one.number,
                revision: action.revision, refused, isPlain: isPlain, inputs: inputs)
        }
        guard base != nil, one.isOpen else {
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

/// One's own actions, or those of a forum.
struct ForumActionsModel: Sendable {
    let title: String
    let about: String
    let backHref: String
    let backText: String
    let tabs: [CaseHead.Tab]
    let problems: FormProblems?
    let lines: [ForumActionLine]
    let hasLines: Bool
    let emptyHelp: String

    /// - Parameter forum: whose actions they are; `nil` for one's own.
    init(
        _ actions: [ListedAction], _ state: StoredTask.State, of forum: StoredForum?, _ refused: RefusedForm?,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        let path = forum.map { "/forums/\($0.id)/actions" } ?? "/forum-actions"
        title = words(forum == nil ? "forum-action.title" : "forum-action.of-forum")
        about = words(forum == nil ? "forum-action.about" : "forum-action.about-forum")
        backHref = forum.map { "/forums/\($0.id)/meetings" } ?? "/meetings"
        backText = forum.map(texts.forum) ?? words("meeting.title")
        tabs = StoredTask.State.allCases.map { one in
            .init(
                tabName: words("task.state." + one.rawValue),
                tabHref: path + (one == .open ? "" : "?state=" + one.rawValue), isTabCurrent: one == state)
        }
        problems = refused?.problems
        lines = actions.map { ForumActionLine($0, refused, base: path, namesOwner: forum != nil, texts) }
        hasLines = !lines.isEmpty
        emptyHelp = words((forum == nil ? "forum-action.none." : "forum-action.none-of-forum.") + state.rawValue)
    }
}
