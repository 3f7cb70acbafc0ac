public import Prevention
public import SQL

/// A proposal as it is stored.
public struct StoredProposal: Sendable, Hashable {
    public let id: Int64
    public let plan: Int64
    public let proposal: PlanProposal
    /// Written by the secretariat for the municipality.
    public let isOnBehalf: Bool
    public let state: PlanProposal.State
    /// The one that it was grouped into.
    public let mergedInto: Int64?
    /// Why it was decided so, or withdrawn.
    public let reason: String
    public let decidedOn: LocalDate?
    /// The focus area or the local initiative that came of it.
    public let result: Int64?
    public let actor: String
    public let at: Instant
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int
}

/// A mark in the matrix of proposals and criteria.
public struct StoredMark: Sendable, Hashable {
    public let proposal: Int64
    public let criterion: Int64
    /// `nil` where it was taken back.
    public let mark: PlanCriterion.Mark?
    public let comment: String
    public let actor: String
    public let at: Instant
    public let revision: Int
}

/// Proposals, who supports them, and how they are weighed (*forslag*).
public enum ProposalStore {
    private static let columns: SQL = """
        id, plan_id, municipality, title, body, on_behalf, state, merged_into, reason, decided_on, result_id, actor, at,
            revision
        """

    private static func stored(_ row: Row) throws -> StoredProposal {
        guard let state = PlanProposal.State(rawValue: row.text(6)) else {
            throw DatabaseFailure(.other, detail: "proposal \(row.int64(0)) cannot be read")
        }
        return StoredProposal(
            id: row.int64(0), plan: row.int64(1),
            proposal: PlanProposal(municipality: row.text(2), title: row.text(3), body: row.text(4)),
            isOnBehalf: row.bool(5), state: state, mergedInto: row.int64OrNil(7), reason: row.text(8),
            decidedOn: LocalDate(row.text(9)), result: row.int64OrNil(10), actor: row.text(11),
            at: Instant(milliseconds: row.int64(12)), revision: row.int(13))
    }

    /// In the order in which they came.
    public static func proposals(of plan: Int64, in db: any Connection) throws -> [StoredProposal] {
        try db.fetch("SELECT \(columns) FROM plan_proposal WHERE plan_id = \(plan) ORDER BY id", stored)
    }

    public static func proposal(_ id: Int64, in db: any Connection) throws -> StoredProposal? {
        try db.first("SELECT \(columns) FROM plan_proposal WHERE id = \(id)", stored)
    }

    public static func insert(
        _ proposal: PlanProposal, into plan: Int64, isOnBehalf: Bool, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO plan_proposal (plan_id, municipality, on_behalf, title, body, state, merged_into, reason, decided_on,
                result_id, actor, at, revision)
            VALUES (\(plan), \(proposal.municipality), \(isOnBehalf), \(proposal.title), \(proposal.body), 'open', NULL,
                '', '', NULL, \(actor.name), \(at.milliseconds), 1) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new proposal") }
        return id
    }

    /// False where somebody has changed it since `revision`.
    public static func update(
        _ id: Int64, to proposal: PlanProposal, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE plan_proposal SET municipality = \(proposal.municipality), title = \(proposal.title),
                body = \(proposal.body), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// False where somebody has changed it since `revision`.
    public static func move(
        _ id: Int64, to state: PlanProposal.State, mergedInto: Int64? = nil, reason: String, on day: LocalDate?,
        result: Int64? = nil, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE plan_proposal SET state = \(state.rawValue), merged_into = \(mergedInto), reason = \(reason),
                decided_on = \(day?.description ?? ""), result_id = \(result), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// Codes of the municipalities that point to each proposal of a plan; those of one that was grouped into another count there.
    public static func support(in plan: Int64, _ db: any Connection) throws -> [Int64: Set<String>] {
        var found: [Int64: Set<String>] = [:]
        try db.forEach(
            """
            SELECT COALESCE(p.merged_into, p.id), s.municipality
            FROM plan_proposal p JOIN plan_support s ON s.proposal_id = p.id
            WHERE p.plan_id = \(plan) AND p.state <> 'withdrawn'
            """
        ) { row in
            found[row.int64(0), default: []].insert(row.text(1))
        }
        return found
    }

    /// Codes of those that point to this one itself, whatever was grouped into it.
    public static func ownSupport(of id: Int64, in db: any Connection) throws -> Set<String> {
        Set(try db.fetch("SELECT municipality FROM plan_support WHERE proposal_id = \(id)") { $0.text(0) })
    }

    /// False where nothing has changed.
    public static func setSupport(
        of id: Int64, by municipality: String, to supports: Bool, actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        if !supports {
            return try db.execute(
                "DELETE FROM plan_support WHERE proposal_id = \(id) AND municipality = \(municipality)") > 0
        }
        return try db.execute(
            """
            INSERT INTO plan_support (proposal_id, municipality, actor, at)
            VALUES (\(id), \(municipality), \(actor.name), \(at.milliseconds)) ON CONFLICT DO NOTHING
            """) > 0
    }

    public static func marks(in plan: Int64, _ db: any Connection) throws -> [StoredMark] {
        try db.fetch(
            """
            SELECT m.proposal_id, m.criterion_id, m.mark, m.comment, m.actor, m.at, m.revision
            FROM plan_mark m JOIN plan_proposal p ON p.id = m.proposal_id WHERE p.plan_id = \(plan)
            """
        ) { row in
            StoredMark(
                proposal: row.int64(0), criterion: row.int64(1), mark: PlanCriterion.Mark(rawValue: row.text(2)),
                comment: row.text(3), actor: row.text(4), at: Instant(milliseconds: row.int64(5)),
                revision: row.int(6))
        }
    }

    /// Sets a mark. False where somebody has set it since `revision`; 0 is the revision of one that is not there.
    public static func setMark(
        _ mark: PlanCriterion.Mark?, comment: String, on proposal: Int64, by criterion: Int64, revision: Int,
        actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        if revision == 0 {
            return try db.execute(
                """
                INSERT INTO plan_mark (proposal_id, criterion_id, mark, comment, actor, at, revision)
                VALUES (\(proposal), \(criterion), \(mark?.rawValue ?? ""), \(comment), \(actor.name),
                    \(at.milliseconds), 1) ON CONFLICT DO NOTHING
                """) == 1
        }
        return try db.execute(
            """
            UPDATE plan_mark SET mark = \(mark?.rawValue ?? ""), comment = \(comment), actor = \(actor.name),
                at = \(at.milliseconds), revision = revision + 1
            WHERE proposal_id = \(proposal) AND criterion_id = \(criterion) AND revision = \(revision)
            """) == 1
    }
}
