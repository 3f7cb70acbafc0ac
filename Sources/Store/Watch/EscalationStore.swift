public import Prevention
public import SQL

/// An overdue clock or task that has been taken to a leader (*eskalering*).
public struct StoredEscalation: Sendable, Hashable {
    public let id: Int64
    public let caseID: Int64
    /// Code of the clock; of a task `task-` and its id (`EscalationStore.Run`).
    public let clock: String
    public let dueAt: Instant
    /// Account name.
    public let account: String
    /// Account names of those named nearer to the case who could not be told; empty where there were none.
    public let passedOver: [String]
    public let at: Instant
    /// Account name; empty until then.
    public let acknowledgedBy: String
    public let acknowledgedAt: Instant?
    public let remark: String

    public var isOpen: Bool { acknowledgedAt == nil }
    public var isOfTask: Bool { EscalationStore.Run.isOfTask(clock) }
}

public enum EscalationStore {
    private static let columns: SQL = """
        e.id, e.case_id, e.clock, e.due_at, a.name, e.passed_over, e.at, e.acknowledged_by, e.acknowledged_at, e.remark
        """

    private static func escalation(_ row: Row) -> StoredEscalation {
        StoredEscalation(
            id: row.int64(0), caseID: row.int64(1), clock: row.text(2), dueAt: Instant(milliseconds: row.int64(3)),
            account: row.text(4), passedOver: row.text(5).split(separator: ",").map(String.init),
            at: Instant(milliseconds: row.int64(6)), acknowledgedBy: row.text(7),
            acknowledgedAt: row.int64OrNil(8).map { Instant(milliseconds: $0) }, remark: row.text(9))
    }

    /// Once for each run of a clock, and for each day on which a task is due; `nil` where that has been done.
    public static func add(
        _ run: Run, dueAt: Instant, to account: Int64, passedOver: [String], at: Instant, in db: any Connection
    ) throws -> Int64? {
        try db.insert(
            """
            INSERT INTO escalation (case_id, clock, started_at, due_at, account_id, passed_over, at, acknowledged_by, remark)
            VALUES (\(run.caseID), \(run.clock), \(run.startedAt), \(dueAt.milliseconds), \(account),
                \(passedOver.joined(separator: ",")), \(at.milliseconds), '', '')
            ON CONFLICT DO NOTHING RETURNING id
            """)
    }

    /// The runs of clocks of those cases that have been taken to somebody.
    public static func runs(of cases: [Int64], in db: any Connection) throws -> Set<Run> {
        Set(
            try db.fetch("SELECT case_id, clock, started_at FROM escalation WHERE case_id IN \(list: cases)") {
                Run(caseID: $0.int64(0), clock: $0.text(1), startedAt: $0.int64(2))
            })
    }

    public struct Run: Sendable, Hashable {
        public let caseID: Int64
        public let clock: String
        public let startedAt: Int64

        public init(caseID: Int64, clock: String, startedAt: Int64) {
            self.caseID = caseID
            self.clock = clock
            self.startedAt = startedAt
        }

        private static let taskPrefix = "task-"

        /// Of a task, from the day on which it is due: another day is another run.
        public init(_ task: StoredTask) {
            self.init(
                caseID: task.caseID, clock: Run.taskPrefix + String(task.id),
                startedAt: Instant(startOf: task.dueOn).milliseconds)
        }

        /// Whether a stored code stands for a task.
        public static func isOfTask(_ clock: String) -> Bool { clock.hasPrefix(taskPrefix) }
    }

    /// Newest first.
    public static func escalations(of caseID: Int64, in db: any Connection) throws -> [StoredEscalation] {
        try db.fetch(
            """
            SELECT \(columns) FROM escalation e JOIN account a ON a.id = e.account_id
            WHERE e.case_id = \(caseID) ORDER BY e.id DESC
            """, escalation)
    }

    public static func escalation(_ id: Int64, in db: any Connection) throws -> StoredEscalation? {
        try db.first(
            "SELECT \(columns) FROM escalation e JOIN account a ON a.id = e.account_id WHERE e.id = \(id)", escalation)
    }

    /// What an account may be told of: the cases within its scope, and the notices that it has sent, wherever they lie.
    private static func reach(_ scope: CaseScope) -> SQL {
        "(\(scope.condition) OR c.id IN (SELECT f.case_id FROM notice_follower f WHERE f.account = a.name))"
    }

    /// Those to an account on cases within a scope, and on notices that it has sent: the open ones first, oldest first; then the acknowledged, newest first.
    public static func escalations(
        to account: String, isOpen: Bool, scope: CaseScope, limit: Int, in db: any Connection
    ) throws -> [(escalation: StoredEscalation, row: CaseRow)] {
        let state: SQL = isOpen ? "e.acknowledged_at IS NULL" : "e.acknowledged_at IS NOT NULL"
        let order: SQL = isOpen ? "e.id" : "e.id DESC"
        let found = try db.fetch(
            """
            SELECT \(columns) FROM account a JOIN escalation e ON e.account_id = a.id
            JOIN case_file c ON c.id = e.case_id
            WHERE a.name = \(account) AND \(state) AND \(reach(scope)) ORDER BY \(order) LIMIT \(limit)
            """, escalation)
        let cases = Array(Set(found.map(\.caseID)))
        let told = scope.joined(with: .only(cases, of: .concernNotice))
        let rows = try CaseStore.rows(cases, scope: told, in: db)
        let byID = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return found.compactMap { one in byID[one.caseID].map { (one, $0) } }
    }

    public static func openCount(
        to account: String, scope: CaseScope, in db: any Connection
    ) throws -> Int {
        try db.count(
            """
            SELECT COUNT(*) FROM account a JOIN escalation e ON e.account_id = a.id
            JOIN case_file c ON c.id = e.case_id
            WHERE a.name = \(account) AND e.acknowledged_at IS NULL AND \(reach(scope))
            """)
    }

    /// False where somebody has done so meanwhile.
    public static func acknowledge(
        _ id: Int64, remark: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE escalation SET acknowledged_by = \(actor.name), acknowledged_at = \(at.milliseconds), remark = \(remark)
            WHERE id = \(id) AND acknowledged_at IS NULL
            """) == 1
    }
}
