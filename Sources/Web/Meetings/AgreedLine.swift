import Handbook
import Prevention
import Store

/// What was agreed on, as the partial `agreed-list` shows it.
struct AgreedLine: Sendable {
    let actionKind: String
    let actionBody: String
    let actionOwner: String?
    let actionDue: String?
    let actionDueISO: String?
    /// What came of it; `nil` where that is not shown.
    let actionState: String?
    let actionStateClass: String
    let actionRemark: String?
    /// Its place on the page; `nil` where nothing leads there.
    var actionID: String?
    /// Where it stands as it is now, and what is said there; `nil` where this is how it is now.
    var actionNowHref: String?
    var actionNowText: String?

    /// - Parameter hasOutcome: whether it says what came of it; minutes hold what was agreed alone.
    init(_ action: StoredAction, hasOutcome: Bool, _ texts: CaseTexts) {
        self.init(
            kind: action.kind, action.body, owner: action.owner.isEmpty ? nil : texts.person(action.owner),
            dueOn: action.dueOn, isOpen: action.state == .open,
            outcome: hasOutcome ? (action.state, action.remark) : nil, texts)
    }

    /// - Parameters:
    ///   - owner: who carries it out, as shown.
    ///   - isOpen: whether it still waits, also where that is not shown.
    ///   - outcome: what came of it; `nil` where that is not shown.
    init(
        kind: StoredAction.Kind, _ body: String, owner: String?, dueOn: LocalDate?, isOpen: Bool,
        outcome: (state: StoredTask.State, remark: String)?, _ texts: CaseTexts
    ) {
        let words = texts.words
        actionKind = words("agreed." + kind.rawValue)
        actionBody = body
        actionOwner = owner
        actionDue = dueOn?.danish
        actionDueISO = dueOn?.description
        // A decision without a day is not waited for.
        let shown = outcome.flatMap { kind == .action || $0.state != .open ? $0.state : nil }
        actionState = shown.map { words("task.state." + $0.rawValue) }
        let isOverdue = isOpen && (dueOn.map { $0 < texts.today } ?? false)
        actionStateClass = isOpen ? isOverdue ? "is-overdue" : "is-running" : "is-met"
        actionRemark = outcome.flatMap { $0.remark.isEmpty ? nil : $0.remark }
    }
}
