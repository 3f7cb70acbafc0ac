import Casework
import Handbook
import Prevention
import Store

/// The rules in plain words, in all their versions, and for those who edit them the drafts.
struct RulesModel: Sendable {
    struct Rule: Sendable {
        let id: String
        /// Of the card: the rule's id for the version in force or, where there is none, the newest.
        let anchor: String
        let name: String
        let reason: String
        let version: String
        let valid: String
        let isInForce: Bool
        /// Where it is not in force: whether it is to come, or was earlier.
        let standing: String
        let threshold: String
        let types: [String]
        /// How it differs from the version before; empty for the first.
        let differs: [String]
        let differsFrom: String?
        /// Of the newest version of a rule; `nil` for the others, and where nothing was reported.
        let outcome: RuleOutcomeModel?
    }

    struct Draft: Sendable {
        let draftHref: String
        let draftName: String
        let draftState: String
        let draftFrom: String
        let draftEdited: String
    }

    let rules: [Rule]
    let never: [String]
    let drafts: [Draft]
    let hasDrafts: Bool
    let mayEdit: Bool

    /// - Parameter counts: what came of each rule's hits, by its id.
    init(_ shelf: RuleShelf, _ counts: [String: RuleCounts], _ visit: Visit, _ texts: CaseTexts) throws {
        let handbook = texts.handbook
        let words = texts.words
        let today = texts.today
        let small = try handbook.law.value("figures.small-cell", on: today)
        rules = shelf.versions.ids.flatMap { id -> [Rule] in
            let versions = Array(shelf.versions.versions(of: id).reversed())
            let first = versions.first { $0.isInForce(on: today) } ?? versions.first
            return versions.enumerated().map { index, rule in
                let before = index + 1 < versions.count ? versions[index + 1] : nil
                let count = index == 0 ? counts[id] : nil
                let found = before.map { RuleDifference.lines(from: $0, to: rule, handbook, words) } ?? []
                return Rule(
                    id: id, anchor: rule == first ? id : "\(id)-\(rule.version)", name: RuleWords.name(id, words),
                    reason: RuleWords.reason(rule, words.language), version: String(rule.version),
                    valid: Period.text(from: rule.validFrom, to: rule.validTo, words),
                    isInForce: rule.isInForce(on: today),
                    standing: words(rule.validFrom > today ? "rule-draft.coming" : "rule-draft.past"),
                    threshold: RuleWords.threshold(rule, words),
                    types: handbook.incidentTypes.filter { rule.types.contains($0.code) }
                        .map { handbook.incidentTypeName($0.code, words.language) },
                    differs: before != nil && found.isEmpty ? [words("rule-draft.same")] : found,
                    differsFrom: before.map { words("rule-draft.differs", ["version": String($0.version)]) },
                    outcome: count.map { RuleOutcomeModel($0, below: small, words) })
            }
        }
        never = ["score", "traits", "victim", "alone", "past"].map { words("screening.never." + $0) }
        mayEdit = try visit.actor.may(.editRules)
        drafts = shelf.drafts.map { draft in
            Draft(
                draftHref: "/screening/rules/drafts/\(draft.id)",
                draftName: words(
                    "rule-draft.title",
                    ["name": RuleWords.name(draft.rule, words), "version": String(draft.version)]),
                draftState: words("rule-draft.state." + draft.state.rawValue), draftFrom: draft.validFrom.danish,
                draftEdited: words(
                    "rule-draft.edited", ["name": texts.person(draft.editedBy), "at": draft.editedAt.danish]))
        }
        hasDrafts = !drafts.isEmpty
    }
}

/// Rules in words. Rules are data: one without a short name of its own is called by its id.
enum RuleWords {
    static func name(_ id: String, _ words: Words) -> String {
        words.has("screening.rule." + id) ? words("screening.rule." + id) : id
    }

    static func reason(_ rule: ScreeningRule, _ language: Language) -> String {
        rule.reason[language.rawValue] ?? rule.id
    }

    /// What has to happen, with the rule's numbers.
    static func threshold(_ rule: ScreeningRule, _ words: Words) -> String {
        switch rule.kind {
        case .singleByCarer:
            return words("screening.threshold.single")
        case .repeatedByCarer(let count, let windowDays):
            return words(
                "screening.threshold.repeated", ["count": words.number(count), "days": words.number(windowDays)])
        case .repeatedChildPresent(let count, let windowDays):
            return words(
                "screening.threshold.present", ["count": words.number(count), "days": words.number(windowDays)])
        }
    }

    /// How many days the rule looks back; `nil` where it looks at one incident.
    static func windowDays(_ rule: ScreeningRule) -> Int? {
        switch rule.kind {
        case .singleByCarer: return nil
        case .repeatedByCarer(_, let days), .repeatedChildPresent(_, let days): return days
        }
    }
}
