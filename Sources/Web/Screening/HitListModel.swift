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

    struct Family: Sendable {
        let entries: [HitEntry]
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
    let selects: [FilterSelect]
    let isFiltered: Bool
    let families: [Family]
    let isWaiting: Bool
    let isEmpty: Bool
    /// Nothing has ever been found, in any state and under any rule.
    let hasNothing: Bool
    let caption: String
    let pager: Pager?

    static func answer(_ visit: Visit, run: ScreeningDesk.State) async throws -> Reply {
        let known = try await visit.office.ruleVersions().ids
        let own = visit.office.handbook.ownMunicipalities
        var filter = HitFilter()
        filter.shelf = visit.query("state").flatMap(HitShelf.init(rawValue:)) ?? .open
        filter.rule = visit.query("rule").flatMap { known.contains($0) ? $0 : nil }
        filter.municipality = visit.query("municipality").flatMap { own.contains($0) ? $0 : nil }
        filter.isAsked = visit.query("only") == "asked"
        filter.isMine = visit.query("only") == "mine"
        let list = ListHits(filter, page: visit.query("page").flatMap { Int($0) } ?? 1)
        let found = try await list(visit.authorized(Acts.Screen.self), in: visit.office)
        return .page("screening-list", HitListModel(found, filter, visit, rules: known, run: run))
    }

    init(_ found: ListHits.Found, _ filter: HitFilter, _ visit: Visit, rules: [String], run: ScreeningDesk.State) {
        let words = visit.words
        let naming = PersonNaming(visit)
        self.run = RunModel(run, words, isFresh: visit.query("ran") != nil)
        state = filter.shelf.rawValue
        isWaiting = filter.shelf == .open || filter.shelf == .deferred
        tabs = HitShelf.allCases.map { shelf in
            Tab(
                tabLink: filter.address(on: shelf), tabLabel: words("screening.state." + shelf.rawValue),
                tabCount: words.number(found.counts[shelf] ?? 0), isCurrent: shelf == filter.shelf)
        }
        selects = HitListModel.selects(filter, rules, naming)
        var all = HitFilter()
        all.shelf = filter.shelf
        isFiltered = filter != all
        families = found.families.map { family in Family(family, found, naming, isWaiting: filter.isWaiting) }
        isEmpty = found.families.isEmpty
        hasNothing = !isFiltered && found.counts.values.allSatisfy { $0 == 0 }
        caption = words(
            found.familyCount == 1 ? "screening.list.caption-one" : "screening.list.caption",
            ["families": words.number(found.familyCount), "hits": words.number(found.counts[filter.shelf] ?? 0)])
        pager =
            found.pageCount > 1
            ? Pager(
                previous: found.page > 1 ? filter.address(page: found.page - 1) : nil,
                next: found.page < found.pageCount ? filter.address(page: found.page + 1) : nil,
                place: words(
                    "screening.list.page",
                    ["page": words.number(found.page), "pages": words.number(found.pageCount)]))
            : nil
    }

    private static func selects(_ filter: HitFilter, _ rules: [String], _ naming: PersonNaming) -> [FilterSelect] {
        let words = naming.words
        let places = naming.handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }
        return [
            FilterSelect(
                "rule", words("screening.list.rule"), all: words("screening.list.every-rule"),
                rules.map { ($0, RuleWords.name($0, words)) }, chosen: filter.rule),
            FilterSelect(
                "municipality", words("case-words.municipality"), all: words("hit-queue.everywhere"),
                places.map { ($0.code, $0.name) }, chosen: filter.municipality),
            FilterSelect(
                "only", words("hit-queue.only"), all: words("hit-queue.all"),
                ["asked", "mine"].map { ($0, words("hit-queue." + $0)) }, chosen: filter.only),
        ]
    }
}

/// A hit in a list: no name.
struct HitEntry: Sendable {
    let hitLink: String
    let hitNumber: String
    let hitRule: String
    let hitChild: String
    let hitBadges: [Badge]

    struct Badge: Sendable {
        let badgeClass: String
        let badgeText: String
    }

    /// - Parameter query: how it was come upon, with its `?`; or empty.
    init(_ hit: StoredHit, of family: HitFamily, _ naming: PersonNaming, badges: [Badge], query: String = "") {
        let words = naming.words
        let child = family.children.first { $0.id == hit.child }
        let age = (child?.age).map(naming.years) ?? words("screening.list.age-unknown")
        hitLink = "/screening/\(hit.id)" + query
        hitNumber = words("screening.hit.number", ["id": String(hit.id)])
        hitRule = RuleWords.name(hit.rule, words)
        hitChild = words("screening.list.child", ["age": age])
        hitBadges = badges
    }
}

extension HitFilter {
    fileprivate var isWaiting: Bool { shelf == .open || shelf == .deferred }
    fileprivate var only: String? { isAsked ? "asked" : isMine ? "mine" : nil }

    /// The list in the address: on another shelf, or another page of it.
    fileprivate func address(on other: HitShelf? = nil, page: Int = 1) -> String {
        var parts = ["state=" + (other ?? shelf).rawValue]
        for (name, value) in [("rule", rule), ("municipality", municipality), ("only", only)] {
            if let value { parts.append(name + "=" + Form.encode(value)) }
        }
        if page > 1 { parts.append("page=\(page)") }
        return "/screening?" + parts.joined(separator: "&")
    }
}

extension HitListModel.Family {
    fileprivate init(_ family: HitFamily, _ found: ListHits.Found, _ naming: PersonNaming, isWaiting: Bool) {
        let words = naming.words
        entries = family.hits.map { hit in
            var badges: [HitEntry.Badge] = []
            func add(_ style: String, _ key: String, _ day: LocalDate? = nil) {
                badges.append(.init(badgeClass: style, badgeText: words(key, ["day": day?.danish ?? ""])))
            }
            if hit.state == .open, found.again.contains(hit.id) { add("is-running", "hit-queue.again") }
            if hit.isDeferred(on: naming.today) { add("is-paused", "hit-queue.until", hit.deferredUntil) }
            if hit.state == .open, found.asked.contains(hit.id) { add("is-paused", "hit-queue.asked") }
            if let day = found.lapsing[hit.id] { add("is-warning", "hit-queue.lapses", day) }
            return HitEntry(hit, of: family, naming, badges: badges)
        }
        ages = family.ages(naming)
        municipality = naming.municipality(family.municipality)
        let last = family.hits.map(\.lastTriggered).max() ?? naming.today
        lastTriggered = last.danish
        lastDay = last.description
        waiting = isWaiting ? family.waiting(naming) : nil
    }
}

extension HitFamily {
    /// Of the children, oldest first.
    func ages(_ naming: PersonNaming) -> String {
        children.map { $0.age.map(naming.years) ?? naming.words("screening.list.age-unknown") }.joined(separator: ", ")
    }

    /// How long the hit has waited that has waited longest.
    func waiting(_ naming: PersonNaming) -> String {
        let days = max(0, naming.today - (hits.map(\.foundOn).min() ?? naming.today))
        return naming.words(
            days == 1 ? "screening.list.day" : "screening.list.days", ["days": naming.words.number(days)])
    }
}
