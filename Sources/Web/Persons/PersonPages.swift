import Casework
import HTTPTypes
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /persons | needs find-persons |
/// | GET | /persons/search | needs find-persons; the remembered search, or back to the form |
/// | POST | /persons/search | needs find-persons; a purpose, and for *other* an explanation |
/// | GET | /persons/{id} | needs find-persons; unless the purpose is said it asks for it and reads nothing |
/// | POST | /persons/{id} | needs find-persons; a purpose, and for *other* an explanation |
///
/// Words searched for are names and CPR numbers, and what is written about a purpose is about a person: those must not
/// stand in addresses, which browsers remember and servers log. So both forms are posted, what they say is remembered for
/// the session, and the answer leads to an address with its number.
enum PersonPages {
    static func add(to routes: RouteTable) {
        routes.get("/persons", .needs(.findPersons)) { visit in
            .page("person-search", PersonSearch(visit, text: "", purpose: nil, explanation: ""))
        }

        routes.get("/persons/search", .needs(.findPersons)) { visit in
            guard let (number, lookUp) = await visit.lookUp(), !lookUp.text.isEmpty else {
                return .redirect("/persons")
            }
            return try await PersonSearch.show(lookUp, number, visit)
        }

        routes.post("/persons/search", .needs(.findPersons)) { visit in
            try await PersonSearch.answer(visit)
        }

        routes.get("/persons/{id}", .needs(.findPersons)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            if let (number, lookUp) = await visit.lookUp() {
                return try await PersonModel.answer(visit, id: id, lookUp, links: PersonLink(lookUp: number))
            }
            let purpose = visit.query("purpose").flatMap(Purpose.init(rawValue:))
            guard let purpose, purpose.isSaid(with: "") else {
                return .page("person-purpose", PersonPurpose(visit, id: id, purpose: purpose))
            }
            return try await PersonModel.answer(
                visit, id: id, LookUp(purpose: purpose, explanation: ""), links: PersonLink(purpose))
        }

        routes.post("/persons/{id}", .needs(.findPersons)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            let chosen = PurposeChoice(visit, form)
            guard let purpose = chosen.purpose, chosen.errors.isEmpty else {
                return .page(
                    "person-purpose", PersonPurpose(visit, id: id, purpose: chosen.purpose, chosen),
                    status: .unprocessableContent)
            }
            return .redirect(await visit.link(LookUp(purpose: purpose, explanation: chosen.explanation)).to(id))
        }
    }
}

/// The purpose as a form gives it.
struct PurposeChoice: Sendable {
    struct Option: Sendable {
        let code: String
        let label: String
        let isChosen: Bool
    }

    let purpose: Purpose?
    let explanation: String
    var errors: [FormProblems.Item] = []
    let purposeError: String?
    let explanationError: String?

    init(_ visit: Visit, _ form: Form) {
        purpose = Purpose(rawValue: form["purpose"])
        explanation = form["explanation"]
        purposeError = purpose == nil ? visit.words("person.purpose-missing") : nil
        explanationError =
            purpose?.isSaid(with: explanation) == false
            ? visit.words.refusal(Refusal("purpose-explanation"), programme: nil) : nil
        if let purposeError { errors.append(.init(problemText: purposeError, problemTarget: "purpose")) }
        if let explanationError { errors.append(.init(problemText: explanationError, problemTarget: "explanation")) }
    }

    static func options(_ words: Words, chosen: Purpose?) -> [Option] {
        Purpose.allCases.map { purpose in
            Option(
                code: purpose.rawValue, label: words("person.purpose." + purpose.rawValue), isChosen: purpose == chosen)
        }
    }
}

/// Asks for the purpose before a person's page is read.
struct PersonPurpose: Sendable {
    let action: String
    let purposes: [PurposeChoice.Option]
    let explanation: String
    let problems: FormProblems?
    let purposeError: String?
    let explanationError: String?

    init(_ visit: Visit, id: Int64, purpose: Purpose?, _ chosen: PurposeChoice? = nil) {
        action = "/persons/\(id)"
        purposes = PurposeChoice.options(visit.words, chosen: purpose)
        explanation = chosen?.explanation ?? ""
        problems = chosen.flatMap { FormProblems(found: $0.errors, words: visit.words) }
        purposeError = chosen?.purposeError
        explanationError = chosen?.explanationError
    }
}
