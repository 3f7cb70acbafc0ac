public import Prevention
public import SQL

/// The calendar that somebody has made for themselves (*kalenderabonnement*).
public struct StoredFeed: Sendable, Hashable {
    /// Whose deadlines stand in it.
    public enum Coverage: String, Sendable, CaseIterable {
        /// Of the cases that the account has.
        case own
        /// Of all cases that its role handles.
        case handled
    }

    public let account: StoredAccount
    public let coverage: Coverage
    /// Code of the language that it is written in.
    public let language: String
    public let createdAt: Instant
    /// `nil` while it was never read.
    public let usedAt: Instant?
}

public enum FeedStore {
    private static let selection: SQL = """
        SELECT \(AccountStore.columns), f.covers, f.language, f.created_at, f.used_at
        FROM calendar_feed f JOIN account a ON a.id = f.account_id
        """

    private static func feed(_ row: Row) -> StoredFeed {
        let next = AccountStore.width
        return StoredFeed(
            account: AccountStore.account(row), coverage: .init(rawValue: row.text(next)) ?? .own,
            language: row.text(next + 1), createdAt: Instant(milliseconds: row.int64(next + 2)),
            usedAt: row.int64OrNil(next + 3).map { Instant(milliseconds: $0) })
    }

    public static func feed(of account: Int64, in db: any Connection) throws -> StoredFeed? {
        try db.first("\(selection) WHERE f.account_id = \(account)", feed)
    }

    /// That of an account that is not closed.
    public static func feed(hash: String, in db: any Connection) throws -> StoredFeed? {
        try db.first("\(selection) WHERE f.token_hash = \(hash) AND a.closed_at IS NULL", feed)
    }

    /// In the place of the one before, whose address then leads nowhere.
    public static func set(
        hash: String, _ coverage: StoredFeed.Coverage, language: String, of account: Int64, at: Instant,
        in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO calendar_feed (account_id, token_hash, covers, language, created_at)
            VALUES (\(account), \(hash), \(coverage.rawValue), \(language), \(at.milliseconds))
            ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash, covers = excluded.covers,
                language = excluded.language, created_at = excluded.created_at, used_at = NULL
            """)
    }

    /// False where there is none.
    public static func delete(of account: Int64, in db: any Connection) throws -> Bool {
        try db.execute("DELETE FROM calendar_feed WHERE account_id = \(account)") == 1
    }

    public static func setUsed(by account: Int64, at: Instant, in db: any Connection) throws {
        try db.execute("UPDATE calendar_feed SET used_at = \(at.milliseconds) WHERE account_id = \(account)")
    }
}
