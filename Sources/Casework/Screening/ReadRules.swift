import Handbook
public import Prevention
import SQL
public import Store

/// The rules in all their versions, and for those who edit them the drafts.
public struct RuleShelf: Sendable {
    public let versions: RuleVersions
    /// Empty for those who may not edit. By rule, the newest first.
    public let drafts: [StoredRuleDraft]
}

/// Reads them. They name nobody, so nothing is logged.
public struct ReadRules: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> RuleShelf {
        let mayEdit = who.actor.may(.editRules)
        return try await office.database.read { db in
            RuleShelf(
                versions: try office.ruleVersions(in: db),
                drafts: mayEdit ? try RuleDraftStore.drafts(in: db) : [])
        }
    }
}

/// The drafts that wait for the user to approve or reject them, by id. They name nobody, so nothing is logged.
public struct ListProposedRules: Sendable {
    public init() {}

    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> [StoredRuleDraft] {
        guard actor.may(.editRules), actor.may(.approveRules) else { return [] }
        return try await office.database.read { db in
            try RuleDraftStore.drafts(in: .proposed, in: db).filter { draft in
                try RuleDraftStore.hands(on: draft.id, in: db).allSatisfy { FourEyes.areTwo($0, actor.name) }
            }
        }
    }
}

/// A draft with everything that its page shows.
public struct RuleDraftView: Sendable {
    public let draft: StoredRuleDraft
    /// As its text says.
    public let rule: ScreeningRule
    public let versions: RuleVersions
    /// Oldest first.
    public let events: [RuleDraftEvent]
    public let backTest: StoredBackTest?
    /// Of the latest shadow run, oldest first.
    public let weeks: [ShadowWeek]
    /// Everybody who has written, edited or proposed it.
    public let hands: Set<String>
    /// Why it could not come into force as it stands.
    public let problems: [Refusal]

    /// The version that it would follow; `nil` where the rule is new.
    public var before: ScreeningRule? {
        versions.versions(of: rule.id).last { $0.version != rule.version || draft.state != .approved }
    }

    /// Whether somebody has had no hand in it.
    func isAnother(_ actor: Actor) -> Bool {
        hands.allSatisfy { FourEyes.areTwo($0, actor.name) }
    }

    /// Whether somebody may do that with it now.
    public func allows(_ act: RuleDraft.Act, by actor: Actor, today: LocalDate) -> Bool {
        guard act.from.contains(draft.state) else { return false }
        if act.needsAnother { return actor.may(.approveRules) && isAnother(actor) }
        if act == .withdraw, draft.state == .approved {
            return actor.may(.approveRules) && rule.validFrom > today
        }
        return actor.may(.editRules)
    }
}

/// Opens a draft. It names nobody, so nothing is logged.
public struct ReadRuleDraft: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditRules>, in office: Office) async throws -> RuleDraftView {
        try await office.database.read { db in try load(office, db) }
    }

    func load(_ office: Office, _ db: any Connection) throws -> RuleDraftView {
        guard let draft = try RuleDraftStore.draft(id, in: db) else { throw NotFound() }
        let versions = try office.ruleVersions(in: db)
        let compiled = draft.state == .approved ? versions.rule(draft.rule, version: draft.version) : nil
        let rule = try compiled ?? office.handbook.rule(in: draft.body)
        let isOpen = ![.approved, .withdrawn].contains(draft.state)
        return RuleDraftView(
            draft: draft, rule: rule, versions: versions, events: try RuleDraftStore.events(of: id, in: db),
            backTest: try RuleTestStore.backTest(of: id, in: db),
            weeks: try draft.shadowFrom.map { try RuleTestStore.weeks(of: id, runFrom: $0, in: db) } ?? [],
            hands: try RuleDraftStore.hands(on: id, in: db),
            problems: isOpen ? versions.problems(adding: rule, today: office.now.day) : [])
    }
}
