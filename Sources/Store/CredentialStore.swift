public import Prevention
public import SQL

/// How the holder of an account proves who they are.
public struct StoredCredential: Sendable, Hashable {
    public let account: StoredAccount
    /// As `PasswordHash` writes it; empty where an identity provider answers for them.
    public let password: String
    /// Of a one-time password: until when it may be used, once, to choose another.
    public let passwordUntil: Instant?
    /// Sealed: the secret of the second factor; `nil` where there is none.
    public let factor: String?
    /// May do without a second factor.
    public let isExempt: Bool
    public let isOfProvider: Bool
    public let signedInAt: Instant?
    public let closedAt: Instant?
}

/// Passwords, second factors and recovery codes.
public enum CredentialStore {
    private static let selection: SQL = """
        SELECT \(AccountStore.columns), a.password, a.password_until, a.factor, a.factor_exempt, a.provider,
            a.signed_in_at, a.closed_at
        FROM account a
        """

    private static func credential(_ row: Row) -> StoredCredential {
        let next = AccountStore.width
        func moment(_ column: Int32) -> Instant? { row.int64OrNil(column).map { Instant(milliseconds: $0) } }
        return StoredCredential(
            account: AccountStore.account(row), password: row.text(next), passwordUntil: moment(next + 1),
            factor: row.textOrNil(next + 2), isExempt: row.bool(next + 3), isOfProvider: !row.isNull(next + 4),
            signedInAt: moment(next + 5), closedAt: moment(next + 6))
    }

    public static func credential(named name: String, in db: any Connection) throws -> StoredCredential? {
        try db.first("\(selection) WHERE a.name = \(name)", credential)
    }

    public static func credential(_ id: Int64, in db: any Connection) throws -> StoredCredential? {
        try db.first("\(selection) WHERE a.id = \(id)", credential)
    }

    public static func credential(provider: String, in db: any Connection) throws -> StoredCredential? {
        try db.first("\(selection) WHERE a.provider = \(provider)", credential)
    }

    /// All of them, closed ones too, by account name.
    public static func all(in db: any Connection) throws -> [StoredCredential] {
        try db.fetch("\(selection) ORDER BY a.name", credential)
    }

    /// - Parameter until: of a one-time password.
    public static func setPassword(
        _ id: Int64, _ password: String, until: Instant? = nil, in db: any Connection
    ) throws {
        try db.execute(
            "UPDATE account SET password = \(password), password_until = \(until?.milliseconds) WHERE id = \(id)")
    }

    /// Sets or takes away the second factor, and forgets the recovery codes of the one before.
    ///
    /// - Parameter step: the time step of the code that confirmed it; it and all before it count as used.
    public static func setFactor(_ id: Int64, _ factor: String?, step: Int64 = 0, in db: any Connection) throws {
        try db.execute("UPDATE account SET factor = \(factor), factor_step = \(step) WHERE id = \(id)")
        try db.execute("DELETE FROM recovery_code WHERE account_id = \(id)")
    }

    /// Uses up a time step and all before it; false where it has been used.
    public static func useStep(_ id: Int64, _ step: Int64, in db: any Connection) throws -> Bool {
        try db.execute("UPDATE account SET factor_step = \(step) WHERE id = \(id) AND factor_step < \(step)") == 1
    }

    public static func setSignedIn(_ id: Int64, at: Instant, in db: any Connection) throws {
        try db.execute("UPDATE account SET signed_in_at = \(at.milliseconds) WHERE id = \(id)")
    }

    /// Closes an account, or opens it again with `nil`.
    public static func setClosed(_ id: Int64, at: Instant?, in db: any Connection) throws {
        try db.execute("UPDATE account SET closed_at = \(at?.milliseconds) WHERE id = \(id)")
    }

    /// Puts these recovery codes in place of those before.
    public static func setRecoveryCodes(_ id: Int64, hashes: [String], in db: any Connection) throws {
        try db.execute("DELETE FROM recovery_code WHERE account_id = \(id)")
        for hash in hashes {
            try db.execute("INSERT INTO recovery_code (account_id, code_hash) VALUES (\(id), \(hash))")
        }
    }

    /// Uses a recovery code up; false where there is none with any of these hashes.
    public static func useRecoveryCode(_ id: Int64, hashes: [String], in db: any Connection) throws -> Bool {
        try db.execute("DELETE FROM recovery_code WHERE account_id = \(id) AND code_hash IN \(list: hashes)") > 0
    }

    public static func recoveryCodes(of id: Int64, in db: any Connection) throws -> Int {
        try db.count("SELECT COUNT(*) FROM recovery_code WHERE account_id = \(id)")
    }
}
