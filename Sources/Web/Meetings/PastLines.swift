import Casework
import Handbook
import Store

/// What the meetings of an item have said and agreed on, as the partial `meeting-past` shows it.
struct PastLine: Sendable {
    let pastTime: String
    let pastHref: String
    let pastText: String?
    let pastActions: [AgreedLine]
    let hasPastActions: Bool

    init(_ part: ItemPast.Part, _ texts: CaseTexts) {
        pastTime = texts.meeting(part.meeting)
        pastHref = "/meetings/\(part.meeting.id)"
        pastText = part.minutes?.body
        pastActions = part.actions.map { AgreedLine($0, hasOutcome: true, texts) }
        hasPastActions = !pastActions.isEmpty
    }
}
