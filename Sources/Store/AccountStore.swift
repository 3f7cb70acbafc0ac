public import Prevention
public import SQL

/// An account: who somebody is here. How they prove it is a `StoredCredential`.
public struct StoredAccount: Sendable, Hashable {
    public let id: Int64
    /// Not placed yet: which municipalities an authority works in stands in the handbook.
    public var actor: Actor

    public init(id: Int64, actor: Actor) {
        self.id = id
        self.actor = actor
    }
}

/// Accounts.
public enum AccountStore {
    static let columns: SQL = "a.id, a.name, a.display_name, a.authority, a.roles, a.unit, a.person_id"
    /// How many there are.
    static let width: Int32 = 7

    static func account(_ row: Row) -> StoredAccount {
        let roles = row.text(4).split(separator: ",").compactMap { Role(rawValue: String($0)) }
        var actor = Actor(
            name: row.text(1), displayName: row.text(2), authority: row.text(3), unit: row.text(5), roles: Set(roles))
        actor.person = row.int64OrNil(6)
        return StoredAccount(id: row.int64(0), actor: actor)
    }

    /// One that is not closed.
    public static func account(named name: String, in db: any Connection) throws -> StoredAccount? {
        try db.first("SELECT \(columns) FROM account a WHERE a.name = \(name) AND a.closed_at IS NULL", account)
    }

    /// Adds an account.
    ///
    /// - Parameters:
    ///   - password: as `PasswordHash` writes it; empty where there is none, for one of an identity provider.
    ///   - isExempt: whether it may do without a second factor.
    /// - Returns: its id; `nil` where the name is taken.
    @discardableResult
    public static func add(
        _ actor: Actor, password: String, isExempt: Bool = false, provider: String? = nil, at: Instant,
        in db: any Connection
    ) throws -> Int64? {
        try db.insert(
            """
            INSERT INTO account (name, display_name, authority, unit, person_id, roles, password, factor_exempt, provider,
                created_at)
            VALUES (\(actor.name), \(actor.displayName), \(actor.authority), \(actor.unit), \(actor.person),
                \(roles(of: actor)), \(password), \(isExempt), \(provider), \(at.milliseconds))
            ON CONFLICT DO NOTHING RETURNING id
            """)
    }

    /// Writes anew what an identity provider says of somebody.
    public static func update(_ id: Int64, _ actor: Actor, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE account SET display_name = \(actor.displayName), authority = \(actor.authority),
                unit = \(actor.unit), roles = \(roles(of: actor))
            WHERE id = \(id)
            """)
    }

    private static func roles(of actor: Actor) -> String {
        actor.roles.map(\.rawValue).sorted().joined(separator: ",")
    }

    public static func names(in db: any Connection) throws -> [(name: String, displayName: String)] {
        try db.fetch("SELECT name, display_name FROM account ORDER BY display_name") { ($0.text(0), $0.text(1)) }
    }

    /// All accounts that are not closed, by the name shown.
    public static func accounts(in db: any Connection) throws -> [StoredAccount] {
        try db.fetch("SELECT \(columns) FROM account a WHERE a.closed_at IS NULL ORDER BY a.display_name", account)
    }

    /// Who somebody is in the register, so that they cannot look up their own family; false where there is no such account.
    public static func setPerson(_ person: Int64?, of account: String, in db: any Connection) throws -> Bool {
        try db.execute("UPDATE account SET person_id = \(person), said_of = 0 WHERE name = \(account)") == 1
    }
}
