import Casework
import Handbook
import Prevention
import Store

/// Why a rule points at a child, in words: each incident with the facts that let it count, and what was near and did not.
struct HitWhy: Sendable {
    struct Line: Sendable {
        let whyTitle: String
        /// Its row in the tables; `nil` where it is not in them.
        let whyLink: String?
        /// Since when it is new; `nil` where it is not.
        let whyNew: String?
        let whyFacts: [String]
    }

    let summary: String
    let met: [Line]
    let near: [Line]
    let hasNear: Bool
    /// Said of what is counted alone: other types of incident, parts in doubt.
    let counted: [String]

    /// - Parameter rows: the marks of the incidents that stand in the tables.
    init(
        _ explanation: HitExplanation, _ page: HitPage, rows: [Int64: String], _ naming: PersonNaming,
        _ language: Language
    ) {
        let words = naming.words
        let texts = HitWhyTexts(page: page, naming: naming, language: language, explanation: explanation)
        if explanation.firstTriggered == nil {
            summary = words("hit-why.none")
        } else if explanation.needed > 1 {
            summary = words(
                "hit-why.repeated",
                [
                    "needed": words.number(explanation.needed), "days": words.number(explanation.windowDays),
                    "count": words.number(explanation.met.count),
                ])
        } else {
            summary = words(
                explanation.met.count == 1 ? "hit-why.single" : "hit-why.singles",
                ["count": words.number(explanation.met.count)])
        }
        let fresh = Set(page.bench.news?.incidents ?? [])
        let since = page.bench.news.map { words("hit-news.badge", ["day": $0.since.danish]) }
        func line(_ incident: FrozenFacts.Incident, _ facts: [String]) -> Line {
            let mark = rows[incident.id].map { $0 + ": " } ?? ""
            return Line(
                whyTitle: mark + incident.day.danish + " " + texts.type(incident.type),
                whyLink: rows[incident.id] == nil ? nil : "#incident-\(incident.id)",
                whyNew: fresh.contains(incident.id) ? since : nil, whyFacts: facts)
        }
        met = explanation.met.map { line($0.incident, texts.facts(of: $0)) }
        let close = explanation.close
        near = close.map { line($0.incident, texts.facts(of: $0)) }
        hasNear = !near.isEmpty
        let others = explanation.near.count - close.count
        counted = [("types", others), ("held", explanation.held)].filter { $0.1 > 0 }.map { key, count in
            words("hit-why." + key + (count == 1 ? "-one" : ""), ["count": words.number(count)])
        }
    }
}

/// The sentences of an explanation.
private struct HitWhyTexts {
    let page: HitPage
    let naming: PersonNaming
    let language: Language
    let explanation: HitExplanation
    private var words: Words { naming.words }

    func type(_ code: String) -> String { naming.handbook.incidentTypeName(code, language) }

    private func name(_ person: Int64) -> String {
        page.persons[person].map(naming.label) ?? words("hit-facts.somebody")
    }

    private func role(_ role: IncidentRole) -> String { words("incident-role." + role.rawValue).lowercased() }

    func facts(of met: HitExplanation.Met) -> [String] {
        var facts: [String] = []
        for person in Set(met.parts.map(\.person)).sorted() {
            let roles = met.parts.filter { $0.person == person }.map { role($0.role) }.joined(separator: ", ")
            let care = met.care.filter { $0.carer == person }.map {
                words("relation." + $0.kind).lowercased() + ", "
                    + Period.text(from: $0.from, to: $0.to, words).lowercased()
            }
            facts.append(
                care.isEmpty
                    ? words("hit-why.present", ["name": name(person)])
                    : words(
                        "hit-why.carer",
                        ["name": name(person), "role": roles, "care": care.joined(separator: "; ")]))
        }
        if let age = met.age { facts.append(words("hit-why.age", ["age": naming.years(age)])) }
        if explanation.needed > 1 {
            facts.append(
                words(
                    met.isTrigger ? "hit-why.enough" : "hit-why.part",
                    [
                        "count": words.number(met.countInWindow), "needed": words.number(explanation.needed),
                        "days": words.number(explanation.windowDays),
                    ]))
        }
        return facts + reports(met.reports) + met.beside.map(reason)
    }

    func facts(of near: HitExplanation.Near) -> [String] {
        // Reasons are told apart by persons, not by what is shown of them.
        var seen: Set<HitExplanation.Reason> = []
        return near.reasons.filter { seen.insert($0).inserted }.map(reason) + reports(near.reports)
    }

    private func reports(_ count: Int) -> [String] {
        count > 1 ? [words("hit-why.reports", ["count": words.number(count)])] : []
    }

    private func reason(_ reason: HitExplanation.Reason) -> String {
        switch reason {
        case .type: return words("hit-why-not.type")
        case .noBirthDate: return words("hit-why-not.no-birth-date")
        case .unborn: return words("hit-why-not.unborn")
        case .grown(let day): return words("hit-why-not.grown", ["day": day.danish])
        case .careEnded(let carer, let day):
            return words("hit-why-not.ended", ["name": name(carer), "day": (day + -1).danish])
        case .careNotBegun(let carer, let day):
            return words("hit-why-not.not-begun", ["name": name(carer), "day": day.danish])
        case .role(let person, let role):
            return words("hit-why-not.role", ["name": name(person), "role": self.role(role)])
        case .child(let role): return words("hit-why-not.child", ["role": self.role(role)])
        case .carer(let person, let role):
            return words("hit-why-not.carer", ["name": name(person), "role": self.role(role)])
        case .alone:
            return words(
                "hit-why-not.alone",
                ["needed": words.number(explanation.needed), "days": words.number(explanation.windowDays)])
        }
    }
}
