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

    /// - Parameter hasOutcome: whether it says what came of it; minutes hold what was agreed alone.
    init(_ action: StoredAction, hasOutcome: Bool, _ texts: CaseTexts) {
        let words = texts.words
        actionKind = words("agreed." + action.kind.rawValue)
        actionBody = action.body
        actionOwner = action.owner.isEmpty ? nil : texts.person(action.owner)
        actionDue = action.dueOn?.danish
        actionDueISO = action.dueOn?.description
        // A decision without a day is not waited for.
        let isWaitedFor = action.kind == .action || action.state != .open
        actionState = hasOutcome && isWaitedFor ? words("task.state." + action.state.rawValue) : nil
        let isOverdue = action.state == .open && (action.dueOn.map { $0 < texts.today } ?? false)
        actionStateClass = action.state == .open ? isOverdue ? "is-overdue" : "is-running" : "is-met"
        actionRemark = hasOutcome && !action.remark.isEmpty ? action.remark : nil
    }
}
