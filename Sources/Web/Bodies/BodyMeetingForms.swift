import Casework
import Handbook
import Prevention
import Store

/// The forms of a body's meeting, what comes next first.
enum BodyMeetingForms {
    static func all(_ view: BodyMeetingView, _ refused: RefusedForm?, _ texts: CaseTexts) -> [CaseForm] {
        let words = texts.words
        let meeting = view.opened.meeting
        func form(
            _ act: String, isDanger: Bool = false, isPlain: Bool = false, hidden: [String: String] = [:],
            inputs: (CaseForm.Typed) -> [FieldInput] = { _ in [] }
        ) -> CaseForm {
            CaseForm(
                act, action: "/body-meetings/\(meeting.id)/acts/" + act, title: words("meeting.act." + act),
                revision: meeting.revision, refused, isDanger: isDanger, isPlain: isPlain, hidden: hidden
            ) { typed in inputs(typed) + typed.nameTick(words) }
        }
        let move = form("move") { MeetingTimeForm.inputs($0, from: meeting, day: words("meeting.field.day"), words) }
        let cancel = form("cancel", isDanger: true) {
            [$0.input("reason", .longText, words("meeting.field.reason"), isRequired: true)]
        }
        let attendance = form("attendance") { typed in
            view.opened.opened.sitting(on: meeting.startsAt.day).map { seat in
                typed.input(
                    "at.\(seat.id)", .choice(Attendance.allCases.map(\.rawValue)), texts.seat(seat.seat),
                    value: view.attendance[seat.id]?.rawValue ?? "",
                    options: Attendance.allCases.map { ($0.rawValue, words("attendance." + $0.rawValue)) },
                    none: words("attendance.unknown"))
            }
        }
        let remarks = form("remarks") {
            [$0.input("remarks", .longText, words("meeting.field.remarks"), value: meeting.remarks)]
        }
        let carryOver = form("carry-over", isPlain: true)
        switch meeting.state {
        case .planned: return [form("send", isPlain: true), move, cancel]
        case .sent:
            return view.isRunning
                ? [attendance, form("hold", isPlain: true), carryOver, remarks, move, cancel] : [move, cancel]
        case .held: return [form("send-minutes", isPlain: true), attendance, carryOver, remarks]
        case .minutesSent:
            let objections = view.answers.count { !$0.isApproved }
            let approve = form("approve", isPlain: true, hidden: ["objections": String(objections)]) { typed in
                objections == 0
                    ? []
                    : [
                        typed.input(
                            "despite", .flag, words("meeting.field.despite", ["count": words.number(objections)]),
                            isRequired: true)
                    ]
            }
            return [approve, form("take-back", isPlain: true)]
        case .approved, .cancelled: return []
        }
    }
}
