import Casework
import Handbook
import Prevention
import Store

/// One item on the screen of the room.
struct ScreenModel: Sendable {
    let forumTitle: String
    let meetingTitle: String
    let meetingHref: String
    let problems: FormProblems?
    let item: ScreenItem?

    init(_ meeting: OpenedMeeting, _ item: ItemOnScreen?, _ refused: RefusedForm?, _ texts: CaseTexts) {
        forumTitle = texts.forum(meeting.forum)
        meetingTitle = texts.span(meeting.meeting)
        meetingHref = "/meetings/\(meeting.id)"
        problems = refused?.problems
        self.item = item.map { ScreenItem($0, refused, texts) }
    }
}

struct ScreenItem: Sendable {
    struct Person: Sendable {
        let personName: String
        let personClass: String
        let personState: String
    }

    let itemNumber: String
    let itemPlace: String
    let itemBadge: ForumBadge
    let itemTheme: String?
    /// Whether it is about somebody, whose name can be asked for.
    let isAboutSomebody: Bool
    let isNameShown: Bool
    let nameText: String
    let showHref: String
    let hideHref: String
    let itemHref: String
    let previousHref: String?
    let nextHref: String?
    let people: [Person]
    let hasPeople: Bool
    let outsiders: [String]
    let hasOutsiders: Bool
    /// For the chair: those who may not hear of it have left the room, or are back.
    let clearRoom: ActButton?
    let awayText: String?
    let fillRoom: ActButton?
    let pastLines: [PastLine]
    let hasPast: Bool
    let onwardText: String?
    let minutesText: String?
    let minutesBy: String?
    let actionLines: [AgreedLine]
    let hasActions: Bool
    let forms: [CaseForm]
    /// What stands now, beside what was typed; `nil` where nobody was faster.
    let minutesConflict: String?

    init(_ one: ItemOnScreen, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let meeting = "/meetings/\(one.opened.id)"
        func view(_ id: Int64) -> String { meeting + "/view?item=\(id)" }
        itemNumber = one.item.number
        itemPlace = words(
            "meeting.place-of", ["place": words.number(one.place), "count": words.number(one.count)])
        itemBadge = ForumBadge(one.item.state, words)
        itemTheme = one.item.theme.isEmpty ? nil : one.item.theme
        isAboutSomebody = one.item.isAboutSomebody
        isNameShown = one.isNameShown
        nameText = one.name ?? words("case-words.protected")
        showHref = view(one.item.id) + "&name=shown"
        hideHref = view(one.item.id)
        itemHref = "/forums/items/\(one.item.id)"
        previousHref = one.previous.map(view)
        nextHref = one.next.map(view)
        people = one.participants.map { account in
            let state = one.attendance[account]
            return Person(
                personName: texts.person(account),
                personClass: state == .present ? "is-met" : state == .excused ? "is-paused" : "is-neutral",
                personState: words(state.map { "attendance." + $0.rawValue } ?? "attendance.unknown"))
        }
        hasPeople = !people.isEmpty
        outsiders = one.outsiders.map { words("meeting.leave", ["name": texts.person($0)]) }
        hasOutsiders = !outsiders.isEmpty
        func room(_ act: ScreenAct) -> ActButton {
            ActButton(
                meeting + "/items/\(one.item.id)/" + act.rawValue, words("item-act." + act.rawValue),
                of: one.item.number,
                revision: one.item.revision, style: "is-primary")
        }
        let leadsRoom = one.isRunning && one.opened.isChair
        clearRoom = hasOutsiders && leadsRoom ? room(.left) : nil
        awayText =
            one.away.isEmpty || hasOutsiders
            ? nil : words("meeting.away", ["names": one.away.map(texts.person).joined(separator: ", ")])
        fillRoom = awayText != nil && leadsRoom ? room(.back) : nil
        pastLines = one.past.reversed().map { PastLine($0, texts) }
        hasPast = !pastLines.isEmpty
        onwardText = texts.onward(of: one.opened.forum.kind)
        minutesText = one.minutes?.body
        minutesBy = one.minutes.map {
            words("meeting.minutes-by", ["name": texts.person($0.writtenBy), "at": $0.writtenAt.danish])
        }
        actionLines = one.actions.map { AgreedLine($0, hasOutcome: true, texts) }
        hasActions = !actionLines.isEmpty
        forms = one.mayWrite ? ScreenForms.all(one, refused, texts) : []
        minutesConflict = refused.flatMap { $0.name == "minutes" && $0.isConflict ? one.minutes?.body : nil }
    }
}
