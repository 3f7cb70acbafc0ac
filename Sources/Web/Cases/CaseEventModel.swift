import Handbook
import Prevention
import Store

/// What happened to a case, on its timeline.
struct CaseEventModel: Sendable {
    let eventTime: String
    let eventISO: String
    let eventText: String
    let eventNote: String?
    let eventBy: String
    let isStage: Bool
    /// The form that takes it back, where the reader may.
    let undo: CaseForm?

    /// - Parameter parties: those of the case, for a field that names one of them.
    init(
        _ stored: StoredEvent, of programme: Programme, parties: [(reference: String, name: String)] = [],
        undo: CaseForm? = nil, _ texts: CaseTexts
    ) {
        self.undo = undo
        let words = texts.words
        let at = stored.event.at
        eventTime = stored.isDayOnly ? at.day.danish : at.danish
        eventISO = stored.isDayOnly ? at.day.description : TypedValue.forInput(at)
        var fields: [String: String] = [:]
        switch stored.event.kind {
        case .entered(let stage):
            eventText = texts.stage(stage, of: programme)
            isStage = true
        case .recorded(let entry, let said):
            eventText = words.name("entry-done", entry, of: programme)
            isStage = false
            fields = said
        case .pause(let clock, _):
            eventText = words("case-page.paused", ["clock": words.name("clock", clock, of: programme)])
            isStage = false
        case .resume(let clock, _):
            eventText = words("case-page.resumed", ["clock": words.name("clock", clock, of: programme)])
            isStage = false
        }
        let said = programme.allFields.compactMap { field in
            fields[field.code].map { value in
                let party = field.kind == .party ? parties.first { $0.reference == value }?.name : nil
                return words.name("field", field.code, of: programme) + ": "
                    + (party ?? texts.value(value, of: field, in: programme))
            }
        }
        eventNote = stored.note.isEmpty ? (said.isEmpty ? nil : said.joined(separator: " · ")) : stored.note
        let by = texts.person(stored.actor)
        let isLater = stored.recordedAt.day != at.day
        eventBy =
            isLater ? words("case-page.recorded-by", ["name": by, "date": stored.recordedAt.day.danish]) : by
    }
}
