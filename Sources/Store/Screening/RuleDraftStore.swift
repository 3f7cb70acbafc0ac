public import Prevention
public import SQL

/// A stored draft of a version of a rule, or a version that was approved here.
public struct StoredRuleDraft: Sendable, Hashable {
    public let id: Int64
    /// Id and version of the rule that its text holds.
    public let rule: String
    public let version: Int
    public let body: String
    /// Account names.
    public let author: String
    public let editedBy: String
    public let editedAt: Instant
    public let state: RuleDraft.State
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int
    /// First day of the version.
    public let validFrom: LocalDate
    /// First and last day of the latest shadow run; `nil` where there was none.
    public let shadowFrom: LocalDate?
    public let shadowTo: LocalDate?
    /// Account name; empty where nobody has decided.
    public let decidedBy: String
    public let decidedAt: Instant?
}

/// What was done with a draft.
public struct RuleDraftEvent: Sendable, Hashable {
    public let act: RuleDraft.Act
    /// The reason.
    public let words: String
    public let actor: String
    public let at: Instant
}

/// Drafts of rules and the versions that were approved.
public enum RuleDraftStore {
    private static let columns: SQL = """
        id, rule, version, body, author, edited_by, edited_at, state, revision, valid_from, shadow_from, shadow_to, decided_by,
        decided_at
        """

    private static func stored(_ row: Row) throws -> StoredRuleDraft {
        guard let state = RuleDraft.State(rawValue: row.text(7)), let from = LocalDate(row.text(9)) else {
            throw DatabaseFailure(.other, detail: "rule draft \(row.int64(0)) cannot be read")
        }
        return StoredRuleDraft(
            id: row.int64(0), rule: row.text(1), version: row.int(2), body: row.text(3), author: row.text(4),
            editedBy: row.text(5), editedAt: Instant(milliseconds: row.int64(6)), state: state, revision: row.int(8),
            validFrom: from, shadowFrom: LocalDate(row.text(10)), shadowTo: LocalDate(row.text(11)),
            decidedBy: row.text(12), decidedAt: row.int64OrNil(13).map { Instant(milliseconds: $0) })
    }

    /// By rule, the newest first.
    public static func drafts(in db: any Connection) throws -> [StoredRuleDraft] {
        try db.fetch("SELECT \(columns) FROM rule_draft ORDER BY rule, id DESC", stored)
    }

    public static func draft(_ id: Int64, in db: any Connection) throws -> StoredRuleDraft? {
        try db.first("SELECT \(columns) FROM rule_draft WHERE id = \(id)", stored)
    }

    /// A draft with the same text that somebody has written and nobody has taken on.
    public static func same(as text: String, by author: String, in db: any Connection) throws -> Int64? {
        try db.first(
            "SELECT id FROM rule_draft WHERE state = 'draft' AND author = \(author) AND body = \(text) ORDER BY id LIMIT 1"
        ) { $0.int64(0) }
    }

    /// Those in a state, by id.
    public static func drafts(in state: RuleDraft.State, in db: any Connection) throws -> [StoredRuleDraft] {
        try db.fetch("SELECT \(columns) FROM rule_draft WHERE state = \(state.rawValue) ORDER BY id", stored)
    }

    /// The versions that were approved, as they were read then.
    static func approved(in db: any Connection) throws -> [ScreeningRule] {
        try db.fetch("SELECT compiled FROM rule_draft WHERE state = 'approved' ORDER BY id") {
            try JSONText.decode(CompiledRule.self, from: $0.text(0)).rule()
        }
    }

    /// All versions of the rules, with their days: the one way to ask for rules.
    ///
    /// - Parameter shipped: those that come with the program.
    public static func versions(shipped: [ScreeningRule], in db: any Connection) throws -> RuleVersions {
        RuleVersions(shipped: shipped, approved: try approved(in: db))
    }

    /// Oldest first.
    public static func events(of id: Int64, in db: any Connection) throws -> [RuleDraftEvent] {
        try db.fetch("SELECT act, words, actor, at FROM rule_draft_event WHERE draft_id = \(id) ORDER BY id") { row in
            guard let act = RuleDraft.Act(rawValue: row.text(0)) else {
                throw DatabaseFailure(.other, detail: "unknown act on a rule draft: \(row.text(0))")
            }
            return RuleDraftEvent(
                act: act, words: row.text(1), actor: row.text(2), at: Instant(milliseconds: row.int64(3)))
        }
    }

    /// Everybody who has had a hand in it: written, edited or proposed it.
    public static func hands(on id: Int64, in db: any Connection) throws -> Set<String> {
        Set(
            try db.fetch(
                """
                SELECT DISTINCT actor FROM rule_draft_event
                WHERE draft_id = \(id) AND act IN ('made', 'edited', 'propose')
                """
            ) { $0.text(0) })
    }

    public static func insert(
        _ rule: ScreeningRule, body: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO rule_draft (rule, version, body, author, made_at, edited_by, edited_at, state, revision, valid_from,
                shadow_from, shadow_to, compiled, decided_by)
            VALUES (\(rule.id), \(rule.version), \(body), \(actor.name), \(at.milliseconds), \(actor.name),
                \(at.milliseconds), 'draft', 1, \(rule.validFrom.description), '', '', '', '') RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a rule draft") }
        try add(.made, to: id, words: "", by: actor, at: at, in: db)
        return id
    }

    /// Puts another text in its place; it is a draft again, on which nobody has decided.
    public static func edit(
        _ id: Int64, to rule: ScreeningRule, body: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE rule_draft SET rule = \(rule.id), version = \(rule.version), body = \(body), edited_by = \(actor.name),
                edited_at = \(at.milliseconds), valid_from = \(rule.validFrom.description), state = 'draft',
                decided_by = '', decided_at = NULL, revision = revision + 1
            WHERE id = \(id)
            """)
        try add(.edited, to: id, words: "", by: actor, at: at, in: db)
    }

    /// Moves it on, with the act that did. An approval, or a rejection, also says by whom.
    ///
    /// - Parameters:
    ///   - compiled: of an approval, the rule as it was read.
    ///   - shadow: of a shadow run, its first and last day.
    public static func move(
        _ id: Int64, _ act: RuleDraft.Act, words: String, compiled: ScreeningRule? = nil,
        shadow: (from: LocalDate, to: LocalDate)? = nil, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        if act.needsAnother {
            let text = try compiled.map { try JSONText.encode(CompiledRule($0)) } ?? ""
            try db.execute(
                """
                UPDATE rule_draft SET compiled = \(text), decided_by = \(actor.name), decided_at = \(at.milliseconds)
                WHERE id = \(id)
                """)
        }
        if let shadow {
            try db.execute(
                """
                UPDATE rule_draft SET shadow_from = \(shadow.from.description), shadow_to = \(shadow.to.description)
                WHERE id = \(id)
                """)
        }
        if let state = act.to {
            try db.execute(
                "UPDATE rule_draft SET state = \(state.rawValue), revision = revision + 1 WHERE id = \(id)")
        }
        try add(act, to: id, words: words, by: actor, at: at, in: db)
    }

    private static func add(
        _ act: RuleDraft.Act, to id: Int64, words: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO rule_draft_event (draft_id, act, words, actor, at)
            VALUES (\(id), \(act.rawValue), \(words), \(actor.name), \(at.milliseconds))
            """)
    }
}

/// A rule as it is stored when it is approved.
private struct CompiledRule: Codable {
    let id: String
    let version: Int
    let kind: String
    let count: Int
    let days: Int
    let types: [String]
    let from: LocalDate
    let to: LocalDate?
    let reason: [String: String]

    init(_ rule: ScreeningRule) {
        id = rule.id
        version = rule.version
        switch rule.kind {
        case .singleByCarer: (kind, count, days) = ("single-by-carer", 1, 0)
        case .repeatedByCarer(let least, let window): (kind, count, days) = ("repeated-by-carer", least, window)
        case .repeatedChildPresent(let least, let window):
            (kind, count, days) = ("repeated-child-present", least, window)
        }
        types = rule.types.sorted()
        from = rule.validFrom
        to = rule.validTo
        reason = rule.reason
    }

    func rule() throws -> ScreeningRule {
        let kinds: [String: ScreeningRule.Kind] = [
            "single-by-carer": .singleByCarer, "repeated-by-carer": .repeatedByCarer(count: count, windowDays: days),
            "repeated-child-present": .repeatedChildPresent(count: count, windowDays: days),
        ]
        guard let kind = kinds[kind] else { throw DatabaseFailure(.other, detail: "rule \(id) is of no known kind") }
        return ScreeningRule(
            id: id, version: version, kind: kind, types: Set(types), validFrom: from, validTo: to, reason: reason)
    }
}
