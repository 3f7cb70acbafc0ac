import Casework
import Handbook
import Prevention

/// The rules in plain words.
struct RulesModel: Sendable {
    struct Rule: Sendable {
        let id: String
        let name: String
        let reason: String
        let version: String
        let valid: String
        let isInForce: Bool
        let threshold: String
        let types: [String]
        /// Of the newest version of a rule; `nil` for the others, and where nothing was reported.
        let outcome: RuleOutcomeModel?
    }

    let rules: [Rule]
    let never: [String]

    /// - Parameter counts: what came of each rule's hits, by its id.
    init(_ visit: Visit, _ counts: [String: RuleCounts]) throws {
        let handbook = visit.office.handbook
        let words = visit.words
        let small = try handbook.law.value("figures.small-cell", on: visit.today)
        var told: Set<String> = []
        rules = handbook.screeningRules.sorted { ($0.id, -$0.version) < ($1.id, -$1.version) }.map { rule in
            let count = told.insert(rule.id).inserted ? counts[rule.id] : nil
            return Rule(
                id: rule.id, name: RuleWords.name(rule.id, words), reason: RuleWords.reason(rule, visit.language),
                version: String(rule.version), valid: Period.text(from: rule.validFrom, to: rule.validTo, words),
                isInForce: rule.isInForce(on: visit.today), threshold: RuleWords.threshold(rule, words),
                types: handbook.incidentTypes.filter { rule.types.contains($0.code) }
                    .map { handbook.incidentTypeName($0.code, visit.language) },
                outcome: count.map { RuleOutcomeModel($0, below: small, words) })
        }
        never = ["score", "traits", "victim", "alone", "past"].map { words("screening.never." + $0) }
    }
}

/// Rules in words. Rules are data: one without a short name of its own is called by its id.
enum RuleWords {
    static func ids(_ handbook: Handbook) -> [String] {
        Set(handbook.screeningRules.map(\.id)).sorted()
    }

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
