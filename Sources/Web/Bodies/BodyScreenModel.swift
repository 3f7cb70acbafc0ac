import Casework
import Handbook
import Prevention
import Store

/// One topic on the screen of the room.
struct BodyScreenModel: Sendable {
    struct Topic: Sendable {
        let topicTitle: String
        let topicWords: String?
        let about: TopicAbout
        let itemPlace: String
        let previousHref: String?
        let nextHref: String?
        let minutesText: String?
        let agreed: [BodyActionLine]
        let hasAgreed: Bool
        let struck: [BodyTakenOut]
        let hasStruck: Bool
        let forms: [CaseForm]
    }

    let bodyName: String
    let meetingTitle: String
    let meetingHref: String
    let problems: FormProblems?
    /// `nil` where there is none on the agenda.
    let topic: Topic?

    init(_ view: BodyMeetingView, _ id: Int64?, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let opened = view.opened.opened
        let meeting = view.opened.meeting
        let path = "/body-meetings/\(meeting.id)"
        bodyName = texts.body(opened.body, view.area)
        meetingTitle = words("meeting.one", ["day": meeting.startsAt.day.danish])
        meetingHref = path
        problems = refused?.problems
        let place = view.topics.firstIndex { $0.id == id } ?? 0
        guard view.topics.indices.contains(place) else {
            topic = nil
            return
        }
        let one = view.topics[place]
        func href(_ place: Int) -> String? {
            view.topics.indices.contains(place) ? path + "/view?topic=\(view.topics[place].id)" : nil
        }
        let works = opened.mayLead && opened.body.isOpen && view.isRunning
        let sitting = opened.sitting(on: meeting.startsAt.day)
        let agreed = view.actions.filter { $0.topic == one.id }.map { action in
            let line = BodyActionLine(action, action.seat.flatMap(opened.seat), mayClose: false, nil, texts)
            return works && action.state == .open
                ? line.with(BodyCorrections.agreed(action, isFixed: false, sitting, refused, texts)) : line
        }
        let struck = works ? view.struck.filter { $0.topic == one.id }.map { BodyTakenOut($0, words) } : []
        topic = Topic(
            topicTitle: one.title, topicWords: one.words.isEmpty ? nil : one.words,
            about: TopicAbout(one, view.references, texts),
            itemPlace: words(
                "meeting.place-of", ["place": String(place + 1), "count": String(view.topics.count)]),
            previousHref: href(place - 1), nextHref: href(place + 1),
            minutesText: one.minutes.isEmpty ? nil : one.minutes, agreed: agreed, hasAgreed: !agreed.isEmpty,
            struck: struck, hasStruck: !struck.isEmpty,
            forms: works ? BodyScreenModel.forms(one, view, refused, texts) : [])
    }

    private static func forms(
        _ topic: StoredTopic, _ view: BodyMeetingView, _ refused: RefusedForm?, _ texts: CaseTexts
    ) -> [CaseForm] {
        let words = texts.words
        let path = "/body-meetings/\(view.opened.id)/topics/\(topic.id)/"
        let seats = view.opened.opened.sitting(on: view.opened.meeting.startsAt.day)
            .map { (code: String($0.id), label: texts.seat($0.seat)) }
        let kinds = StoredAction.Kind.allCases.map { (code: $0.rawValue, label: words("agreed." + $0.rawValue)) }
        return [
            CaseForm(
                "minutes", action: path + "minutes", title: words("item-act.minutes"), revision: topic.revision, refused
            ) { typed in
                [
                    typed.input(
                        "body", .longText, words("meeting.field.minutes-text"), value: topic.minutes,
                        help: words("body-help.nobody"), isRequired: true)
                ] + typed.nameTick(words)
            },
            CaseForm(
                "agree", action: path + "agree", title: words("item-act.agree"), revision: topic.revision, refused
            ) { typed in
                [
                    typed.input(
                        "kind", .choice(kinds.map(\.code)), words("meeting.field.kind"), value: "decision",
                        isRequired: true, options: kinds),
                    typed.input(
                        "body", .longText, words("meeting.field.action"), help: words("body-help.nobody"),
                        isRequired: true),
                    typed.input(
                        "owner", .choice(seats.map(\.code)), words("body-field.owner"), help: words("body-help.owner"),
                        options: seats, none: words("body.nobody")),
                    typed.input("due", .date, words("meeting.field.due"), help: words("meeting.help.due")),
                ] + typed.nameTick(words)
            },
            CaseForm(
                "again", action: path + "again", title: words("topic.again"), revision: topic.revision, refused,
                isPlain: true
            ) { _ in [] },
        ]
    }
}
