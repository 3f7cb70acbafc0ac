import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

extension CaseTexts {
    /// `12.03.2026 09:00-11:00`.
    func span(_ meeting: StoredMeeting) -> String {
        meeting.startsAt.danish + "-" + meeting.endsAt.danish.suffix(5)
    }
}

/// How far a meeting or an item has come, in a word and a shape.
struct ForumBadge: Sendable {
    let badgeClass: String
    let badgeText: String

    init(_ text: String, _ style: String) {
        badgeText = text
        badgeClass = style
    }

    init(_ state: MeetingState, _ words: Words) {
        badgeText = words("meeting-state." + state.rawValue)
        switch state {
        case .planned: badgeClass = "is-neutral"
        case .sent, .held, .minutesSent: badgeClass = "is-running"
        case .approved: badgeClass = "is-met"
        case .cancelled: badgeClass = "is-paused"
        }
    }

    init(_ state: ItemState, _ words: Words) {
        badgeText = words("item-state." + state.rawValue)
        switch state {
        case .proposed, .notRelevant, .deleted: badgeClass = "is-neutral"
        case .onAgenda: badgeClass = "is-warning"
        case .discussed, .actions, .followUp: badgeClass = "is-running"
        case .closed: badgeClass = "is-met"
        }
    }
}

/// A button that does one thing, as the partial `act-button` shows it.
struct ActButton: Sendable {
    let buttonAction: String
    let buttonText: String
    /// What it is done with, for those who do not see the row.
    let buttonOf: String
    let buttonRevision: String
    let buttonClass: String

    init(_ action: String, _ text: String, of what: String, revision: Int, style: String = "is-small") {
        buttonAction = action
        buttonText = text
        buttonOf = what
        buttonRevision = String(revision)
        buttonClass = style
    }
}

extension RefusedForm {
    /// A form of a forum's pages: each reason at its field.
    init(_ name: String, _ typed: Form, _ refused: Refused, _ words: Words) {
        let targets = RefusedForm.places.mapValues { name + "-" + $0 }
        self.init(
            name: name, typed: typed,
            problems: FormProblems(refused, targets: targets, otherwise: name, words: words),
            isConflict: refused.refusals.contains { ["changed-meanwhile", "minutes-changed"].contains($0.code) })
    }

    /// A form of a body, a question or an entry of the policy watch: texts in it are about nobody.
    init(body name: String, _ typed: Form, _ refused: Refused, _ words: Words) {
        let placed = refused.refusals.map { refusal in
            var arguments = refusal.arguments
            if arguments["place"] == nil { arguments["place"] = RefusedForm.places[refusal.code] }
            // A body is no forum.
            let code = refusal.code == "meeting.day-taken" ? "body.day-taken" : refusal.code
            return Refusal(code, arguments)
        }
        self.init(plan: name, typed, Refused(placed), words) { RefusedForm.label($0, on: name, words) }
    }

    /// The name of a field as it stands on a form.
    private static func label(_ place: String, on form: String, _ words: Words) -> String {
        // `set-seat-3` is the form `set-seat` of a seat.
        let act = form.split(separator: "-").filter { Int64($0) == nil }.joined(separator: "-")
        if let own = labels[act]?[place] { return words(own) }
        return words("body-field." + (place == "body" ? "body-text" : place))
    }

    /// By form and field: what has a name of its own there.
    private static let labels: [String: [String: String]] = [
        "question": [
            "title": "body-field.title-question", "words": "body-field.words-question", "body": "body-field.ask-body",
        ],
        "answer": ["words": "fast-track.words.answer"], "follow-up": ["words": "fast-track.words.follow-up"],
        "close": ["words": "fast-track.words.close"], "reopen": ["words": "fast-track.words.reopen"],
        "note": ["words": "body-field.words-note"], "stage": ["words": "body-field.words-note"],
        "follow": ["title": "body-field.title-follow"],
        "seat": ["title": "body-field.title-seat"], "set-seat": ["title": "body-field.title-seat"],
        "done": ["remark": "forum-action.remark"], "drop": ["remark": "forum-action.reason"],
        "correct": [
            "body": "meeting.field.action", "due": "meeting.field.due", "reason": "body-correct.reason",
        ],
        "correct-topic": ["reason": "body-correct.reason"],
    ]

    /// The field that a code concerns.
    private static let places = [
        "meeting.day": "day", "meeting.past": "day", "meeting.closed-day": "day", "meeting.day-taken": "day",
        "meeting.past-time": "starts", "meeting.starts": "starts", "meeting.minutes": "minutes",
        "meeting.place": "place", "meeting.place-long": "place", "meeting.place-number": "place",
        "meeting.rhythm": "rhythm", "meeting.series-too-far": "last", "meeting.series-backwards": "last",
        "meeting.series-last": "last", "meeting.series-empty": "last", "meeting.cancel-reason": "reason",
        "meeting.cancel-number": "reason", "meeting.remarks-number": "remarks", "meeting.objections": "despite",
        "meeting.objection-remark": "remark", "meeting.answers-missing": "unanswered",
        "meeting.too-late": "day", "meeting.kept-longest": "until", "meeting.minutes-empty": "body",
        "minutes-changed": "body",
        "meeting.number-in-theme": "body", "meeting.action-body": "body", "meeting.action-owner": "owner",
        "meeting.action-due": "due", "meeting.action-past": "due", "meeting.follow-up-day": "day",
        "meeting.close-reason": "remark", "meeting.keep-until": "until", "meeting.keep-reason": "reason",
        "meeting.action-reason": "remark", "meeting.answer": "answer",
    ]
}

/// When and where, as a form asks for it and sends it.
enum MeetingTimeForm {
    static func time(_ form: Form) -> MeetingTime {
        MeetingTime(
            day: LocalDate(TypedValue.normal(form["day"], .date)), starts: starts(form["starts"]),
            minutes: Int(form["minutes"]), place: form["place"])
    }

    /// `9.30` as `09:30`.
    static func starts(_ text: String) -> DailyTime? {
        let parts = text.replacing(".", with: ":").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count <= 2 else { return nil }
        return DailyTime((parts[0].count == 1 ? "0" : "") + parts[0] + ":" + parts[1])
    }

    /// - Parameter day: the label of the field for the day.
    static func inputs(_ typed: CaseForm.Typed, from meeting: StoredMeeting?, day: String, _ words: Words)
        -> [FieldInput]
    {
        let starts = meeting.map { String($0.startsAt.local.dropFirst(11).prefix(5)) } ?? ""
        let minutes = meeting.map { String(($0.endsAt.milliseconds - $0.startsAt.milliseconds) / 60_000) } ?? ""
        return [
            typed.input("day", .date, day, value: meeting?.startsAt.day.description ?? "", isRequired: true),
            typed.input(
                "starts", .text, words("meeting.field.starts"), value: starts, help: words("meeting.help.starts"),
                isRequired: true),
            typed.input(
                "minutes", .number(MeetingTime.lengths), words("meeting.field.minutes"), value: minutes,
                isRequired: true),
            typed.input(
                "place", .text, words("meeting.field.place"), value: meeting?.place ?? "",
                help: words("meeting.help.place"), isRequired: true),
        ]
    }
}
