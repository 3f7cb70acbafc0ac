public import Prevention
public import SQL

/// Open tasks by the day on which they are due, of many cases.
public struct TaskDeadlines: Sendable, Hashable {
    /// Both included; `nil` for no bound.
    public var from: LocalDate?
    public var through: LocalDate?
    /// Only those given to this account.
    public var owner: String?
    /// Only those on cases of a programme, in a stage, of a municipality.
    public var programme: String?
    public var stage: String?
    public var municipality: String?

    public init() {}

    fileprivate func condition(_ scope: CaseScope) -> SQL {
        var parts: [SQL] = ["t.state = \(StoredTask.State.open.rawValue)", scope.condition]
        if let from { parts.append("t.due_on >= \(from.description)") }
        if let through { parts.append("t.due_on <= \(through.description)") }
        if let owner { parts.append("t.owner = \(owner)") }
        if let programme { parts.append("c.programme = \(programme)") }
        if let stage { parts.append("c.stage = \(stage)") }
        if let municipality {
            parts.append("c.municipality = \(municipality)")
            // As in lists of cases: whoever asks for one municipality would learn where they lie.
            if municipality != scope.onlyMunicipality { parts.append("c.hides_place = 0") }
        }
        return SQL.joined(parts, separator: " AND ")
    }
}

extension TaskStore {
    /// The first due first.
    public static func due(
        _ deadlines: TaskDeadlines, scope: CaseScope, limit: Int, in db: any Connection
    ) throws -> [ListedTask] {
        try db.fetch(
            """
            SELECT \(columns), \(CaseStore.columns) FROM case_task t CROSS JOIN case_file c
            WHERE c.id = t.case_id AND \(deadlines.condition(scope)) ORDER BY t.due_on, t.id LIMIT \(limit)
            """
        ) { ListedTask(task: task($0), row: CaseStore.caseRow($0, from: width)) }
    }

    /// Open tasks on cases that an account is responsible for.
    public static func onCases(
        of owner: String, scope: CaseScope, limit: Int, in db: any Connection
    ) throws -> [ListedTask] {
        // CROSS JOIN: from one's own cases to their tasks.
        try db.fetch(
            """
            SELECT \(columns), \(CaseStore.columns) FROM case_file c CROSS JOIN case_task t
            WHERE c.owner = \(owner) AND c.owner <> '' AND t.case_id = c.id AND t.state = 'open' AND \(scope.condition)
            ORDER BY t.due_on, t.id LIMIT \(limit)
            """
        ) { ListedTask(task: task($0), row: CaseStore.caseRow($0, from: width)) }
    }

    /// Open tasks of all cases that were due before `today`, after one place in the order of days.
    public static func overdue(
        on today: LocalDate, after place: TaskQuery.Place?, limit: Int, in db: any Connection
    ) throws -> [StoredTask] {
        let (day, id) = (place?.dueOn.description ?? "", place?.id ?? 0)
        return try db.fetch(
            """
            SELECT \(columns) FROM case_task t
            WHERE t.state = 'open' AND t.due_on < \(today.description) AND (t.due_on, t.id) > (\(day), \(id))
            ORDER BY t.due_on, t.id LIMIT \(limit)
            """, task)
    }
}
