import Casework
import Handbook
import Prevention
import Store

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
        if next.contains(.discussed), !(one.isDiscussed && one.item.state == .discussed) {
            forms.append(form(.discussed, revision: revision, isPlain: true) { _ in [] })
        }
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
