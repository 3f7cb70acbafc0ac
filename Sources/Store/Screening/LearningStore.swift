public import Prevention
public import SQL

/// What is kept of decisions on hits for those who learn from them.
public enum LearningStore {
    /// What the hit says on the day of a decision.
    ///
    /// - Parameter facts: `nil` for those that the hit keeps.
    static func keep(
        _ decision: Int64, on hit: Int64, _ facts: FrozenFacts?, in db: any Connection
    ) throws {
        let text = try facts.map { try JSONText.encode($0) }
        let kept: SQL = text.map { "\($0)" } ?? "h.facts"
        try db.execute(
            """
            INSERT INTO decided_hit (decision_id, rule, version, last_triggered, found_on, municipality, facts)
            SELECT \(decision), h.rule, h.version, h.last_triggered, h.found_on,
                CASE WHEN p.protected = 1 THEN '' ELSE p.municipality END, \(kept)
            FROM hit h JOIN person p ON p.id = h.child_id WHERE h.id = \(hit)
            """)
    }

    /// The decisions of some years, and what is left of deleted ones.
    public static func decided(in years: ClosedRange<Int>, in db: any Connection) throws -> [DecidedHit] {
        let kept = try decided(
            "d.at >= \(Instant(startOf: .firstDay(of: years.lowerBound)).milliseconds)"
                + " AND d.at < \(Instant(startOf: .firstDay(of: years.upperBound + 1)).milliseconds)", in: db)
        let left = try db.fetch(
            """
            SELECT id, rule, version, year, municipality, decision, incident_days, found_days, notice_days, help_days, second
            FROM decision_tally WHERE year >= \(years.lowerBound) AND year <= \(years.upperBound) ORDER BY id
            """
        ) { row in
            func days(_ column: Int32) -> Int? { row.int64OrNil(column).map { Int($0) } }
            return DecidedHit(
                id: -row.int64(0), hit: nil, rule: row.text(1), version: row.int(2), year: row.int(3),
                municipality: row.text(4), isReport: row.text(5) == StoredHit.State.report.rawValue,
                incidentDays: days(6), foundDays: days(7), noticeDays: days(8), helpDays: days(9),
                second: said(row.text(10)))
        }
        return kept + left
    }

    /// Decisions that a second screener can judge: those of whose facts something was kept.
    public static func candidates(in years: ClosedRange<Int>, in db: any Connection) throws -> [BlindSample.Candidate] {
        try db.fetch(
            """
            SELECT d.id, d.hit_id, d.at FROM hit_decision d JOIN decided_hit k ON k.decision_id = d.id
            WHERE k.facts <> '' AND d.at >= \(Instant(startOf: .firstDay(of: years.lowerBound)).milliseconds)
                AND d.at < \(Instant(startOf: .firstDay(of: years.upperBound + 1)).milliseconds)
            ORDER BY d.id
            """
        ) { row in
            BlindSample.Candidate(
                id: row.int64(0), hit: row.int64(1), day: Instant(milliseconds: row.int64(2)).day)
        }
    }

    /// With which each decision on a hit was made, and since when the hit had waited then; newest first, as the decisions.
    /// `nil` where that was not kept.
    public static func kept(
        withDecisionsOn hit: Int64, in db: any Connection
    ) throws -> [(foundOn: LocalDate, facts: FrozenFacts)?] {
        try db.fetch(
            """
            SELECT COALESCE(k.found_on, ''), COALESCE(k.facts, '') FROM hit_decision d
                LEFT JOIN decided_hit k ON k.decision_id = d.id
            WHERE d.hit_id = \(hit) ORDER BY d.id DESC
            """
        ) { row in
            guard let day = LocalDate(row.text(0)), !row.text(1).isEmpty else { return nil }
            return (day, try JSONText.decode(FrozenFacts.self, from: row.text(1)))
        }
    }

    /// The day on which a decided hit was opened again, if it went back to its decision without anybody deciding anew.
    public static func undecided(since hit: StoredHit, in db: any Connection) throws -> LocalDate? {
        if hit.state == .open { return nil }
        let waited = try db.first(
            """
            SELECT k.found_on FROM hit_decision d JOIN decided_hit k ON k.decision_id = d.id
            WHERE d.hit_id = \(hit.id) ORDER BY d.id DESC LIMIT 1
            """
        ) { LocalDate($0.text(0)) }
        guard let before = waited.flatMap({ $0 }), before != hit.foundOn else { return nil }
        return hit.foundOn
    }

    /// A decision as the list behind a figure names it.
    public struct Behind: Sendable, Hashable {
        /// Of the decision.
        public let id: Int64
        public let hit: Int64
        public let child: Int64
        public let rule: String
        public let version: Int
        public let day: LocalDate
        public let municipality: String
        /// Row id of the report that it led to.
        public let report: Int64?
    }

    /// Those of `decisions` that are there, oldest first.
    public static func behind(_ decisions: [Int64], in db: any Connection) throws -> [Behind] {
        try db.fetch(
            """
            SELECT d.id, d.hit_id, h.child_id, k.rule, k.version, d.at, k.municipality, d.case_id
            FROM hit_decision d JOIN decided_hit k ON k.decision_id = d.id JOIN hit h ON h.id = d.hit_id
            WHERE d.id IN \(list: decisions) ORDER BY d.at, d.id
            """
        ) { row in
            Behind(
                id: row.int64(0), hit: row.int64(1), child: row.int64(2), rule: row.text(3), version: row.int(4),
                day: Instant(milliseconds: row.int64(5)).day, municipality: row.text(6), report: row.int64OrNil(7))
        }
    }

    // MARK: - Deletion

    /// Before a case goes: of the decisions that it came of, what came of them is kept.
    static func keepOutcomes(ofCase id: Int64, in db: any Connection) throws {
        let concerned: SQL = """
            (d.case_id = \(id) OR d.case_id IN (SELECT r.to_id FROM case_relation r WHERE r.from_id = \(id)
                AND r.kind = \(CaseRelation.refers.rawValue) AND r.removed_at IS NULL))
            """
        for (decision, outcome) in try outcomes(concerned, in: db) {
            try db.execute(
                """
                UPDATE decided_hit SET noticed_at = \(outcome.noticed?.milliseconds),
                    helped_at = \(outcome.helped?.milliseconds)
                WHERE decision_id = \(decision)
                """)
        }
    }

    /// A hit goes: what its decisions are counted for stays, without saying of whom or on which day.
    static func forget(hit: Int64, in db: any Connection) throws {
        for one in try decided("d.hit_id = \(hit)", in: db) {
            let decision: StoredHit.State = one.isReport ? .report : .noReport
            let second = one.second.map { $0 ? StoredHit.State.report : .noReport }
            try db.execute(
                """
                INSERT INTO decision_tally (year, rule, version, municipality, decision, incident_days, found_days, notice_days,
                    help_days, second)
                VALUES (\(one.year), \(one.rule), \(one.version), \(one.municipality), \(decision.rawValue),
                    \(one.incidentDays), \(one.foundDays), \(one.noticeDays), \(one.helpDays),
                    \(second?.rawValue ?? ""))
                """)
        }
        let decisions: SQL = "decision_id IN (SELECT id FROM hit_decision WHERE hit_id = \(hit))"
        try db.execute("DELETE FROM blind_answer WHERE \(decisions)")
        try db.execute("DELETE FROM decided_hit WHERE \(decisions)")
    }

    /// Takes an incident that is being deleted out of the facts that were kept with decisions on a hit.
    static func forget(incident: Int64, ofHit hit: Int64, in db: any Connection) throws {
        let kept = try db.fetch(
            """
            SELECT k.decision_id, k.facts FROM decided_hit k JOIN hit_decision d ON d.id = k.decision_id
            WHERE d.hit_id = \(hit) AND k.facts <> ''
            """
        ) { (decision: $0.int64(0), facts: try JSONText.decode(FrozenFacts.self, from: $0.text(1))) }
        for one in kept where one.facts.incidents.contains(where: { $0.id == incident }) {
            let facts = try JSONText.encode(one.facts.without(incident: incident))
            try db.execute("UPDATE decided_hit SET facts = \(facts) WHERE decision_id = \(one.decision)")
        }
    }

    // MARK: - Reading

    private static func said(_ answer: String) -> Bool? {
        answer.isEmpty ? nil : answer == StoredHit.State.report.rawValue
    }

    private static func decided(_ condition: SQL, in db: any Connection) throws -> [DecidedHit] {
        let outcomes = try outcomes(condition, in: db)
        return try db.fetch(
            """
            SELECT d.id, d.hit_id, k.rule, k.version, d.at, k.municipality, d.decision, k.last_triggered, k.found_on,
                COALESCE(b.answer, '')
            FROM hit_decision d JOIN decided_hit k ON k.decision_id = d.id
                LEFT JOIN blind_answer b ON b.decision_id = d.id
            WHERE \(condition) ORDER BY d.id
            """
        ) { row in
            let day = Instant(milliseconds: row.int64(4)).day
            func days(since text: String) -> Int? { LocalDate(text).map { max(0, day - $0) } }
            func days(until moment: Instant?) -> Int? { moment.map { max(0, $0.day - day) } }
            let outcome = outcomes[row.int64(0)]
            return DecidedHit(
                id: row.int64(0), hit: row.int64(1), rule: row.text(2), version: row.int(3), year: day.year,
                municipality: row.text(5), isReport: row.text(6) == StoredHit.State.report.rawValue,
                incidentDays: days(since: row.text(7)), foundDays: days(since: row.text(8)),
                noticeDays: days(until: outcome?.noticed), helpDays: days(until: outcome?.helped),
                second: said(row.text(9)))
        }
    }

    /// When the first notice that came of a decision was sent, and when a municipality first answered one with a measure.
    private struct Outcome {
        var noticed: Instant?
        var helped: Instant?

        mutating func add(noticed: Instant?, helped: Instant?) {
            self.noticed = [self.noticed, noticed].compactMap(\.self).min()
            self.helped = [self.helped, helped].compactMap(\.self).min()
        }
    }

    /// By decision; those of which nothing came are not in it.
    private static func outcomes(_ condition: SQL, in db: any Connection) throws -> [Int64: Outcome] {
        var outcomes: [Int64: Outcome] = [:]
        try db.forEach(
            """
            SELECT d.id, k.noticed_at, k.helped_at FROM hit_decision d JOIN decided_hit k ON k.decision_id = d.id
            WHERE k.noticed_at IS NOT NULL AND \(condition)
            """
        ) { row in
            func moment(_ column: Int32) -> Instant? { row.int64OrNil(column).map { Instant(milliseconds: $0) } }
            outcomes[row.int64(0), default: Outcome()].add(noticed: moment(1), helped: moment(2))
        }
        let notices = try db.fetch(
            """
            SELECT d.id, c.id FROM hit_decision d
                JOIN case_relation r ON r.to_id = d.case_id AND r.kind = \(CaseRelation.refers.rawValue)
                    AND r.removed_at IS NULL
                JOIN case_file c ON c.id = r.from_id AND \(ConcernStore.isNotice)
            WHERE \(condition)
            """
        ) { (decision: $0.int64(0), notice: $0.int64(1)) }
        let files = try DeadlineStore.files(Set(notices.map(\.notice)).sorted(), in: db)
        for (decision, notice) in notices {
            guard let file = files[notice], let sent = file.firstStep(into: "sent") else { continue }
            // What went by secure mail is closed by whoever has sent it, with what came back.
            let answered = file.firstStep(into: "answered") ?? file.firstStep(into: "closed")
            let isHelp = file.fields["feedback"] == Programme.measureGiven
            outcomes[decision, default: Outcome()].add(noticed: sent.at, helped: isHelp ? answered?.at : nil)
        }
        return outcomes
    }
}
