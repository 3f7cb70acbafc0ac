import Handbook
public import Prevention
import SQL
import Store

/// Counts the weeks of shadow runs that are over, and ends the runs whose last day is past. A hit counts in the week in which
/// it was last triggered, seen from the week's end: then it would have come into the queue, or again. Only numbers are kept.
public struct CountShadowWeeks: Sendable {
    public init() {}

    /// The last days of the weeks of a run that are over and not counted yet.
    private static func due(_ draft: StoredRuleDraft, counted: [ShadowWeek], today: LocalDate) -> [LocalDate] {
        guard let first = draft.shadowFrom, let last = draft.shadowTo else { return [] }
        let done = Set(counted.map(\.monday))
        var ends: [LocalDate] = []
        var monday = ISOWeek(of: first).monday
        while monday <= last {
            let end = min(monday + 6, last)
            if end < today, !done.contains(monday) { ends.append(end) }
            monday = monday + 7
        }
        return ends
    }

    private func runs(_ today: LocalDate, in db: any Connection) throws -> [(draft: StoredRuleDraft, due: [LocalDate])]
    {
        try RuleDraftStore.drafts(in: .shadow, in: db).compactMap { draft in
            guard let from = draft.shadowFrom, let to = draft.shadowTo else { return nil }
            let weeks = try RuleTestStore.weeks(of: draft.id, runFrom: from, in: db)
            let due = CountShadowWeeks.due(draft, counted: weeks, today: today)
            return due.isEmpty && to >= today ? nil : (draft, due)
        }
    }

    /// Whether a week is over that has not been counted, or a run.
    public func isDue(_ office: Office) async throws -> Bool {
        let today = office.now.day
        return try await office.database.read { db in try !runs(today, in: db).isEmpty }
    }

    /// - Returns: how many weeks were counted.
    @discardableResult
    public func callAsFunction(by actor: Actor, in office: Office) async throws -> Int {
        let now = office.now
        let today = now.day
        let least = try office.law.value("figures.small-cell", on: today)
        let typeCodes = office.handbook.incidentTypes.map(\.code)
        let counted = try await office.database.read { db -> [(draft: StoredRuleDraft, weeks: [ShadowWeek])] in
            let runs = try runs(today, in: db)
            guard !runs.isEmpty else { return [] }
            let versions = try office.ruleVersions(in: db)
            let rules = try runs.map { try office.handbook.rule(in: $0.draft.body) }
            let input = try ScreeningReader.input(rules: versions.all + rules, typeCodes: typeCodes, in: db)
            return zip(runs, rules).map { run, rule in
                let first = run.draft.shadowFrom ?? today
                return (
                    run.draft,
                    run.due.map { end in
                        let monday = ISOWeek(of: end).monday
                        func children(_ rules: [ScreeningRule]) -> Set<Int64> {
                            let hits = Screening.hits(of: input, rules, typeCodes, asOf: end)
                            return Set(hits.filter { max(monday, first) <= $0.lastTriggered }.map(\.child))
                        }
                        let draft = children([rule])
                        let current = children(versions.rule(rule.id, on: end).map { [$0] } ?? [])
                        func shown(_ count: Int) -> Int? { (1..<max(1, least)).contains(count) ? nil : count }
                        return ShadowWeek(
                            monday: monday,
                            counts: .init(
                                new: shown(draft.subtracting(current).count),
                                lost: shown(current.subtracting(draft).count),
                                common: shown(draft.intersection(current).count)))
                    }
                )
            }
        }
        try await office.database.write { db in
            for (draft, weeks) in counted {
                // Somebody may have ended the run meanwhile, or begun another.
                guard let now = try RuleDraftStore.draft(draft.id, in: db), now.state == .shadow,
                    let first = now.shadowFrom, first == draft.shadowFrom, let last = now.shadowTo
                else { continue }
                for week in weeks { try RuleTestStore.save(week, of: draft.id, runFrom: first, at: office.now, in: db) }
                if last < today {
                    try RuleDraftStore.move(draft.id, .ended, words: "", by: actor, at: office.now, in: db)
                }
                try office.ledger.record(
                    .search, .screeningRule, id: draft.id,
                    reason: "shadow \(draft.rule) \(draft.version) \(weeks.count)",
                    by: actor, at: office.now, in: db)
            }
        }
        return counted.reduce(0) { $0 + $1.weeks.count }
    }
}
