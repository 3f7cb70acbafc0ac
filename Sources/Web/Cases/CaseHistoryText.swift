import Casework
import Foundation
import Handbook
import Prevention
import Store

/// What happened to a case, in words with old and new values.
struct CaseHistoryText: Sendable {
    let programme: Programme
    let persons: [Int64: PersonView]
    let texts: CaseTexts

    private var words: Words { texts.words }

    init(_ opened: OpenedCase, _ texts: CaseTexts) {
        programme = opened.file.programme
        persons = opened.persons
        self.texts = texts
    }

    /// One line for each thing that it says.
    func lines(_ item: HistoryItem) -> [String] {
        switch item.what {
        case .event(let stored): return event(stored)
        case .undone(let undone):
            let what = event(undone.event).joined(separator: " · ")
            return [words("history.undone", ["what": what, "reason": undone.reason])]
        case .related(let relation): return [related("history.related", relation, relation.reason)]
        case .unrelated(let relation):
            return [related("history.unrelated", relation, relation.removal?.reason ?? "")]
        case .change(let entry):
            let said = change(entry)
            return entry.reason.isEmpty ? said : said + [words("history.because", ["reason": entry.reason])]
        }
    }

    private func event(_ stored: StoredEvent) -> [String] {
        let model = CaseEventModel(stored, of: programme, texts)
        let head = words("history.happened", ["what": model.eventText, "at": model.eventTime])
        return [head] + [model.eventNote].compactMap(\.self)
    }

    private func related(_ key: String, _ relation: StoredRelation, _ reason: String) -> String {
        let said = words(
            key, ["kind": CaseRelatedModel.kindName(relation, words).lowercased(), "number": relation.other.number])
        return reason.isEmpty ? said : said + " (" + reason + ")"
    }

    private func change(_ entry: ChangeLog.Entry) -> [String] {
        if let (old, new) = both(entry, after: "owner ") {
            return [changed(words("case-words.owner"), texts.owner(old), texts.owner(new))]
        }
        if let (old, new) = both(entry, after: "municipality ") {
            return [changed(words("case-words.municipality"), place(old), place(new))]
        }
        if entry.new.hasPrefix("party ") { return [party("case-page.party-added", entry.new, reason: "")] }
        if entry.old.hasPrefix("party ") { return [party("case-page.party-removed", entry.old, reason: entry.new)] }
        if entry.new.hasPrefix("task ") { return task(fields(entry.old, "task "), fields(entry.new, "task ")) }
        if entry.new.hasPrefix("note ") { return note(fields(entry.old, "note "), fields(entry.new, "note ")) }
        if let line = paper(entry) ?? watched(entry) { return [line] }
        let (old, new) = (fields(entry.old, ""), fields(entry.new, ""))
        let lines = programme.form.compactMap { field -> String? in
            let (before, after) = (old[field.code] ?? "", new[field.code] ?? "")
            guard before != after else { return nil }
            return changed(words.name("field", field.code, of: programme), shown(before, field), shown(after, field))
        }
        if lines.isEmpty { return [words(new["events"] == nil ? "case-page.changed" : "history.imported")] }
        return lines
    }

    /// Of a document: `document 3`, `sent 3 digital-post`.
    private func paper(_ entry: ChangeLog.Entry) -> String? {
        func number(_ value: String, _ prefix: String) -> [String]? {
            value.hasPrefix(prefix) ? value.split(separator: " ").dropFirst().map(String.init) : nil
        }
        if let added = number(entry.new, "document ")?.first { return words("documents.was-added", ["number": added]) }
        if let gone = number(entry.old, "document ")?.first { return words("documents.was-removed", ["number": gone]) }
        guard let sent = number(entry.new, "sent "), sent.count == 2 else { return nil }
        return words("letter.was-sent", ["number": sent[0], "channel": words("letter.channel." + sent[1])])
    }

    /// What was decided about a suggestion, or answered to an escalation.
    private func watched(_ entry: ChangeLog.Entry) -> String? {
        let said = entry.old.split(separator: " ").map(String.init)
        if said.count == 3, said[0] == "suggestion" {
            let title = words("suggestion.\(said[2]).title")
            return words("suggestion.history-" + said[1], ["what": title, "reason": entry.new])
        }
        if said.count == 2, said[0] == "escalation" {
            let clock = EscalationModel.clock(said[1], programme.code, words)
            return words("escalation.history", ["clock": clock, "remark": entry.new])
        }
        return nil
    }

    /// Where somebody protected lives is not said here either.
    private func place(_ code: String) -> String {
        persons.values.contains { $0.isProtected && $0.municipality == nil }
            ? words("person.masked-municipality") : texts.municipality(code)
    }

    private func party(_ key: String, _ said: String, reason: String) -> String {
        let parts = said.split(separator: " ")
        let role = parts.dropFirst().first.map(String.init) ?? ""
        let name = parts.last.flatMap { Int64($0) }.flatMap { persons[$0] }?.name
        let line = words(key, ["role": words("party-role." + role), "reason": reason])
        return name.map { line + ": " + $0 } ?? line
    }

    private func task(_ old: [String: String], _ new: [String: String]) -> [String] {
        let title = new["title"] ?? ""
        if old.isEmpty {
            let line = words(
                "history.task-given",
                ["title": title, "owner": texts.owner(new["owner"] ?? ""), "due": value("due", new)])
            return [line] + [new["details"]].compactMap(\.self)
        }
        let lines = ["title", "details", "owner", "due", "state", "remark"].filter { old[$0] != new[$0] }.map {
            changed(words("task.field." + $0), value($0, old), value($0, new))
        }
        return [words("history.task", ["title": title])] + lines
    }

    private func value(_ field: String, _ said: [String: String]) -> String {
        guard let text = said[field], !text.isEmpty else { return words("case-words.empty") }
        switch field {
        case "owner": return texts.owner(text)
        case "due": return LocalDate(text)?.danish ?? text
        case "state": return words("task.state." + text)
        default: return text
        }
    }

    private func note(_ old: [String: String], _ new: [String: String]) -> [String] {
        if old.isEmpty { return [words("history.note-written", ["body": new["body"] ?? ""])] }
        if let body = new["body"] { return [changed(words("history.note"), old["body"] ?? "", body)] }
        return [words("history.note-withdrawn", ["body": old["body"] ?? ""])]
    }

    private func changed(_ what: String, _ old: String, _ new: String) -> String {
        words("case-page.changed-from-to", ["what": what, "old": old, "new": new])
    }

    private func shown(_ value: String, _ field: Field) -> String {
        value.isEmpty ? words("case-words.empty") : texts.value(value, of: field, in: programme)
    }

    /// Both values without the word before them; `nil` where the change is of something else.
    private func both(_ entry: ChangeLog.Entry, after word: String) -> (String, String)? {
        guard entry.new.hasPrefix(word), entry.old.hasPrefix(word) else { return nil }
        return (String(entry.old.dropFirst(word.count)), String(entry.new.dropFirst(word.count)))
    }

    private func fields(_ text: String, _ word: String) -> [String: String] {
        guard text.hasPrefix(word), !text.isEmpty else { return [:] }
        return (try? JSONText.fields(String(text.dropFirst(word.count)))) ?? [:]
    }
}

/// One entry of the history, as it is shown.
struct CaseHistoryLine: Sendable {
    let itemTime: String
    let itemISO: String
    let itemKind: String
    let itemBy: String
    let itemLines: [String]

    init(_ item: HistoryItem, _ history: CaseHistoryText) {
        let texts = history.texts
        itemTime = item.at.danish
        itemISO = TypedValue.forInput(item.at)
        itemKind = texts.words("history.kind." + item.kind.rawValue)
        itemBy = texts.person(item.actor)
        itemLines = history.lines(item)
    }
}
