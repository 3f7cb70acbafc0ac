import Casework
import Handbook
import Prevention
import Store

/// One item on the screen of the room.
struct ScreenModel: Sendable {
    let forumTitle: String
    let meetingTitle: String
    let meetingHref: String
    let problems: FormProblems?
    let item: ScreenItem?

    init(_ meeting: OpenedMeeting, _ item: ItemOnScreen?, _ refused: RefusedForm?, _ texts: CaseTexts) {
        forumTitle = texts.forum(meeting.forum)
        meetingTitle = texts.span(meeting.meeting)
        meetingHref = "/meetings/\(meeting.id)"
        problems = refused?.problems
        self.item = item.map { ScreenItem($0, refused, texts) }
    }
}

struct ScreenItem: Sendable {
    struct Person: Sendable {
        let personName: String
        let personClass: String
        let personState: String
    }

    struct Action: Sendable {
        let actionKind: String
        let actionBody: String
        let actionOwner: String?
        let actionDue: String?
        let actionDueISO: String?
    }

    let itemNumber: String
    let itemPlace: String
    let itemBadge: ForumBadge
    let itemTheme: String?
    /// Whether it is about somebody, whose name can be asked for.
    let isAboutSomebody: Bool
    let isNameShown: Bool
    let nameText: String
    let showHref: String
    let hideHref: String
    let itemHref: String
    let previousHref: String?
    let nextHref: String?
    let people: [Person]
    let hasPeople: Bool
    let outsiders: [String]
    let hasOutsiders: Bool
    let minutesText: String?
    let minutesBy: String?
    let actionLines: [Action]
    let hasActions: Bool
    let forms: [CaseForm]
    /// What stands now, beside what was typed; `nil` where nobody was faster.
    let minutesConflict: String?

    init(_ one: ItemOnScreen, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let meeting = "/meetings/\(one.opened.id)"
        func view(_ id: Int64) -> String { meeting + "/view?item=\(id)" }
        itemNumber = one.item.number
        itemPlace = words(
            "meeting.place-of", ["place": words.number(one.place), "count": words.number(one.count)])
        itemBadge = ForumBadge(one.item.state, words)
        itemTheme = one.item.theme.isEmpty ? nil : one.item.theme
        isAboutSomebody = one.item.isAboutSomebody
        isNameShown = one.isNameShown
        nameText = one.name ?? words("case-words.protected")
        showHref = view(one.item.id) + "&name=shown"
        hideHref = view(one.item.id)
        itemHref = "/forums/items/\(one.item.id)"
        previousHref = one.previous.map(view)
        nextHref = one.next.map(view)
        people = one.participants.map { account in
            let state = one.attendance[account]
            return Person(
                personName: texts.person(account),
                personClass: state == .present ? "is-met" : state == .excused ? "is-paused" : "is-neutral",
                personState: words(state.map { "attendance." + $0.rawValue } ?? "attendance.unknown"))
        }
        hasPeople = !people.isEmpty
        outsiders = one.outsiders.map { words("meeting.leave", ["name": texts.person($0)]) }
        hasOutsiders = !outsiders.isEmpty
        minutesText = one.minutes?.body
        minutesBy = one.minutes.map {
            words("meeting.minutes-by", ["name": texts.person($0.writtenBy), "at": $0.writtenAt.danish])
        }
        actionLines = one.actions.map { action in
            Action(
                actionKind: words("agreed." + action.kind.rawValue), actionBody: action.body,
                actionOwner: action.owner.isEmpty ? nil : texts.person(action.owner),
                actionDue: action.dueOn?.danish, actionDueISO: action.dueOn?.description)
        }
        hasActions = !actionLines.isEmpty
        forms = one.mayWrite ? ScreenForms.all(one, refused, texts) : []
        minutesConflict = refused.flatMap { $0.name == "minutes" && $0.isConflict ? one.minutes?.body : nil }
    }
}

/// The forms of an item on the screen.
enum ScreenForms {
    /// Those of the chair; whoever else takes part writes the minutes alone.
    static func all(_ one: ItemOnScreen, _ refused: RefusedForm?, _ texts: CaseTexts) -> [CaseForm] {
        let words = texts.words
        let base = "/meetings/\(one.opened.id)/items/\(one.item.id)/"
        func form(
            _ act: ScreenAct, revision: Int, isPlain: Bool = false, inputs: (CaseForm.Typed) -> [FieldInput]
        ) -> CaseForm {
            CaseForm(
                act.rawValue, action: base + act.rawValue, title: words("item-act." + act.rawValue),
                revision: revision, refused, isPlain: isPlain, inputs: inputs)
        }
        // After a conflict the text is put beside what stands, and sent again on top of it.
        let minutes = form(.minutes, revision: one.minutes?.revision ?? 0) { typed in
            [
                typed.input(
                    "body", .longText, words("meeting.field.minutes-text"), value: one.minutes?.body ?? "",
                    isRequired: true)
            ]
        }
        guard one.opened.isChair else { return [minutes] }
        let revision = one.item.revision
        let room = one.participants.map { account -> FieldInput in
            let options = Attendance.allCases.map { (code: $0.rawValue, label: words("attendance." + $0.rawValue)) }
            let chosen = one.attendance[account]?.rawValue ?? ""
            return FieldInput(
                id: "attendance-" + account, name: "at." + account, kind: .choice(options.map(\.code)),
                label: texts.person(account), value: chosen,
                options: options.map {
                    .init(optionValue: $0.code, optionLabel: $0.label, isChosen: $0.code == chosen)
                }, problems: nil)
        }
        var forms = [form(.attendance, revision: revision) { _ in room }, minutes, agree(one, form, texts)]
        let next = one.item.state.next
        if next.contains(.discussed) { forms.append(form(.discussed, revision: revision, isPlain: true) { _ in [] }) }
        if next.contains(.actions) { forms.append(form(.actions, revision: revision, isPlain: true) { _ in [] }) }
        if next.contains(.followUp) {
            forms.append(
                form(.followUp, revision: revision) { typed in
                    [
                        typed.input(
                            "day", .date, words("meeting.field.follow-up"), help: words("meeting.help.follow-up"),
                            isRequired: true)
                    ]
                })
        }
        if next.contains(.closed) {
            forms.append(
                form(.close, revision: revision) { typed in
                    [
                        typed.input(
                            "remark", .longText, words("meeting.field.close-reason"),
                            isRequired: one.item.state == .onAgenda)
                    ]
                })
        }
        return forms
    }

    private static func agree(
        _ one: ItemOnScreen,
        _ form: (ScreenAct, Int, Bool, (CaseForm.Typed) -> [FieldInput]) -> CaseForm, _ texts: CaseTexts
    ) -> CaseForm {
        let words = texts.words
        let kinds = StoredAction.Kind.allCases.reversed().map {
            (code: $0.rawValue, label: words("agreed." + $0.rawValue))
        }
        let owners = one.participants.map { (code: $0, label: texts.person($0)) }
        return form(.agree, one.item.revision, false) { typed in
            [
                typed.input(
                    "kind", .choice(kinds.map(\.code)), words("meeting.field.kind"), value: "action", isRequired: true,
                    options: Array(kinds)),
                typed.input("body", .longText, words("meeting.field.action"), isRequired: true),
                typed.input(
                    "owner", .choice(owners.map(\.code)), words("meeting.field.owner"), options: owners,
                    none: words("meeting.no-owner")),
                typed.input("due", .date, words("meeting.field.due"), help: words("meeting.help.due")),
            ]
        }
    }
}
