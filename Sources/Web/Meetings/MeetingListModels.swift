import Casework
import Handbook
import Prevention
import Store

/// A meeting in a list.
struct MeetingLine: Sendable {
    let lineHref: String
    let lineTime: String
    let lineISO: String
    let linePlace: String
    let lineForum: String
    let lineForumHref: String
    let lineBadge: ForumBadge

    init(_ meeting: StoredMeeting, of forum: StoredForum, _ texts: CaseTexts) {
        self.init(
            meeting, "/meetings/\(meeting.id)", forum: texts.forum(forum), forumHref: "/forums/\(forum.id)/meetings",
            texts)
    }

    /// - Parameter forum: the name of its forum or body.
    init(_ meeting: StoredMeeting, _ href: String, forum: String, forumHref: String, _ texts: CaseTexts) {
        lineHref = href
        lineTime = texts.span(meeting)
        lineISO = TypedValue.forInput(meeting.startsAt)
        linePlace = meeting.place
        lineForum = forum
        lineForumHref = forumHref
        lineBadge = ForumBadge(meeting.state, texts.words)
    }
}

/// Meetings under one heading, as the partial `meeting-table` shows them.
struct MeetingTable: Sendable {
    let tableID: String
    let tableTitle: String
    let tableEmpty: String
    let tableLines: [MeetingLine]
    let hasTableLines: Bool
    let namesForum: Bool

    /// - Parameter empty: what is said where there is none, of a body.
    init(_ id: String, _ lines: [MeetingLine], namesForum: Bool, empty: String? = nil, _ words: Words) {
        tableID = id
        tableTitle = words("meeting." + id)
        tableEmpty = empty ?? words("meeting.none-" + id)
        tableLines = lines
        hasTableLines = !lines.isEmpty
        self.namesForum = namesForum
    }
}

/// The meetings of somebody.
struct OwnMeetingsModel: Sendable {
    let tables: [MeetingTable]

    init(coming: [ListedMeeting], past: [ListedMeeting], _ texts: CaseTexts) {
        tables = [("coming", coming), ("past", past)].map { id, listed in
            MeetingTable(
                id, listed.map { MeetingLine($0.meeting, of: $0.forum, texts) }, namesForum: true, texts.words)
        }
    }
}

/// The meetings of a forum.
struct ForumMeetingsModel: Sendable {
    let forumTitle: String
    let forumHref: String
    let tables: [MeetingTable]
    let problems: FormProblems?
    let isChair: Bool
    let seriesHref: String
    let planForm: CaseForm?
    let reviewsHref: String?
    /// For the chair: what its meetings have given to its members.
    let actionsHref: String?
    let reviewsText: String

    init(_ view: ForumMeetings, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let forum = view.opened.forum
        forumTitle = texts.forum(forum)
        forumHref = "/forums/\(forum.id)"
        tables = [("coming", view.coming), ("past", view.past)].map { id, meetings in
            MeetingTable(id, meetings.map { MeetingLine($0, of: forum, texts) }, namesForum: false, words)
        }
        problems = refused?.problems
        isChair = view.opened.isChair && forum.isOpen
        seriesHref = "/forums/\(forum.id)/meetings/series"
        reviewsHref = view.opened.isChair || view.reviews > 0 ? "/forums/\(forum.id)/reviews" : nil
        actionsHref = view.opened.isChair ? "/forums/\(forum.id)/actions" : nil
        reviewsText =
            view.reviews == 0
            ? words("item-review.title") : words("item-review.waiting", ["count": words.number(view.reviews)])
        planForm =
            isChair
            ? CaseForm("plan", action: "/forums/\(forum.id)/meetings", title: words("meeting.plan"), refused) { typed in
                MeetingTimeForm.inputs(typed, from: nil, day: words("meeting.field.day"), words)
            } : nil
    }
}

/// A series of meetings, with its days before they are saved.
struct SeriesModel: Sendable {
    struct Day: Sendable {
        let dayText: String
        let dayISO: String
        let dayNote: String?
    }

    struct Hidden: Sendable {
        let hiddenName: String
        let hiddenValue: String
    }

    let forumTitle: String
    let forumHref: String
    let meetingsHref: String
    let seriesAction: String
    let problems: FormProblems?
    let inputs: [FieldInput]
    let helpText: String
    let days: [Day]
    let hasDays: Bool
    let daysCaption: String
    /// The tick for a place that seems to name somebody; only after that warning.
    let ticks: [FieldInput]
    /// What was typed, so that saving saves what was looked at.
    let hidden: [Hidden]

    /// Whose meetings they are: a forum or a body.
    struct Host: Sendable {
        let title: String
        let href: String
        /// Of the list of its meetings, and of this page.
        let meetingsHref: String
        let seriesHref: String
        let rhythm: Recurrence.Rhythm
        /// Of a day that it has a meeting on.
        let takenText: String
    }

    init(_ host: Host, _ form: Form, _ refused: Refused?, _ days: [SeriesDates.Day], _ words: Words) {
        forumTitle = host.title
        forumHref = host.href
        meetingsHref = host.meetingsHref
        seriesAction = host.seriesHref
        helpText = words("meeting.series-help")
        let own = RefusedForm(body: "series", form, refused ?? Refused([]), words)
        problems = refused == nil ? nil : own.problems
        let isTyped = form.has("rhythm") || form.has("day")
        let rhythms = Recurrence.Rhythm.offered.map { rhythm in
            (code: rhythm.code, label: words("rhythm." + rhythm.code.replacing(" ", with: "-")))
        }
        let seen = isTyped ? own : nil
        let fields = CaseForm("series", action: seriesAction, title: "", seen, isPlain: true) { typed in
            [
                typed.input(
                    "rhythm", .choice(rhythms.map(\.code)), words("meeting.field.rhythm"),
                    value: host.rhythm.code, isRequired: true, options: rhythms)
            ] + MeetingTimeForm.inputs(typed, from: nil, day: words("meeting.field.first"), words) + [
                typed.input(
                    "last", .date, words("meeting.field.last"), help: words("meeting.help.last"), isRequired: true)
            ]
        }
        inputs = fields.formInputs
        ticks =
            CaseForm("series", action: seriesAction, title: "", seen, isPlain: true) { $0.nameTick(words) }.formInputs
        self.days = days.map { one in
            let note = one.isTaken ? host.takenText : one.isMoved ? words("meeting.series-moved") : nil
            let weekday = words("desk.weekday." + String(one.day.weekday))
            return Day(
                dayText: weekday + " " + one.day.danish, dayISO: one.day.description, dayNote: note)
        }
        hasDays = !days.isEmpty
        daysCaption = words("meeting.series-days", ["count": words.number(days.count { !$0.isTaken })])
        hidden = ["rhythm", "day", "starts", "minutes", "place", "last"].map {
            Hidden(hiddenName: $0, hiddenValue: form[$0])
        }
    }
}
