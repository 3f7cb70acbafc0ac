import Handbook
public import Prevention
import SQL
import Store

/// Takes a draft a step on: counts it along for some weeks, proposes it, approves or rejects it, gives it up. What it takes two
/// for, nobody does who has had a hand in the draft (*fire øjne*).
public struct MoveRuleDraft: Sendable {
    public let id: Int64
    /// Of the draft that the user saw.
    public let revision: Int
    public let act: RuleDraft.Act
    public let reason: String
    /// Last day of a shadow run.
    public let through: LocalDate?

    public init(_ id: Int64, revision: Int, _ act: RuleDraft.Act, reason: String = "", through: LocalDate? = nil) {
        self.id = id
        self.revision = revision
        self.act = act
        self.reason = reason
        self.through = through
    }

    /// - Throws: `NotFound`; `Refused` with every reason.
    public func callAsFunction(_ who: Authorized<Acts.EditRules>, in office: Office) async throws {
        let now = office.now
        let today = now.day
        try await office.database.write { db in
            let view = try ReadRuleDraft(id).load(office, db)
            guard view.draft.revision == revision else { throw Refused("changed-meanwhile") }
            if act.needsAnother, !view.isAnother(who.actor) { throw Refused("rule.own-draft") }
            guard view.allows(act, by: who.actor, today: today) else { throw Refused("rule.not-now") }
            var problems: [Refusal] = []
            if act.needsReason, reason.isEmpty { problems.append(Refusal("rule.reason")) }
            if CPRNumber.isIn(reason) { problems.append(Refusal("rule.number")) }
            if act == .propose || act == .approve { problems += view.problems }
            if act == .propose || act == .shadow {
                let least = try office.law.value("screening.back-test-days", on: today)
                view.lacksBackTest(leastDays: least).map { problems.append($0) }
            }
            var shadow: (from: LocalDate, to: LocalDate)?
            if act == .shadow {
                let most = try office.law.value("screening.shadow-weeks", on: today)
                if let through {
                    shadow = (today, through)
                    RuleDraft.problem(
                        shadowThrough: through, before: view.rule.validFrom, today: today, mostWeeks: most
                    )
                    .map { problems.append($0) }
                } else {
                    problems.append(Refusal("rule.shadow-day"))
                }
            }
            guard problems.isEmpty else { throw Refused(problems) }
            try RuleDraftStore.move(
                id, act, words: reason, compiled: act == .approve ? view.rule : nil, shadow: shadow, by: who.actor,
                at: now, in: db)
            try office.ledger.record(
                .change, .screeningRule, id: id, reason: "\(act.rawValue) \(view.rule.id) \(view.rule.version)",
                words: reason, by: who.actor, at: now, in: db)
        }
    }
}
