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
    var problems: [FormError] = []
    var hasProblems: Bool = false
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
        guard let purpose = chosen.purpose, chosen.errors.isEmpty, !form["q"].isEmpty else {
            return .page("person-search", refused(visit, form["q"], chosen), status: .unprocessableContent)
        }
        let search = FindPersons(form["q"], purpose: purpose, explanation: chosen.explanation)
        let found = try await search(visit.authorized(Acts.FindPersons.self), in: visit.office)
        return .page("person-search", showing(visit, form["q"], chosen, found, purpose))
    }

    /// The form again, with what is wrong with it.
    private static func refused(_ visit: Visit, _ text: String, _ chosen: PurposeChoice) -> PersonSearch {
        var model = PersonSearch(visit, text: text, purpose: chosen.purpose, explanation: chosen.explanation)
        model.purposeError = chosen.purposeError
        model.explanationError = chosen.explanationError
        // One letter is no search for somebody, and would open the register by its initials.
        if text.count < 2 { model.textError = visit.words("person.search.text-missing") }
        model.problems = (model.textError.map { [FormError(anchor: "q", problem: $0)] } ?? []) + chosen.errors
        model.hasProblems = true
        return model
    }

    private static func showing(
        _ visit: Visit, _ text: String, _ chosen: PurposeChoice, _ found: [PersonView], _ purpose: Purpose
    ) -> PersonSearch {
        var model = PersonSearch(visit, text: text, purpose: purpose, explanation: chosen.explanation)
        model.isNobody = found.isEmpty
        model.table = found.isEmpty ? nil : Table(found, purpose, PersonNaming(visit))
        return model
    }
}

extension PersonSearch.Table {
    fileprivate init(_ found: [PersonView], _ purpose: Purpose, _ naming: PersonNaming) {
        let words = naming.words
        caption =
            found.count == 1
            ? words("person.search.found-one") : words("person.search.found", ["count": words.number(found.count)])
        rows = found.map { person in
            PersonSearch.Row(
                name: naming.name(person), link: PersonNaming.link(person.id, purpose: purpose.rawValue),
                birthDate: person.birthDate?.danish, age: naming.age(person),
                municipality: naming.municipality(person.municipality), isProtected: person.isProtected)
        }
        more = found.count >= FindPersons.limit ? words("person.search.more") : nil
    }
}
