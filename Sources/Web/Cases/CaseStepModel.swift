import Casework
import Handbook
import Prevention

/// A step that the actor may take, or an entry that they may record, with its form.
struct CaseStepModel: Sendable {
    let stepID: String
    let stepPath: String
    let stepLabel: String
    let inputs: [FieldInput]
    let at: FieldInput
    let noteInput: FieldInput?
    let stepProblems: FormProblems?
    let isStepOpen: Bool
    /// Why the case is such that it cannot be taken: there is no form then.
    let stepRuledOut: String?

    init(_ step: Transition, _ file: CaseFile, ruledOut: [Refusal], _ refused: RefusedForm?, _ texts: CaseTexts) {
        let programme = file.programme
        self.init(
            "step", step.to.code, asks: step.asks.compactMap { programme.field($0) }, requires: step.requires,
            filled: file.fields, takesNote: programme.takesNotes, of: programme, openedOn: file.openedAt?.day,
            ruledOut: ruledOut, refused, texts)
    }

    /// An entry, which begins empty every time.
    init(_ entry: EntryKind, on opened: OpenedCase, _ refused: RefusedForm?, _ texts: CaseTexts) {
        self.init(
            "entry", entry.code, asks: entry.fields, requires: entry.fields.filter(\.isRequired).map(\.code),
            filled: [:], takesNote: false, of: opened.file.programme, openedOn: nil, ruledOut: [],
            parties: texts.parties(of: opened), refused, texts)
    }

    private init(
        _ kind: String, _ code: String, asks: [Field], requires: [String], filled: [String: String], takesNote: Bool,
        of programme: Programme, openedOn opening: LocalDate?, ruledOut: [Refusal],
        parties: [(reference: String, name: String)] = [], _ refused: RefusedForm?, _ texts: CaseTexts
    ) {
        let words = texts.words
        let id = kind + "-" + code
        let own = refused.flatMap { $0.name == id ? $0 : nil }
        stepID = id
        stepRuledOut =
            ruledOut.isEmpty
            ? nil : ruledOut.map { words.refusal($0, programme: programme) }.joined(separator: " ")
        stepPath = kind + "/" + code
        stepLabel = words.name(kind, code, of: programme)
        stepProblems = own?.problems
        isStepOpen = own != nil
        // By the law of the day that was typed; of today in a form that nobody has filled yet.
        let day = own.flatMap { TypedValue.moment($0.typed["at"])?.day } ?? texts.today
        let asked = asks.filter { $0.isAsked(on: day, openedOn: opening, law: texts.handbook.law) }
        let isTicked = own.map { $0.hasNameWarning || NameTick.isSet(in: $0.typed) } ?? false
        let tick = isTicked ? [NameTick.input(id, in: own?.typed, words)] : []
        inputs =
            asked.map { field in
                let typed = own.map { FieldInput.typed(field, in: $0.typed) }
                return FieldInput(
                    field, of: programme, words: words, prefix: id, value: typed ?? filled[field.code] ?? "",
                    isRequired: requires.contains(field.code), parties: parties, problems: own?.problems)
            } + tick
        at = FieldInput(
            id: id + "-at", name: "at", kind: .moment, label: words("case-page.at"),
            value: own?.typed["at"] ?? TypedValue.forInput(texts.now), help: words("case-page.at-help"),
            problems: own?.problems)
        noteInput =
            !takesNote
            ? nil
            : FieldInput(
                id: id + "-note", name: "note", kind: .longText, label: words("case-page.note"),
                value: own?.typed["note"] ?? "", problems: nil)
    }
}
