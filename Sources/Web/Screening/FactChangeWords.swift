import Casework
import Handbook
import Prevention
import Store

/// What is said otherwise today than when a hit was found, in words.
struct FactChangeWords: Sendable {
    private let page: HitPage
    private let naming: PersonNaming
    private let language: Language
    private var words: Words { naming.words }

    init(_ page: HitPage, _ naming: PersonNaming, _ language: Language) {
        self.page = page
        self.naming = naming
        self.language = language
    }

    var sentences: [String] { page.changes.map(sentence) }

    private func sentence(_ change: FactChange) -> String {
        switch change {
        case .rule(let was, let now):
            return words("hit-facts.rule", ["was": String(was), "is": String(now)])
        case .birthDate(let was, let now):
            return words("hit-facts.birth-date", ["was": day(was), "is": day(now)])
        case .incidentGone(let incident):
            return words("hit-facts.gone", ["day": incident.day.danish, "type": type(incident.type)])
        case .day(_, let was, let now):
            return words("hit-facts.day", ["was": was.danish, "is": now.danish])
        case .type(let incident, let was, let now):
            return words("hit-facts.type", ["day": day(of: incident), "was": type(was), "is": type(now)])
        case .roles(let incident, let person, let was, let now):
            return words(
                "hit-facts.roles",
                ["name": name(person), "day": day(of: incident), "was": roles(was), "is": roles(now)])
        case .care(let carer, let was, let now):
            return words("hit-facts.care", ["name": name(carer), "was": care(was), "is": care(now)])
        }
    }

    private func day(_ day: LocalDate?) -> String { day?.danish ?? words("hit-facts.unknown") }

    /// Of an incident that is still there.
    private func day(of incident: Int64) -> String {
        day((page.incidents + page.others).first { $0.id == incident }?.day)
    }

    private func type(_ code: String) -> String { naming.handbook.incidentTypeName(code, language) }

    private func name(_ person: Int64) -> String {
        page.persons[person].map(naming.label) ?? words("hit-facts.somebody")
    }

    private func roles(_ roles: [IncidentRole]) -> String {
        if roles.isEmpty { return words("hit-facts.no-role") }
        return roles.map { words("incident-role." + $0.rawValue).lowercased() }.joined(separator: ", ")
    }

    private func care(_ rows: [FrozenFacts.Care]) -> String { FactChangeWords.care(rows, words) }

    /// - Parameter kind: whether it is said what the relation is.
    static func care(_ rows: [FrozenFacts.Care], _ words: Words, kind: Bool = false) -> String {
        if rows.isEmpty { return words("hit-facts.no-care") }
        return rows.map { row in
            (kind ? words("relation." + row.kind) + " " : "")
                + Period.text(from: row.from, to: row.to, words).lowercased()
        }.joined(separator: "; ")
    }
}
