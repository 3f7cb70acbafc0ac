import Casework
import Handbook
import Prevention
import Store

/// The list of hits by family. No name, no number that weighs: age, municipality, rule, dates.
struct HitListModel: Sendable {
    struct Tab: Sendable {
        let tabLink: String
        let tabLabel: String
        let tabCount: String
        let isCurrent: Bool
    }

    struct RuleOption: Sendable {
        let ruleID: String
        let ruleLabel: String
        let isChosen: Bool
    }

    struct Entry: Sendable {
        let hitLink: String
        let hitNumber: String
        let hitRule: String
        let hitChild: String
    }

    struct Family: Sendable {
        let entries: [Entry]
        let ages: String
        let municipality: String?
        let lastTriggered: String
        let lastDay: String
        /// Of open hits.
        let waiting: String?
    }

    struct Pager: Sendable {
        let previous: String?
        let next: String?
        let place: String
    }

    let run: RunModel
    let state: String
    let tabs: [Tab]
    let rules: [RuleOption]
    let families: [Family]
    let isOpen: Bool
    let isEmpty: Bool
    /// Nothing has ever been found, in any state and under any rule.
    let hasNothing: Bool
    let caption: String
    let pager: Pager?

    static func answer(_ visit: Visit, run: ScreeningDesk.State) async throws -> Reply {
        let state = visit.query("state").flatMap(StoredHit.State.init(rawValue:)) ?? .open
        let known = try await visit.office.ruleVersions().ids
        let rule = visit.query("rule").flatMap { known.contains($0) ? $0 : nil }
        let list = ListHits(state: state, rule: rule, page: visit.query("page").flatMap { Int($0) } ?? 1)
        let found = try await list(visit.authorized(Acts.Screen.self), in: visit.office)
        return .page("screening-list", HitListModel(found, list, visit, rules: known, run: run))
    }

    init(_ found: ListHits.Found, _ list: ListHits, _ visit: Visit, rules: [String], run: ScreeningDesk.State) {
        let words = visit.words
        let naming = PersonNaming(visit)
        self.run = RunModel(run, words, isFresh: visit.query("ran") != nil)
        state = list.state.rawValue
        isOpen = list.state == .open
        tabs = StoredHit.State.allCases.map { state in
            Tab(
                tabLink: HitListModel.link(state, list.rule, page: 1),
                tabLabel: words("screening.state." + state.rawValue),
                tabCount: words.number(found.counts[state] ?? 0), isCurrent: state == list.state)
        }
        self.rules = rules.map { id in
            RuleOption(ruleID: id, ruleLabel: RuleWords.name(id, words), isChosen: id == list.rule)
        }
        families = found.families.map { Family($0, naming, today: visit.today) }
        isEmpty = found.families.isEmpty
        hasNothing = list.rule == nil && found.counts.values.allSatisfy { $0 == 0 }
        caption = words(
            found.familyCount == 1 ? "screening.list.caption-one" : "screening.list.caption",
            ["families": words.number(found.familyCount), "hits": words.number(found.counts[list.state] ?? 0)])
        pager = found.pageCount > 1 ? Pager(found, list, words) : nil
    }

    static func link(_ state: StoredHit.State, _ rule: String?, page: Int) -> String {
        var parts = ["state=" + state.rawValue]
        if let rule { parts.append("rule=" + Form.encode(rule)) }
        if page > 1 { parts.append("page=\(page)") }
        return "/screening?" + parts.joined(separator: "&")
    }
}

extension HitListModel.Family {
    fileprivate init(_ family: HitFamily, _ naming: PersonNaming, today: LocalDate) {
        let words = naming.words
        let ages = Dictionary(family.children.map { ($0.id, $0.age) }, uniquingKeysWith: { first, _ in first })
        entries = family.hits.map { hit in
            let age = (ages[hit.child] ?? nil).map(naming.years) ?? words("screening.list.age-unknown")
            return HitListModel.Entry(
                hitLink: "/screening/\(hit.id)", hitNumber: words("screening.hit.number", ["id": String(hit.id)]),
                hitRule: RuleWords.name(hit.rule, words), hitChild: words("screening.list.child", ["age": age]))
        }
        self.ages = family.children.map { $0.age.map(naming.years) ?? words("screening.list.age-unknown") }
            .joined(separator: ", ")
        municipality = naming.municipality(family.municipality)
        let last = family.hits.map(\.lastTriggered).max() ?? today
        lastTriggered = last.danish
        lastDay = last.description
        let since = family.hits.map(\.foundOn).min() ?? today
        let days = max(0, today - since)
        waiting =
            family.hits.first?.state == .open
            ? words(days == 1 ? "screening.list.day" : "screening.list.days", ["days": words.number(days)]) : nil
    }
}

extension HitListModel.Pager {
    fileprivate init(_ found: ListHits.Found, _ list: ListHits, _ words: Words) {
        let page = found.page
        previous = page > 1 ? HitListModel.link(list.state, list.rule, page: page - 1) : nil
        next = page < found.pageCount ? HitListModel.link(list.state, list.rule, page: page + 1) : nil
        place = words(
            "screening.list.page", ["page": words.number(page), "pages": words.number(found.pageCount)])
    }
}
