public import Prevention
public import SQL

/// Who is told where a clock of a programme has been overdue for too long, at one place.
public struct StoredLeader: Sendable, Hashable {
    public let id: Int64
    /// Code; empty for every programme.
    public let programme: String
    /// Code of a municipality or of a unit of the police; empty for the whole district.
    public let place: String
    public let account: StoredAccount
    public let setBy: String
    public let setAt: Instant
    public let endedBy: String
    /// `nil` while it holds.
    public let endedAt: Instant?
    /// The account has been closed since.
    public let isClosed: Bool
}

public enum LeaderStore {
    private static let selection: SQL = """
        SELECT \(AccountStore.columns), l.id, l.programme, l.place, l.set_by, l.set_at, l.ended_by, l.ended_at, a.closed_at
        FROM clock_leader l JOIN account a ON a.id = l.account_id
        """

    private static func leader(_ row: Row) -> StoredLeader {
        let next = AccountStore.width
        return StoredLeader(
            id: row.int64(next), programme: row.text(next + 1), place: row.text(next + 2),
            account: AccountStore.account(row), setBy: row.text(next + 3),
            setAt: Instant(milliseconds: row.int64(next + 4)), endedBy: row.text(next + 5),
            endedAt: row.int64OrNil(next + 6).map { Instant(milliseconds: $0) }, isClosed: !row.isNull(next + 7))
    }

    /// Those who are named now.
    public static func current(in db: any Connection) throws -> [StoredLeader] {
        try db.fetch("\(selection) WHERE l.ended_at IS NULL ORDER BY l.programme, l.place", leader)
    }

    /// Those who were named before, the latest first.
    public static func former(limit: Int, in db: any Connection) throws -> [StoredLeader] {
        try db.fetch(
            "\(selection) WHERE l.ended_at IS NOT NULL ORDER BY l.ended_at DESC, l.id DESC LIMIT \(limit)", leader)
    }

    /// Names somebody in the place of whoever was named; `nil` for nobody.
    public static func set(
        _ account: Int64?, programme: String, place: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE clock_leader SET ended_by = \(actor.name), ended_at = \(at.milliseconds)
            WHERE programme = \(programme) AND place = \(place) AND ended_at IS NULL
            """)
        guard let account else { return }
        try db.execute(
            """
            INSERT INTO clock_leader (programme, place, account_id, set_by, set_at, ended_by)
            VALUES (\(programme), \(place), \(account), \(actor.name), \(at.milliseconds), '')
            """)
    }
}
