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

    init(_ visit: Visit, text: String, choice: (kind: Purpose.Kind?, explanation: String)?) throws {
        self.text = text
        explanation = choice?.explanation ?? ""
        purposes = try PurposeChoice.options(visit, chosen: choice?.kind)
    }

    static func answer(_ visit: Visit) async throws -> Reply {
        let form = try await visit.form()
        let choice = try await PurposeChoice(visit, form)
        guard let purpose = choice.purpose, form["q"].count >= shortest else {
            return .page("person-search", try refused(visit, form["q"], choice), status: .unprocessableContent)
        }
        let lookUp = LookUp(text: form["q"], purpose: purpose)
        return .redirect("/persons/search?look-up=\(await visit.remember(lookUp))")
    }

    /// Carries a remembered search out; each time it is shown, it is logged.
    static func show(_ lookUp: LookUp, _ visit: Visit) async throws -> Reply {
        let search = FindPersons(lookUp.text, purpose: lookUp.purpose)
        let found = try await search(visit.authorized(Acts.FindPersons.self), in: visit.office)
        await visit.state(lookUp.purpose, for: found.map(\.id))
        return .page("person-search", try showing(visit, lookUp, found))
    }

    /// The form again, with what is wrong with it.
    private static func refused(_ visit: Visit, _ text: String, _ chosen: PurposeChoice) throws -> PersonSearch {
        var model = try PersonSearch(visit, text: text, choice: (chosen.kind, chosen.explanation))
        model.purposeError = chosen.purposeError
        model.explanationError = chosen.explanationError
        if text.count < shortest { model.textError = visit.words("person.search.text-missing") }
        let own = model.textError.map { [FormProblems.Item(problemText: $0, problemTarget: "q")] } ?? []
        model.problems = FormProblems(found: own + chosen.errors, words: visit.words)
        return model
    }

    /// One letter is no search for somebody, and would open the register by its initials.
    private static let shortest = 2

    private static func showing(_ visit: Visit, _ lookUp: LookUp, _ found: [PersonView]) throws -> PersonSearch {
        let purpose = lookUp.purpose
        let said = purpose.reference.isEmpty ? purpose.explanation : purpose.reference
        var model = try PersonSearch(visit, text: lookUp.text, choice: (purpose.kind, said))
        model.isNobody = found.isEmpty
        model.table = found.isEmpty ? nil : Table(found, PersonNaming(visit))
        return model
    }
}

extension PersonSearch.Table {
    fileprivate init(_ found: [PersonView], _ naming: PersonNaming) {
        let words = naming.words
        caption =
            found.count == 1
            ? words("person.search.found-one") : words("person.search.found", ["count": words.number(found.count)])
        rows = found.map { person in
            PersonSearch.Row(
                name: naming.name(person), link: PersonLink.to(person.id),
                birthDate: person.birthDate?.danish, age: naming.age(person),
                municipality: naming.municipality(of: person), isProtected: person.isProtected)
        }
        more = found.count >= FindPersons.limit ? words("person.search.more") : nil
    }
}
