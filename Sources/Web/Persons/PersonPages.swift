import Casework
import HTTPTypes
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /persons | needs find-persons |
/// | GET | /persons/search | needs find-persons; the remembered search, or back to the form |
/// | POST | /persons/search | needs find-persons; a purpose, and for *other* an explanation |
/// | GET | /persons/{id} | needs find-persons; a merged record leads to its person; unless a purpose is stated for the person it asks for it and reads nothing |
/// | POST | /persons/{id} | needs find-persons; a purpose, and for *other* an explanation |
/// | GET | /persons/{id}/protection | needs see-protected; the form for why |
/// | POST | /persons/{id}/protection | needs see-protected; a reason |
///
/// Words searched for are names and CPR numbers, and what is written about a purpose is about a person: those must not
/// stand in addresses, which browsers remember and servers log. So the forms are posted, and what they say is remembered for
/// the session.
enum PersonPages {
    static func add(to routes: RouteTable) {
        routes.get("/persons", .needs(.findPersons)) { visit in
            .page("person-search", try PersonSearch(visit, text: "", choice: nil))
        }

        routes.get("/persons/search", .needs(.findPersons)) { visit in
            guard let (_, lookUp) = await visit.lookUp() else { return .redirect("/persons") }
            return try await PersonSearch.show(lookUp, visit)
        }

        routes.post("/persons/search", .needs(.findPersons)) { visit in
            try await PersonSearch.answer(visit)
        }

        routes.get("/persons/{id}", .needs(.findPersons)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let standing = try await FindStandingPerson(id)(visit.authorized(Acts.FindPersons.self), in: visit.office)
            if standing != id {
                if let purpose = try await visit.purpose(of: id) { await visit.state(purpose, for: [standing]) }
                return .redirect(PersonLink.to(standing))
            }
            guard let purpose = try await visit.purpose(of: id) else {
                let proposed = visit.query("purpose").flatMap(Purpose.Kind.init(rawValue:))
                return .page("person-purpose", try PersonPurpose(visit, id: id, chosen: proposed))
            }
            return try await PersonModel.answer(visit, id: id, purpose)
        }

        routes.post("/persons/{id}", .needs(.findPersons)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let choice = try await PurposeChoice(visit, try await visit.form())
            guard let purpose = choice.purpose else {
                let page = try PersonPurpose(visit, id: id, chosen: choice.kind, choice)
                return .page("person-purpose", page, status: .unprocessableContent)
            }
            await visit.state(purpose, for: [id])
            return .redirect(PersonLink.to(id))
        }

        routes.get("/persons/{id}/protection", .needs(.seeProtected)) { visit in
            .page(
                "person-need",
                PersonNeed(visit, id: try visit.parameter("id", as: Int64.self), reason: "", refused: nil))
        }

        routes.post("/persons/{id}/protection", .needs(.seeProtected)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let reason = try await visit.form()["reason"]
            do {
                try await SeeProtected(id, reason: reason)(visit.authorized(Acts.SeeProtected.self), in: visit.office)
                return .redirect(PersonLink.to(id))
            } catch let refused as Refused {
                let page = PersonNeed(visit, id: id, reason: reason, refused: refused)
                return .page("person-need", page, status: .unprocessableContent)
            }
        }
    }
}

/// The address of a person's page. It says nothing of why: that is remembered, or asked for.
enum PersonLink {
    static func to(_ person: Int64) -> String { "/persons/\(person)" }
}

/// The purpose as a form gives it.
struct PurposeChoice: Sendable {
    struct Option: Sendable {
        let code: String
        let label: String
        let isChosen: Bool
    }

    let kind: Purpose.Kind?
    let explanation: String
    /// `nil` where something is wrong with it.
    private(set) var purpose: Purpose?
    private(set) var errors: [FormProblems.Item] = []
    private(set) var purposeError: String?
    private(set) var explanationError: String?

    init(_ visit: Visit, _ form: Form) async throws {
        kind = Purpose.Kind(rawValue: form["purpose"])
        explanation = form["explanation"]
        guard let kind else {
            let missing = visit.words("person.purpose-missing")
            purposeError = missing
            errors = [.init(problemText: missing, problemTarget: "purpose")]
            return
        }
        do {
            let who = try visit.authorized(Acts.FindPersons.self)
            purpose = try await StatePurpose(kind, explanation)(who, in: visit.office)
        } catch let refused as Refused {
            let words = refused.refusals.map { visit.words.refusal($0, programme: nil) }
            explanationError = words.joined(separator: " ")
            errors = words.map { .init(problemText: $0, problemTarget: "explanation") }
        }
    }

    static func options(_ visit: Visit, chosen: Purpose.Kind?) throws -> [Option] {
        StatePurpose.kinds(for: try visit.actor).map { kind in
            Option(
                code: kind.rawValue, label: visit.words("person.purpose." + kind.rawValue), isChosen: kind == chosen)
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

    init(_ visit: Visit, id: Int64, chosen: Purpose.Kind?, _ choice: PurposeChoice? = nil) throws {
        action = PersonLink.to(id)
        purposes = try PurposeChoice.options(visit, chosen: chosen)
        explanation = choice?.explanation ?? ""
        problems = choice.flatMap { FormProblems(found: $0.errors, words: visit.words) }
        purposeError = choice?.purposeError
        explanationError = choice?.explanationError
    }
}

/// Asks why a protected person has to be shown.
struct PersonNeed: Sendable {
    let action: String
    let back: String
    let reason: String
    let problems: FormProblems?
    let reasonError: String?

    init(_ visit: Visit, id: Int64, reason: String, refused: Refused?) {
        back = PersonLink.to(id)
        action = back + "/protection"
        self.reason = reason
        let items = (refused?.refusals ?? []).map {
            FormProblems.Item(problemText: visit.words.refusal($0, programme: nil), problemTarget: "reason")
        }
        problems = FormProblems(found: items, words: visit.words)
        reasonError = items.first?.problemText
    }
}
