import Handbook
public import Prevention
import SQL
public import Store

/// The tasks of a case, with whom they may be given to.
public struct TasksView: Sendable {
    public let opened: OpenedCase
    public let tasks: [StoredTask]
    /// Those who may open the case.
    public let accounts: [CaseView.Account]
    /// All that happened to tasks of the case, newest first.
    public let history: [HistoryItem]
}

/// Reads the tasks of a case; logged like the case. Whoever may not learn whom the case is about sees only their own, which
/// somebody has given them: what others write to each other may name anybody.
public struct ReadTasks: Sendable {
    public let id: Int64

    public init(of id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> TasksView {
        try await office.reading(case: id, as: who) { db, opened in
            let accounts = try AccountStore.accounts(in: db).map { office.handbook.placed($0.actor) }
                .filter { $0.mayOpen(opened) }
            let tasks = try TaskStore.tasks(of: id, in: db)
            let history = try CaseHistory.items(of: id, scope: who.scope, in: db).filter { $0.kind == .task }
            return TasksView(
                opened: opened, tasks: opened.shown(tasks, to: who.actor),
                accounts: accounts.map { .init(name: $0.name, displayName: $0.displayName) },
                history: opened.shown(history))
        }
    }
}

/// A page of a list of tasks.
public struct TaskList: Sendable {
    public let tasks: [ListedTask]
    /// Where the next page starts; `nil` on the last.
    public let next: TaskQuery.Place?
    /// How many the filters find, counted up to `CaseList.countedTo`.
    public let count: Int
    /// Of those, without the filter on it, by account.
    public let owners: [String]
    /// Ids of those shown that lie with somebody who cannot open the case any more.
    public let stranded: Set<Int64>
}

/// Lists tasks on cases within the actor's scope. What they are about may name somebody: the list is logged for each case.
public struct ListTasks: Sendable {
    public let query: TaskQuery
    public let limit: Int

    public init(_ query: TaskQuery, limit: Int = 25) {
        self.query = query
        self.limit = limit
    }

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> TaskList {
        let today = office.now.day
        return try await office.reading(as: who.actor) { db, sight in
            let name = who.actor.name
            var found = try TaskStore.page(
                query, of: name, scope: who.scope, today: today, limit: limit + 1, in: db)
            let hasMore = found.count > limit
            if hasMore { found.removeLast() }
            let next = hasMore ? found.last.map { TaskQuery.Place(dueOn: $0.task.dueOn, id: $0.task.id) } : nil
            // Nobody comes upon their own family by a task.
            let parties = try CaseStore.parties(of: unique(found.map(\.row.id)), in: db)
            let shown = found.filter { one in !(parties[one.row.id] ?? []).contains(where: sight.isKin) }
            let reach = try shown.isEmpty ? nil : TaskReach(office, in: db)
            let stranded = shown.filter { reach?.isStranded($0.task, $0.row) ?? false }.map(\.task.id)
            let list = TaskList(
                tasks: shown, next: next,
                count: try TaskStore.count(
                    query, of: name, scope: who.scope, today: today, most: CaseList.countedTo, in: db),
                owners: try TaskStore.owners(query, of: name, scope: who.scope, today: today, in: db),
                stranded: Set(stranded))
            let reads = unique(shown.map(\.row)).map { row in
                LedgerEntry(
                    .read, .caseFile, id: row.id, reason: "tasks " + row.number,
                    isSealed: Catalogue.programme(row.programme)?.isSealed ?? false)
            }
            return (list, reads)
        }
    }
}
