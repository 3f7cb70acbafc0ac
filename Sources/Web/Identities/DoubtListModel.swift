import Casework
import Handbook
import Prevention
import Store

/// The queue of doubts, or the likely duplicates in the register. No name, no number that weighs.
struct DoubtListModel: Sendable {
    struct Tab: Sendable {
        let tabLink: String
        let tabLabel: String
        let tabCount: String
        let isCurrent: Bool
    }

    struct Line: Sendable {
        let doubtLink: String
        let doubtNumber: String
        let origin: String
        let ages: String
        let places: String
        let differs: String
        let foundDay: String
        let foundOn: String
        let waiting: String
    }

    /// A merge whose undoing waits for a second person.
    struct Undoing: Sendable {
        let undoHref: String
        let undoName: String
    }

    let title: String
    let lead: String
    let isOfRegister: Bool
    let action: String
    let state: String
    let tabs: [Tab]
    let selects: [FilterSelect]
    let isFiltered: Bool
    let lines: [Line]
    let hasLines: Bool
    /// Nothing has ever been in doubt.
    let hasNothing: Bool
    let caption: String
    let nextHref: String?
    let pageText: String?
    let previousPage: String?
    let nextPage: String?
    let rates: DoubtRates?
    let undoings: [Undoing]
    let hasUndoings: Bool

    static func answer(_ visit: Visit, ofRegister isOfRegister: Bool) async throws -> Reply {
        if let shorter = visit.addressWithoutEmpty { return .redirect(shorter) }
        var filter = DoubtFilter()
        filter.state = visit.query("state").flatMap(Doubt.State.init(rawValue:)) ?? .open
        filter.origin = isOfRegister ? .register : visit.query("origin").flatMap(Doubt.Origin.init(rawValue:))
        let known = visit.office.handbook.ownMunicipalities
        filter.municipality = visit.query("municipality").flatMap { known.contains($0) ? $0 : nil }
        filter.importID = isOfRegister ? nil : visit.query("import").flatMap { Int64($0) }
        let list = ListDoubts(filter, page: visit.query("page").flatMap { Int($0) } ?? 1)
        let found = try await list(visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
        return .page("identities", DoubtListModel(found, filter, visit, isOfRegister: isOfRegister))
    }

    init(_ found: ListDoubts.Found, _ filter: DoubtFilter, _ visit: Visit, isOfRegister: Bool) {
        let words = visit.words
        self.isOfRegister = isOfRegister
        title = words(isOfRegister ? "doubt.duplicates.title" : "doubt.list.title")
        lead = words(isOfRegister ? "doubt.duplicates.lead" : "doubt.list.lead")
        action = isOfRegister ? "/identities/duplicates" : "/identities"
        state = filter.state.rawValue
        let address = DoubtAddress(path: action, filter: filter, isOfRegister: isOfRegister)
        tabs = Doubt.State.allCases.map { state in
            Tab(
                tabLink: address.link(state: state), tabLabel: words("doubt.state." + state.rawValue),
                tabCount: words.number(found.counts[state] ?? 0), isCurrent: state == filter.state)
        }
        let naming = PersonNaming(visit)
        selects = DoubtListModel.selects(found, filter, naming, isOfRegister: isOfRegister)
        isFiltered = address.isFiltered
        lines = found.lines.map { Line($0, naming, today: visit.today) }
        hasLines = !lines.isEmpty
        hasNothing = !isFiltered && found.counts.isEmpty
        let count = found.counts[filter.state] ?? 0
        caption = words(count == 1 ? "doubt.list.caption-one" : "doubt.list.caption", ["count": words.number(count)])
        let waits = (found.counts[.open] ?? 0) + (found.counts[.second] ?? 0)
        nextHref = waits > 0 && !isOfRegister ? "/identities/next" : nil
        pageText =
            found.pageCount > 1
            ? words("doubt.list.page", ["page": words.number(found.page), "pages": words.number(found.pageCount)]) : nil
        previousPage = found.page > 1 ? address.link(page: found.page - 1) : nil
        nextPage = found.page < found.pageCount ? address.link(page: found.page + 1) : nil
        rates = isOfRegister ? nil : DoubtRates(found, words)
        undoings = found.undoings.map {
            Undoing(undoHref: "/merges/\($0)/undo", undoName: words("identity.undo.number", ["id": String($0)]))
        }
        hasUndoings = !undoings.isEmpty
    }

    private static func selects(
        _ found: ListDoubts.Found, _ filter: DoubtFilter, _ naming: PersonNaming, isOfRegister: Bool
    ) -> [FilterSelect] {
        let words = naming.words
        let places = naming.handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }
        let municipality = FilterSelect(
            "municipality", words("doubt.list.municipality"), all: words("doubt.list.all"),
            places.map { ($0.code, $0.name) }, chosen: filter.municipality)
        if isOfRegister { return [municipality] }
        let origin = FilterSelect(
            "origin", words("doubt.list.origin"), all: words("doubt.list.all"),
            Doubt.Origin.allCases.map { ($0.rawValue, words("doubt.origin." + $0.rawValue)) },
            chosen: filter.origin?.rawValue)
        if found.imports.isEmpty { return [origin, municipality] }
        let run = FilterSelect(
            "import", words("doubt.list.import"), all: words("doubt.list.all"),
            found.imports.map { (String($0), words("doubt.list.import-number", ["id": String($0)])) },
            chosen: filter.importID.map { String($0) })
        return [origin, municipality, run]
    }
}

/// The address of a list: what it shows stands in it.
private struct DoubtAddress {
    let path: String
    let filter: DoubtFilter
    let isOfRegister: Bool

    var isFiltered: Bool {
        !isOfRegister && (filter.origin != nil || filter.importID != nil) || filter.municipality != nil
    }

    func link(state: Doubt.State? = nil, page: Int = 1) -> String {
        var parts = ["state=" + (state ?? filter.state).rawValue]
        if !isOfRegister, let origin = filter.origin { parts.append("origin=" + origin.rawValue) }
        if let municipality = filter.municipality { parts.append("municipality=" + municipality) }
        if !isOfRegister, let run = filter.importID { parts.append("import=\(run)") }
        if page > 1 { parts.append("page=\(page)") }
        return path + "?" + parts.joined(separator: "&")
    }
}

extension DoubtListModel.Line {
    fileprivate init(_ line: DoubtLine, _ naming: PersonNaming, today: LocalDate) {
        let words = naming.words
        doubtLink = "/identities/\(line.doubt.id)"
        doubtNumber = words("doubt.number", ["id": String(line.doubt.id)])
        origin = words("doubt.origin." + line.doubt.origin.rawValue)
        ages = line.ages.map { $0.map(naming.years) ?? words("doubt.list.age-unknown") }
            .joined(separator: words("doubt.list.and"))
        places =
            line.municipalities.map { codes in
                codes.isEmpty ? "–" : codes.map(naming.handbook.municipalityName).joined(separator: ", ")
            } ?? words("person.masked-municipality")
        let texts = DoubtTexts(words: words)
        differs =
            line.differing.map { fields in
                fields.isEmpty ? words("doubt.list.differs-nothing") : fields.map(texts.field).joined(separator: ", ")
            } ?? words("doubt.list.differs-hidden")
        let found = line.doubt.foundAt.day
        foundDay = found.description
        foundOn = found.danish
        let days = max(0, today - found)
        waiting = words(days == 1 ? "doubt.list.day" : "doubt.list.days", ["days": words.number(days)])
    }
}
