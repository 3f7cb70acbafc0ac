public import Prevention
public import SQL

/// Something that somebody is to do on a case by a day (*opgave*).
public struct StoredTask: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case open, done, dropped
    }

    public let id: Int64
    public let caseID: Int64
    public var title: String
    public var details: String
    /// Name of the account that it is given to.
    public var owner: String
    public var dueOn: LocalDate
    public var state: State
    /// What was said when it was done or dropped, or opened again.
    public var remark: String
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int
    public let createdBy: String
    public let createdAt: Instant
    public let closedBy: String
    public let closedAt: Instant?

    /// What of it can change, for the change log.
    var said: [String: String] {
        [
            "id": String(id), "title": title, "details": details, "owner": owner, "due": dueOn.description,
            "state": state.rawValue, "remark": remark,
        ].filter { !$0.value.isEmpty }
    }
}

/// Which tasks a list shows.
public struct TaskQuery: Sendable, Hashable {
    public enum Whose: String, Sendable, CaseIterable {
        /// Given to somebody, given by them, or on the cases that they are responsible for.
        case mine, given, cases
    }

    public enum Due: String, Sendable, CaseIterable {
        case overdue, week
    }

    public var whose: Whose = .mine
    /// `nil` = every state.
    public var state: StoredTask.State? = .open
    public var due: Due?
    /// Only those given to this account.
    public var owner: String?
    /// After this task of the page before.
    public var after: Place?

    public struct Place: Sendable, Hashable {
        public let dueOn: LocalDate
        public let id: Int64

        public init(dueOn: LocalDate, id: Int64) {
            self.dueOn = dueOn
            self.id = id
        }
    }

    public init() {}
}

/// Tasks of cases.
public enum TaskStore {
    static let columns: SQL = """
        t.id, t.case_id, t.title, t.details, t.owner, t.due_on, t.state, t.remark, t.revision, t.created_by, t.created_at,
        t.closed_by, t.closed_at
        """
    /// How many there are.
    static let width: Int32 = 13

    static func task(_ row: Row) -> StoredTask { task(row, from: 0) }

    static func task(_ row: Row, from start: Int32) -> StoredTask {
        StoredTask(
            id: row.int64(start), caseID: row.int64(start + 1), title: row.text(start + 2),
            details: row.text(start + 3), owner: row.text(start + 4),
            dueOn: LocalDate(row.text(start + 5)) ?? LocalDate(dayNumber: 0),
            state: StoredTask.State(rawValue: row.text(start + 6)) ?? .open, remark: row.text(start + 7),
            revision: row.int(start + 8), createdBy: row.text(start + 9),
            createdAt: Instant(milliseconds: row.int64(start + 10)), closedBy: row.text(start + 11),
            closedAt: row.int64OrNil(start + 12).map { Instant(milliseconds: $0) })
    }

    public static func task(_ id: Int64, of caseID: Int64, in db: any Connection) throws -> StoredTask? {
        try db.first("SELECT \(columns) FROM case_task t WHERE t.id = \(id) AND t.case_id = \(caseID)", task)
    }

    /// Open ones first, by day; then the others, newest first.
    public static func tasks(of caseID: Int64, in db: any Connection) throws -> [StoredTask] {
        try db.fetch("SELECT \(columns) FROM case_task t WHERE t.case_id = \(caseID)", task).sorted { one, other in
            guard one.state == .open, other.state == .open else {
                return one.state == .open
                    || other.state != .open && (one.closedAt?.milliseconds ?? 0) > (other.closedAt?.milliseconds ?? 0)
            }
            return (one.dueOn, one.id) < (other.dueOn, other.id)
        }
    }

    /// Gives a new task; returns its row id.
    public static func add(
        to caseID: Int64, title: String, details: String, owner: String, dueOn: LocalDate, by actor: Actor,
        at: Instant, in db: any Connection
    ) throws -> StoredTask {
        let id = try db.insert(
            """
            INSERT INTO case_task (case_id, title, details, owner, due_on, state, remark, revision, created_by, created_at)
            VALUES (\(caseID), \(title), \(details), \(owner), \(dueOn.description), 'open', '', 1, \(actor.name),
                \(at.milliseconds))
            RETURNING id
            """)
        guard let id, let task = try task(id, of: caseID, in: db) else {
            throw DatabaseFailure(.other, detail: "no id for a new task")
        }
        try record(nil, task, by: actor, at: at, in: db)
        return task
    }

    /// Writes `task` in the place of `old`, if nobody has changed it since; false if somebody has.
    public static func update(
        _ old: StoredTask, to task: StoredTask, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        let isClosing = task.state != .open
        let done = try db.execute(
            """
            UPDATE case_task SET title = \(task.title), details = \(task.details), owner = \(task.owner),
                due_on = \(task.dueOn.description), state = \(task.state.rawValue), remark = \(task.remark),
                revision = revision + 1, closed_by = \(isClosing ? actor.name : ""),
                closed_at = \(isClosing ? at.milliseconds : nil)
            WHERE id = \(task.id) AND revision = \(old.revision)
            """)
        if done != 1 { return false }
        try record(old, task, by: actor, at: at, in: db)
        return true
    }

    private static func record(
        _ old: StoredTask?, _ task: StoredTask, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        let revision = String((old?.revision ?? 0) + 1)
        try ChangeLog.record(
            .caseFile, id: task.caseID, old: old.map { "task " + JSONText.text(of: $0.said) } ?? "",
            new: "task " + JSONText.text(of: task.said.merging(["revision": revision]) { $1 }), by: actor, at: at,
            in: db)
    }
}

/// A task in a list of many cases.
public struct ListedTask: Sendable, Hashable {
    public let task: StoredTask
    public let row: CaseRow
}

extension TaskStore {
    /// Tasks on cases within `scope`, the first due first.
    public static func page(
        _ query: TaskQuery, of name: String, scope: CaseScope, today: LocalDate, limit: Int, in db: any Connection
    ) throws -> [ListedTask] {
        var place: SQL = ""
        if let after = query.after {
            let day = after.dueOn.description
            place = "AND (t.due_on > \(day) OR t.due_on = \(day) AND t.id > \(after.id))"
        }
        return try db.fetch(
            """
            SELECT \(columns), \(CaseStore.columns) FROM case_task t CROSS JOIN case_file c
            WHERE c.id = t.case_id AND \(condition(query, name, scope, today)) \(place)
            ORDER BY t.due_on, t.id LIMIT \(limit)
            """
        ) { ListedTask(task: task($0), row: CaseStore.caseRow($0, from: width)) }
    }

    /// Up to `most`.
    public static func count(
        _ query: TaskQuery, of name: String, scope: CaseScope, today: LocalDate, most: Int, in db: any Connection
    ) throws -> Int {
        try db.count(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM case_task t CROSS JOIN case_file c
                WHERE c.id = t.case_id AND \(condition(query, name, scope, today)) LIMIT \(most)) found
            """)
    }

    /// To whom those of the query are given, whatever owner it asks for.
    public static func owners(
        _ query: TaskQuery, of name: String, scope: CaseScope, today: LocalDate, in db: any Connection
    ) throws -> [String] {
        var everybody = query
        everybody.owner = nil
        return try db.fetch(
            """
            SELECT DISTINCT t.owner FROM case_task t CROSS JOIN case_file c
            WHERE c.id = t.case_id AND \(condition(everybody, name, scope, today)) ORDER BY t.owner
            """
        ) { $0.text(0) }
    }

    private static func condition(
        _ query: TaskQuery, _ name: String, _ scope: CaseScope, _ today: LocalDate
    ) -> SQL {
        var parts: [SQL] = [scope.condition]
        switch query.whose {
        case .mine: parts.append("t.owner = \(name)")
        case .given: parts.append("t.created_by = \(name)")
        case .cases:
            parts.append("t.case_id IN (SELECT o.id FROM case_file o WHERE o.owner = \(name) AND o.owner <> '')")
        }
        if let state = query.state { parts.append("t.state = \(state.rawValue)") }
        if let owner = query.owner { parts.append("t.owner = \(owner)") }
        switch query.due {
        case .overdue: parts.append("t.due_on < \(today.description)")
        case .week: parts.append("t.due_on >= \(today.description) AND t.due_on <= \((today + 7).description)")
        case nil: break
        }
        return SQL.joined(parts, separator: " AND ")
    }
}
