public import Prevention
public import SQL

/// What came of the reports that a rule of Socialsøg led to, case by case.
public struct RuleOutcome: Sendable, Hashable {
    public let rule: String
    /// Of the social report.
    public let report: Int64
    /// Of the notice; `nil` where the report has led to none.
    public let notice: Int64?
    /// Code of its stage; empty where there is none.
    public let stage: String
    /// What the municipality has answered; empty until then.
    public let feedback: String
}

extension ConcernStore {
    /// That an account waits for what comes of a notice.
    public static func follow(_ id: Int64, account: String, in db: any Connection) throws {
        try db.execute(
            "INSERT INTO notice_follower (case_id, account, seen_at) VALUES (\(id), \(account), NULL) ON CONFLICT DO NOTHING"
        )
    }

    /// Account names of those who wait, by name.
    public static func followers(of id: Int64, in db: any Connection) throws -> [String] {
        try db.fetch("SELECT account FROM notice_follower WHERE case_id = \(id) ORDER BY account") { $0.text(0) }
    }

    /// Whether an account waits for a notice, or has waited.
    public static func follows(_ id: Int64, account: String, in db: any Connection) throws -> Bool {
        try db.first("SELECT 1 FROM notice_follower WHERE case_id = \(id) AND account = \(account)") { _ in true }
            ?? false
    }

    /// Answered notices whose answer an account has not seen, those answered first before the others.
    public static func unseen(by account: String, limit: Int, in db: any Connection) throws -> [StoredConcern] {
        let rows = try db.fetch(
            """
            SELECT \(CaseStore.columns) FROM notice_follower f CROSS JOIN case_file c
            WHERE f.account = \(account) AND f.seen_at IS NULL AND c.id = f.case_id AND \(isNotice)
                AND c.stage IN ('answered', 'closed')
            ORDER BY c.stage_on, c.id LIMIT \(limit)
            """, CaseStore.caseRow)
        return try notices(rows, in: db)
    }

    /// Whether an answer has come back to an account that has not seen it.
    public static func isUnseen(_ id: Int64, by account: String, in db: any Connection) throws -> Bool {
        try db.first(
            """
            SELECT 1 FROM notice_follower f JOIN case_file c ON c.id = f.case_id
            WHERE f.case_id = \(id) AND f.account = \(account) AND f.seen_at IS NULL
                AND c.stage IN ('answered', 'closed')
            """
        ) { _ in true } ?? false
    }

    /// False where there was nothing to see.
    public static func setSeen(_ id: Int64, by account: String, at: Instant, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE notice_follower SET seen_at = \(at.milliseconds)
            WHERE case_id = \(id) AND account = \(account) AND seen_at IS NULL
            """) == 1
    }

    /// The account that opened a case; empty where another system did.
    public static func writer(of id: Int64, in db: any Connection) throws -> String {
        try db.first(
            """
            SELECT e.actor FROM case_event e JOIN case_file c ON c.id = e.case_id
            WHERE e.case_id = \(id) AND c.source_id IS NULL ORDER BY e.at, e.id LIMIT 1
            """
        ) { $0.text(0) } ?? ""
    }

    /// The cases of `programme` that a case has led to, their referrals in force, with whom each is about; oldest first.
    public static func ledTo(
        _ programme: String, from id: Int64, in db: any Connection
    ) throws -> [(person: Int64, row: CaseRow)] {
        try db.fetch(
            """
            SELECT DISTINCT COALESCE(y.person_id, 0), \(CaseStore.columns) FROM case_relation r
            JOIN case_file c ON c.id = r.from_id
            LEFT JOIN case_party y ON y.case_id = c.id AND y.role = \(Party.Role.subject.rawValue)
            WHERE r.to_id = \(id) AND r.kind = \(CaseRelation.refers.rawValue) AND r.removed_at IS NULL
                AND c.programme = \(programme)
            ORDER BY c.id
            """
        ) { ($0.int64(0), CaseStore.caseRow($0, from: 1)) }
    }

    /// What became of every hit that was reported: one line for each report, with the notice that it led to.
    public static func ruleOutcomes(in db: any Connection) throws -> [RuleOutcome] {
        try db.fetch(
            """
            SELECT h.rule, d.case_id, c.id, COALESCE(c.stage, ''), COALESCE(c.fields, '{}')
            FROM hit_decision d JOIN hit h ON h.id = d.hit_id
            LEFT JOIN case_relation r ON r.to_id = d.case_id AND r.kind = \(CaseRelation.refers.rawValue)
                AND r.removed_at IS NULL
            LEFT JOIN case_file c ON c.id = r.from_id AND \(isNotice)
            WHERE d.case_id IS NOT NULL
            ORDER BY h.rule, d.case_id, c.id
            """
        ) { row in
            RuleOutcome(
                rule: row.text(0), report: row.int64(1), notice: row.int64OrNil(2), stage: row.text(3),
                feedback: try JSONText.fields(row.text(4))["feedback"] ?? "")
        }
    }
}
