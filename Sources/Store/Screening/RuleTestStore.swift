public import Prevention
public import SQL

/// What a back-test has found, as it is kept with the draft: counts, with small ones hidden already.
public struct BackTestResult: Sendable, Hashable, Codable {
    public let rule: String
    public let version: Int
    /// Of the rule, in force on the last day; `nil` where the rule is new.
    public let currentVersion: Int?
    /// Hits that last triggered before are left out; `nil` for all of history.
    public let from: LocalDate?
    /// Last day looked at.
    public let through: LocalDate
    /// The smallest count that is shown.
    public let least: Int
    public let comparison: RuleComparison

    public init(
        rule: String, version: Int, currentVersion: Int?, from: LocalDate?, through: LocalDate, least: Int,
        comparison: RuleComparison
    ) {
        self.rule = rule
        self.version = version
        self.currentVersion = currentVersion
        self.from = from
        self.through = through
        self.least = least
        self.comparison = comparison
    }
}

/// A stored back-test.
public struct StoredBackTest: Sendable, Hashable {
    /// Of the draft whose text was tested.
    public let revision: Int
    public let result: BackTestResult
    public let actor: String
    public let at: Instant
}

/// A week of a shadow run: how many children's circumstances would have come into the queue, or again, in it.
public struct ShadowWeek: Sendable, Hashable {
    public let monday: LocalDate
    public let counts: RuleComparison.Counts

    public init(monday: LocalDate, counts: RuleComparison.Counts) {
        self.monday = monday
        self.counts = counts
    }
}

/// Results of back-tests and shadow runs. No child, carer or incident is kept.
public enum RuleTestStore {
    public static func backTest(of draft: Int64, in db: any Connection) throws -> StoredBackTest? {
        try db.first("SELECT revision, result, actor, at FROM rule_back_test WHERE draft_id = \(draft)") { row in
            StoredBackTest(
                revision: row.int(0), result: try JSONText.decode(BackTestResult.self, from: row.text(1)),
                actor: row.text(2), at: Instant(milliseconds: row.int64(3)))
        }
    }

    /// Keeps it in place of an older one.
    public static func save(
        _ result: BackTestResult, of draft: Int64, revision: Int, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        let text = try JSONText.encode(result)
        try db.execute(
            """
            INSERT INTO rule_back_test (draft_id, revision, result, actor, at)
            VALUES (\(draft), \(revision), \(text), \(actor.name), \(at.milliseconds))
            ON CONFLICT (draft_id) DO UPDATE SET revision = excluded.revision, result = excluded.result,
                actor = excluded.actor, at = excluded.at
            """)
    }

    /// The weeks of one shadow run, oldest first.
    public static func weeks(of draft: Int64, runFrom: LocalDate, in db: any Connection) throws -> [ShadowWeek] {
        try db.fetch(
            """
            SELECT monday, new, lost, common FROM rule_shadow_week
            WHERE draft_id = \(draft) AND run_from = \(runFrom.description) ORDER BY monday
            """
        ) { row in
            func shown(_ column: Int32) -> Int? { row.int(column) < 0 ? nil : row.int(column) }
            return ShadowWeek(
                monday: LocalDate(row.text(0)) ?? LocalDate(dayNumber: 0),
                counts: .init(new: shown(1), lost: shown(2), common: shown(3)))
        }
    }

    /// A week that is there already stays as it was counted.
    public static func save(
        _ week: ShadowWeek, of draft: Int64, runFrom: LocalDate, at: Instant, in db: any Connection
    ) throws {
        let counts = week.counts
        try db.execute(
            """
            INSERT INTO rule_shadow_week (draft_id, monday, run_from, new, lost, common, counted_at)
            VALUES (\(draft), \(week.monday.description), \(runFrom.description), \(counts.new ?? -1),
                \(counts.lost ?? -1), \(counts.common ?? -1), \(at.milliseconds))
            ON CONFLICT DO NOTHING
            """)
    }

    /// What the tables of a comparison ask of some persons. Gone ones are left out.
    public static func traits(
        of persons: Set<Int64>, in db: any Connection
    ) throws -> [Int64: RuleComparison.Traits] {
        let statement = try db.prepare("SELECT municipality, birth_date, sex FROM person WHERE id = ?")
        var found: [Int64: RuleComparison.Traits] = [:]
        for id in persons {
            found[id] = try statement.first([.integer(id)]) { row in
                RuleComparison.Traits(
                    municipality: row.text(0), birthDate: LocalDate(row.text(1)),
                    sex: Sex(rawValue: row.text(2)) ?? .unknown)
            }
        }
        return found
    }
}
