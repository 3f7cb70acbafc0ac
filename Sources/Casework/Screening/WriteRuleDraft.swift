import Handbook
public import Prevention
import SQL
import Store

/// Writes a draft of a version of a rule, or puts another text in its place. A text that cannot be read is not kept.
public struct WriteRuleDraft: Sendable {
    /// `nil` for a new one.
    public let id: Int64?
    public let text: String
    /// Of the draft that the user saw; 0 for a new one.
    public let revision: Int

    public init(_ id: Int64? = nil, revision: Int = 0, text: String) {
        self.id = id
        self.revision = revision
        self.text = text
    }

    /// - Returns: the id of the draft.
    /// - Throws: `HandbookProblems` with the places in the text; `Refused` with what is wrong with the version, with
    ///   `changed-meanwhile`, or where the draft can no longer be edited; `NotFound`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.EditRules>, in office: Office) async throws -> Int64 {
        let rule = try office.checkRule(text)
        let now = office.now
        return try await office.database.write { db in
            let problems = try office.ruleVersions(in: db).problems(adding: rule, today: now.day)
            guard problems.isEmpty else { throw Refused(problems) }
            let written: Int64
            if let id {
                let view = try ReadRuleDraft(id).load(office, db)
                guard view.draft.revision == revision else { throw Refused("changed-meanwhile") }
                guard view.allows(.edited, by: who.actor, today: now.day) else { throw Refused("rule.not-now") }
                try RuleDraftStore.edit(id, to: rule, body: text, by: who.actor, at: now, in: db)
                written = id
            } else if let same = try RuleDraftStore.same(as: text, by: who.actor.name, in: db) {
                // A form that was sent twice.
                return same
            } else {
                written = try RuleDraftStore.insert(rule, body: text, by: who.actor, at: now, in: db)
            }
            try office.ledger.record(
                .change, .screeningRule, id: written, reason: "draft \(rule.id) \(rule.version)", by: who.actor,
                at: now,
                in: db)
            return written
        }
    }
}

extension Office {
    /// Reads the text of a version. A rule is about nobody: a text with a CPR number in it is refused.
    func checkRule(_ text: String) throws -> ScreeningRule {
        guard !CPRNumber.isIn(text) else { throw Refused("rule.number") }
        return try handbook.rule(in: text)
    }
}
