public import Prevention
public import SQL

/// What a meeting has agreed on about an item (*beslutning*, *handling*).
public struct StoredAction: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case decision, action
    }

    public let id: Int64
    public let item: Int64
    /// The meeting that agreed on it.
    public let meeting: Int64?
    public let kind: Kind
    public let body: String
    /// Account name of whoever does it; empty for a decision that needs nobody.
    public let owner: String
    /// `nil` for a decision without a day.
    public let dueOn: LocalDate?
    public let state: StoredTask.State
    /// What was said when it was done or dropped.
    public let remark: String
    public let revision: Int
    public let createdBy: String
    public let createdAt: Instant
    public let closedBy: String
    public let closedAt: Instant?
}

public enum ActionStore {
    private static let columns: SQL = """
        a.id, a.item_id, a.meeting_id, a.kind, a.body, a.owner, a.due_on, a.state, a.remark, a.revision, a.created_by,
        a.created_at, a.closed_by, a.closed_at
        """

    private static func action(_ row: Row, _ keys: KeyRing) throws -> StoredAction {
        StoredAction(
            id: row.int64(0), item: row.int64(1), meeting: row.int64OrNil(2),
            kind: StoredAction.Kind(rawValue: row.text(3)) ?? .action, body: try keys.openedText(row.text(4)),
            owner: row.text(5), dueOn: LocalDate(row.text(6)),
            state: StoredTask.State(rawValue: row.text(7)) ?? .open, remark: try keys.openedText(row.text(8)),
            revision: row.int(9), createdBy: row.text(10), createdAt: Instant(milliseconds: row.int64(11)),
            closedBy: row.text(12), closedAt: row.int64OrNil(13).map { Instant(milliseconds: $0) })
    }

    public static func action(_ id: Int64, keys: KeyRing, in db: any Connection) throws -> StoredAction? {
        try db.first("SELECT \(columns) FROM forum_action a WHERE a.id = \(id)") { try action($0, keys) }
    }

    /// Of an item, oldest first.
    public static func actions(of item: Int64, keys: KeyRing, in db: any Connection) throws -> [StoredAction] {
        try db.fetch("SELECT \(columns) FROM forum_action a WHERE a.item_id = \(item) ORDER BY a.id") {
            try action($0, keys)
        }
    }

    /// What somebody still has to do, the first to come first.
    public static func open(of owner: String, keys: KeyRing, in db: any Connection) throws -> [StoredAction] {
        try db.fetch(
            """
            SELECT \(columns) FROM forum_action a
            WHERE a.owner = \(owner) AND a.state = 'open' ORDER BY a.due_on, a.id
            """
        ) { try action($0, keys) }
    }

    /// Somebody's in a state, those that are due first, first; what is closed, the last closed first.
    public static func actions(
        of owner: String, in state: StoredTask.State, limit: Int, keys: KeyRing, _ db: any Connection
    ) throws -> [StoredAction] {
        try db.fetch(
            """
            SELECT \(columns) FROM forum_action a
            WHERE a.owner = \(owner) AND a.state = \(state.rawValue) ORDER BY \(order(of: state)) LIMIT \(limit)
            """
        ) { try action($0, keys) }
    }

    /// Of a forum, in a state, in the same order.
    public static func actions(
        ofForum forum: Int64, in state: StoredTask.State, limit: Int, keys: KeyRing, _ db: any Connection
    ) throws -> [StoredAction] {
        try db.fetch(
            """
            SELECT \(columns) FROM forum_item i JOIN forum_action a ON a.item_id = i.id
            WHERE i.forum_id = \(forum) AND a.state = \(state.rawValue) ORDER BY \(order(of: state)) LIMIT \(limit)
            """
        ) { try action($0, keys) }
    }

    private static func order(of state: StoredTask.State) -> SQL {
        state == .open ? "(a.due_on = ''), a.due_on, a.id" : "a.closed_at DESC, a.id DESC"
    }

    public static func add(
        _ kind: StoredAction.Kind, _ body: String, owner: String, dueOn: LocalDate?, to item: Int64, meeting: Int64?,
        keys: KeyRing, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO forum_action (item_id, meeting_id, kind, body, owner, due_on, state, remark, revision, created_by,
                created_at)
            VALUES (\(item), \(meeting), \(kind.rawValue), \(try keys.sealedText(body)), \(owner),
                \(dueOn?.description ?? ""), 'open', '', 1, \(actor.name), \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new action") }
        return id
    }

    /// Closes or opens it again; false if somebody has changed it since.
    public static func set(
        _ state: StoredTask.State, of id: Int64, remark: String, revision: Int, keys: KeyRing, by actor: Actor,
        at: Instant, in db: any Connection
    ) throws -> Bool {
        let closedAt = state == .open ? nil : at.milliseconds
        return try db.execute(
            """
            UPDATE forum_action SET state = \(state.rawValue), remark = \(try keys.sealedText(remark)),
                closed_by = \(state == .open ? "" : actor.name), closed_at = \(closedAt), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }
}
