import Casework
import HTTPTypes
import Handbook
import Prevention

/// A form on a page of a case that opens where it stands, as the partial `case-form` shows it.
struct CaseForm: Sendable {
    let formID: String
    let formAction: String
    let formTitle: String
    /// Tells forms of the same title apart for those who do not see the row.
    let formOf: String?
    /// Of what it was made from; `nil` where nothing can change meanwhile.
    let formRevision: String?
    /// What was shown beside it and is sent along, so that it cannot have changed unseen.
    let formHidden: [Hidden]
    let formInputs: [FieldInput]
    let formProblems: FormProblems?
    let isFormOpen: Bool
    /// All that its page is for: it stands open, with nothing to close it.
    let isFormPlain: Bool
    let formButtonClass: String

    struct Hidden: Sendable {
        let hiddenName: String
        let hiddenValue: String
    }

    /// - Parameters:
    ///   - id: of the form, and the name under which a refused one comes back.
    ///   - inputs: made with what was typed where the form was refused.
    init(
        _ id: String, action: String, title: String, of: String? = nil, revision: Int? = nil, _ refused: RefusedForm?,
        isDanger: Bool = false, isPlain: Bool = false, hidden: [String: String] = [:],
        inputs: (Typed) -> [FieldInput]
    ) {
        let own = refused.flatMap { $0.name == id ? $0 : nil }
        formID = id
        formAction = action
        formTitle = title
        formOf = of
        formRevision = revision.map { String($0) }
        formHidden = hidden.sorted { $0.key < $1.key }.map { Hidden(hiddenName: $0.key, hiddenValue: $0.value) }
        formInputs = inputs(
            Typed(
                id: id, form: own?.typed, problems: own?.problems, hasNameWarning: own?.hasNameWarning ?? false))
        formProblems = own?.problems
        isFormOpen = own != nil
        isFormPlain = isPlain
        formButtonClass = isDanger ? "is-danger" : "is-primary"
    }

    /// Makes the inputs of one form.
    struct Typed {
        let id: String
        fileprivate let form: Form?
        fileprivate let problems: FormProblems?
        fileprivate let hasNameWarning: Bool

        fileprivate init(id: String, form: Form?, problems: FormProblems?, hasNameWarning: Bool) {
            self.id = id
            self.form = form
            self.problems = problems
            self.hasNameWarning = hasNameWarning
        }

        /// The tick with which texts that seem to name somebody are saved all the same (`Office.checkPlanTexts`); only after the
        /// warning, and below the other fields.
        func nameTick(_ words: Words) -> [FieldInput] {
            guard hasNameWarning || form.map(NameTick.isSet) ?? false else { return [] }
            return [NameTick.input(id, in: form, words)]
        }

        /// A field with what was typed in it, or else `value`.
        func input(
            _ name: String, _ kind: Field.Kind, _ label: String, value: String = "", help: String? = nil,
            isRequired: Bool = false, options: [(code: String, label: String)] = [], none: String? = nil
        ) -> FieldInput {
            let typed = form.map { $0[name] } ?? value
            return FieldInput(
                id: id + "-" + name, name: name, kind: kind, label: label, value: typed, help: help,
                isRequired: isRequired,
                options: options.map {
                    .init(optionValue: $0.code, optionLabel: $0.label, isChosen: $0.code == typed)
                }, none: none, problems: problems)
        }

        /// A field of the programme, likewise.
        func input(_ field: Field, of programme: Programme, value: String, _ words: Words) -> FieldInput {
            FieldInput(
                field, of: programme, words: words, prefix: id,
                value: form.map { FieldInput.typed(field, in: $0) } ?? value, isRequired: false, problems: problems)
        }
    }
}

extension RefusedForm {
    /// A form of a part of a case.
    init(_ name: String, _ typed: Form, _ refused: Refused, of programme: Programme, _ words: Words) {
        self.init(
            name: name, typed: typed,
            problems: FormProblems(refused.refusals, of: programme, prefix: name, otherwise: name, words: words),
            isConflict: refused.refusals.contains { RefusedForm.conflicts.contains($0.code) },
            hasNameWarning: NameTick.isWanted(after: refused))
    }

    /// Codes of refusals where somebody else was faster.
    private static let conflicts: Set = ["changed-meanwhile", "task-changed", "note-changed"]

    var status: HTTPResponse.Status { isConflict ? .conflict : .unprocessableContent }
}
