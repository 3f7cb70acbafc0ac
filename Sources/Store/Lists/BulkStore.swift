public import Prevention
public import SQL

/// Something that was done to many cases at once (*samlet handling*).
public struct BulkRun: Sendable, Hashable {
    public enum Action: String, Sendable {
        case assign
        case close
    }

    public let id: Int64
    /// Of whoever did it.
    public let account: String
    public let action: Action
    /// The account that the cases were handed to, or the code of the step.
    public let target: String
    /// To whoever gets the cases.
    public let message: String
    public let at: Instant
    public let finishedAt: Instant?
    public let undoneAt: Instant?
}

/// What became of one case.
public struct BulkItem: Sendable, Hashable {
    public enum State: String, Sendable {
        case waiting
        case done
        case refused
        /// Done, and taken back.
        case undone
        /// Done, and not taken back when the others were.
        case kept
    }

    public let caseID: Int64
    /// Of the case before.
    public let revision: Int
    /// Before.
    public let owner: String
    public let state: State
    public let refusals: [Refusal]
}

public enum BulkStore {
    /// Writes down what is to be done, before any of it is.
    public static func begin(
        _ action: BulkRun.Action, target: String, message: String,
        _ cases: [(id: Int64, revision: Int, owner: String)], by account: String, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO bulk_run (account, action, target, message, at)
            VALUES (\(account), \(action.rawValue), \(target), \(message), \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for what is done to many cases") }
        for one in cases {
            try db.execute(
                """
                INSERT INTO bulk_item (run_id, case_id, revision, owner, state, refusals)
                VALUES (\(id), \(one.id), \(one.revision), \(one.owner), \(BulkItem.State.waiting.rawValue), '')
                """)
        }
        return id
    }

    /// False where it is not in the state `old` any more.
    public static func set(
        _ state: BulkItem.State, from old: BulkItem.State, _ refusals: [Refusal] = [], case caseID: Int64,
        of run: Int64, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE bulk_item SET state = \(state.rawValue), refusals = \(text(of: refusals))
            WHERE run_id = \(run) AND case_id = \(caseID) AND state = \(old.rawValue)
            """) == 1
    }

    /// Once: whoever has been handed cases, by somebody else, is told of them.
    public static func finish(_ run: Int64, by account: String, at: Instant, in db: any Connection) throws {
        let isFirst =
            try db.execute(
                "UPDATE bulk_run SET finished_at = \(at.milliseconds) WHERE id = \(run) AND finished_at IS NULL") == 1
        guard isFirst, let finished = try self.run(run, in: db), finished.action == .assign, finished.target != account,
            try items(of: run, in: db).contains(where: { $0.state == .done }),
            let receiver = try AccountStore.account(named: finished.target, in: db)
        else { return }
        try NoticeStore.add(.handOver, about: run, to: receiver.id, at: at, in: db)
    }

    /// The first time stands.
    public static func setUndone(_ run: Int64, at: Instant, in db: any Connection) throws {
        try db.execute("UPDATE bulk_run SET undone_at = \(at.milliseconds) WHERE id = \(run) AND undone_at IS NULL")
    }

    public static func run(_ id: Int64, in db: any Connection) throws -> BulkRun? {
        try db.first(
            "SELECT id, account, action, target, message, at, finished_at, undone_at FROM bulk_run WHERE id = \(id)"
        ) { row in
            BulkRun(
                id: row.int64(0), account: row.text(1), action: BulkRun.Action(rawValue: row.text(2)) ?? .assign,
                target: row.text(3), message: row.text(4), at: Instant(milliseconds: row.int64(5)),
                finishedAt: row.int64OrNil(6).map { Instant(milliseconds: $0) },
                undoneAt: row.int64OrNil(7).map { Instant(milliseconds: $0) })
        }
    }

    public static func items(of run: Int64, in db: any Connection) throws -> [BulkItem] {
        try db.fetch(
            """
            SELECT case_id, revision, owner, state, refusals FROM bulk_item WHERE run_id = \(run) ORDER BY case_id
            """
        ) { row in
            BulkItem(
                caseID: row.int64(0), revision: row.int(1), owner: row.text(2),
                state: BulkItem.State(rawValue: row.text(3)) ?? .waiting, refusals: try refusals(row.text(4)))
        }
    }

    /// Nothing of a case is left; nor of a run that was about nothing else.
    static func forget(case id: Int64, in db: any Connection) throws {
        let runs = try db.fetch("SELECT run_id FROM bulk_item WHERE case_id = \(id)") { $0.int64(0) }
        try db.execute("DELETE FROM bulk_item WHERE case_id = \(id)")
        for run in runs where try db.count("SELECT COUNT(*) FROM bulk_item WHERE run_id = \(run)") == 0 {
            try db.execute("DELETE FROM bulk_run WHERE id = \(run)")
        }
    }

    /// Each as the fields of an object, its code among them.
    private static func text(of refusals: [Refusal]) -> String {
        let written = refusals.map { JSONText.text(of: $0.arguments.merging([codeKey: $0.code]) { $1 }) }
        return written.joined(separator: "\n")
    }

    private static let codeKey = "refusal-code"

    private static func refusals(_ text: String) throws -> [Refusal] {
        try text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("{") else { return nil }
            var fields = try JSONText.fields(String(line))
            let code = fields.removeValue(forKey: codeKey) ?? ""
            return code.isEmpty ? nil : Refusal(code, fields)
        }
    }
}
