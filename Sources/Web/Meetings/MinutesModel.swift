import Casework
import Handbook
import Prevention
import Store

/// The minutes of a meeting, for one reader.
struct MinutesModel: Sendable {
    struct Part: Sendable {
        let partNumber: String
        let partHref: String
        let partID: String
        let partTheme: String?
        let partBody: String?
        let partPresent: String
        let partAbsent: String?
        let partActions: [AgreedLine]
        let hasPartActions: Bool
    }

    let forumTitle: String
    let meetingTitle: String
    let meetingHref: String
    let meetingPlace: String
    let badge: ForumBadge
    let readerText: String
    let remarksText: String?
    let onwardText: String?
    let parts: [Part]
    let hasParts: Bool
    let approvedText: String?

    init(_ view: MinutesView, reader: Actor, _ texts: CaseTexts) {
        let words = texts.words
        let meeting = view.opened.meeting
        forumTitle = texts.forum(view.opened.forum)
        meetingTitle = texts.span(meeting)
        meetingHref = "/meetings/\(meeting.id)"
        meetingPlace = meeting.place
        badge = ForumBadge(meeting.state, words)
        readerText = words("meeting.minutes-for", ["name": reader.displayName, "at": texts.now.danish])
        remarksText = meeting.remarks.isEmpty ? nil : meeting.remarks
        onwardText = view.parts.isEmpty ? nil : texts.onward(of: view.opened.forum.kind)
        approvedText = meeting.approvedAt.map {
            words("meeting.approved-by", ["name": texts.person(meeting.approvedBy), "at": $0.danish])
        }
        func names(_ part: MinutesView.Part, _ state: (Attendance) -> Bool) -> String? {
            let found = part.attendance.filter { state($0.value) }.keys.sorted().map(texts.person)
            return found.isEmpty ? nil : found.joined(separator: ", ")
        }
        parts = view.parts.map { part in
            Part(
                partNumber: part.item.number, partHref: "/forums/items/\(part.item.id)", partID: "item-\(part.item.id)",
                partTheme: part.item.theme.isEmpty ? nil : part.item.theme, partBody: part.minutes?.body,
                partPresent: names(part) { $0 == .present } ?? words("meeting.nobody-noted"),
                partAbsent: names(part) { $0 != .present },
                partActions: part.actions.map { AgreedLine($0, hasOutcome: false, texts) },
                hasPartActions: !part.actions.isEmpty)
        }
        hasParts = !parts.isEmpty
    }
}
