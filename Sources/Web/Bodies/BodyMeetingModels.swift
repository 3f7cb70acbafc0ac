import Casework
import Handbook
import Prevention
import Store

/// A meeting of a body: its agenda, and what comes next.
struct BodyMeetingModel: Sendable {
    struct Topic: Sendable {
        let itemHref: String
        let topicTitle: String
        let topicWords: String?
        let topicBadge: ForumBadge
        let about: TopicAbout
        let itemButtons: [ActButton]
        let itemID: String
        /// Its correction.
        var topicForms: [CaseForm] = []
    }

    let bodyName: String
    let bodyHref: String
    let meetingTitle: String
    let meetingSpan: String
    let meetingPlace: String
    let badge: ForumBadge
    let cancelledText: String?
    let remarksText: String?
    let problems: FormProblems?
    let topics: [Topic]
    let hasTopics: Bool
    let waiting: [Topic]
    let hasWaiting: Bool
    let attendance: [BodySeatState]
    let hasAttendance: Bool
    let agreed: [BodyActionLine]
    let hasAgreed: Bool
    let open: [BodyActionLine]
    let hasOpen: Bool
    let topicForm: CaseForm?
    let forms: [CaseForm]
    let hasForms: Bool
    let viewHref: String?
    let minutesHref: String?
    let nextText: String
    /// What seats say to the minutes.
    let answers: [BodyAnswerLine]
    let hasAnswers: Bool
    let answerForm: CaseForm?
    /// A status of the plan that this meeting has heard and that is not frozen yet.
    let freezeHref: String?
    let freezeText: String?

    init(_ view: BodyMeetingView, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let opened = view.opened.opened
        let meeting = view.opened.meeting
        let path = "/body-meetings/\(meeting.id)"
        bodyName = texts.body(opened.body, view.area)
        bodyHref = "/bodies/\(opened.id)"
        meetingTitle = words("meeting.one", ["day": meeting.startsAt.day.danish])
        meetingSpan = texts.span(meeting)
        meetingPlace = meeting.place
        badge = ForumBadge(meeting.state, words)
        cancelledText = meeting.cancelledReason.isEmpty ? nil : meeting.cancelledReason
        remarksText = meeting.remarks.isEmpty ? nil : meeting.remarks
        problems = refused?.problems
        let mayLead = opened.mayLead && opened.body.isOpen
        let takes = meeting.state.takesItems
        func topic(_ topic: StoredTopic, _ acts: [String]) -> Topic {
            Topic(
                itemHref: path + "/view?topic=\(topic.id)", topicTitle: topic.title,
                topicWords: topic.words.isEmpty ? nil : topic.words,
                topicBadge: topic.minutes.isEmpty
                    ? ForumBadge(words("topic.open"), "is-neutral") : ForumBadge(words("topic.written"), "is-met"),
                about: TopicAbout(topic, view.references, texts),
                itemButtons: acts.map {
                    ActButton(
                        path + "/topics/\(topic.id)/" + $0, words("topic." + $0), of: topic.title,
                        revision: topic.revision, style: "is-small is-quiet")
                }, itemID: String(topic.id),
                topicForms: mayLead && meeting.state.takesCorrections
                    ? [
                        BodyCorrections.topic(
                            topic, isRead: topic.meeting != nil && meeting.state.hasBeenRead, view.references, refused,
                            texts)
                    ] : [])
        }
        topics = view.topics.enumerated().map { place, one in
            guard mayLead else { return topic(one, []) }
            let orders = takes || meeting.state == .held
            return topic(
                one,
                (orders && place > 0 ? ["up"] : []) + (orders && place + 1 < view.topics.count ? ["down"] : [])
                    + (takes ? ["take", "withdraw"] : []))
        }
        hasTopics = !topics.isEmpty
        waiting = mayLead && takes ? view.waiting.map { topic($0, ["put"]) } : []
        hasWaiting = !waiting.isEmpty
        attendance = BodySeatState.all(view, texts)
        hasAttendance = !view.attendance.isEmpty
        func lines(_ found: [StoredBodyAction]) -> [BodyActionLine] {
            found.map { action in
                BodyActionLine(action, action.seat.flatMap(opened.seat), mayClose: false, nil, texts)
            }
        }
        agreed = lines(view.actions)
        hasAgreed = !agreed.isEmpty
        open = lines(view.open)
        hasOpen = !open.isEmpty
        topicForm =
            takes && mayLead
            ? CaseForm("topic", action: path + "/acts/topic", title: words("body.add-topic"), refused) { typed in
                BodyForms.topicInputs(typed, texts.references(view.references), words)
            } : nil
        forms = mayLead ? BodyMeetingForms.all(view, refused, texts) : []
        hasForms = !forms.isEmpty
        let isOver = [.held, .minutesSent, .approved].contains(meeting.state)
        viewHref = view.topics.isEmpty ? nil : path + "/view"
        minutesHref = isOver ? path + "/minutes" : nil
        nextText = words("body-next." + meeting.state.rawValue)
        answers = view.answers.map { BodyAnswerLine($0, opened.seat($0.seat), texts) }
        hasAnswers = !answers.isEmpty
        answerForm =
            meeting.state == .minutesSent && view.opened.answering(view.attendance) != nil
            ? MeetingForms.answer(to: "/body-meetings/\(meeting.id)", meeting, refused, words) : nil
        let heard = view.topics.filter(\.isWritten).compactMap { view.references.status(of: $0) }
        let waits = isOver ? heard.first { $0.meeting == meeting.id && $0.frozenAt == nil } : nil
        freezeHref = waits.map { "/plan/status/\($0.id)" }
        freezeText = waits.map { words("body.freeze-status", ["title": $0.title]) }
    }
}

/// What a seat has answered to the minutes.
struct BodyAnswerLine: Sendable {
    let answerName: String
    let answerClass: String
    let answerText: String
    let answerRemark: String?

    init(_ answer: StoredBodyAnswer, _ seat: StoredSeat?, _ texts: CaseTexts) {
        answerName = seat.map { texts.seat($0.seat) } ?? ""
        answerClass = answer.isApproved ? "is-met" : "is-overdue"
        answerText = texts.words(answer.isApproved ? "meeting.answer.approved" : "meeting.answer.objected")
        answerRemark = answer.remark.isEmpty ? nil : answer.remark
    }
}

/// What a topic is about, and where its documents are.
struct TopicAbout: Sendable {
    let aboutText: String?
    let aboutHref: String?
    let linkHref: String?
    let earlier: String?

    init(_ topic: StoredTopic, _ known: BodyReferences, _ texts: CaseTexts) {
        let found = texts.reference(topic.reference, known)
        aboutText = found?.text
        aboutHref = found?.href
        linkHref = topic.link.isEmpty ? nil : topic.link
        earlier = topic.from == nil ? nil : texts.words("topic.earlier")
    }
}

/// Whether a seat was filled at a meeting.
struct BodySeatState: Sendable {
    let personName: String
    let personClass: String
    let personState: String

    /// Those who sat that day; once the minutes are approved, as they were called then.
    static func all(_ view: BodyMeetingView, _ texts: CaseTexts) -> [BodySeatState] {
        let sitting = view.opened.opened.sitting(on: view.opened.meeting.startsAt.day)
        let seats =
            view.approved?.seats.map { (id: $0.id, name: texts.seat($0.title, $0.municipality)) }
            ?? sitting.map { (id: $0.id, name: texts.seat($0.seat)) }
        return seats.map { seat in
            let state = view.attendance[seat.id]
            return BodySeatState(
                personName: seat.name, personClass: state == .present ? "is-met" : "is-neutral",
                personState: texts.words("attendance." + (state?.rawValue ?? "unknown")))
        }
    }
}

/// What one's own seats have to do.
struct OwnBodyActionsModel: Sendable {
    struct Line: Sendable {
        let bodyName: String
        let bodyHref: String
        let line: BodyActionLine
    }

    let problems: FormProblems?
    let lines: [Line]
    let hasLines: Bool

    init(_ found: [OwnBodyAction], _ refused: RefusedForm?, _ texts: CaseTexts) {
        problems = refused?.problems
        lines = found.map { one in
            Line(
                bodyName: texts.body(one.body, one.area), bodyHref: "/bodies/\(one.body.id)",
                line: BodyActionLine(one.action, one.seat, mayClose: true, refused, texts))
        }
        hasLines = !lines.isEmpty
    }
}
