import Casework
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /tasks | needs work-cases; tasks on cases in scope |
enum TaskPages {
    static func add(to routes: RouteTable) {
        routes.get("/tasks", .needs(.workCases)) { visit in
            if let address = visit.addressWithoutEmpty { return .redirect(address) }
            let filter = TaskFilter(visit)
            let list = try await ListTasks(filter.query)(
                try visit.authorized(Acts.WorkCases.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("tasks", TaskListModel(list, filter, texts))
        }
    }
}

/// What a list of tasks shows, as its address says it.
struct TaskFilter: Sendable {
    var query = TaskQuery()

    static let everyState = "all"

    init() {}

    init(_ visit: Visit) {
        query.whose = visit.query("whose").flatMap { TaskQuery.Whose(rawValue: $0) } ?? .mine
        let state = visit.query("state")
        query.state = state == TaskFilter.everyState ? nil : state.flatMap { StoredTask.State(rawValue: $0) } ?? .open
        query.due = visit.query("due").flatMap { TaskQuery.Due(rawValue: $0) }
        query.owner = query.whose == .mine ? nil : visit.query("owner")
        let after = (visit.query("after") ?? "").split(separator: "_")
        if after.count == 2, let day = LocalDate(after[0]), let id = Int64(after[1]) {
            query.after = .init(dueOn: day, id: id)
        }
    }

    var isFiltered: Bool { query.state != .open || query.due != nil || query.owner != nil }

    /// - Parameter after: the task that the page begins after.
    func address(after: TaskQuery.Place? = nil) -> String {
        var parts: [String] = []
        if query.whose != .mine { parts.append("whose=" + query.whose.rawValue) }
        if query.state != .open { parts.append("state=" + (query.state?.rawValue ?? TaskFilter.everyState)) }
        if let due = query.due { parts.append("due=" + due.rawValue) }
        if let owner = query.owner { parts.append("owner=" + Form.encode(owner)) }
        if let after { parts.append("after=\(after.dueOn)_\(after.id)") }
        return "/tasks" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }
}

/// Tasks of many cases.
struct TaskListModel: Sendable {
    struct Line: Sendable {
        let line: CaseTaskLine
        let lineHref: String
        let lineNumber: String
        let lineProgramme: String
        let isLineStranded: Bool
    }

    let tabs: [CaseHead.Tab]
    let count: String
    let whose: String
    let filters: [FieldInput]
    let isFiltered: Bool
    let resetHref: String
    let lines: [Line]
    let hasLines: Bool
    let firstHref: String?
    let nextHref: String?
    let hasPager: Bool
    let emptyHelp: String

    init(_ list: TaskList, _ filter: TaskFilter, _ texts: CaseTexts) {
        let words = texts.words
        let query = filter.query
        tabs = TaskQuery.Whose.allCases.map { whose in
            var other = TaskFilter()
            other.query.whose = whose
            return .init(
                tabName: words("task.whose." + whose.rawValue), tabHref: other.address(),
                isTabCurrent: whose == query.whose)
        }
        whose = query.whose.rawValue
        let more = list.count >= CaseList.countedTo ? "+" : ""
        count =
            list.count == 1
            ? words("task.one") : words("task.count", ["count": words.number(list.count) + more])
        func select(_ name: String, _ label: String, _ chosen: String, _ options: [(String, String)]) -> FieldInput {
            FieldInput(
                id: name, name: name, kind: .choice(options.map(\.0)), label: label, value: chosen,
                options: options.map { .init(optionValue: $0.0, optionLabel: $0.1, isChosen: $0.0 == chosen) },
                problems: nil)
        }
        let any = ("", words("case-list.all"))
        let states = StoredTask.State.allCases.map { ($0.rawValue, words("task.state." + $0.rawValue)) }
        var filters = [
            select(
                "state", words("task.field.state"), query.state?.rawValue ?? TaskFilter.everyState,
                states + [(TaskFilter.everyState, words("task.every-state"))]),
            select(
                "due", words("task.field.due"), query.due?.rawValue ?? "",
                [any] + TaskQuery.Due.allCases.map { ($0.rawValue, words("case-list.deadline." + $0.rawValue)) }),
        ]
        if query.whose != .mine {
            let owners = Set(list.owners + [query.owner].compactMap(\.self)).sorted()
            filters.append(
                select(
                    "owner", words("task.field.owner"), query.owner ?? "", [any] + owners.map { ($0, texts.owner($0)) })
            )
        }
        self.filters = filters
        isFiltered = filter.isFiltered
        var reset = TaskFilter()
        reset.query.whose = query.whose
        resetHref = reset.address()
        lines = list.tasks.map { one in
            Line(
                line: CaseTaskLine(one.task, texts), lineHref: "/cases/\(one.row.id)/tasks",
                lineNumber: one.row.number, lineProgramme: texts.programme(one.row.programme),
                isLineStranded: list.stranded.contains(one.task.id))
        }
        hasLines = !lines.isEmpty
        firstHref = query.after == nil ? nil : filter.address()
        nextHref = list.next.map { filter.address(after: $0) }
        hasPager = firstHref != nil || nextHref != nil
        emptyHelp = words(filter.isFiltered ? "task.none-filtered" : "task.none-help." + query.whose.rawValue)
    }
}
