import Casework
import Handbook
import Prevention
import Store

/// A meeting with its agenda and what its chair does next.
struct MeetingModel: Sendable {
    struct Line: Sendable {
        let itemHref: String
        let itemNumber: String
        let itemTheme: String?
        let itemBadge: ForumBadge
        let itemPeople: String
        let itemButtons: [ActButton]
        let itemID: String
    }

    struct Answer: Sendable {
        let answerName: String
        let answerClass: String
        let answerText: String
        let answerRemark: String?
    }

    let forumTitle: String
    let forumHref: String
    let meetingsHref: String
    let meetingTitle: String
    let meetingSpan: String
    let meetingPlace: String
    let badge: ForumBadge
    let cancelledText: String?
    let remarksText: String?
    let problems: FormProblems?
    let isChair: Bool
    let lines: [Line]
    let hasLines: Bool
    let agendaHelp: String
    let waiting: [Line]
    let hasWaiting: Bool
    let proposed: [Line]
    let hasProposed: Bool
    let takesItems: Bool
    let viewHref: String?
    let minutesHref: String?
    /// What comes next, as forms of the chair.
    let forms: [CaseForm]
    let answerForm: CaseForm?
    let answers: [Answer]
    let hasAnswers: Bool
    let nextText: String

    init(_ view: MeetingView, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let meeting = view.opened.meeting
        let forum = view.opened.forum
        let path = "/meetings/\(meeting.id)"
        forumTitle = texts.forum(forum)
        forumHref = "/forums/\(forum.id)"
        meetingsHref = forumHref + "/meetings"
        meetingTitle = words("meeting.one", ["day": meeting.startsAt.day.danish])
        meetingSpan = texts.span(meeting)
        meetingPlace = meeting.place
        badge = ForumBadge(meeting.state, words)
        cancelledText = meeting.cancelledReason.isEmpty ? nil : meeting.cancelledReason
        remarksText = meeting.remarks.isEmpty ? nil : meeting.remarks
        problems = refused?.problems
        isChair = view.opened.isChair && forum.isOpen
        takesItems = isChair && meeting.state.takesItems
        let orders = isChair && (meeting.state.takesItems || meeting.state == .held)
        lines = view.lines.enumerated().map { place, line in
            let item = line.item
            func button(_ act: MeetingAct, _ key: String) -> ActButton {
                ActButton(
                    path + "/acts/" + act.rawValue, words("meeting.act." + key), of: item.number,
                    revision: item.revision, style: "is-small is-quiet")
            }
            let isOn = item.meeting == meeting.id
            return Line(
                itemHref: "/forums/items/\(item.id)", itemNumber: item.number,
                itemTheme: item.theme.isEmpty ? nil : item.theme, itemBadge: ForumBadge(item.state, words),
                itemPeople: line.participants.isEmpty
                    ? words("meeting.nobody") : line.participants.map(texts.person).joined(separator: ", "),
                itemButtons: !orders || !isOn
                    ? []
                    : (place > 0 ? [button(.up, "up")] : [])
                        + (place + 1 < view.lines.count ? [button(.down, "down")] : [])
                        + (meeting.state.takesItems && item.state.isLive ? [button(.take, "take")] : []),
                itemID: String(item.id))
        }
        hasLines = !lines.isEmpty
        agendaHelp = words(
            isChair
                ? "meeting.agenda-none-chair"
                : meeting.state == .planned ? "meeting.agenda-none-yet" : "meeting.agenda-none")
        func line(_ item: StoredItem, _ buttons: [ActButton]) -> Line {
            Line(
                itemHref: "/forums/items/\(item.id)", itemNumber: item.number,
                itemTheme: item.theme.isEmpty ? nil : item.theme, itemBadge: ForumBadge(item.state, words),
                itemPeople: item.followUpOn.map { words("meeting.from-day", ["day": $0.danish]) } ?? "",
                itemButtons: buttons, itemID: String(item.id))
        }
        waiting = view.waiting.map { item in
            line(
                item,
                [
                    ActButton(
                        path + "/acts/put", words("meeting.act.put"), of: item.number, revision: item.revision)
                ])
        }
        hasWaiting = !waiting.isEmpty
        proposed = view.proposed.map { line($0, []) }
        hasProposed = !proposed.isEmpty
        let isOver = [.held, .minutesSent, .approved].contains(meeting.state)
        viewHref = meeting.state.isOpen ? path + "/view" : nil
        minutesHref = isOver ? path + "/minutes" : nil
        forms = isChair ? MeetingForms.chair(view, refused, texts) : []
        nextText = words("meeting.next." + (isChair ? "chair." : "member.") + meeting.state.rawValue)
        let mayAnswer = meeting.state == .minutesSent && view.tookPart && view.opened.opened.seat != nil
        answerForm = mayAnswer ? MeetingForms.answer(view, refused, words) : nil
        answers = view.answers.map { one in
            Answer(
                answerName: texts.person(one.account), answerClass: one.isApproved ? "is-met" : "is-overdue",
                answerText: words(one.isApproved ? "meeting.answer.approved" : "meeting.answer.objected"),
                answerRemark: one.remark.isEmpty ? nil : one.remark)
        }
        hasAnswers = !answers.isEmpty
    }
}

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
                    label: words("meeting.field.room"), value: "", options: boxes, problems: nil)
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
            let approve = form(.approve, isPlain: true) { typed in
                objections == 0
                    ? []
                    : [
                        typed.input(
                            "despite", .flag, words("meeting.field.despite", ["count": words.number(objections)]),
                            isRequired: true)
                    ]
            }
            return [approve, form(.takeBack, isPlain: true)]
        case .approved, .cancelled: return []
        }
    }

    /// What a member answers to the minutes.
    static func answer(_ view: MeetingView, _ refused: RefusedForm?, _ words: Words) -> CaseForm {
        let id = view.opened.meeting.id
        let options = ["approve", "object"].map { (code: $0, label: words("meeting.answer." + $0)) }
        return CaseForm(
            "answer", action: "/meetings/\(id)/acts/answer", title: words("meeting.act.answer"), refused, isPlain: true
        ) { typed in
            [
                typed.input(
                    "answer", .choice(options.map(\.code)), words("meeting.field.answer"), value: "approve",
                    isRequired: true, options: options),
                typed.input(
                    "remark", .longText, words("meeting.field.remark"), help: words("meeting.help.remark")),
            ]
        }
    }
}
