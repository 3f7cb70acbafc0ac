import Casework
import Handbook
import Prevention
import Store

/// An answer as it is read: every part as a list of facts, so that a page, a print and a file show the same.
struct AccessAnswerModel: Sendable {
    struct Fact: Sendable {
        let factLabel: String
        let factText: String
    }

    struct Item: Sendable {
        let itemTitle: String
        let itemFacts: [Fact]
    }

    struct Section: Sendable {
        let sectionTitle: String
        let isEmpty: Bool
        let items: [Item]
    }

    let prepared: String
    let personName: String
    let sections: [Section]

    init(_ answer: AccessAnswer, words: Words, handbook: Handbook) {
        let text = AnswerTexts(words: words, handbook: handbook)
        prepared = words("access.answer-text.prepared", ["date": text.moment(answer.preparedAt)])
        personName = [answer.person.givenNames, answer.person.familyName].filter { !$0.isEmpty }.joined(separator: " ")
        let parts: [(String, [Item])] = [
            ("register", [text.who(answer.person, name: personName)]),
            (
                "records",
                answer.records.map { text.who($0, name: [$0.givenNames, $0.familyName].joined(separator: " ")) }
            ),
            ("merges", answer.merges.map(text.merge)),
            ("relations", answer.relations.map(text.relation)),
            ("cases", answer.cases.map(text.caseFile)), ("incidents", answer.incidents.map(text.incident)),
            ("hits", answer.hits.map(text.hit) + answer.lapsedHits.map(text.lapsed)),
            ("not-now", answer.notNow.map { [text.notNow($0)] } ?? []),
            ("addenda", answer.addenda.map(text.addendum)),
            ("changes", answer.changes.map(text.change)), ("sharings", answer.sharings.map(text.sharing)),
            ("forum-items", answer.forumItems.map(text.forumItem)),
            ("disclosures", answer.disclosures.map(text.disclosure)),
            ("retention", answer.retention.map(text.kept)), ("withheld", answer.withheld.map(text.withheld)),
        ]
        // That nothing is withheld is not said: it may be, in silence.
        sections = parts.filter { !["withheld", "not-now", "records", "merges"].contains($0.0) || !$0.1.isEmpty }.map {
            part, items in
            Section(sectionTitle: words("access.answer-text." + part), isEmpty: items.isEmpty, items: items)
        }
    }
}

/// Turns the codes of an answer into what is read.
private struct AnswerTexts {
    let words: Words
    let handbook: Handbook

    private func facts(_ pairs: [(String, String)]) -> [AccessAnswerModel.Fact] {
        pairs.filter { !$0.1.isEmpty }.map { .init(factLabel: words("access.answer-text." + $0.0), factText: $0.1) }
    }

    func moment(_ text: String) -> String {
        if let day = LocalDate(text) { return day.danish }
        return Instant(text)?.danish ?? text
    }

    private func roles(_ codes: [String], _ prefix: String) -> String {
        codes.map { words(prefix + "." + $0) }.joined(separator: ", ")
    }

    private func municipality(_ code: String) -> String {
        code.isEmpty ? "" : handbook.municipalityName(code)
    }

    func who(_ person: AccessAnswer.Who, name: String) -> AccessAnswerModel.Item {
        let cpr = person.cpr.count == 10 ? person.cpr.prefix(6) + "-" + person.cpr.suffix(4) : Substring(person.cpr)
        return .init(
            itemTitle: name,
            itemFacts: facts([
                ("cpr", String(cpr)), ("birth-date", person.birthDate?.danish ?? ""),
                ("sex", words("sex." + person.sex)),
                ("address", [person.address, person.postalCode].filter { !$0.isEmpty }.joined(separator: ", ")),
                ("municipality", municipality(person.municipality)), ("source", person.source + ", " + person.sourceID),
                ("protected", person.isProtected ? words("access.protected") : ""),
            ]))
    }

    func merge(_ merge: AccessAnswer.Merge) -> AccessAnswerModel.Item {
        .init(
            itemTitle: words("access.answer-text.merged", ["date": moment(merge.at)]),
            itemFacts: facts([("merge-undone", merge.undoneAt.map(moment) ?? "")]))
    }

    func notNow(_ decision: AccessAnswer.NotNow) -> AccessAnswerModel.Item {
        .init(
            itemTitle: words("monitoring.not-now.reason." + decision.reason),
            itemFacts: facts([("until", decision.until.danish)]))
    }

    func relation(_ relation: AccessAnswer.Relation) -> AccessAnswerModel.Item {
        let name = words("relation." + relation.kind)
        let key = relation.isTo ? "is-to" : "of-other"
        return .init(
            itemTitle: words("access.answer-text." + key, ["relation": relation.isTo ? name : name.lowercased()]),
            itemFacts: facts([("from", relation.from?.danish ?? ""), ("to", relation.to?.danish ?? "")]))
    }

    func incident(_ incident: AccessAnswer.Incident) -> AccessAnswerModel.Item {
        .init(
            itemTitle: incident.day.danish + " " + handbook.incidentTypeName(incident.type, words.language),
            itemFacts: facts([
                ("role", roles(incident.roles, "incident-role")), ("municipality", municipality(incident.municipality)),
                ("place", incident.place), ("summary", incident.summary),
                ("in-doubt", incident.isInDoubt ? words("access.answer-text.in-doubt-why") : ""),
                ("shortened", incident.isShortened ? words("access.answer-text.shortened-why") : ""),
            ]))
    }

    func caseFile(_ one: AccessAnswer.Case) -> AccessAnswerModel.Item {
        guard let programme = Catalogue.programme(one.programme) else {
            return .init(itemTitle: one.number, itemFacts: [])
        }
        func named(_ fields: [String: String]) -> [(String, String)] {
            programme.allFields.compactMap { field in
                fields[field.code].map {
                    (words.name("field", field.code, of: programme), value($0, of: field, programme))
                }
            }
        }
        let all = facts([
            ("role", roles(one.roles, "party-role")), ("stage", words.name("stage", one.stage, of: programme)),
            ("opened", one.openedOn.danish), ("municipality", municipality(one.municipality)),
            ("shortened", one.isShortened ? words("access.answer-text.shortened-why") : ""),
        ])
        let fields = named(one.fields).map { AccessAnswerModel.Fact(factLabel: $0.0, factText: $0.1) }
        let events = one.events.map { event in
            let said = named(event.fields).map { $0.0 + ": " + $0.1 }
            let what = ([name(of: event, programme)] + said + [event.note]).filter { !$0.isEmpty }
            return AccessAnswerModel.Fact(factLabel: moment(event.at), factText: what.joined(separator: ". "))
        }
        let clocks = one.clocks.compactMap { clock in
            clock.dueAt.map {
                AccessAnswerModel.Fact(
                    factLabel: words.name("clock", clock.code, of: programme),
                    factText: words("access.answer-text.due") + " " + moment($0))
            }
        }
        return .init(
            itemTitle: one.number + " " + words("programme.\(one.programme).name"),
            itemFacts: all + fields + events + written(one) + clocks + one.documents.map(document))
    }

    /// Notes, tasks, and what was taken back.
    private func written(_ one: AccessAnswer.Case) -> [AccessAnswerModel.Fact] {
        guard let programme = Catalogue.programme(one.programme) else { return [] }
        let notes = one.notes.map {
            AccessAnswerModel.Fact(factLabel: words("history.note") + " " + moment($0.at), factText: $0.text)
        }
        let tasks = one.tasks.map { task in
            let said = [task.title, task.details, words("task.state." + task.state), task.remark]
            return AccessAnswerModel.Fact(
                factLabel: words("history.kind.task") + " " + task.dueOn.danish,
                factText: said.filter { !$0.isEmpty }.joined(separator: ". "))
        }
        let undone = one.undone.map { event in
            AccessAnswerModel.Fact(
                factLabel: words("history.kind.undo") + " " + moment(event.at),
                factText: [name(of: event, programme), event.note].filter { !$0.isEmpty }.joined(separator: ". "))
        }
        return notes + tasks + undone
    }

    private func document(_ one: AccessAnswer.Case.Document) -> AccessAnswerModel.Fact {
        let what = [one.title, words("documents.kinds." + one.kind), one.day.danish]
        let removed = one.isRemoved ? [words("access.answer-text.document-removed")] : []
        return .init(
            factLabel: words("access.answer-text.document") + " " + String(one.number),
            factText: (what + removed).joined(separator: ", "))
    }

    private func name(of event: AccessAnswer.Case.Event, _ programme: Programme) -> String {
        switch event.kind {
        case "recorded": return words.name("entry-done", event.code, of: programme)
        case "pause": return words("case-page.paused", ["clock": words.name("clock", event.code, of: programme)])
        case "resume": return words("case-page.resumed", ["clock": words.name("clock", event.code, of: programme)])
        default: return words.name("stage", event.code, of: programme)
        }
    }

    private func value(_ value: String, of field: Field, _ programme: Programme) -> String {
        switch field.kind {
        case .choice, .choices:
            return Field.chosen(value).map { words.name("choice." + field.code, $0, of: programme) }
                .joined(separator: ", ")
        case .date, .moment: return moment(value)
        case .flag: return words("access.answer-text.yes")
        case .text, .longText, .number, .position, .party: return value
        }
    }

    func hit(_ hit: AccessAnswer.Hit) -> AccessAnswerModel.Item {
        let incidents = hit.incidents.map {
            AccessAnswerModel.Fact(
                factLabel: $0.day.danish, factText: handbook.incidentTypeName($0.type, words.language))
        }
        func fact(_ said: AccessAnswer.Hit.Decision, by: String = "") -> AccessAnswerModel.Fact {
            AccessAnswerModel.Fact(
                factLabel: moment(said.at),
                factText: by
                    + [words("screening.decided." + said.decision), said.reason].filter { !$0.isEmpty }
                    .joined(separator: ": "))
        }
        let decisions =
            hit.decisions.flatMap { [fact($0)] + ($0.facts.map { kept($0, "hit-answer.decided-on") } ?? []) }
            + (hit.undecidedSince.map { [undecided(since: $0)] } ?? [])
            + hit.blindAnswers.map { fact($0, by: words("blind.in-answer") + " ") }
        return .init(
            itemTitle: words("screening.rule." + hit.rule),
            itemFacts: facts([("rule", hit.ruleReason), ("triggered", hit.lastTriggered.danish)]) + incidents
                + (hit.facts.map { kept($0) } ?? []) + decisions + hit.remarks.map(remark))
    }

    private func undecided(since day: LocalDate) -> AccessAnswerModel.Fact {
        AccessAnswerModel.Fact(factLabel: day.danish, factText: words("hit-answer.undecided"))
    }

    /// The facts as they were when the hit was found, or decided on.
    private func kept(_ kept: AccessAnswer.Hit.Facts, _ label: String = "hit-answer.found") -> [AccessAnswerModel.Fact]
    {
        let found = words(label, ["day": kept.foundOn.danish])
        let birth = kept.birthDate.map { words("hit-answer.born", ["day": $0.danish]) }
        let incidents = kept.incidents.map { incident in
            let roles = incident.roles.map { words("incident-role." + $0).lowercased() }
            let type = handbook.incidentTypeName(incident.type, words.language)
            return ([incident.day.danish + " " + type] + roles).joined(separator: ", ")
        }
        let care = kept.care.map {
            words("relation." + $0.kind) + ", " + Period.text(from: $0.from, to: $0.to, words).lowercased()
        }
        return ([birth].compactMap { $0 } + incidents + care).map {
            AccessAnswerModel.Fact(factLabel: found, factText: $0)
        }
    }

    private func remark(_ remark: AccessAnswer.Hit.Remark) -> AccessAnswerModel.Fact {
        AccessAnswerModel.Fact(
            factLabel: moment(remark.at),
            factText: [words("hit-answer." + remark.kind), remark.text].filter { !$0.isEmpty }.joined(separator: ": "))
    }

    func lapsed(_ lapsed: AccessAnswer.LapsedHit) -> AccessAnswerModel.Item {
        .init(
            itemTitle: words("screening.rule." + lapsed.rule),
            itemFacts: facts([("triggered", lapsed.lastTriggered.danish)])
                + [AccessAnswerModel.Fact(factLabel: words("hit-answer.state"), factText: words("hit-answer.lapsed"))])
    }

    private func subject(_ of: String) -> String {
        words.has("access.answer-text." + of) ? words("access.answer-text." + of) : of
    }

    func change(_ change: AccessAnswer.Change) -> AccessAnswerModel.Item {
        .init(
            itemTitle: moment(change.at) + " " + subject(change.of),
            itemFacts: facts([("old", said(change.old)), ("new", said(change.new)), ("reason", change.reason)]))
    }

    /// What was stored of a task or a note, in words; anything else as it stands.
    private func said(_ text: String) -> String {
        for kind in ["task", "note"] where text.hasPrefix(kind + " ") {
            guard let stored = try? JSONText.fields(String(text.dropFirst(kind.count + 1))) else { continue }
            let day = (stored["due"].flatMap { LocalDate($0) }).map { words("task.field.due") + " " + $0.danish }
            let state = stored["state"].map { words("task.state." + $0) }
            let what = [stored["title"], stored["details"], stored["body"], day, state, stored["remark"]]
            let label = words(kind == "task" ? "history.kind.task" : "history.note")
            let told = what.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ". ")
            return told.isEmpty ? label : label + ": " + told
        }
        return text
    }

    func addendum(_ addendum: AccessAnswer.Addendum) -> AccessAnswerModel.Item {
        .init(itemTitle: moment(addendum.at) + " " + subject(addendum.to), itemFacts: facts([("new", addendum.text)]))
    }

    func disclosure(_ one: AccessAnswer.Disclosure) -> AccessAnswerModel.Item {
        .init(itemTitle: moment(one.at), itemFacts: facts([("recipient", one.recipient), ("purpose", one.purpose)]))
    }

    func sharing(_ one: AccessAnswer.Sharing) -> AccessAnswerModel.Item {
        // Empty where it would say where somebody protected lives.
        func authority(_ code: String) -> String {
            code.isEmpty ? words("person.masked-municipality") : words("authority-name." + code)
        }
        let parts = one.parts.map { part in
            let name = words("disclosure.category." + part.category)
            return part.detail.isEmpty ? name : name + " (" + part.detail + ")"
        }
        let told: [(String, String)] = [
            ("outcome", words("disclosure.outcome." + one.outcome)), ("basis", words("basis." + one.basis)),
            ("giver", authority(one.giver)),
            ("recipients", one.recipients.map(authority).joined(separator: ", ")), ("reference", one.reference),
            ("purpose", one.purpose), ("necessity", one.necessity), ("why-not-less", one.whyNotLess),
            ("parts", parts.joined(separator: ", ")), ("consent", words("disclosure.consent." + one.consent)),
            ("channel", words("disclosure.channel." + one.channel)),
            ("addenda", one.addenda.joined(separator: " / ")),
        ]
        return .init(
            itemTitle: moment(one.at),
            itemFacts: told.filter { !$0.1.isEmpty }.map {
                .init(factLabel: words("disclosures.fact." + $0.0), factText: $0.1)
            })
    }

    func forumItem(_ one: AccessAnswer.ForumItem) -> AccessAnswerModel.Item {
        func fact(_ label: String, _ said: [String]) -> AccessAnswerModel.Fact {
            .init(factLabel: label, factText: said.filter { !$0.isEmpty }.joined(separator: ". "))
        }
        let told: [(String, String)] = [
            ("state", words("item-state." + one.state)), ("about", one.named), ("reason", one.reason),
            ("question", one.question), ("assessment", one.assessment), ("check-reason", one.judgement),
        ]
        let own = told.filter { !$0.1.isEmpty }.map { fact(words("item-page." + $0.0), [$0.1]) }
        let shortened = facts([
            ("shortened", one.isShortened ? words("access.answer-text.shortened-why") : "")
        ])
        let answers = one.contributions.map {
            fact(
                words("access.forum-item.contribution") + " " + moment($0.at),
                [words("authority-name." + $0.authority), words("disclosure.outcome." + $0.outcome), $0.text])
        }
        let minutes = one.minutes.map {
            fact(words("access.forum-item.minutes") + " " + $0.meetingOn.danish, [$0.text])
        }
        let actions = one.actions.map {
            fact(
                words("access.forum-item." + $0.kind) + ($0.dueOn.map { " " + $0.danish } ?? ""),
                [$0.text, words("task.state." + $0.state), $0.remark])
        }
        let objections = one.objections.map {
            fact(words("access.forum-item.objection") + " " + moment($0.at), [$0.text])
        }
        let events = one.events.map { event in
            let key = "item-state." + event.code
            let what = words(words.has(key) ? key : "access.forum-item.event." + event.code)
            return fact(moment(event.at), [what, event.remark])
        }
        let place = one.municipality.isEmpty ? "" : ", " + municipality(one.municipality)
        return .init(
            itemTitle: one.number + " " + words("forum.\(one.forum).name") + place,
            itemFacts: own + shortened + answers + minutes + actions + objections + events)
    }

    func kept(_ kept: AccessAnswer.Kept) -> AccessAnswerModel.Item {
        let never = kept.of == "person" ? "no-day" : "open-case"
        return .init(
            itemTitle: subject(kept.of) + ": " + (kept.until?.danish ?? words("access.answer-text." + never)),
            itemFacts: facts([("basis", kept.source)]))
    }

    func withheld(_ one: AccessAnswer.Withheld) -> AccessAnswerModel.Item {
        .init(
            itemTitle: AccessPartName.of(one.part, words),
            itemFacts: facts([("basis", words("access.grounds." + one.ground))]))
    }
}

/// The name of a part of an answer.
enum AccessPartName {
    static func of(_ code: String, _ words: Words) -> String {
        guard case .cases(let programme) = AccessPart(code) else { return words("access.part-name." + code) }
        return words("access.part-name.cases", ["programme": words("programme.\(programme).name")])
    }
}
