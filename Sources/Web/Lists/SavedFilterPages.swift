import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/filters | needs work-cases; one's own and those shared |
/// | GET | /cases/filters/{id} | needs work-cases; leads to the list |
/// | GET | /cases/filters/{id}/delete | needs work-cases; leads back, as the one below |
/// | GET | /cases/filters/{id}/restore | the same |
/// | POST | /cases/filters | needs work-cases |
/// | POST | /cases/filters/{id} | needs work-cases, one's own |
/// | POST | /cases/filters/{id}/delete | needs work-cases, one's own |
/// | POST | /cases/filters/{id}/restore | needs work-cases, one's own |
enum SavedFilterPages {
    private static let path = "/cases/filters"

    static func add(to routes: RouteTable) {
        routes.get(path, .needs(.workCases)) { visit in try await page(visit) }

        routes.get(path + "/{id}", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            guard let found = try await shown(visit).first(where: { $0.filter.id == id }) else { throw NotFound() }
            return .redirect(found.href)
        }

        for part in ["/delete", "/restore"] {
            routes.get(path + "/{id}" + part, .needs(.workCases)) { _ in .redirect(path) }
        }

        routes.post(path, .needs(.workCases)) { visit in
            let form = try await visit.form()
            let target: SaveFilter.Target = Int64(form["replace"]).map { .replace($0) } ?? .new
            return try await save(visit, form, target, at: "save", done: "filter-saved")
        }

        routes.post(path + "/{id}", .needs(.workCases)) { visit in
            let form = try await visit.form()
            let id = try visit.parameter("id", as: Int64.self)
            let target = SaveFilter.Target.rename(id, revision: Int(form["revision"]) ?? 0)
            return try await save(visit, form, target, at: "filter-\(id)", done: "filter-renamed")
        }

        routes.post(path + "/{id}/delete", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            try await RemoveFilter(id)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
            return .redirect(path + "?done=filter-deleted&restore=\(id)")
        }

        routes.post(path + "/{id}/restore", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            do {
                try await RemoveFilter(id, restoring: true)(
                    try visit.authorized(Acts.WorkCases.self), in: visit.office)
            } catch let refused as Refused {
                return try await page(visit, Refusing(id: "filters", form: Form([:]), refused: refused))
            }
            return .redirect(path + "?done=filter-restored")
        }
    }

    struct Refusing: Sendable {
        /// Where on the page it is said.
        let id: String
        let form: Form
        let refused: Refused
    }

    private static func save(
        _ visit: Visit, _ form: Form, _ target: SaveFilter.Target, at id: String, done: String
    ) async throws -> Reply {
        let who = try visit.authorized(Acts.WorkCases.self)
        // Only what a list understands is kept, as it writes it itself.
        let filter = try CaseFilter(saved: form["query"], visit)
        do {
            let saved = try await SaveFilter(
                target, name: form["name"], query: filter.savedQuery, isShared: form["shared"] == "yes")(
                    who, in: visit.office)
            if case .rename = target { return .redirect(path + "?done=" + done) }
            return .redirect(filter.address(with: [("done", done), ("filter", String(saved))]))
        } catch let refused as Refused {
            return try await page(visit, Refusing(id: id, form: form, refused: refused))
        }
    }

    private static func page(_ visit: Visit, _ refusing: Refusing? = nil) async throws -> Reply {
        let texts = try await CaseTexts.load(for: visit)
        let restore = visit.query("restore").flatMap { Int64($0) }
        let model = SavedFiltersModel(
            try await shown(visit), actor: try visit.actor, restore: restore, refusing, texts)
        let isConflict = refusing?.refused.refusals.contains { $0.code == "changed-meanwhile" } ?? false
        return .page(
            "case-filters", model,
            status: refusing.map { _ in isConflict ? .conflict : .unprocessableContent } ?? .ok)
    }

    /// Those that lead to a list which the reader may see.
    private static func shown(_ visit: Visit) async throws -> [ShownFilter] {
        let filters = try await ReadFilters()(try visit.authorized(Acts.WorkCases.self), in: visit.office)
        return ShownFilter.shown(filters, to: try visit.actor, visit.office.handbook)
    }
}

/// A saved filter within the reader's scope.
struct ShownFilter: Sendable {
    let filter: SavedFilter
    let list: CaseFilter
    var href: String { list.address() }

    /// Without those that name a programme outside the reader's scope: to them it does not exist.
    static func shown(_ filters: [SavedFilter], to actor: Actor, _ handbook: Handbook) -> [ShownFilter] {
        filters.compactMap { filter in
            (try? CaseFilter(saved: filter.query, actor, handbook)).map { ShownFilter(filter: filter, list: $0) }
        }
    }
}

extension CaseFilter {
    /// Reads what an address says after `?`.
    ///
    /// - Throws: `NotFound` for a programme that is not there for the actor.
    init(saved query: String, _ actor: Actor, _ handbook: Handbook) throws {
        let said = Form(urlEncoded: query)
        try self.init(actor: actor, handbook: handbook) { name in said[name].isEmpty ? [] : [said[name]] }
    }

    fileprivate init(saved query: String, _ visit: Visit) throws {
        try self.init(saved: query, try visit.actor, visit.office.handbook)
    }

    /// The list from its beginning, as it is kept.
    var savedQuery: String {
        String(from(nil).address("").dropFirst())
    }
}

/// The saved filters above a list, and the form that keeps the list under a name.
struct SavedFilterBar: Sendable {
    struct Link: Sendable {
        let filterHref: String
        let filterName: String
        let isSharedFilter: Bool
        let isCurrentFilter: Bool
    }

    let filterLinks: [Link]
    let hasFilterLinks: Bool
    let saveQuery: String
    let replaceable: SelectOptions?

    init(_ saved: [ShownFilter], _ filter: CaseFilter, actor: Actor) {
        let current = filter.savedQuery
        filterLinks = saved.map {
            Link(
                filterHref: $0.href, filterName: $0.filter.name, isSharedFilter: $0.filter.account != actor.name,
                isCurrentFilter: $0.list.savedQuery == current)
        }
        hasFilterLinks = !saved.isEmpty
        saveQuery = current
        let own = saved.filter { $0.filter.account == actor.name }
        replaceable =
            own.isEmpty
            ? nil
            : SelectOptions(
                own.map { .init(optionValue: String($0.filter.id), optionLabel: $0.filter.name, isChosen: false) })
    }
}

/// The page of saved filters.
struct SavedFiltersModel: Sendable {
    struct Own: Sendable {
        let ownID: Int64
        let ownHref: String
        let ownName: String
        let ownParts: String
        let ownRevision: Int
        let nameInput: FieldInput
        let sharedInput: FieldInput
        let isOwnOpen: Bool
    }

    struct Other: Sendable {
        let otherHref: String
        let otherName: String
        let otherParts: String
        let otherOwner: String
    }

    /// What was refused as a new one, with what was typed.
    struct Again: Sendable {
        let nameInput: FieldInput
        let sharedInput: FieldInput
        let againQuery: String
    }

    let problems: FormProblems?
    let own: [Own]
    let hasOwn: Bool
    let others: [Other]
    let hasOthers: Bool
    let hasNone: Bool
    let again: Again?
    let restorePath: String?

    init(
        _ filters: [ShownFilter], actor: Actor, restore: Int64?, _ refusing: SavedFilterPages.Refusing?,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        let problems = refusing.map { refusing in
            FormProblems(
                refusing.refused.refusals.map {
                    .init(
                        problemText: words.refusal($0, programme: nil),
                        problemTarget: refusing.id == "filters" ? "filters" : refusing.id + "-name")
                }, words: words)
        }
        self.problems = problems
        func inputs(_ id: String, name: String, isShared: Bool) -> (FieldInput, FieldInput) {
            let typed = refusing.flatMap { $0.id == id ? $0.form : nil }
            return (
                FieldInput(
                    id: id + "-name", name: "name", kind: .text, label: words("case-filters.name"),
                    value: typed?["name"] ?? name, isRequired: true, problems: problems),
                FieldInput(
                    id: id + "-shared", name: "shared", kind: .flag, label: words("case-filters.shared"),
                    value: typed?["shared"] ?? (isShared ? "yes" : ""), problems: nil)
            )
        }
        func parts(_ list: CaseFilter) -> String {
            let said = list.parts.map { list.text(of: $0, owners: [], texts) }
            return said.isEmpty ? words("case-filters.everything") : said.joined(separator: ", ")
        }
        own = filters.filter { $0.filter.account == actor.name }.map { shown in
            let id = "filter-\(shown.filter.id)"
            let (name, shared) = inputs(id, name: shown.filter.name, isShared: shown.filter.isShared)
            return Own(
                ownID: shown.filter.id, ownHref: shown.href, ownName: shown.filter.name, ownParts: parts(shown.list),
                ownRevision: shown.filter.revision, nameInput: name, sharedInput: shared,
                isOwnOpen: refusing?.id == id)
        }
        others = filters.filter { $0.filter.account != actor.name }.map {
            Other(
                otherHref: $0.href, otherName: $0.filter.name, otherParts: parts($0.list),
                otherOwner: texts.person($0.filter.account))
        }
        hasOwn = !own.isEmpty
        hasOthers = !others.isEmpty
        hasNone = own.isEmpty && others.isEmpty
        again = refusing.flatMap { refusing in
            guard refusing.id == "save" else { return nil }
            let (name, shared) = inputs("save", name: "", isShared: false)
            return Again(nameInput: name, sharedInput: shared, againQuery: refusing.form["query"])
        }
        restorePath = restore.map { "/cases/filters/\($0)/restore" }
    }
}
