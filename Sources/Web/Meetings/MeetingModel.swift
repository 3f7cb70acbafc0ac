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
        answerForm = mayAnswer ? MeetingForms.answer(to: path, meeting, refused, words) : nil
        answers = view.answers.map { one in
            Answer(
                answerName: texts.person(one.account), answerClass: one.isApproved ? "is-met" : "is-overdue",
                answerText: words(one.isApproved ? "meeting.answer.approved" : "meeting.answer.objected"),
                answerRemark: one.remark.isEmpty ? nil : one.remark)
        }
        hasAnswers = !answers.isEmpty
    }
}
