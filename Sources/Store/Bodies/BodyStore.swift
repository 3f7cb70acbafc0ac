public import Prevention
public import SQL

/// A body as it is stored (*samarbejdsorgan*).
public struct StoredBody: Sendable, Hashable {
    public let id: Int64
    /// Code of a ``BodyKind``.
    public let kindCode: String
    /// Code; empty for one of the whole district.
    public let municipality: String
    /// Focus area of a working group; 0 for others.
    public let area: Int64
    /// What it is for; about nobody.
    public let purpose: String
    public let endedAt: Instant?
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int

    public var isOpen: Bool { endedAt == nil }
    public var kind: BodyKind { BodyKind.kind(kindCode) ?? .workingGroup }
}

/// A seat as it is stored.
public struct StoredSeat: Sendable, Hashable {
    public let id: Int64
    public let body: Int64
    public let seat: BodySeat
    public let revision: Int
}

/// Bodies and who has seats in them.
public enum BodyStore {
    private static let columns: SQL = "b.id, b.kind, b.municipality, b.area_id, b.purpose, b.ended_at, b.revision"
    private static let seatColumns: SQL = """
        s.id, s.body_id, s.side, s.municipality, s.title, s.post, s.account, s.from_on, s.to_on, s.revision
        """

    private static func body(_ row: Row) -> StoredBody {
        StoredBody(
            id: row.int64(0), kindCode: row.text(1), municipality: row.text(2), area: row.int64(3),
            purpose: row.text(4), endedAt: row.int64OrNil(5).map { Instant(milliseconds: $0) }, revision: row.int(6))
    }

    private static func seat(_ row: Row) throws -> StoredSeat {
        guard let side = BodySeat.Side(rawValue: row.text(2)), let post = BodySeat.Post(rawValue: row.text(5)),
            let from = LocalDate(row.text(7))
        else { throw DatabaseFailure(.other, detail: "seat \(row.int64(0)) cannot be read") }
        let seat = BodySeat(
            side: side, municipality: row.text(3), title: row.text(4), post: post, account: row.text(6), from: from,
            to: LocalDate(row.text(8)))
        return StoredSeat(id: row.int64(0), body: row.int64(1), seat: seat, revision: row.int(9))
    }

    public static func body(_ id: Int64, in db: any Connection) throws -> StoredBody? {
        try db.first("SELECT \(columns) FROM body b WHERE b.id = \(id)", body)
    }

    /// The open ones first.
    public static func bodies(in db: any Connection) throws -> [StoredBody] {
        try db.fetch(
            "SELECT \(columns) FROM body b ORDER BY (b.ended_at IS NOT NULL), b.kind, b.municipality, b.id", body)
    }

    /// - Returns: its id; `nil` where there is one already.
    public static func add(
        _ kind: BodyKind, municipality: String, area: Int64, purpose: String, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64? {
        try db.insert(
            """
            INSERT INTO body (kind, municipality, area_id, purpose, revision, actor, at)
            VALUES (\(kind.code), \(municipality), \(area), \(purpose), 1, \(actor.name), \(at.milliseconds))
            ON CONFLICT DO NOTHING RETURNING id
            """)
    }

    /// Changes what it is for, or ends it; false if somebody has changed it since.
    public static func set(
        purpose: String, endedAt: Instant?, of id: Int64, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE body SET purpose = \(purpose), ended_at = \(endedAt?.milliseconds), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    // MARK: Seats

    /// Of all bodies or of one; those that lead first, then by side and municipality.
    public static func seats(of id: Int64? = nil, in db: any Connection) throws -> [StoredSeat] {
        let which: SQL = id.map { "s.body_id = \($0)" } ?? "1 = 1"
        return try db.fetch(
            """
            SELECT \(seatColumns) FROM body_seat s WHERE \(which)
            ORDER BY s.body_id, CASE s.post WHEN 'chair' THEN 0 WHEN 'secretary' THEN 1 ELSE 2 END,
                CASE s.side WHEN 'police' THEN 0 WHEN 'municipality' THEN 1 ELSE 2 END, s.municipality, s.from_on, s.id
            """, seat)
    }

    /// Those that an account holds on a day, in bodies that have not ended.
    public static func seats(of actor: Actor, on day: LocalDate, in db: any Connection) throws -> [StoredSeat] {
        try db.fetch(
            """
            SELECT \(seatColumns) FROM body_seat s JOIN body b ON b.id = s.body_id
            WHERE s.account = \(actor.name) AND b.ended_at IS NULL ORDER BY s.body_id, s.id
            """, seat
        ).filter { $0.seat.sits(on: day) && $0.seat.mayBeHeld(by: actor) }
    }

    public static func add(
        _ seat: BodySeat, to body: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO body_seat (body_id, side, municipality, title, post, account, from_on, to_on, revision, actor, at)
            VALUES (\(body), \(seat.side.rawValue), \(seat.municipality), \(seat.title), \(seat.post.rawValue),
                \(seat.account), \(seat.from.description), \(seat.to?.description ?? ""), 1, \(actor.name),
                \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new seat") }
        return id
    }

    /// False if somebody has changed it since.
    public static func set(_ id: Int64, to seat: BodySeat, revision: Int, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE body_seat SET title = \(seat.title), post = \(seat.post.rawValue), account = \(seat.account),
                from_on = \(seat.from.description), to_on = \(seat.to?.description ?? ""), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }
}
