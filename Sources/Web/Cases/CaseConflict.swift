import Casework
import Handbook
import Prevention
import Store

/// Somebody else was faster: what they have changed since the form was made, beside what was typed in it.
struct CaseConflict: Sendable {
    struct Typed: Sendable {
        let typedLabel: String
        let typedValue: String
    }

    let changed: [CaseHistoryLine]
    let hasChanged: Bool
    let typed: [Typed]
    let hasTyped: Bool
    let conflictHref: String

    /// `nil` where the form was refused for something else. Of the history, what moved the case after the form's revision.
    init?(_ refused: RefusedForm, since items: [HistoryItem], of opened: OpenedCase, _ texts: CaseTexts) {
        let seen = Int(refused.typed["revision"]) ?? opened.row.revision
        self.init(refused, items.filter { $0.revision > seen }, of: opened, at: "", texts)
    }

    /// - Parameters:
    ///   - items: what has changed since.
    ///   - path: of the page, below the case.
    init?(
        _ refused: RefusedForm, _ items: [HistoryItem], of opened: OpenedCase, at path: String, _ texts: CaseTexts
    ) {
        guard refused.isConflict else { return nil }
        let history = CaseHistoryText(opened, texts)
        changed = items.map { CaseHistoryLine($0, history) }
        hasChanged = !changed.isEmpty
        typed = CaseConflict.typed(refused.typed, of: opened.file, texts)
        hasTyped = !typed.isEmpty
        conflictHref = "/cases/\(opened.id)" + path
    }

    /// What was typed, in words; what a form carries along, and what the case says already, is left out.
    private static func typed(_ form: Form, of file: CaseFile, _ texts: CaseTexts) -> [Typed] {
        let words = texts.words
        let programme = file.programme
        var lines = programme.allFields.compactMap { field -> Typed? in
            let value = FieldInput.typed(field, in: form)
            guard !value.isEmpty, value != file.fields[field.code] else { return nil }
            return Typed(
                typedLabel: words.name("field", field.code, of: programme),
                typedValue: field.problem(with: value) == nil ? texts.value(value, of: field, in: programme) : value)
        }
        let places = ["title", "details", "body", "due", "at", "note", "reason", "remark", "message"]
        lines += places.compactMap { name in
            form[name].isEmpty
                ? nil : Typed(typedLabel: words("case-conflict.place." + name), typedValue: form[name])
        }
        if !form["owner"].isEmpty {
            lines.append(
                Typed(typedLabel: words("case-words.owner"), typedValue: texts.owner(form["owner"])))
        }
        return lines
    }
}
