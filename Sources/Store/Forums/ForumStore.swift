public import Prevention
public import SQL

/// A forum as it is stored (*forum*).
public struct StoredForum: Sendable {
    public let id: Int64
    public let kind: ForumKind
    /// Code; empty for one of the whole district.
    public let municipality: String
    /// What it is for, in its members' own words; about nobody.
    public let purpose: String
    public let endedAt: Instant?
    public let revision: Int

    public var isOpen: Bool { endedAt == nil }
}

/// Somebody's seat in a forum.
public struct ForumMember: Sendable, Hashable {
    public let id: Int64
    /// Account name.
    public let account: String
    public let isChair: Bool
    public let addedAt: Instant
    public let leftAt: Instant?

    public var isSitting: Bool { leftAt == nil }
}

/// Forums and who sits in them.
public enum ForumStore {
    private static let columns: SQL = "f.id, f.kind, f.municipality, f.purpose, f.ended_at, f.revision"

    private static func forum(_ row: Row) -> StoredForum? {
        ForumKind.kind(row.text(1)).map { kind in
            StoredForum(
                id: row.int64(0), kind: kind, municipality: row.text(2), purpose: row.text(3),
                endedAt: row.int64OrNil(4).map { Instant(milliseconds: $0) }, revision: row.int(5))
        }
    }

    public static func forum(_ id: Int64, in db: any Connection) throws -> StoredForum? {
        try db.first("SELECT \(columns) FROM forum f WHERE f.id = \(id)", forum).flatMap(\.self)
    }

    /// All of them, or those in which an account sits; the open ones first.
    public static func forums(of account: String? = nil, in db: any Connection) throws -> [StoredForum] {
        let seat: SQL =
            account.map { name in
                """
                EXISTS (SELECT 1 FROM forum_member m
                    WHERE m.forum_id = f.id AND m.account = \(name) AND m.left_at IS NULL)
                """
            } ?? "1 = 1"
        return try db.fetch(
            "SELECT \(columns) FROM forum f WHERE \(seat) ORDER BY (f.ended_at IS NOT NULL), f.kind, f.municipality, f.id",
            forum
        ).compactMap(\.self)
    }

    /// The one of a kind that is open; of a local kind, that of a municipality.
    public static func open(
        _ kind: ForumKind, municipality: String, in db: any Connection
    ) throws -> StoredForum? {
        try db.first(
            """
            SELECT \(columns) FROM forum f
            WHERE f.kind = \(kind.code) AND f.municipality = \(kind.isLocal ? municipality : "") AND f.ended_at IS NULL
            """, forum
        ).flatMap(\.self)
    }

    /// - Returns: its id; `nil` where there is one already.
    public static func add(
        _ kind: ForumKind, municipality: String, purpose: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64? {
        try db.insert(
            """
            INSERT INTO forum (kind, municipality, purpose, revision, created_by, created_at)
            VALUES (\(kind.code), \(municipality), \(purpose), 1, \(actor.name), \(at.milliseconds))
            ON CONFLICT DO NOTHING RETURNING id
            """)
    }

    /// False if somebody has changed it since.
    public static func setPurpose(
        _ purpose: String, of id: Int64, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE forum SET purpose = \(purpose), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND ended_at IS NULL
            """) == 1
    }

    /// False if somebody has changed it since.
    public static func end(_ id: Int64, revision: Int, at: Instant, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE forum SET ended_at = \(at.milliseconds), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND ended_at IS NULL
            """) == 1
    }

    // MARK: Members

    private static func member(_ row: Row) -> ForumMember {
        ForumMember(
            id: row.int64(0), account: row.text(1), isChair: row.bool(2),
            addedAt: Instant(milliseconds: row.int64(3)),
            leftAt: row.int64OrNil(4).map { Instant(milliseconds: $0) })
    }

    /// Forums that somebody leads of whom it is known who they are in the register, and so who their family is.
    public static func ledByRegistered(in db: any Connection) throws -> [Int64] {
        try db.fetch(
            """
            SELECT DISTINCT s.forum_id FROM account a JOIN forum_member s ON s.account = a.name
            WHERE a.person_id IS NOT NULL AND s.is_chair = 1 AND s.left_at IS NULL ORDER BY s.forum_id
            """
        ) { $0.int64(0) }
    }

    /// Everybody who sits or has sat in it: those who sit first, by account.
    public static func members(of forum: Int64, in db: any Connection) throws -> [ForumMember] {
        try db.fetch(
            """
            SELECT id, account, is_chair, added_at, left_at FROM forum_member WHERE forum_id = \(forum)
            ORDER BY (left_at IS NOT NULL), is_chair DESC, account, id
            """, member)
    }

    /// Somebody's seat, if they sit in it now.
    public static func seat(of account: String, in forum: Int64, _ db: any Connection) throws -> ForumMember? {
        try db.first(
            """
            SELECT id, account, is_chair, added_at, left_at FROM forum_member
            WHERE forum_id = \(forum) AND account = \(account) AND left_at IS NULL
            """, member)
    }

    /// False where they sit in it already.
    public static func addMember(
        _ account: String, isChair: Bool, to forum: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.insert(
            """
            INSERT INTO forum_member (forum_id, account, is_chair, added_by, added_at)
            VALUES (\(forum), \(account), \(isChair), \(actor.name), \(at.milliseconds))
            ON CONFLICT DO NOTHING RETURNING id
            """) != nil
    }

    /// False where they do not sit in it.
    public static func setChair(
        _ isChair: Bool, _ account: String, of forum: Int64, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE forum_member SET is_chair = \(isChair)
            WHERE forum_id = \(forum) AND account = \(account) AND left_at IS NULL
            """) == 1
    }

    /// False where they do not sit in it.
    public static func removeMember(
        _ account: String, from forum: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE forum_member SET left_by = \(actor.name), left_at = \(at.milliseconds)
            WHERE forum_id = \(forum) AND account = \(account) AND left_at IS NULL
            """) == 1
    }
}
