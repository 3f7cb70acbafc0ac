import Casework
import Handbook
import Prevention

/// The tick with which a text that seems to name somebody is saved all the same. It stands in a form only after the warning.
enum NameTick {
    static let field = "text_checked"

    static func isSet(in form: Form) -> Bool { form[field] == "yes" }

    /// Whether a text was refused because it seems to name somebody.
    static func isWanted(after refused: Refused) -> Bool {
        refused.refusals.contains { ["plan-text.name", "case-text.name"].contains($0.code) }
    }

    /// The tick below a form of a page of its own: after the warning, and as long as it is set.
    static func below(_ prefix: String, _ form: Form, _ refused: Refused?, _ words: Words) -> [FieldInput] {
        guard refused.map(isWanted) ?? false || isSet(in: form) else { return [] }
        return [input(prefix, in: form, words)]
    }

    /// The tick below a form whose id begins with `prefix`.
    static func input(_ prefix: String, in form: Form?, _ words: Words) -> FieldInput {
        FieldInput(
            id: prefix + "-" + field, name: field, kind: .flag, label: words("plan-text.tick"),
            value: form?[field] ?? "", problems: nil)
    }
}

extension RefusedForm {
    /// A form whose texts must be about nobody.
    ///
    /// - Parameter label: the name of a field, by the place that a refusal names.
    init(plan name: String, _ typed: Form, _ why: Refused, _ words: Words, label: (String) -> String) {
        self.init(
            name: name, typed: typed, problems: FormProblems(placed: why, prefix: name, words, label: label),
            isConflict: why.refusals.contains { $0.code == "changed-meanwhile" },
            hasNameWarning: NameTick.isWanted(after: why))
    }
}
