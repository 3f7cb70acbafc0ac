public import Prevention
public import SQL

extension SuggestionStore {
    /// How far the open cases have been looked through: those with a deadline in the order of deadlines, then those without one
    /// in the order of ids.
    public enum Place: Sendable, Hashable {
        case deadline(dueAt: Int64, id: Int64)
        case noDeadline(id: Int64)

        public static var start: Place { .deadline(dueAt: .min, id: .min) }
    }

    /// A portion of the open cases on which one of the rules may have something to say.
    ///
    /// - Parameter rules: each with the days that its trace reaches.
    /// - Returns: `next` is where the next portion starts; `nil` after the last.
    public static func candidates(
        of programme: Programme, _ rules: [(rule: SuggestionRule, days: Int)], now: Instant, scope: CaseScope,
        after place: Place, limit: Int, in db: any Connection
    ) throws -> (cases: [(row: CaseRow, file: CaseFile)], next: Place?) {
        let stages = Set(rules.flatMap(\.rule.during)).map(\.code).sorted()
        let traces = SQL.joined(rules.map { trace($0.rule, $0.days, now) }, separator: " OR ")
        let order: SQL
        let kind: SQL
        switch place {
        case .deadline(let dueAt, let id):
            // Along the index of deadlines, which knows the stage: no order has to be made.
            kind = "c.programme = \(programme.code) AND COALESCE(c.stage, '') IN \(list: stages)"
            order = "c.due_at IS NOT NULL AND (c.due_at, c.id) > (\(dueAt), \(id)) ORDER BY c.due_at, c.id"
        case .noDeadline(let id):
            kind = "c.programme = \(programme.code) AND c.stage IN \(list: stages)"
            order = "c.due_at IS NULL AND c.id > \(id) ORDER BY c.id"
        }
        let rows = try db.fetch(
            """
            SELECT \(CaseStore.columns) FROM case_file c
            WHERE \(kind) AND c.is_open = 1 AND (\(traces))
                AND \(scope.condition) AND \(order) LIMIT \(limit)
            """, CaseStore.caseRow)
        let files = try DeadlineStore.files(rows.map(\.id), in: db)
        let cases = rows.compactMap { row in files[row.id].map { (row, $0) } }
        return (cases, next(after: place, rows, limit: limit))
    }

    private static func next(after place: Place, _ rows: [CaseRow], limit: Int) -> Place? {
        switch (place, rows.last) {
        case (.deadline, let last?) where rows.count == limit:
            return last.dueAt.map { .deadline(dueAt: $0.milliseconds, id: last.id) }
        case (.deadline, _): return .noDeadline(id: .min)
        case (.noDeadline, let last?) where rows.count == limit: return .noDeadline(id: last.id)
        case (.noDeadline, _): return nil
        }
    }

    private static func trace(_ rule: SuggestionRule, _ days: Int, _ now: Instant) -> SQL {
        let stages: SQL = "c.stage IN \(list: rule.during.map(\.code))"
        switch rule.trace {
        case .none:
            return stages
        case .deadline(let field, _):
            let last = now.day + days
            return """
                \(stages) AND (c.due_at IS NULL OR c.due_at <= \(Instant(endOf: last).milliseconds))
                    AND (\(holds(field, from: now.day, through: last)))
                """
        case .entry(let code, _):
            // By the index on the events of a case.
            return """
                \(stages) AND EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = c.id AND e.kind = 'recorded'
                    AND e.code = \(code) AND e.at >= \(Instant(startOf: now.day + -days).milliseconds))
                """
        }
    }

    /// Whether the stored fields hold a date of one of the months between two days: a coarse sieve, in any SQL.
    private static func holds(_ field: String, from first: LocalDate, through last: LocalDate) -> SQL {
        var months: [String] = []
        var day = first
        while day <= last {
            let month = String(day.description.prefix(7))
            if months.last != month { months.append(month) }
            day = day + 1
        }
        let patterns = months.map { "%\"\(field)\":\"\($0)-%" }
        return SQL.joined(patterns.map { "c.fields LIKE \($0)" }, separator: " OR ")
    }
}
