import Casework
import HTTPTypes
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /persons | needs find-persons |
/// | GET | /persons/search | needs find-persons; back to the form |
/// | POST | /persons/search | needs find-persons; a purpose, and for *other* an explanation |
/// | GET | /persons/{id} | needs find-persons; without `purpose` it asks for one and reads nothing |
/// | POST | /persons/{id} | needs find-persons; a purpose, and for *other* an explanation |
///
/// The search is a POST although it changes nothing but the log: words searched for are names and CPR numbers, and those
/// must not stand in addresses, which browsers remember and servers log. For the same reason its answer is no redirect.
enum PersonPages {
    static func add(to routes: RouteTable) {
        routes.get("/persons", .needs(.findPersons)) { visit in
            .page("person-search", PersonSearch(visit, text: "", purpose: nil, explanation: ""))
        }

        routes.get("/persons/search", .needs(.findPersons)) { _ in .redirect("/persons") }

        routes.post("/persons/search", .needs(.findPersons)) { visit in
            try await PersonSearch.answer(visit)
        }

        routes.get("/persons/{id}", .needs(.findPersons)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            guard let purpose = visit.query("purpose").flatMap(Purpose.init(rawValue:)) else {
                return .page("person-purpose", PersonPurpose(visit, id: id))
            }
            return try await PersonModel.answer(visit, id: id, purpose: purpose, explanation: "")
        }

        routes.post("/persons/{id}", .needs(.findPersons)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            let chosen = PurposeChoice(visit, form)
            guard let purpose = chosen.purpose, chosen.errors.isEmpty else {
                return .page(
                    "person-purpose", PersonPurpose(visit, id: id, chosen), status: .unprocessableContent)
            }
            return try await PersonModel.answer(visit, id: id, purpose: purpose, explanation: chosen.explanation)
        }
    }
}

/// What is wrong with a form, for the list above it.
struct FormError: Sendable {
    let anchor: String
    let problem: String
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
    var errors: [FormError] = []
    let purposeError: String?
    let explanationError: String?

    init(_ visit: Visit, _ form: Form) {
        purpose = Purpose(rawValue: form["purpose"])
        explanation = form["explanation"]
        purposeError = purpose == nil ? visit.words("person.purpose-missing") : nil
        explanationError =
            purpose == .other && explanation.isEmpty
            ? visit.words.refusal(Refusal("purpose-explanation"), programme: nil) : nil
        if let purposeError { errors.append(FormError(anchor: "purpose", problem: purposeError)) }
        if let explanationError { errors.append(FormError(anchor: "explanation", problem: explanationError)) }
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
    let problems: [FormError]
    let hasProblems: Bool
    let purposeError: String?
    let explanationError: String?

    init(_ visit: Visit, id: Int64, _ chosen: PurposeChoice? = nil) {
        action = "/persons/\(id)"
        purposes = PurposeChoice.options(visit.words, chosen: chosen?.purpose)
        explanation = chosen?.explanation ?? ""
        problems = chosen?.errors ?? []
        hasProblems = !problems.isEmpty
        purposeError = chosen?.purposeError
        explanationError = chosen?.explanationError
    }
}
