import Casework
import Handbook
import Prevention
import Store

/// What would happen to the cases that were picked, and the form that does it.
struct BulkModel: Sendable {
    struct Line: Sendable {
        let lineNumber: String
        let lineHref: String
        let lineProgramme: String
        let lineStage: String
        let lineOwner: String
        /// Empty while nothing is chosen.
        let lineFate: String
        let isRefused: Bool
        let isJudged: Bool
    }

    struct Go: Sendable {
        let goTitle: String
        let goInputs: [FieldInput]
        let goButton: String
        let goHidden: [CaseFilterForm.Hidden]
    }

    let problems: FormProblems?
    let lead: String
    let lines: [Line]
    let hasLines: Bool
    /// Of those that were picked and are not there.
    let gone: String?
    let backHref: String
    let backFrom: String
    let picks: [String]
    let actions: SelectOptions
    let owners: SelectOptions
    let go: Go?
    /// Where something is chosen and can be done to none of them.
    let isNone: Bool

    init(
        _ judged: [JudgedCase], picked: [PickedCase], _ choice: BulkChoice?, owners: [CaseOwner], from: String,
        _ refused: (form: Form, refused: Refused)?, _ texts: CaseTexts
    ) {
        let words = texts.words
        let possible = judged.filter(\.isPossible)
        let programmes = Set(possible.map(\.programme.code))
        let only = programmes.count == 1 ? possible.first?.programme : nil
        let asked = BulkModel.fields(judged)
        let problems = refused.map { _, refused in
            FormProblems(
                refused.refusals.map { refusal in
                    .init(
                        problemText: words.refusal(refusal, programme: only),
                        problemTarget: BulkModel.places[refusal.code]
                            ?? refusal.arguments["field"].map { "go-" + $0 } ?? "bulk")
                }, words: words)
        }
        self.problems = problems
        let isJudged = choice?.action != nil
        lead = words(judged.count == 1 ? "case-bulk.one" : "case-bulk.picked", ["count": String(judged.count)])
        lines = judged.map { one in
            let needs = one.lacks.isEmpty || only != nil
            let refusals = one.refusals + (needs || !one.isPossible ? [] : [Refusal("bulk-needs-fields")])
            let fate: String
            if !isJudged {
                fate = ""
            } else if refusals.isEmpty {
                fate = BulkModel.fate(choice, one, texts)
            } else {
                fate = refusals.map { words.refusal($0, programme: one.programme) }.joined(separator: " ")
            }
            return Line(
                lineNumber: one.row.number, lineHref: "/cases/\(one.row.id)",
                lineProgramme: texts.programme(one.programme),
                lineStage: texts.stage(Stage(one.row.stage), of: one.programme), lineOwner: texts.owner(one.row.owner),
                lineFate: fate, isRefused: isJudged && !refusals.isEmpty, isJudged: isJudged)
        }
        hasLines = !lines.isEmpty
        let missing = picked.count - judged.count
        gone = missing > 0 ? words("case-bulk.gone", ["count": String(missing)]) : nil
        backHref = from
        backFrom = from
        picks = judged.map { "\($0.row.id).\($0.row.revision)" }
        actions = BulkModel.actions(judged, choice, texts)
        var chosenOwner = ""
        if case .assign(let owner?) = choice { chosenOwner = owner }
        self.owners = SelectOptions(
            owners.map {
                .init(optionValue: $0.name, optionLabel: $0.displayName, isChosen: $0.name == chosenOwner)
            })
        let able = judged.filter { $0.isPossible && ($0.lacks.isEmpty || only != nil) }
        isNone = isJudged && able.isEmpty && hasLines
        guard let choice, isJudged, !able.isEmpty else {
            go = nil
            return
        }
        var inputs: [FieldInput] = []
        let typed = refused?.form
        switch choice {
        case .assign:
            inputs.append(
                FieldInput(
                    id: "go-message", name: "message", kind: .longText, label: words("case-bulk.message"),
                    value: typed?["message"] ?? "", help: words("case-bulk.message-help"), problems: problems))
        case .close:
            if let only {
                inputs = asked.fields.map { field in
                    FieldInput(
                        field, of: only, words: words, prefix: "go",
                        value: typed.map { FieldInput.typed(field, in: $0) } ?? "",
                        isRequired: asked.required.contains(field.code), problems: problems)
                }
            }
            if able.allSatisfy({ $0.programme.takesNotes }) {
                inputs.append(
                    FieldInput(
                        id: "go-note", name: "note", kind: .longText, label: words("case-page.note"),
                        value: typed?["note"] ?? "", problems: nil))
            }
        }
        let count = able.count
        var hidden = able.map {
            CaseFilterForm.Hidden(hiddenName: "case.\($0.row.id)", hiddenValue: "\($0.row.revision)")
        }
        hidden.append(.init(hiddenName: "action", hiddenValue: choice.code))
        hidden.append(.init(hiddenName: "to", hiddenValue: chosenOwner))
        hidden.append(.init(hiddenName: "from", hiddenValue: from))
        go = Go(
            goTitle: words("case-bulk.confirm"), goInputs: inputs,
            goButton: words(
                count == 1 ? "case-bulk.do-one" : "case-bulk.do", ["count": String(count)]),
            goHidden: hidden)
    }

    /// The fields that the steps of all cases ask for, and those of them that somewhere must be filled and are not.
    static func fields(_ judged: [JudgedCase]) -> (fields: [Field], required: Set<String>) {
        let possible = judged.filter(\.isPossible)
        var fields: [Field] = []
        for field in possible.flatMap(\.asks) where !fields.contains(where: { $0.code == field.code }) {
            fields.append(field)
        }
        return (fields, Set(possible.flatMap(\.lacks)))
    }

    private static let places = [
        "bulk-no-action": "bulk-action", "bulk-no-owner": "bulk-to", "bulk-message-long": "go-message",
    ]

    private static func fate(_ choice: BulkChoice?, _ one: JudgedCase, _ texts: CaseTexts) -> String {
        switch choice {
        case .assign(let owner): texts.words("case-bulk.will-assign", ["name": texts.owner(owner ?? "")])
        case .close(let stage):
            texts.words("case-bulk.will-close", ["stage": texts.stage(stage, of: one.programme)])
        case nil: ""
        }
    }

    /// A step that some of them can take, with how many: of the words, those of the first.
    private static func actions(_ judged: [JudgedCase], _ choice: BulkChoice?, _ texts: CaseTexts) -> SelectOptions {
        let words = texts.words
        var labels: [(stage: Stage, label: String, count: Int)] = []
        for one in judged {
            for stage in one.closing {
                if let place = labels.firstIndex(where: { $0.stage == stage }) {
                    labels[place].count += 1
                } else {
                    labels.append((stage, words.name("step", stage.code, of: one.programme), 1))
                }
            }
        }
        let all = String(judged.count)
        var options = [
            FieldInput.Option(
                optionValue: "assign", optionLabel: words("case-bulk.assign"),
                isChosen: choice.map { $0.code == "assign" } ?? false)
        ]
        options += labels.sorted { $0.count > $1.count }.map { one in
            FieldInput.Option(
                optionValue: BulkChoice.close(one.stage).code,
                optionLabel: words(
                    "case-bulk.close", ["step": one.label, "count": String(one.count), "all": all]),
                isChosen: choice == .close(one.stage))
        }
        return SelectOptions(options)
    }
}

/// What was done to many cases, and what was not and why.
struct BulkRunModel: Sendable {
    struct Line: Sendable {
        let lineNumber: String
        let lineHref: String
        let lineProgramme: String
        let lineClass: String
        let lineState: String
        let lineReason: String
    }

    let problems: FormProblems?
    let runTitle: String
    let runLead: String
    let runMessage: String?
    /// Where the page asks again while it runs.
    let poll: String?
    let percent: String
    let progressText: String
    let isRunning: Bool
    let isStopped: Bool
    let lines: [Line]
    let undoPath: String?

    init(_ view: BulkView, isRunning: Bool, refused: Refused? = nil, _ texts: CaseTexts) {
        let words = texts.words
        let run = view.run
        problems = refused.map { refused in
            FormProblems(
                refused.refusals.map {
                    .init(problemText: words.refusal($0, programme: nil), problemTarget: "bulk-run")
                }, words: words)
        }
        let all = view.items.count
        let ready = view.items.count { $0.item.state != .waiting }
        let done = view.items.count { $0.item.state == .done }
        self.isRunning = isRunning
        isStopped = !isRunning && run.finishedAt == nil
        poll = isRunning ? "/cases/bulk/\(run.id)" : nil
        percent = String(all == 0 ? 100 : ready * 100 / all)
        progressText = words("case-bulk.progress", ["ready": String(ready), "all": String(all)])
        let what: String
        switch run.action {
        case .assign: what = words("case-bulk.will-assign", ["name": texts.owner(run.target)])
        case .close:
            let programme = view.items.first.flatMap { Catalogue.programme($0.row.programme) }
            what = words(
                "case-bulk.will-close",
                ["stage": programme.map { texts.stage(Stage(run.target), of: $0) } ?? run.target])
        }
        runTitle = what
        runLead = words(
            "case-bulk.result",
            [
                "done": String(done), "all": String(all), "name": texts.person(run.account),
                "at": run.at.danish,
            ])
        runMessage = run.message.isEmpty ? nil : run.message
        lines = view.items.map { item, row in
            let programme = Catalogue.programme(row.programme)
            return Line(
                lineNumber: row.number, lineHref: "/cases/\(row.id)",
                lineProgramme: texts.programme(row.programme), lineClass: BulkRunModel.classes[item.state] ?? "",
                lineState: words("case-bulk.state." + item.state.rawValue),
                lineReason: item.refusals.map { words.refusal($0, programme: programme) }.joined(separator: " "))
        }
        undoPath = view.mayUndo && !isRunning ? "/cases/bulk/\(run.id)/undo" : nil
    }

    private static let classes: [BulkItem.State: String] = [
        .waiting: "is-running", .done: "is-met", .refused: "is-late", .undone: "is-paused", .kept: "is-warning",
    ]
}
