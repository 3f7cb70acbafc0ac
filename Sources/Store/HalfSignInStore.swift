public import Prevention
public import SQL

/// Somebody who has given a right password and has more to do before there is a session.
public struct StoredHalfSignIn: Sendable, Hashable {
    public let credential: StoredCredential
    public let gaveCode: Bool
    /// Wrong codes so far.
    public let tries: Int
}

/// Sign-ins that are under way. They open nothing.
public enum HalfSignInStore {
    public static func begin(tokenHash: String, account: Int64, at: Instant, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO half_sign_in (token_hash, account_id, gave_code, tries, created_at)
            VALUES (\(tokenHash), \(account), 0, 0, \(at.milliseconds))
            """)
    }

    /// - Parameter after: those begun until then are over.
    public static func find(
        tokenHash: String, after: Instant, in db: any Connection
    ) throws -> StoredHalfSignIn? {
        let found = try db.first(
            """
            SELECT account_id, gave_code, tries FROM half_sign_in
            WHERE token_hash = \(tokenHash) AND created_at > \(after.milliseconds)
            """
        ) { (account: $0.int64(0), gaveCode: $0.bool(1), tries: $0.int(2)) }
        guard let found, let credential = try CredentialStore.credential(found.account, in: db),
            credential.closedAt == nil
        else { return nil }
        return StoredHalfSignIn(credential: credential, gaveCode: found.gaveCode, tries: found.tries)
    }

    public static func countTry(tokenHash: String, in db: any Connection) throws {
        try db.execute("UPDATE half_sign_in SET tries = tries + 1 WHERE token_hash = \(tokenHash)")
    }

    public static func setGaveCode(tokenHash: String, in db: any Connection) throws {
        try db.execute("UPDATE half_sign_in SET gave_code = 1 WHERE token_hash = \(tokenHash)")
    }

    public static func end(tokenHash: String, in db: any Connection) throws {
        try db.execute("DELETE FROM half_sign_in WHERE token_hash = \(tokenHash)")
    }

    public static func endAll(of account: Int64, in db: any Connection) throws {
        try db.execute("DELETE FROM half_sign_in WHERE account_id = \(account)")
    }

    public static func deleteBegun(until: Instant, in db: any Connection) throws {
        try db.execute("DELETE FROM half_sign_in WHERE created_at <= \(until.milliseconds)")
    }
}
