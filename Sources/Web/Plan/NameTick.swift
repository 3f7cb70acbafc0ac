import Casework
import Handbook
import Prevention

/// The tick with which a text that seems to name somebody is saved all the same. It stands in a form only after the warning.
enum NameTick {
    static let field = "text_checked"

    static func isSet(in form: Form) -> Bool { form[field] == "yes" }
}

extension RefusedForm {
    /// A form whose texts must be about nobody.
    ///
    /// - Parameter label: the name of a field, by the place that a refusal names.
    init(plan name: String, _ typed: Form, _ why: Refused, _ words: Words, label: (String) -> String) {
        self.init(
            name: name, typed: typed, problems: FormProblems(placed: why, prefix: name, words, label: label),
            isConflict: why.refusals.contains { $0.code == "changed-meanwhile" },
            hasNameWarning: why.refusals.contains { $0.code == "plan-text.name" })
    }
}
