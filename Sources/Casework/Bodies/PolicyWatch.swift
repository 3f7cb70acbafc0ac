import Handbook
public import Prevention
import SQL
public import Store

/// An entry of the policy watch, with the versions in law.yaml that it is tied to.
public struct PolicyLine: Sendable {
    public let policy: StoredPolicy
    /// Versions of its rule that wait for their date.
    public let waiting: [LawBook.Waiting]
    /// Adopted, and law.yaml has no version of it: none that waits, and none that began or ended when it came.
    public let lacksRule: Bool
    public let areas: [StoredFocusArea]

    init(_ policy: StoredPolicy, _ areas: [StoredFocusArea], _ office: Office) throws {
        self.policy = policy
        self.areas = areas.filter { policy.entry.areas.contains($0.id) }
        let rule = policy.entry.rule
        waiting = rule.isEmpty ? [] : try office.waitingRules.filter { $0.rule.id == rule }
        // Agreements and reports change no number by themselves.
        let mayHaveRule = policy.entry.kind == .law || policy.entry.kind == .order
        lacksRule = policy.stage.needsRule && mayHaveRule && !PolicyLine.isWritten(policy.entry, office)
    }
}

extension PolicyLine {
    /// Whether a version of its rule follows from it: one that begins or ends on a later day, or did on a day that the entry may
    /// mean. That the rule exists says nothing; it may be as old as the act that is changed.
    private static func isWritten(_ entry: PolicyEntry, _ office: Office) -> Bool {
        let today = office.now.day
        return office.law.rules.filter { $0.id == entry.rule }.flatMap {
            [$0.validFrom, $0.validTo].compactMap(\.self)
        }
        .contains { day in day > today || (entry.due.map { $0.first <= day && day <= $0.last } ?? false) }
    }
}

/// The policy watch.
public struct PolicyList: Sendable {
    public let lines: [PolicyLine]
    /// Versions in law.yaml that wait for their date, whether tied to an entry or not.
    public let waiting: [LawBook.Waiting]
}

extension Office {
    /// Versions of rules that begin, or that end within `policy-watch.near`.
    var waitingRules: [LawBook.Waiting] {
        get throws {
            let today = now.day
            return law.waiting(on: today, near: try law.value("policy-watch.near", on: today))
        }
    }
}

public struct ListPolicies: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> PolicyList {
        let (entries, areas) = try await office.database.read { db in
            (try PolicyStore.entries(in: db), try allAreas(db))
        }
        return PolicyList(
            lines: try entries.map { try PolicyLine($0, areas, office) }, waiting: try office.waitingRules)
    }
}

private func allAreas(_ db: any Connection) throws -> [StoredFocusArea] {
    try PlanStore.plans(in: db).flatMap { try FocusAreaStore.areas(of: $0.id, in: db) }
}

/// An entry with its notes and history.
public struct PolicyPage: Sendable {
    public let line: PolicyLine
    /// Newest first.
    public let notes: [PolicyNote]
    /// What an entry may touch.
    public let areas: [StoredFocusArea]
}

public struct ReadPolicy: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> PolicyPage {
        let (policy, notes, areas) = try await office.database.read { db in
            guard let policy = try PolicyStore.entry(id, in: db) else { throw NotFound() }
            return (policy, try PolicyStore.notes(of: id, in: db), try allAreas(db))
        }
        return PolicyPage(line: try PolicyLine(policy, areas, office), notes: notes, areas: areas)
    }
}

/// The focus areas that an entry may touch, for a new one.
public struct ListPolicyAreas: Sendable {
    public init() {}

    public func callAsFunction(
        _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> [StoredFocusArea] {
        try await office.database.read { db in try allAreas(db) }
    }
}

extension PolicyEntry {
    fileprivate var texts: [PlanTyped] { [PlanTyped("title", title), PlanTyped("source", source)] }

    /// - Parameter isDueTyped: whether something was typed that is no date.
    fileprivate func problems(isDueTyped: Bool, _ office: Office) -> [Refusal] {
        var found = PlanText.problems([("title", title, true), ("source", source, true)])
        if isDueTyped, due == nil { found.append(Refusal("policy.due", ["place": "due"])) }
        if !rule.isEmpty, !office.law.rules.contains(where: { $0.id == rule }) {
            found.append(Refusal("policy.rule", ["place": "rule"]))
        }
        return found
    }
}

/// Writes an entry: the secretariat.
public struct AddPolicy: Sendable {
    public let entry: PolicyEntry
    public let stage: PolicyStage
    /// What was typed as its date, which the entry may not have understood.
    public let typedDue: String
    public let isChecked: Bool

    public init(_ entry: PolicyEntry, stage: PolicyStage, typedDue: String = "", isChecked: Bool) {
        self.entry = entry
        self.stage = stage
        self.typedDue = typedDue
        self.isChecked = isChecked
    }

    /// - Returns: its id.
    /// - Throws: `Refused` with every reason.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws -> Int64 {
        try await office.checkPlanTexts(
            entry.texts, isConfirmed: isChecked,
            problems: entry.problems(isDueTyped: !typedDue.isEmpty, office), by: who.actor)
        let now = office.now
        return try await office.database.write { db in
            let id = try PolicyStore.add(entry, stage: stage, by: who.actor, at: now, in: db)
            try PolicyStore.note(
                "made", code: stage.rawValue, on: now.day, "", to: id, by: who.actor, at: now, in: db)
            try office.ledger.record(.change, .policy, id: id, reason: "made", by: who.actor, at: now, in: db)
            return id
        }
    }
}

/// Changes an entry: the secretariat; a note or who follows it for their own authority: whoever proposes for the plan.
public struct ChangePolicy: Sendable {
    public enum Change: Sendable {
        case set(PolicyEntry, typedDue: String)
        /// How far it has come, on what day.
        case stage(PolicyStage, on: LocalDate?, String)
        case note(on: LocalDate?, String)
        /// The function that follows it for the actor's authority; empty for nobody any longer.
        case follow(String)
    }

    public let id: Int64
    public let revision: Int
    public let change: Change
    public let isChecked: Bool

    public init(_ id: Int64, revision: Int, _ change: Change, isChecked: Bool = false) {
        self.id = id
        self.revision = revision
        self.change = change
        self.isChecked = isChecked
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws {
        _ = try await office.database.read { db in try found(who.actor, in: db) }
        try await office.checkPlanTexts(texts, isConfirmed: isChecked, problems: problems(office), by: who.actor)
        let now = office.now
        try await office.database.write { db in
            let policy = try found(who.actor, in: db)
            func set(_ entry: PolicyEntry, _ stage: PolicyStage) throws {
                guard try PolicyStore.set(id, to: entry, stage: stage, revision: revision, in: db) else {
                    throw Refused("changed-meanwhile")
                }
            }
            func note(
                _ act: String, _ code: String, on day: LocalDate?, _ words: String, was: PolicyNote.Was? = nil
            ) throws {
                try PolicyStore.note(
                    act, code: code, on: day ?? now.day, words, was: was, to: id, by: who.actor, at: now, in: db)
                try office.ledger.record(
                    .change, .policy, id: id, reason: act + " " + code, by: who.actor, at: now, in: db)
            }
            switch change {
            case .set(let entry, _):
                try set(entry, policy.stage)
                try note("changed", "", on: nil, "", was: .entry(policy.entry))
            case .stage(let stage, let day, let words):
                guard policy.stage.next.contains(stage) else { throw Refused("policy.stage", ["place": "stage"]) }
                try set(policy.entry, stage)
                try note("stage", stage.rawValue, on: day, words)
            case .note(let day, let words): try note("note", "", on: day, words)
            case .follow(let title):
                try set(policy.entry, policy.stage)
                let authority = who.actor.authority
                try PolicyStore.follow(id, authority: authority, title: title, in: db)
                try note(
                    title.isEmpty ? "left" : "followed", authority, on: nil, title,
                    was: policy.followers[authority].map { .follower($0) })
            }
        }
    }

    /// One that the actor may change so.
    private func found(_ actor: Actor, in db: any Connection) throws -> StoredPolicy {
        guard let policy = try PolicyStore.entry(id, in: db) else { throw NotFound() }
        switch change {
        case .set, .stage: guard actor.may(.editPlan) else { throw Refused("policy.not-yours") }
        case .note, .follow: break
        }
        return policy
    }

    private var texts: [PlanTyped] {
        switch change {
        case .set(let entry, _): return entry.texts
        case .stage(_, _, let words), .note(_, let words): return [PlanTyped("words", words)]
        case .follow(let title): return [PlanTyped("title", title)]
        }
    }

    private func problems(_ office: Office) -> [Refusal] {
        switch change {
        case .set(let entry, let due): return entry.problems(isDueTyped: !due.isEmpty, office)
        case .stage(_, let day, let words), .note(let day, let words):
            var found = PlanText.problems([("words", words, isNote)])
            if day.map({ $0 > office.now.day }) ?? false { found.append(Refusal("policy.future", ["place": "on"])) }
            return found
        case .follow(let title): return PlanText.problems([("title", title, false)])
        }
    }

    private var isNote: Bool { if case .note = change { true } else { false } }
}
