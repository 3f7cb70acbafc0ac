import Handbook
import Mustache
import Prevention

/// One field of a form, as the partial `case-field` shows it.
///
/// The names of its parts are its own: a template looks a name that is `nil` here up in what stands around it.
struct FieldInput: Sendable {
    struct Option: Sendable {
        let optionValue: String
        let optionLabel: String
        let isChosen: Bool
    }

    let inputID: String
    let inputName: String
    let inputLabel: String
    let inputValue: String
    let inputHelp: String?
    let inputError: String?
    /// Ids of help and error.
    let inputDescribedBy: String?
    let isRequired: Bool
    let isShort: Bool
    let isText: Bool
    let isLong: Bool
    let isDate: Bool
    let isMoment: Bool
    let isFlag: Bool
    let isNumber: Bool
    let isPosition: Bool
    let isChoice: Bool
    let isChecked: Bool
    let options: SelectOptions
    /// What choosing nothing means in a choice; `nil` where something is to be chosen.
    let inputNone: String?
    /// Neither a flag nor several choices.
    let isOneInput: Bool
    let isSeveral: Bool
    /// Of a field with several choices.
    var boxes: [Box]

    /// One of several choices.
    struct Box: Sendable {
        let boxID: String
        let boxName: String
        let boxLabel: String
        let isBoxChecked: Bool
        /// What exactly, in a few words, where that is asked.
        var boxDetail: Detail?
    }

    /// A short text beside a box.
    struct Detail: Sendable {
        let detailID: String
        let detailName: String
        let detailValue: String
    }

    /// - Parameters:
    ///   - value: as typed or stored.
    ///   - options: of a choice, without the empty one.
    init(
        id: String, name: String, kind: Field.Kind, label: String, value: String, help: String? = nil,
        isRequired: Bool = false, options: [Option] = [], none: String? = nil, problems: FormProblems?
    ) {
        inputNone = none
        inputID = id
        inputName = name
        inputLabel = label
        inputHelp = help
        inputError = problems?.text(at: id)
        let described = [help.map { _ in id + "-help" }, inputError.map { _ in id + "-error" }].compactMap { $0 }
        inputDescribedBy = described.isEmpty ? nil : described.joined(separator: " ")
        self.isRequired = isRequired
        isText = kind == .text
        isLong = kind == .longText
        isDate = kind == .date
        isMoment = kind == .moment
        isFlag = kind == .flag
        if case .number = kind { isNumber = true } else { isNumber = false }
        isPosition = kind == .position
        if case .choice = kind { isChoice = true } else { isChoice = kind == .party }
        if case .choices = kind { isSeveral = true } else { isSeveral = false }
        isOneInput = !isFlag && !isSeveral
        let several = isSeveral ? options : []
        boxes = several.map {
            Box(
                boxID: id + "-" + $0.optionValue, boxName: name + "." + $0.optionValue, boxLabel: $0.optionLabel,
                isBoxChecked: $0.isChosen)
        }
        isShort = (kind == .date || isNumber) && help == nil
        isChecked = kind == .flag && value == "yes"
        inputValue = kind == .moment ? TypedValue.forInput(value) : value
        self.options = SelectOptions(options)
    }
}

/// What a select offers, written out once: a page may offer some hundred things, and the template engine is slow at little
/// ones.
struct SelectOptions: MustacheCustomRenderable, Sendable {
    let renderText: String
    var isNull: Bool { false }

    init(_ options: [FieldInput.Option]) {
        var markup = ""
        for option in options {
            markup +=
                "<option value=\"" + SVG.escaped(option.optionValue) + "\"" + (option.isChosen ? " selected>" : ">")
            markup += SVG.escaped(option.optionLabel) + "</option>\n"
        }
        renderText = markup
    }
}

extension FieldInput {
    /// A field of a programme; its id is `<prefix>-<code>`, its name `field.<code>`.
    ///
    /// - Parameter parties: those of the case, for a field that names one of them.
    init(
        _ field: Field, of programme: Programme, words: Words, prefix: String, value: String, isRequired: Bool,
        parties: [(reference: String, name: String)] = [], problems: FormProblems?
    ) {
        let help = "programme.\(programme.code).help.\(field.code)"
        let chosen = Field.chosen(value)
        let persons = (field.kind == .party ? parties : []).map {
            Option(optionValue: $0.reference, optionLabel: $0.name, isChosen: $0.reference == value)
        }
        let options =
            persons
            + field.options.map { choice in
                Option(
                    optionValue: choice, optionLabel: words.name("choice." + field.code, choice, of: programme),
                    isChosen: chosen.contains(choice))
            }
        self.init(
            id: prefix + "-" + field.code, name: FieldInput.namePrefix + field.code, kind: field.kind,
            label: words.name("field", field.code, of: programme), value: value,
            help: words.has(help) ? words(help) : nil, isRequired: isRequired, options: options, problems: problems)
    }

    static let namePrefix = "field."

    /// What a posted form says about `fields`, and nothing about others. A field that is empty is there as empty, so that
    /// it can be cleared.
    static func values(of fields: [Field], in form: Form) -> [String: String] {
        var values: [String: String] = [:]
        for field in fields { values[field.code] = typed(field, in: form) }
        return values
    }

    /// What a posted form says about a field, as it is stored.
    static func typed(_ field: Field, in form: Form) -> String {
        let name = namePrefix + field.code
        guard case .choices(let codes) = field.kind else { return TypedValue.normal(form[name], field.kind) }
        return codes.filter { form[name + "." + $0] == "yes" }.joined(separator: ",")
    }
}

/// Dates and times as people and browsers write them.
enum TypedValue {
    /// `20.11.2026`, `20-11-2026` and `20/11/2026` as `2026-11-20`, with a time of day after it where there is one. Anything
    /// else stays as it is, for the engine to refuse.
    static func normal(_ text: String, _ kind: Field.Kind) -> String {
        guard kind == .date || kind == .moment else { return text }
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let first = parts.first else { return text }
        let numbers = first.split { $0 == "." || $0 == "-" || $0 == "/" }
        guard numbers.count == 3, numbers[2].count == 4, let day = Int(numbers[0]), let month = Int(numbers[1]),
            let year = Int(numbers[2]), let date = LocalDate(year: year, month: month, day: day)
        else { return text }
        guard kind == .moment, parts.count == 2 else { return date.description }
        let time = parts[1].replacing(".", with: ":")
        return date.description + "T" + (time.count == 4 ? "0" + time : time)
    }

    static func moment(_ text: String) -> Instant? {
        Instant(normal(text, .moment))
    }

    /// As `<input type="datetime-local">` takes it: `2026-11-20T09:15` on a Danish clock.
    static func forInput(_ text: String) -> String {
        moment(text).map { forInput($0) } ?? text
    }

    static func forInput(_ instant: Instant) -> String {
        String(instant.local.prefix(16))
    }
}
