public import Prevention
public import SQL

/// A local account, as stored.
public struct StoredAccount: Sendable, Hashable {
    public let id: Int64
    public let actor: Actor
    /// As `PasswordHash` writes it.
    public let password: String
    public let failedLogins: Int
    /// No sign-in is tried before.
    public let waitUntil: Instant
}

/// A signed-in browser.
public struct StoredSession: Sendable, Hashable {
    public let account: StoredAccount
    /// Sent with every form; a form without it is refused.
    public let csrf: String
    public let createdAt: Instant
    public let seenAt: Instant
}

/// Accounts and sessions.
public enum AccountStore {
    static let columns: SQL = """
        a.id, a.name, a.display_name, a.authority, a.roles, a.password, a.failed_logins, a.wait_until
        """

    static func account(_ row: Row) -> StoredAccount {
        let roles = row.text(4).split(separator: ",").compactMap { Role(rawValue: String($0)) }
        let actor = Actor(
            name: row.text(1), displayName: row.text(2), authority: row.text(3), roles: Set(roles))
        return StoredAccount(
            id: row.int64(0), actor: actor, password: row.text(5), failedLogins: row.int(6),
            waitUntil: Instant(milliseconds: row.int64(7)))
    }

    public static func account(named name: String, in db: any Connection) throws -> StoredAccount? {
        try db.first("SELECT \(columns) FROM account a WHERE a.name = \(name)", account)
    }

    /// Returns false where the name is taken.
    public static func add(_ actor: Actor, password: String, at: Instant, in db: any Connection) throws -> Bool {
        let roles = actor.roles.map(\.rawValue).sorted().joined(separator: ",")
        let id = try db.insert(
            """
            INSERT INTO account (name, display_name, authority, roles, password, failed_logins, wait_until, created_at)
            VALUES (\(actor.name), \(actor.displayName), \(actor.authority), \(roles), \(password), 0, 0,
                \(at.milliseconds))
            ON CONFLICT DO NOTHING RETURNING id
            """)
        return id != nil
    }

    public static func names(in db: any Connection) throws -> [(name: String, displayName: String)] {
        try db.fetch("SELECT name, display_name FROM account ORDER BY display_name") { ($0.text(0), $0.text(1)) }
    }

    /// All accounts, by the name shown.
    public static func accounts(in db: any Connection) throws -> [StoredAccount] {
        try db.fetch("SELECT \(columns) FROM account a ORDER BY a.display_name", account)
    }

    public static func setLogins(
        _ id: Int64, failed: Int, waitUntil: Instant, in db: any Connection
    ) throws {
        try db.execute(
            "UPDATE account SET failed_logins = \(failed), wait_until = \(waitUntil.milliseconds) WHERE id = \(id)")
    }

    public static func open(
        tokenHash: String, csrf: String, account: Int64, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO session (token_hash, account_id, csrf, created_at, seen_at)
            VALUES (\(tokenHash), \(account), \(csrf), \(at.milliseconds), \(at.milliseconds))
            """)
    }

    /// Deletes the sessions that were last seen, or opened, so long ago.
    public static func deleteSessions(seenUntil: Instant, createdUntil: Instant, in db: any Connection) throws {
        try db.execute(
            """
            DELETE FROM session
            WHERE seen_at <= \(seenUntil.milliseconds) OR created_at <= \(createdUntil.milliseconds)
            """)
    }

    public static func session(tokenHash: String, in db: any Connection) throws -> StoredSession? {
        try db.first(
            """
            SELECT \(columns), s.csrf, s.created_at, s.seen_at FROM session s JOIN account a ON a.id = s.account_id
            WHERE s.token_hash = \(tokenHash)
            """
        ) { row in
            StoredSession(
                account: account(row), csrf: row.text(8), createdAt: Instant(milliseconds: row.int64(9)),
                seenAt: Instant(milliseconds: row.int64(10)))
        }
    }

    public static func touch(tokenHash: String, at: Instant, in db: any Connection) throws {
        try db.execute("UPDATE session SET seen_at = \(at.milliseconds) WHERE token_hash = \(tokenHash)")
    }

    public static func close(tokenHash: String, in db: any Connection) throws {
        try db.execute("DELETE FROM session WHERE token_hash = \(tokenHash)")
    }
}
