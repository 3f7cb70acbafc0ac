public import Prevention
public import SQL

/// A suggestion that somebody has dismissed with a reason.
public struct StoredDismissal: Sendable, Hashable {
    public let id: Int64
    public let about: SuggestionStore.About
    public let programme: String
    public let code: String
    public let basis: String
    public let reason: String
    public let actor: String
    public let at: Instant
    public let undoneBy: String
    /// `nil` while it holds.
    public let undoneAt: Instant?

    public var isUndone: Bool { undoneAt != nil }

    /// Whether it is about that suggestion, on the same facts.
    public func covers(_ suggested: Suggested) -> Bool {
        !isUndone && code == suggested.code && basis == suggested.basis
    }
}

public enum SuggestionStore {
    /// What a suggestion is made on.
    public enum About: Sendable, Hashable {
        case caseFile(Int64)
        /// An incident, for one of its victims.
        case incident(Int64, person: Int64)
    }

    private static let columns: SQL = """
        d.id, d.case_id, d.incident_id, d.person_id, d.programme, d.code, d.basis, d.reason, d.actor, d.at, d.undone_by,
        d.undone_at
        """

    private static func dismissal(_ row: Row) -> StoredDismissal {
        StoredDismissal(
            id: row.int64(0),
            about: row.int64OrNil(1).map(About.caseFile) ?? .incident(row.int64(2), person: row.int64(3)),
            programme: row.text(4), code: row.text(5), basis: row.text(6), reason: row.text(7), actor: row.text(8),
            at: Instant(milliseconds: row.int64(9)), undoneBy: row.text(10),
            undoneAt: row.int64OrNil(11).map { Instant(milliseconds: $0) })
    }

    public static func dismiss(
        _ suggested: Suggested, on about: About, programme: Programme, reason: String, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws {
        var caseID: Int64?
        var incident: (id: Int64, person: Int64)?
        switch about {
        case .caseFile(let id): caseID = id
        case .incident(let id, let person): incident = (id, person)
        }
        try db.execute(
            """
            INSERT INTO suggestion_decision (case_id, incident_id, person_id, programme, code, basis, reason, actor, at,
                undone_by)
            VALUES (\(caseID), \(incident?.id), \(incident?.person), \(programme.code), \(suggested.code),
                \(suggested.basis), \(reason), \(actor.name), \(at.milliseconds), '')
            """)
    }

    /// False where it has been undone meanwhile.
    public static func undo(_ id: Int64, by actor: Actor, at: Instant, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE suggestion_decision SET undone_by = \(actor.name), undone_at = \(at.milliseconds)
            WHERE id = \(id) AND undone_at IS NULL
            """) == 1
    }

    public static func dismissal(_ id: Int64, in db: any Connection) throws -> StoredDismissal? {
        try db.first("SELECT \(columns) FROM suggestion_decision d WHERE d.id = \(id)", dismissal)
    }

    /// Newest first, undone ones too.
    public static func dismissals(ofCases ids: [Int64], in db: any Connection) throws -> [StoredDismissal] {
        try db.fetch(
            "SELECT \(columns) FROM suggestion_decision d WHERE d.case_id IN \(list: ids) ORDER BY d.id DESC", dismissal
        )
    }

    /// Newest first, undone ones too.
    public static func dismissals(ofIncidents ids: [Int64], in db: any Connection) throws -> [StoredDismissal] {
        try db.fetch(
            "SELECT \(columns) FROM suggestion_decision d WHERE d.incident_id IN \(list: ids) ORDER BY d.id DESC",
            dismissal)
    }
}
