import Casework
import Handbook
import Prevention
import Store

extension CaseTexts {
    /// How far a question has come, and how long is left.
    func badge(_ line: QuestionLine) -> ForumBadge {
        guard line.question.state == .open else {
            return ForumBadge(words("fast-track.state." + line.question.state.rawValue), "is-met")
        }
        if line.isEscalated(on: today) { return ForumBadge(words("fast-track.escalated"), "is-overdue") }
        let days = handbook.law.workingDays
        if line.isOverdue(on: today) {
            let late = days.count(after: line.clock.dueOn, through: today)
            return ForumBadge(words("fast-track.overdue", ["count": words.number(late)]), "is-overdue")
        }
        let left = days.count(after: today, through: line.clock.dueOn)
        return ForumBadge(
            words(left == 0 ? "fast-track.today" : "fast-track.left", ["count": words.number(left)]),
            line.clock.isSoon(on: today, days) ? "is-warning" : "is-running")
    }

    /// To whom a question is.
    func asked(_ line: QuestionLine) -> String {
        let parties = line.question.parties.map(authority)
        let own = line.body.map { [body($0, line.area)] } ?? []
        return (own + parties).joined(separator: ", ")
    }
}

/// The questions that somebody may know of, filtered by the address.
struct QuestionListModel: Sendable {
    let selects: [FilterSelect]
    let isFiltered: Bool
    let mayAsk: Bool
    let table: ListTable
    let isVacant: Bool

    init(_ lines: [QuestionLine], _ visit: Visit, _ actor: Actor, _ texts: CaseTexts) {
        let words = texts.words
        let state = visit.query("state"), side = visit.query("side"), place = visit.query("municipality")
        selects = [
            FilterSelect(
                "state", words("meeting.field.state"), all: words("case-list.all"),
                ["overdue"].map { ($0, words("fast-track.state.overdue")) }
                    + FastTrackState.allCases.map { ($0.rawValue, words("fast-track.state." + $0.rawValue)) },
                chosen: state),
            FilterSelect(
                "side", words("fast-track.side"), all: words("case-list.all"),
                ["to", "from"].map { ($0, words("fast-track.side-" + $0)) }, chosen: side),
            FilterSelect(
                "municipality", words("case-words.municipality"), all: words("case-list.all"),
                visit.office.ownMunicipalityCodes.map { ($0, texts.municipality($0)) }, chosen: place),
        ]
        isFiltered = [state, side, place].contains { $0 != nil }
        mayAsk = actor.may(.proposePlan)
        isVacant = lines.isEmpty
        let shown = lines.filter { line in
            let isState = state.map {
                $0 == "overdue" ? line.isOverdue(on: texts.today) : line.question.state.rawValue == $0
            }
            let isSide = side.map { $0 == "to" ? line.isToUs : line.isFromUs }
            let isPlace = place.map { line.question.asker == $0 || line.question.parties.contains($0) }
            return (isState ?? true) && (isSide ?? true) && (isPlace ?? true)
        }.sorted {
            ($0.question.state != .open ? 1 : 0, $0.clock.dueOn) < ($1.question.state != .open ? 1 : 0, $1.clock.dueOn)
        }
        table = ListTable(
            caption: words(
                shown.count == 1 ? "fast-track.one" : "fast-track.count", ["count": words.number(shown.count)]),
            ["fast-track.question", "fast-track.from", "fast-track.to", "meeting.field.state", "fast-track.due"]
                .map { words($0) },
            empty: words("fast-track.none-shown"),
            shown.map { line in
                [
                    .init(line.question.title, href: "/fast-track/\(line.question.id)"),
                    .init(texts.authority(line.question.asker), note: line.question.askedAt.day.danish),
                    .init(texts.asked(line)),
                    .init("", badge: texts.badge(line)),
                    .init(line.clock.dueOn.danish),
                ]
            })
    }
}

struct NewQuestionModel: Sendable {
    let form: CaseForm

    init(_ bodies: [BodyLine], _ own: String, _ office: Office, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let codes = (["police"] + office.ownMunicipalityCodes).filter { $0 != own }
        let typed = refused?.typed
        let boxes = codes.map { code in
            FieldInput.Option(
                optionValue: code, optionLabel: texts.authority(code),
                isChosen: typed.map { $0["parties." + code] == "yes" } ?? false)
        }
        let choices = bodies.filter(\.body.isOpen).map {
            (code: String($0.body.id), label: texts.body($0.body, $0.area))
        }
        form = CaseForm(
            "question", action: "/fast-track/new", title: words("fast-track.ask"), refused, isPlain: true
        ) { typed in
            [
                typed.input("title", .text, words("body-field.title-question"), isRequired: true),
                typed.input(
                    "words", .longText, words("body-field.words-question"), help: words("body-help.nobody"),
                    isRequired: true),
                FieldInput(
                    id: "question-parties", name: "parties", kind: .choices(codes), label: words("body-field.parties"),
                    value: "", help: words("body-help.parties"), options: boxes, problems: refused?.problems),
                typed.input(
                    "body", .choice(choices.map(\.code)), words("body-field.ask-body"),
                    help: words("body-help.ask-body"), options: choices, none: words("body.no-body")),
            ] + typed.nameTick(words)
        }
    }
}

/// A question with what was written to it.
struct QuestionModel: Sendable {
    struct Message: Sendable {
        let messageKind: String
        let messageFrom: String
        let messageText: String?
        let messageAt: String
        let messageISO: String
        let isKey: Bool
    }

    let questionTitle: String
    let badge: ForumBadge
    let fromText: String
    let toText: String
    let dueText: String
    let answeredText: String?
    /// Who has not answered yet.
    let missingText: String?
    let escalatedText: String?
    let problems: FormProblems?
    let messages: [Message]
    let forms: [CaseForm]

    init(_ page: QuestionPage, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let line = page.line
        let question = line.question
        questionTitle = question.title
        badge = texts.badge(line)
        fromText = texts.authority(question.asker)
        toText = texts.asked(line)
        dueText = line.clock.dueOn.danish
        answeredText = page.days.map { words("fast-track.answered-in", ["count": words.number($0)]) }
        missingText = line.missing.isEmpty ? nil : line.missing.map(texts.authority).joined(separator: ", ")
        let function = line.escalatesTo.map { texts.seat($0.seat) } ?? words("fast-track.no-chair")
        escalatedText =
            question.state == .open
            ? words(
                line.isEscalated(on: texts.today) ? "fast-track.gone-on" : "fast-track.goes-on",
                ["day": line.clock.escalatesOn.danish, "seat": function]) : nil
        problems = refused?.problems
        messages = page.messages.map { one in
            Message(
                messageKind: words("fast-track.kind." + one.kind.rawValue),
                messageFrom: texts.authority(one.authority), messageText: one.words.isEmpty ? nil : one.words,
                messageAt: one.at.danish, messageISO: TypedValue.forInput(one.at),
                isKey: one.kind == .question || one.kind == .answer)
        }
        func form(_ kind: StoredFastTrackMessage.Kind, isPlain: Bool = false) -> CaseForm {
            CaseForm(
                kind.rawValue, action: "/fast-track/\(question.id)/" + kind.rawValue,
                title: words("fast-track.act." + kind.rawValue), revision: question.revision, refused, isPlain: isPlain
            ) { typed in
                [
                    typed.input(
                        "words", .longText, words("fast-track.words." + kind.rawValue),
                        help: words("body-help.nobody"), isRequired: kind != .close)
                ] + typed.nameTick(words)
            }
        }
        var found: [CaseForm] = []
        if line.mayAnswer { found.append(form(.answer, isPlain: question.state == .open)) }
        if line.mayLead {
            switch question.state {
            case .open: found.append(form(.close))
            case .answered: found += [form(.followUp), form(.close)]
            case .closed: found.append(form(.reopen))
            }
        }
        forms = found
    }
}
