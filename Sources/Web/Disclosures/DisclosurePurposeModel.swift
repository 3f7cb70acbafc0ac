import Casework
import Handbook
import Prevention
import Store

/// Asks why before anything is taken out.
struct DisclosurePurposeModel: Sendable {
    let title: String
    let lead: String
    let action: String
    let back: String
    let backText: String
    let purposes: [PurposeChoice.Option]
    let explanation: String
    let problems: FormProblems?
    let purposeError: String?
    let explanationError: String?

    init(exporting filter: DisclosureFilter, _ visit: Visit, _ form: Form? = nil, _ refusals: [Refusal] = []) {
        self.init(
            "export", action: filter.address("/export"), back: filter.address(), visit, form, refusals)
    }

    init(person: Int64, _ visit: Visit, _ form: Form? = nil, _ refusals: [Refusal] = []) {
        self.init(
            "person", action: "/persons/\(person)/disclosures",
            back: (try? visit.actor.may(.findPersons)) == true ? PersonLink.to(person) : "/access", visit, form,
            refusals)
    }

    private init(
        _ kind: String, action: String, back: String, _ visit: Visit, _ form: Form?, _ refusals: [Refusal]
    ) {
        let words = visit.words
        title = words("disclosures.ask.\(kind).title")
        lead = words("disclosures.ask.\(kind).lead")
        backText = words("disclosures.ask.back")
        self.action = action
        self.back = back
        let chosen = form.flatMap { SharingPurpose(rawValue: $0["purpose"]) }
        purposes = SharingPurpose.allCases.map {
            .init(code: $0.rawValue, label: words("disclosures.purpose." + $0.rawValue), isChosen: $0 == chosen)
        }
        explanation = form?["explanation"] ?? ""
        let items = refusals.map { refusal in
            FormProblems.Item(
                problemText: words.refusal(refusal, programme: nil),
                problemTarget: refusal.code == "purpose-explanation" ? "explanation" : "purpose")
        }
        let found = FormProblems(found: items, words: words)
        problems = found
        purposeError = found?.text(at: "purpose")
        explanationError = found?.text(at: "explanation")
    }
}
