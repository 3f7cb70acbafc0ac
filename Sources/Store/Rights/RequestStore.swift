public import Prevention
public import SQL

/// Somebody's request to be told what is held about them (*indsigtsanmodning*).
public struct AccessRequest: Sendable, Hashable {
    public let id: Int64
    public let person: Int64
    /// In free text: the person, a guardian, a lawyer.
    public let requestedBy: String
    public let receivedOn: LocalDate
    /// The last day on which it is answered in time.
    public let dueOn: LocalDate
    public let isAnswered: Bool
    public let registeredBy: String
    public let answeredBy: String
    public let answeredAt: Instant?
}

/// The decision to withhold a part of an answer (retshåndhævelsesloven § 16).
public struct AccessRestriction: Sendable, Hashable {
    public let part: AccessPart
    public let ground: AccessGround
    /// In writing, for whoever reviews it; never in the answer.
    public let reason: String
    /// The answer neither confirms nor denies that there is anything.
    public let isSilent: Bool
    public let decidedBy: String
    public let decidedAt: Instant

    public init(
        _ part: AccessPart, ground: AccessGround, reason: String, isSilent: Bool, by actor: Actor, at: Instant
    ) {
        self.init(part, ground, reason, isSilent, actor.name, at)
    }

    init(
        _ part: AccessPart, _ ground: AccessGround, _ reason: String, _ isSilent: Bool, _ decidedBy: String,
        _ at: Instant
    ) {
        self.part = part
        self.ground = ground
        self.reason = reason
        self.isSilent = isSilent
        self.decidedBy = decidedBy
        decidedAt = at
    }
}

/// The register of requests for access.
public enum RequestStore {
    private static let columns: SQL = """
        id, person_id, requested_by, received_on, due_on, state, registered_by, answered_by, answered_at
        """

    private static func request(_ row: Row) -> AccessRequest {
        AccessRequest(
            id: row.int64(0), person: row.int64(1), requestedBy: row.text(2),
            receivedOn: LocalDate(row.text(3)) ?? LocalDate(dayNumber: 0),
            dueOn: LocalDate(row.text(4)) ?? LocalDate(dayNumber: 0), isAnswered: row.text(5) == "answered",
            registeredBy: row.text(6), answeredBy: row.text(7),
            answeredAt: row.int64OrNil(8).map { Instant(milliseconds: $0) })
    }

    public static func request(_ id: Int64, in db: any Connection) throws -> AccessRequest? {
        try db.first("SELECT \(columns) FROM access_request WHERE id = \(id)", request)
    }

    /// Open ones, the one that is due first first.
    public static func open(in db: any Connection) throws -> [AccessRequest] {
        try db.fetch("SELECT \(columns) FROM access_request WHERE state = 'open' ORDER BY due_on, id", request)
    }

    /// Answered ones, newest first.
    public static func answered(limit: Int, in db: any Connection) throws -> [AccessRequest] {
        try db.fetch(
            "SELECT \(columns) FROM access_request WHERE state = 'answered' ORDER BY answered_at DESC, id DESC LIMIT \(limit)",
            request)
    }

    /// The oldest open one of a person.
    public static func open(of person: Int64, in db: any Connection) throws -> AccessRequest? {
        try db.first(
            "SELECT \(columns) FROM access_request WHERE person_id = \(person) AND state = 'open' ORDER BY id LIMIT 1",
            request)
    }

    public static func add(
        person: Int64, requestedBy: String, receivedOn: LocalDate, dueOn: LocalDate, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO access_request (person_id, requested_by, received_on, due_on, state, registered_by, registered_at,
                answered_by, answered_at)
            VALUES (\(try IdentityStore.person(of: person, in: db)), \(requestedBy), \(receivedOn.description), \(dueOn.description), 'open', \(actor.name),
                \(at.milliseconds), '', NULL)
            RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a request") }
        return id
    }

    /// False where it is answered already.
    public static func answer(_ id: Int64, by actor: Actor, at: Instant, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE access_request SET state = 'answered', answered_by = \(actor.name), answered_at = \(at.milliseconds)
            WHERE id = \(id) AND state = 'open'
            """) == 1
    }

    public static func restrictions(of request: Int64, in db: any Connection) throws -> [AccessRestriction] {
        try db.fetch(
            """
            SELECT part, ground, reason, is_silent, decided_by, decided_at FROM access_restriction
            WHERE request_id = \(request) ORDER BY id
            """
        ) { row in
            AccessPart(row.text(0)).flatMap { part in
                AccessGround(rawValue: row.text(1)).map {
                    AccessRestriction(
                        part, $0, row.text(2), row.bool(3), row.text(4), Instant(milliseconds: row.int64(5)))
                }
            }
        }.compactMap { $0 }
    }

    /// False where the part is withheld already.
    public static func restrict(
        _ request: Int64, _ restriction: AccessRestriction, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            INSERT INTO access_restriction (request_id, part, ground, reason, is_silent, decided_by, decided_at)
            VALUES (\(request), \(restriction.part.code), \(restriction.ground.rawValue), \(restriction.reason),
                \(restriction.isSilent), \(restriction.decidedBy), \(restriction.decidedAt.milliseconds))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    /// Takes a decision back before the answer has been given.
    public static func lift(_ request: Int64, _ part: AccessPart, in db: any Connection) throws -> Bool {
        try db.execute("DELETE FROM access_restriction WHERE request_id = \(request) AND part = \(part.code)") == 1
    }
}
