public import Prevention
public import SQL

/// A milestone as it is stored.
public struct StoredMilestone: Sendable, Hashable {
    public let id: Int64
    public let initiative: Int64
    public let milestone: Milestone
    public let revision: Int
}

/// Who answers for an initiative in an authority: an office or a function, never a person.
public struct InitiativeOwner: Sendable, Hashable {
    public let initiative: Int64
    public let authority: String
    public let position: String

    public init(initiative: Int64, authority: String, position: String) {
        self.initiative = initiative
        self.authority = authority
        self.position = position
    }
}

/// Where else an initiative is taken over.
public struct StoredSpread: Sendable, Hashable {
    public let initiative: Int64
    public let municipality: String
    public let position: String
    public let from: LocalDate?
    public let state: SpreadState

    public init(
        initiative: Int64, municipality: String, position: String, from: LocalDate?, state: SpreadState
    ) {
        self.initiative = initiative
        self.municipality = municipality
        self.position = position
        self.from = from
        self.state = state
    }
}

extension InitiativeStore {
    private static func milestone(_ row: Row) throws -> StoredMilestone {
        guard let due = LocalDate(row.text(3)) else {
            throw DatabaseFailure(.other, detail: "milestone \(row.int64(0)) cannot be read")
        }
        let milestone = Milestone(
            title: row.text(2), due: due, firstDue: LocalDate(row.text(4)), doneOn: LocalDate(row.text(5)),
            moves: row.int(6), lastReason: row.text(7))
        return StoredMilestone(
            id: row.int64(0), initiative: row.int64(1), milestone: milestone, revision: row.int(8))
    }

    private static let milestoneColumns: SQL = """
        m.id, m.initiative_id, m.title, m.due, m.first_due, m.done_on, m.moves, m.last_reason, m.revision
        """

    /// Of all initiatives of a plan, those due first before the others.
    public static func milestones(ofPlan plan: Int64, in db: any Connection) throws -> [StoredMilestone] {
        try db.fetch(
            """
            SELECT \(milestoneColumns) FROM milestone m JOIN initiative i ON i.id = m.initiative_id
            WHERE i.plan_id = \(plan) ORDER BY m.due, m.id
            """, milestone)
    }

    public static func milestones(of initiative: Int64, in db: any Connection) throws -> [StoredMilestone] {
        try db.fetch(
            """
            SELECT \(milestoneColumns) FROM milestone m WHERE m.initiative_id = \(initiative) ORDER BY m.due, m.id
            """, milestone)
    }

    public static func insert(
        _ one: Milestone, of initiative: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO milestone (initiative_id, title, due, first_due, done_on, moves, last_reason, actor, at, revision)
            VALUES (\(initiative), \(one.title), \(one.due.description), \(one.firstDue.description),
                \(one.doneOn?.description ?? ""), \(one.moves), \(one.lastReason), \(actor.name), \(at.milliseconds), 1)
            """)
    }

    /// False where somebody has changed it since `revision`.
    public static func update(
        milestone id: Int64, to one: Milestone, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE milestone SET title = \(one.title), due = \(one.due.description),
                done_on = \(one.doneOn?.description ?? ""), moves = \(one.moves), last_reason = \(one.lastReason),
                revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// False where somebody has changed it since `revision`.
    public static func remove(milestone id: Int64, revision: Int, in db: any Connection) throws -> Bool {
        try db.execute("DELETE FROM milestone WHERE id = \(id) AND revision = \(revision)") == 1
    }

    /// By authority.
    public static func owners(ofPlan plan: Int64, in db: any Connection) throws -> [InitiativeOwner] {
        try db.fetch(
            """
            SELECT o.initiative_id, o.authority, o.position
            FROM initiative_owner o JOIN initiative i ON i.id = o.initiative_id
            WHERE i.plan_id = \(plan) ORDER BY o.authority
            """
        ) { InitiativeOwner(initiative: $0.int64(0), authority: $0.text(1), position: $0.text(2)) }
    }

    public static func owners(of initiative: Int64, in db: any Connection) throws -> [InitiativeOwner] {
        try db.fetch(
            """
            SELECT initiative_id, authority, position FROM initiative_owner
            WHERE initiative_id = \(initiative) ORDER BY authority
            """
        ) { InitiativeOwner(initiative: $0.int64(0), authority: $0.text(1), position: $0.text(2)) }
    }

    /// An empty position takes the authority out.
    public static func setOwner(
        _ owner: InitiativeOwner, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            DELETE FROM initiative_owner WHERE initiative_id = \(owner.initiative) AND authority = \(owner.authority)
            """)
        guard !owner.position.isEmpty else { return }
        try db.execute(
            """
            INSERT INTO initiative_owner (initiative_id, authority, position, actor, at)
            VALUES (\(owner.initiative), \(owner.authority), \(owner.position), \(actor.name), \(at.milliseconds))
            """)
    }

    public static func spread(of initiative: Int64, in db: any Connection) throws -> [StoredSpread] {
        try db.fetch(
            """
            SELECT initiative_id, municipality, position, from_day, state FROM initiative_spread
            WHERE initiative_id = \(initiative) ORDER BY municipality
            """
        ) { row in
            guard let state = SpreadState(rawValue: row.text(4)) else {
                throw DatabaseFailure(.other, detail: "spread of \(row.int64(0)) cannot be read")
            }
            return StoredSpread(
                initiative: row.int64(0), municipality: row.text(1), position: row.text(2),
                from: LocalDate(row.text(3)), state: state)
        }
    }

    /// The latest of each municipality stands.
    public static func setSpread(
        _ one: StoredSpread, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO initiative_spread (initiative_id, municipality, position, from_day, state, actor, at)
            VALUES (\(one.initiative), \(one.municipality), \(one.position), \(one.from?.description ?? ""),
                \(one.state.rawValue), \(actor.name), \(at.milliseconds))
            ON CONFLICT (initiative_id, municipality) DO UPDATE SET position = excluded.position,
                from_day = excluded.from_day, state = excluded.state, actor = excluded.actor, at = excluded.at
            """)
    }
}
