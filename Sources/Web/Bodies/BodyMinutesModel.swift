import Casework
import Handbook
import Prevention
import Store

/// The minutes of a body's meeting, to read and print.
struct BodyMinutesModel: Sendable {
    struct Part: Sendable {
        let topicTitle: String
        let about: TopicAbout
        let minutesText: String?
        let agreed: [BodyActionLine]
        let hasAgreed: Bool
    }

    let bodyName: String
    let bodyHref: String
    let meetingTitle: String
    let meetingHref: String
    let meetingSpan: String
    let meetingPlace: String
    let approvedText: String
    let attendance: [BodySeatState]
    let remarksText: String?
    let parts: [Part]

    init(_ view: BodyMeetingView, _ texts: CaseTexts) {
        let words = texts.words
        let opened = view.opened.opened
        let meeting = view.opened.meeting
        bodyName = texts.body(opened.body, view.area)
        bodyHref = "/bodies/\(opened.id)"
        meetingTitle = words("meeting.one", ["day": meeting.startsAt.day.danish])
        meetingHref = "/body-meetings/\(meeting.id)"
        meetingSpan = texts.span(meeting)
        meetingPlace = meeting.place
        approvedText =
            meeting.approvedAt.map { words("body.approved-on", ["at": $0.danish]) } ?? words("body.not-approved")
        attendance = BodySeatState.all(view, texts)
        remarksText = meeting.remarks.isEmpty ? nil : meeting.remarks
        parts = view.topics.map { topic in
            let agreed = view.actions.filter { $0.topic == topic.id }.map { action in
                BodyActionLine(action, action.seat.flatMap(opened.seat), mayClose: false, nil, texts)
            }
            return Part(
                topicTitle: topic.title, about: TopicAbout(topic, view.references, texts),
                minutesText: topic.minutes.isEmpty ? nil : topic.minutes, agreed: agreed, hasAgreed: !agreed.isEmpty)
        }
    }
}
