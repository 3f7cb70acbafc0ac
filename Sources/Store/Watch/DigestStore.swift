public import Prevention
public import SQL

/// Where somebody gets their daily mail (*dagligt overblik*).
public struct StoredDigest: Sendable, Hashable {
    public let account: StoredAccount
    public let address: String
    /// Code of the language that it is written in.
    public let language: String
    public let isOn: Bool
    /// The day of the last one; `nil` for none yet.
    public let sentOn: LocalDate?
    /// When it could last not be handed over; `nil` where the last one could.
    public let failedAt: Instant?
    /// The last day on which there was nothing to say; `nil` for none yet.
    public let passedOn: LocalDate?

    /// The last day that is over with: sent, or nothing to say.
    public var doneOn: LocalDate? { [sentOn, passedOn].compactMap(\.self).max() }
}

public enum DigestStore {
    private static let selection: SQL = """
        SELECT \(AccountStore.columns), g.address, g.language, g.is_on, g.sent_on, g.failed_at, g.passed_on
        FROM digest g JOIN account a ON a.id = g.account_id
        """

    private static func digest(_ row: Row) -> StoredDigest {
        let next = AccountStore.width
        return StoredDigest(
            account: AccountStore.account(row), address: row.text(next), language: row.text(next + 1),
            isOn: row.bool(next + 2), sentOn: LocalDate(row.text(next + 3)),
            failedAt: row.int64OrNil(next + 4).map { Instant(milliseconds: $0) },
            passedOn: LocalDate(row.text(next + 5)))
    }

    public static func digest(of account: Int64, in db: any Connection) throws -> StoredDigest? {
        try db.first("\(selection) WHERE g.account_id = \(account)", digest)
    }

    /// Switched on, of accounts that are not closed, and not sent on `day`.
    public static func waiting(on day: LocalDate, in db: any Connection) throws -> [StoredDigest] {
        try db.fetch(
            """
            \(selection) WHERE g.is_on = 1 AND a.closed_at IS NULL AND COALESCE(g.sent_on, '') < \(day.description)
            ORDER BY a.id
            """, digest)
    }

    public static func set(
        address: String, language: String, isOn: Bool, of account: Int64, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO digest (account_id, address, language, is_on)
            VALUES (\(account), \(address), \(language), \(isOn))
            ON CONFLICT (account_id) DO UPDATE SET address = excluded.address, language = excluded.language,
                is_on = excluded.is_on, failed_at = NULL
            """)
    }

    /// Takes the mail of a day as its own; false where another process has.
    public static func claim(_ day: LocalDate, of account: Int64, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE digest SET sent_on = \(day.description), failed_at = NULL
            WHERE account_id = \(account) AND COALESCE(sent_on, '') < \(day.description)
            """) == 1
    }

    /// On that day there was nothing to say.
    public static func pass(over day: LocalDate, of account: Int64, in db: any Connection) throws {
        try db.execute(
            "UPDATE digest SET passed_on = \(day.description), failed_at = NULL WHERE account_id = \(account)")
    }

    /// It could not be handed over, and is tried again.
    public static func fail(
        of account: Int64, lastSent: LocalDate?, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE digest SET sent_on = \(lastSent?.description), failed_at = \(at.milliseconds)
            WHERE account_id = \(account)
            """)
    }
}
