import Casework
import HTTPTypes
import Handbook
import Prevention

/// The search for a person, and what it has found.
struct PersonSearch: Sendable {
    struct Row: Sendable {
        let name: String
        let link: String
        let birthDate: String?
        let age: String?
        let municipality: String?
        let isProtected: Bool
    }

    let text: String
    let purposes: [PurposeChoice.Option]
    let explanation: String
    var problems: FormProblems?
    var textError: String?
    var purposeError: String?
    var explanationError: String?
    /// `nil` before a search, and when it has found nobody.
    var table: Table?
    var isNobody = false

    struct Table: Sendable {
        let caption: String
        let rows: [Row]
        /// Where there are more than one search shows.
        let more: String?
    }

    init(_ visit: Visit, text: String, purpose: Purpose?, explanation: String) {
        self.text = text
        self.explanation = explanation
        purposes = PurposeChoice.options(visit.words, chosen: purpose)
    }

    static func answer(_ visit: Visit) async throws -> Reply {
        let form = try await visit.form()
        let chosen = PurposeChoice(visit, form)
        guard let purpose = chosen.purpose, chosen.errors.isEmpty, form["q"].count >= shortest else {
            return .page("person-search", refused(visit, form["q"], chosen), status: .unprocessableContent)
        }
        let lookUp = LookUp(purpose: purpose, explanation: chosen.explanation, text: form["q"])
        return .redirect("/persons/search?look-up=\(await visit.remember(lookUp))")
    }

    /// Carries a remembered search out; each time it is shown, it is logged.
    static func show(_ lookUp: LookUp, _ number: Int, _ visit: Visit) async throws -> Reply {
        let search = FindPersons(lookUp.text, purpose: lookUp.purpose, explanation: lookUp.explanation)
        let found = try await search(visit.authorized(Acts.FindPersons.self), in: visit.office)
        // An explanation is carried on; where there is none, the purpose says it all and outlives this process.
        let links = lookUp.explanation.isEmpty ? PersonLink(lookUp.purpose) : PersonLink(lookUp: number)
        return .page("person-search", showing(visit, lookUp, found, links))
    }

    /// The form again, with what is wrong with it.
    private static func refused(_ visit: Visit, _ text: String, _ chosen: PurposeChoice) -> PersonSearch {
        var model = PersonSearch(visit, text: text, purpose: chosen.purpose, explanation: chosen.explanation)
        model.purposeError = chosen.purposeError
        model.explanationError = chosen.explanationError
        if text.count < shortest { model.textError = visit.words("person.search.text-missing") }
        let own = model.textError.map { [FormProblems.Item(problemText: $0, problemTarget: "q")] } ?? []
        model.problems = FormProblems(found: own + chosen.errors, words: visit.words)
        return model
    }

    /// One letter is no search for somebody, and would open the register by its initials.
    private static let shortest = 2

    private static func showing(
        _ visit: Visit, _ lookUp: LookUp, _ found: [PersonView], _ links: PersonLink
    ) -> PersonSearch {
        var model = PersonSearch(
            visit, text: lookUp.text, purpose: lookUp.purpose, explanation: lookUp.explanation)
        model.isNobody = found.isEmpty
        model.table = found.isEmpty ? nil : Table(found, links, PersonNaming(visit))
        return model
    }
}

extension PersonSearch.Table {
    fileprivate init(_ found: [PersonView], _ links: PersonLink, _ naming: PersonNaming) {
        let words = naming.words
        caption =
            found.count == 1
            ? words("person.search.found-one") : words("person.search.found", ["count": words.number(found.count)])
        rows = found.map { person in
            PersonSearch.Row(
                name: naming.name(person), link: links.to(person.id),
                birthDate: person.birthDate?.danish, age: naming.age(person),
                municipality: naming.municipality(of: person), isProtected: person.isProtected)
        }
        more = found.count >= FindPersons.limit ? words("person.search.more") : nil
    }
}
