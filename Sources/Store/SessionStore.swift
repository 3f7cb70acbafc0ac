public import Prevention
public import SQL

/// A signed-in browser.
public struct StoredSession: Sendable, Hashable {
    public var account: StoredAccount
    /// The emergency access that the account has open now.
    public var emergency: StoredEmergency?
    /// Of the token that the browser holds.
    public let tokenHash: String
    /// Sent with every form; a form without it is refused.
    public let csrf: String
    public let createdAt: Instant
    public let seenAt: Instant
    /// Browser and system in words; empty where they are not known.
    public let device: String
    /// Sealed: what the identity provider gave, for signing out there.
    public let idToken: String?

    /// Names it on the page of its owner; opens nothing.
    public var handle: String { String(tokenHash.prefix(16)) }
}

/// Sessions.
public enum SessionStore {
    /// What a new session is opened with.
    public struct Opening: Sendable {
        public let tokenHash: String
        public let csrf: String
        public let account: Int64
        public let device: String
        public let idToken: String?

        public init(tokenHash: String, csrf: String, account: Int64, device: String = "", idToken: String? = nil) {
            self.tokenHash = tokenHash
            self.csrf = csrf
            self.account = account
            self.device = device
            self.idToken = idToken
        }
    }

    private static let selection: SQL = """
        SELECT \(AccountStore.columns), s.token_hash, s.csrf, s.created_at, s.seen_at, s.device, s.id_token
        FROM session s JOIN account a ON a.id = s.account_id
        """

    private static func session(_ row: Row) -> StoredSession {
        let next = AccountStore.width
        return StoredSession(
            account: AccountStore.account(row), tokenHash: row.text(next), csrf: row.text(next + 1),
            createdAt: Instant(milliseconds: row.int64(next + 2)), seenAt: Instant(milliseconds: row.int64(next + 3)),
            device: row.text(next + 4), idToken: row.textOrNil(next + 5))
    }

    public static func open(_ opening: Opening, at: Instant, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO session (token_hash, account_id, csrf, device, id_token, created_at, seen_at)
            VALUES (\(opening.tokenHash), \(opening.account), \(opening.csrf), \(opening.device), \(opening.idToken),
                \(at.milliseconds), \(at.milliseconds))
            """)
    }

    /// Of an account that is not closed.
    public static func session(tokenHash: String, in db: any Connection) throws -> StoredSession? {
        try db.first("\(selection) WHERE s.token_hash = \(tokenHash) AND a.closed_at IS NULL", session)
    }

    /// Of one account, the one last seen first.
    public static func sessions(of account: Int64, in db: any Connection) throws -> [StoredSession] {
        try db.fetch("\(selection) WHERE s.account_id = \(account) ORDER BY s.seen_at DESC, s.token_hash", session)
    }

    public static func touch(tokenHash: String, at: Instant, in db: any Connection) throws {
        try db.execute("UPDATE session SET seen_at = \(at.milliseconds) WHERE token_hash = \(tokenHash)")
    }

    /// Gives a session another token, with all else as it was.
    public static func rotate(tokenHash: String, to new: String, csrf: String, in db: any Connection) throws {
        try db.execute("UPDATE session SET token_hash = \(new), csrf = \(csrf) WHERE token_hash = \(tokenHash)")
    }

    public static func close(tokenHash: String, in db: any Connection) throws {
        try db.execute("DELETE FROM session WHERE token_hash = \(tokenHash)")
    }

    /// Ends the sessions of an account, but for one; returns how many.
    @discardableResult
    public static func closeAll(of account: Int64, but kept: String = "", in db: any Connection) throws -> Int {
        try db.execute("DELETE FROM session WHERE account_id = \(account) AND token_hash <> \(kept)")
    }

    /// Deletes the sessions that were last seen, or opened, so long ago.
    public static func deleteSessions(seenUntil: Instant, createdUntil: Instant, in db: any Connection) throws {
        try db.execute(
            """
            DELETE FROM session
            WHERE seen_at <= \(seenUntil.milliseconds) OR created_at <= \(createdUntil.milliseconds)
            """)
    }
}
