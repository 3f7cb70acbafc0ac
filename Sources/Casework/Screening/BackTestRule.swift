import Handbook
public import Prevention
import SQL
public import Store

/// Runs a draft over what is stored, beside the version in force, and counts what it finds more, less and the same. Nothing of
/// it comes into the queue.
public struct BackTestRule: Sendable {
    /// Hits that last triggered before are left out; `nil` for all of history.
    public let from: LocalDate?
    /// Last day looked at; `nil` = today.
    public let through: LocalDate?

    public init(from: LocalDate? = nil, through: LocalDate? = nil) {
        self.from = from
        self.through = through
    }

    /// A rule that is no draft yet.
    ///
    /// - Throws: `HandbookProblems` with the places in the text; `Refused` for days that cannot be looked at.
    public func callAsFunction(
        _ text: String, _ who: Authorized<Acts.EditRules>, in office: Office
    ) async throws -> BackTestResult {
        let rule = try office.checkRule(text)
        let result = try await run(rule, in: office)
        let now = office.now
        try await office.database.write { db in
            try office.ledger.record(
                .search, .screeningRule, id: nil, reason: "back-test \(rule.id) \(rule.version)", by: who.actor,
                at: now,
                in: db)
        }
        return result
    }

    /// A stored draft; the result is kept with it, in place of an older one.
    ///
    /// - Throws: `NotFound`; `Refused`.
    @discardableResult
    public func callAsFunction(
        draft id: Int64, _ who: Authorized<Acts.EditRules>, in office: Office
    ) async throws -> BackTestResult {
        let view = try await ReadRuleDraft(id)(who, in: office)
        guard view.allows(.backTest, by: who.actor, today: office.now.day) else { throw Refused("rule.not-now") }
        let result = try await run(view.rule, in: office)
        let now = office.now
        let revision = view.textRevision
        try await office.database.write { db in
            try RuleTestStore.save(result, of: id, revision: revision, by: who.actor, at: now, in: db)
            try office.ledger.record(
                .search, .screeningRule, id: id, reason: "back-test \(view.rule.id) \(view.rule.version)",
                by: who.actor,
                at: now, in: db)
        }
        return result
    }

    /// - Throws: `Refused` for days that cannot be looked at.
    public func check(today: LocalDate) throws {
        let last = through ?? today
        if last > today { throw Refused("rule.test-future", ["place": "through", "day": last.danish]) }
        if let from, from > last { throw Refused("rule.test-order", ["place": "from"]) }
    }

    private func run(_ draft: ScreeningRule, in office: Office) async throws -> BackTestResult {
        let today = office.now.day
        try check(today: today)
        let last = through ?? today
        let least = try office.law.value("figures.small-cell", on: today)
        let typeCodes = office.handbook.incidentTypes.map(\.code)
        let from = from
        return try await office.database.read { db in
            let rules = try office.ruleVersions(in: db).inForce(on: last)
            let input = try ScreeningReader.input(rules: rules + [draft], typeCodes: typeCodes, in: db)
            func hits(_ rules: [ScreeningRule]) -> [ScreeningHit] {
                Screening.hits(of: input, rules, typeCodes, asOf: last).filter { hit in
                    from.map { $0 <= hit.lastTriggered } ?? true
                }
            }
            let inForce = hits(rules)
            let current = inForce.filter { $0.rule.id == draft.id }
            let found = hits([draft])
            let persons = Set((current + found).flatMap { [$0.child] + $0.carers })
            let comparison = RuleComparison(
                current: current, draft: found,
                elsewhere: Set(inForce.filter { $0.rule.id != draft.id }.map(\.child)),
                persons: try RuleTestStore.traits(of: persons, in: db))
            return BackTestResult(
                rule: draft.id, version: draft.version,
                currentVersion: rules.first { $0.id == draft.id }?.version, from: from, through: last, least: least,
                comparison: comparison.suppressed(below: least))
        }
    }
}

extension Screening {
    /// What some rules find, in no order that says anything: nobody is shown these hits.
    static func hits(
        of input: ScreeningInput, _ rules: [ScreeningRule], _ typeCodes: [String], asOf: LocalDate
    ) -> [ScreeningHit] {
        run(input, rules: rules, typeCodes: typeCodes, asOf: asOf).hits(
            naming: { String($0) }, incident: { String($0) })
    }
}

extension RuleDraftView {
    /// The revision in which the text last changed: what came after, a shadow run or a rejection, leaves a back-test true.
    public var textRevision: Int {
        let changes = events.filter { $0.act.to != nil }
        let later = changes.reversed().prefix { $0.act != .edited && $0.act != .made }.count
        return draft.revision - later
    }

    /// Whether the text as it stands has been back-tested.
    public var isBackTested: Bool {
        backTest.map { $0.revision == textRevision } ?? false
    }

    /// Why nobody can take the draft on yet: the text as it stands has to have been tried on enough of what happened, and not on
    /// what was long ago, for a skew to show.
    ///
    /// - Parameter leastDays: law.yaml `screening.back-test-days`.
    public func lacksBackTest(leastDays: Int) -> Refusal? {
        guard isBackTested, let backTest else { return Refusal("rule.back-test-first") }
        let result = backTest.result
        let isShort = result.from.map { result.through < $0 + (leastDays - 1) } ?? false
        let isOld = result.through < backTest.at.day + -leastDays
        return isShort || isOld ? Refusal("rule.back-test-short", ["days": String(leastDays)]) : nil
    }
}
