import Casework
import Handbook
import Prevention
import Store

/// The forms of a meeting's page.
enum MeetingForms {
    /// What the chair may do with it as it stands, what comes next first.
    static func chair(_ view: MeetingView, _ refused: RefusedForm?, _ texts: CaseTexts) -> [CaseForm] {
        let (words, meeting) = (texts.words, view.opened.meeting)
        func form(
            _ act: MeetingAct, isDanger: Bool = false, isPlain: Bool = false,
            inputs: (CaseForm.Typed) -> [FieldInput] = { _ in [] }
        ) -> CaseForm {
            CaseForm(
                act.rawValue, action: "/meetings/\(meeting.id)/acts/" + act.rawValue,
                title: words("meeting.act." + act.rawValue), revision: meeting.revision, refused, isDanger: isDanger,
                isPlain: isPlain, inputs: inputs)
        }
        let room = form(.room) { typed in
            let boxes = view.members.map { member in
                FieldInput.Option(
                    optionValue: member.account, optionLabel: texts.person(member.account),
                    isChosen: view.room.contains(member.account))
            }
            return [
                FieldInput(
                    id: "room-room", name: "room", kind: .choices(boxes.map(\.optionValue)),
                    label: words(meeting.state == .sent ? "meeting.field.room" : "meeting.field.room-then"), value: "",
                    options: boxes, problems: nil)
            ]
        }
        let remarks = form(.remarks) { typed in
            [
                typed.input(
                    "remarks", .longText, words("meeting.field.remarks"), value: meeting.remarks,
                    help: words("meeting.help.remarks"))
            ]
        }
        let carryOver = form(.carryOver, isPlain: true)
        let move = form(.move) { MeetingTimeForm.inputs($0, from: meeting, day: words("meeting.field.day"), words) }
        let cancel = form(.cancel, isDanger: true) { typed in
            [
                typed.input(
                    "reason", .longText, words("meeting.field.reason"), help: words("meeting.help.reason"),
                    isRequired: true)
            ]
        }
        switch meeting.state {
        case .planned: return [form(.send, isPlain: true), move, cancel]
        case .sent:
            return view.isRunning
                ? [room, form(.hold, isPlain: true), carryOver, remarks, move, cancel] : [move, cancel]
        case .held: return [form(.sendMinutes, isPlain: true), carryOver, room, remarks]
        case .minutesSent:
            let objections = view.answers.count { !$0.isApproved }
            let missing = view.silent.map(texts.person).joined(separator: ", ")
            let approve = form(.approve, isPlain: true) { typed in
                let despite =
                    objections == 0 ? nil : words("meeting.field.despite", ["count": words.number(objections)])
                let unanswered =
                    missing.isEmpty
                    ? view.answers.isEmpty ? words("meeting.field.unanswered-by-all") : nil
                    : words("meeting.field.unanswered", ["names": missing])
                return [("despite", despite), ("unanswered", unanswered)].compactMap { name, label in
                    label.map { typed.input(name, .flag, $0, isRequired: true) }
                }
            }
            return [approve, form(.takeBack, isPlain: true)]
        case .approved, .cancelled: return []
        }
    }

    /// What a member answers to the minutes.
    ///
    /// - Parameter path: of the meeting, of a forum or of a body.
    static func answer(
        to path: String, _ meeting: StoredMeeting, _ refused: RefusedForm?, _ words: Words
    ) -> CaseForm {
        let options = ["approve", "object"].map { (code: $0, label: words("meeting.answer." + $0)) }
        return CaseForm(
            "answer", action: path + "/acts/answer", title: words("meeting.act.answer"), revision: meeting.revision,
            refused, isPlain: true
        ) { typed in
            [
                typed.input(
                    "answer", .choice(options.map(\.code)), words("meeting.field.answer"), value: "approve",
                    isRequired: true, options: options),
                typed.input(
                    "remark", .longText, words("meeting.field.remark"), help: words("meeting.help.remark")),
            ] + typed.nameTick(words)
        }
    }
}
