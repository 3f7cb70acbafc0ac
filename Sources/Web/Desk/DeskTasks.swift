import Casework
import Handbook
import Prevention
import Store

/// The tasks that wait for the user, the first due first.
struct DeskTasks: Sendable {
    let deskTasksHref: String
    let lines: [TaskListModel.Line]
    let hasLines: Bool
    /// Where tasks on one's own cases lie with people who cannot open them; `nil` where none do.
    let strandedHref: String?
    let strandedText: String

    /// As many as the desk shows.
    private static let most = 5

    /// `nil` for those who do not work with cases.
    static func load(_ visit: Visit, _ texts: CaseTexts) async throws -> DeskTasks? {
        guard try visit.actor.may(.workCases) else { return nil }
        let filter = TaskFilter()
        let list = try await ListTasks(filter.query, limit: most)(
            try visit.authorized(Acts.WorkCases.self), in: visit.office)
        let lines = TaskListModel(list, filter, texts).lines
        let stranded = try await CountStrandedTasks()(
            try visit.authorized(Acts.WorkCases.self), in: visit.office)
        var onCases = TaskFilter()
        onCases.query.whose = .cases
        return DeskTasks(
            deskTasksHref: filter.address(), lines: lines, hasLines: !lines.isEmpty,
            strandedHref: stranded == 0 ? nil : onCases.address(),
            strandedText: texts.words(
                stranded == 1 ? "task.stranded-on-yours.one" : "task.stranded-on-yours.many",
                ["count": texts.words.number(stranded)]))
    }
}
