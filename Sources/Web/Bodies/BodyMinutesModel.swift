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
        let agreed: [AgreedLine]
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
            let agreed = view.agreed(on: topic).map { action, kept in
                kept.map { AgreedLine(action, as: $0, texts) }
                    ?? AgreedLine(action, action.seat.flatMap(opened.seat), texts)
            }
            return Part(
                topicTitle: topic.title, about: TopicAbout(topic, view.references, texts),
                minutesText: topic.minutes.isEmpty ? nil : topic.minutes, agreed: agreed, hasAgreed: !agreed.isEmpty)
        }
    }
}

extension BodyMeetingView {
    /// What was agreed on a topic, and how the approved minutes have it; in their order, once they are approved.
    fileprivate func agreed(on topic: StoredTopic) -> [(action: StoredBodyAction, kept: ApprovedMinutes.Agreed?)] {
        let own = actions.filter { $0.topic == topic.id }
        guard let approved else { return own.map { ($0, nil) } }
        return approved.agreed.compactMap { kept in
            own.first { $0.id == kept.action }.map { (action: $0, kept: Optional(kept)) }
        }
    }
}

extension AgreedLine {
    /// As the approved minutes have it, with the action as it is now behind a link; what came of it is no part of them.
    fileprivate init(_ action: StoredBodyAction, as kept: ApprovedMinutes.Agreed, _ texts: CaseTexts) {
        self.init(
            kind: action.kind, action.words, owner: kept.owner.map { texts.seat($0.title, $0.municipality) },
            dueOn: kept.dueOn, isOpen: false, outcome: nil, texts)
        guard action.kind == .action else { return }
        actionNowHref = "/bodies/\(action.body)#action-\(action.id)"
        actionNowText = texts.words(kept.differs(from: action) ? "body-minutes.changed" : "body-minutes.now")
    }
}
