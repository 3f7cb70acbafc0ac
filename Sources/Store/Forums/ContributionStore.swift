public import Prevention
public import SQL

/// What somebody has shared with an item, or that they have not (*bidrag*). Who may read it stands in the records of its sharing.
public struct StoredContribution: Sendable, Hashable {
    public let id: Int64
    public let item: Int64
    /// Account name, and the authority that the author worked for.
    public let author: String
    public let authority: String
    public let outcome: Disclosure.Outcome
    /// Empty where it was declined.
    public let body: String
    public let at: Instant
    /// Taken back before anybody could read it.
    public let withdrawnAt: Instant?

    /// That there is an answer, without what it says.
    public var withoutBody: StoredContribution {
        StoredContribution(
            id: id, item: item, author: author, authority: authority, outcome: outcome, body: "", at: at,
            withdrawnAt: withdrawnAt)
    }
}

public enum ContributionStore {
    private static let columns: SQL = "c.id, c.item_id, c.author, c.authority, c.outcome, c.body, c.at, c.withdrawn_at"

    private static func contribution(_ row: Row, _ keys: KeyRing) throws -> StoredContribution {
        StoredContribution(
            id: row.int64(0), item: row.int64(1), author: row.text(2), authority: row.text(3),
            outcome: Disclosure.Outcome(rawValue: row.text(4)) ?? .declined, body: try keys.openedText(row.text(5)),
            at: Instant(milliseconds: row.int64(6)),
            withdrawnAt: row.int64OrNil(7).map { Instant(milliseconds: $0) })
    }

    public static func add(
        _ outcome: Disclosure.Outcome, body: String, to item: Int64, keys: KeyRing, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO forum_contribution (item_id, author, authority, outcome, body, at)
            VALUES (\(item), \(actor.name), \(actor.authority), \(outcome.rawValue), \(try keys.sealedText(body)),
                \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new contribution") }
        return id
    }

    public static func contribution(
        _ id: Int64, of item: Int64, keys: KeyRing, in db: any Connection
    ) throws -> StoredContribution? {
        try db.first("SELECT \(columns) FROM forum_contribution c WHERE c.id = \(id) AND c.item_id = \(item)") {
            try contribution($0, keys)
        }
    }

    /// Takes back what nobody has read, and its text with it; false where that was done already.
    public static func withdraw(_ id: Int64, at: Instant, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE forum_contribution SET withdrawn_at = \(at.milliseconds), body = ''
            WHERE id = \(id) AND withdrawn_at IS NULL
            """) == 1
    }

    /// Oldest first.
    public static func contributions(
        to item: Int64, keys: KeyRing, in db: any Connection
    ) throws -> [StoredContribution] {
        try db.fetch("SELECT \(columns) FROM forum_contribution c WHERE c.item_id = \(item) ORDER BY c.id") {
            try contribution($0, keys)
        }
    }

    /// Whom the records of a contribution name.
    public struct Recipients: Sendable {
        /// Account names.
        public var named: Set<String> = []
        /// Those of them whom it reaches now: they have taken part ever since, and no other meeting has dealt with the item. With the
        /// others it has to be shared again.
        public var standing: Set<String> = []

        public init() {}
    }

    /// By contribution.
    public static func recipients(ofItem item: Int64, in db: any Connection) throws -> [Int64: Recipients] {
        var found: [Int64: Recipients] = [:]
        try db.forEach(
            """
            SELECT d.contribution_id, r.account, CASE WHEN p.added_at <= d.at AND \(AgendaStore.isForPresentMeeting) THEN 1 ELSE 0 END FROM disclosure d
            JOIN disclosure_recipient r ON r.disclosure_id = d.id
            JOIN forum_item i ON i.id = d.item_id
            LEFT JOIN forum_participant p ON p.item_id = d.item_id AND p.account = r.account
            WHERE d.item_id = \(item) AND d.contribution_id IS NOT NULL
            """
        ) { row in
            found[row.int64(0), default: Recipients()].named.insert(row.text(1))
            if row.bool(2) { found[row.int64(0), default: Recipients()].standing.insert(row.text(1)) }
        }
        return found
    }
}
