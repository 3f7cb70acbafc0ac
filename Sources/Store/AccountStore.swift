public import Prevention
public import SQL

/// A local account, as stored.
public struct StoredAccount: Sendable, Hashable {
    public let id: Int64
    /// Not placed yet: which municipalities an authority works in stands in the handbook.
    public var actor: Actor
    /// As `PasswordHash` writes it.
    public let password: String
    public let failedLogins: Int
    /// No sign-in is tried before.
    public let waitUntil: Instant
}

/// A signed-in browser.
public struct StoredSession: Sendable, Hashable {
    public var account: StoredAccount
    /// Sent with every form; a form without it is refused.
    public let csrf: String
    /// The emergency access that the account has open now.
    public var emergency: StoredEmergency?
    public let createdAt: Instant
    public let seenAt: Instant
}

/// Accounts and sessions.
public enum AccountStore {
    static let columns: SQL = """
        a.id, a.name, a.display_name, a.authority, a.roles, a.password, a.failed_logins, a.wait_until,
        a.unit, a.person_id
        """

    static func account(_ row: Row) -> StoredAccount {
        let roles = row.text(4).split(separator: ",").compactMap { Role(rawValue: String($0)) }
        var actor = Actor(
            name: row.text(1), displayName: row.text(2), authority: row.text(3), unit: row.text(8), roles: Set(roles))
        actor.person = row.int64OrNil(9)
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
            INSERT INTO account (name, display_name, authority, unit, person_id, roles, password, failed_logins, wait_until,
                created_at)
            VALUES (\(actor.name), \(actor.displayName), \(actor.authority), \(actor.unit), \(actor.person), \(roles),
                \(password), 0, 0, \(at.milliseconds))
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

    /// Who somebody is in the register, so that they cannot look up their own family; false where there is no such account.
    public static func setPerson(_ person: Int64?, of account: String, in db: any Connection) throws -> Bool {
        try db.execute("UPDATE account SET person_id = \(person) WHERE name = \(account)") == 1
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
                account: account(row), csrf: row.text(10), createdAt: Instant(milliseconds: row.int64(11)),
                seenAt: Instant(milliseconds: row.int64(12)))
        }
    }

    public static func touch(tokenHash: String, at: Instant, in db: any Connection) throws {
        try db.execute("UPDATE session SET seen_at = \(at.milliseconds) WHERE token_hash = \(tokenHash)")
    }

    public static func close(tokenHash: String, in db: any Connection) throws {
        try db.execute("DELETE FROM session WHERE token_hash = \(tokenHash)")
    }
}
