public import Prevention
public import SQL

/// A tie between two cases, as it is seen from one of them.
public struct StoredRelation: Sendable, Hashable {
    public let id: Int64
    public let kind: CaseRelation
    /// Whether the case that was asked about is the one of which the kind is said.
    public let isOutgoing: Bool
    /// The case at the other end.
    public let other: CaseRow
    public let reason: String
    public let actor: String
    public let at: Instant
    public let removal: Removal?

    public struct Removal: Sendable, Hashable {
        public let actor: String
        public let at: Instant
        public let reason: String
    }
}

/// Ties between cases, and the incidents that led to them.
public enum RelationStore {
    /// False where the two are tied so already.
    public static func relate(
        _ from: Int64, _ kind: CaseRelation, to: Int64, reason: String, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Bool {
        let mutual: SQL = kind.isMutual ? "OR from_id = \(to) AND to_id = \(from)" : ""
        let isThere = try db.first(
            """
            SELECT 1 FROM case_relation
            WHERE (from_id = \(from) AND to_id = \(to) \(mutual)) AND kind = \(kind.rawValue) AND removed_at IS NULL
            """
        ) { _ in true }
        if isThere == true { return false }
        try db.execute(
            """
            INSERT INTO case_relation (from_id, to_id, kind, reason, actor, at)
            VALUES (\(from), \(to), \(kind.rawValue), \(reason), \(actor.name), \(at.milliseconds))
            """)
        return true
    }

    /// What a case is tied to, oldest first, removed ties among them; a case outside `scope` is not there.
    public static func relations(
        of id: Int64, scope: CaseScope, in db: any Connection
    ) throws -> [StoredRelation] {
        try db.fetch(
            """
            SELECT r.id, r.kind, r.from_id, r.reason, r.actor, r.at, r.removed_by, r.removed_at, r.removed_reason,
                \(CaseStore.columns)
            FROM case_relation r JOIN case_file c ON c.id = CASE WHEN r.from_id = \(id) THEN r.to_id ELSE r.from_id END
            WHERE (r.from_id = \(id) OR r.to_id = \(id)) AND \(scope.condition)
            ORDER BY r.id
            """
        ) { row in
            StoredRelation(
                id: row.int64(0), kind: CaseRelation(rawValue: row.text(1)) ?? .concerns,
                isOutgoing: row.int64(2) == id, other: CaseStore.caseRow(row, from: 9), reason: row.text(3),
                actor: row.text(4), at: Instant(milliseconds: row.int64(5)),
                removal: row.int64OrNil(7).map {
                    .init(actor: row.text(6), at: Instant(milliseconds: $0), reason: row.text(8))
                })
        }
    }

    /// The ties in force that are said of a case, whatever the reader may open: for rules that look at all of them.
    public static func ties(of id: Int64, in db: any Connection) throws -> Set<RelatableCase.Tie> {
        Set(
            try db.fetch("SELECT kind, to_id FROM case_relation WHERE from_id = \(id) AND removed_at IS NULL") { row in
                RelatableCase.Tie(CaseRelation(rawValue: row.text(0)) ?? .concerns, row.int64(1))
            })
    }

    /// The cases at the other end of a tie in force, with their programmes, whatever the reader may open: for rules alone.
    public static func tied(to id: Int64, in db: any Connection) throws -> [(id: Int64, programme: String)] {
        try db.fetch(
            """
            SELECT c.id, c.programme FROM case_file c WHERE c.id IN (
                SELECT r.to_id FROM case_relation r WHERE r.from_id = \(id) AND r.removed_at IS NULL
                UNION SELECT r.from_id FROM case_relation r WHERE r.to_id = \(id) AND r.removed_at IS NULL)
            """
        ) { ($0.int64(0), $0.text(1)) }
    }

    /// The code of the programme of a case; `nil` where there is none.
    public static func programme(of id: Int64, in db: any Connection) throws -> String? {
        try db.first("SELECT programme FROM case_file WHERE id = \(id)") { $0.text(0) }
    }

    /// Those of `ids` that `kind` is said about by another case, in force.
    public static func targets(
        _ kind: CaseRelation, among ids: [Int64], in db: any Connection
    ) throws -> Set<Int64> {
        Set(
            try db.fetch(
                """
                SELECT DISTINCT to_id FROM case_relation
                WHERE to_id IN \(list: ids) AND kind = \(kind.rawValue) AND removed_at IS NULL
                """
            ) { $0.int64(0) })
    }

    /// Takes a tie back; it stays in the history. False where it is gone already.
    public static func remove(
        _ relation: Int64, reason: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE case_relation
            SET removed_by = \(actor.name), removed_at = \(at.milliseconds), removed_reason = \(reason)
            WHERE id = \(relation) AND removed_at IS NULL
            """) == 1
    }

    /// Keeps that an incident led to a case.
    public static func setIncident(
        _ incident: Int64, of id: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO case_incident (case_id, incident_id, actor, at)
            VALUES (\(id), \(incident), \(actor.name), \(at.milliseconds)) ON CONFLICT DO NOTHING
            """)
    }

    /// The incidents that led to a case, by day.
    public static func incidents(of id: Int64, in db: any Connection) throws -> [StoredIncident] {
        let ids = try db.fetch("SELECT incident_id FROM case_incident WHERE case_id = \(id)") { $0.int64(0) }
        return ids.isEmpty ? [] : try IncidentStore.incidents(ids, in: db)
    }
}
