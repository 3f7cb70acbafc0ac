import Foundation
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

    init(_ stored: StoredEvent, of programme: Programme, _ texts: CaseTexts) {
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
            fields[field.code].map {
                words.name("field", field.code, of: programme) + ": " + texts.value($0, of: field, in: programme)
            }
        }
        eventNote = stored.note.isEmpty ? (said.isEmpty ? nil : said.joined(separator: " · ")) : stored.note
        let by = texts.person(stored.actor)
        let isLater = stored.recordedAt.day != at.day
        eventBy =
            isLater ? words("case-page.recorded-by", ["name": by, "date": stored.recordedAt.day.danish]) : by
    }
}

/// One change of what a case holds: old and new.
struct CaseChangeModel: Sendable {
    let changeTime: String
    let changeISO: String
    let changeText: String

    /// The changes of an entry: one for each field whose value is another.
    static func all(of entry: ChangeLog.Entry, _ programme: Programme, _ texts: CaseTexts) -> [CaseChangeModel] {
        let by = texts.person(entry.actor)
        return lines(entry, programme, texts).map {
            CaseChangeModel(
                changeTime: entry.at.danish, changeISO: TypedValue.forInput(entry.at), changeText: by + ": " + $0)
        }
    }

    private static func lines(_ entry: ChangeLog.Entry, _ programme: Programme, _ texts: CaseTexts) -> [String] {
        let words = texts.words
        if entry.new.hasPrefix("owner ") {
            let old = texts.owner(String(entry.old.dropFirst("owner ".count)))
            let new = texts.owner(String(entry.new.dropFirst("owner ".count)))
            return [changed(words("case-words.owner"), old, new, words)]
        }
        if entry.new.hasPrefix("party ") {
            let role = entry.new.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            return [words("case-page.party-added", ["role": words("party-role." + role)])]
        }
        if entry.old.hasPrefix("party ") {
            let role = entry.old.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            return [words("case-page.party-removed", ["role": words("party-role." + role), "reason": entry.new])]
        }
        if let line = paper(entry, words) { return [line] }
        guard let old = fields(entry.old), let new = fields(entry.new) else { return [words("case-page.changed")] }
        return programme.form.compactMap { field in
            let before = old[field.code] ?? ""
            let after = new[field.code] ?? ""
            guard before != after else { return nil }
            return changed(
                words.name("field", field.code, of: programme), shown(before, field, programme, texts),
                shown(after, field, programme, texts), words)
        }
    }

    /// Of a document: `document 3`, `sent 3 digital-post`.
    private static func paper(_ entry: ChangeLog.Entry, _ words: Words) -> String? {
        func number(_ value: String, _ prefix: String) -> [String]? {
            value.hasPrefix(prefix) ? value.split(separator: " ").dropFirst().map(String.init) : nil
        }
        if let added = number(entry.new, "document ")?.first { return words("documents.was-added", ["number": added]) }
        if let gone = number(entry.old, "document ")?.first { return words("documents.was-removed", ["number": gone]) }
        guard let sent = number(entry.new, "sent "), sent.count == 2 else { return nil }
        return words("letter.was-sent", ["number": sent[0], "channel": words("letter.channel." + sent[1])])
    }

    private static func changed(_ what: String, _ old: String, _ new: String, _ words: Words) -> String {
        words("case-page.changed-from-to", ["what": what, "old": old, "new": new])
    }

    private static func shown(_ value: String, _ field: Field, _ programme: Programme, _ texts: CaseTexts) -> String {
        value.isEmpty ? texts.words("case-words.empty") : texts.value(value, of: field, in: programme)
    }

    private static func fields(_ text: String) -> [String: String]? {
        if text.isEmpty { return [:] }
        return try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }
}
