import Casework
import Handbook
import Prevention

/// A step that the actor may take, with its form.
struct CaseStepModel: Sendable {
    let stepID: String
    let stepPath: String
    let stepLabel: String
    let inputs: [FieldInput]
    let at: FieldInput
    let noteInput: FieldInput
    let stepProblems: FormProblems?
    let isStepOpen: Bool

    init(_ step: Transition, _ file: CaseFile, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let programme = file.programme
        let words = texts.words
        let id = "step-" + step.to.code
        let own = refused.flatMap { $0.name == id ? $0 : nil }
        stepID = id
        stepPath = "step/" + step.to.code
        stepLabel = words.name("step", step.to.code, of: programme)
        stepProblems = own?.problems
        isStepOpen = own != nil
        inputs = step.asks.compactMap { programme.field($0) }.map { field in
            let typed = own.map { TypedValue.normal($0.typed[FieldInput.namePrefix + field.code], field.kind) }
            return FieldInput(
                field, of: programme, words: words, prefix: id, value: typed ?? file.fields[field.code] ?? "",
                isRequired: step.requires.contains(field.code), problems: own?.problems)
        }
        at = FieldInput(
            id: id + "-at", name: "at", kind: .moment, label: words("case-page.at"),
            value: own?.typed["at"] ?? TypedValue.forInput(texts.now), help: words("case-page.at-help"),
            problems: own?.problems)
        noteInput = FieldInput(
            id: id + "-note", name: "note", kind: .longText, label: words("case-page.note"),
            value: own?.typed["note"] ?? "", problems: nil)
    }
}
