import Handbook
import Prevention
import SQL
import Store

/// Makes the answer to a request for access: others are taken out of it, and what is withheld by decision, with everything
/// that would tell that it is there.
struct ComposeAnswer {
    let scope: RightsScope
    let restrictions: [AccessRestriction]
    let handbook: Handbook
    let keys: KeyRing
    let now: Instant

    var withheld: Set<AccessPart> { Set(restrictions.map(\.part)) }

    /// - Returns: the answer, the cases that it says something of, with those of sealed programmes told apart, and the items of
    ///   forums.
    func callAsFunction(
        _ person: Int64, in db: any Connection
    ) throws -> (AccessAnswer, cases: [Int64: Bool], items: [Int64]) {
        let all = try AccessSource(person, scope: scope, keys: keys, in: db)
        var answer = AccessAnswer(preparedAt: now.description, person: who(all))
        answer.records = all.records.dropFirst().map { who($0.record, cpr: $0.cpr, all) }
        answer.merges = all.merges.map { .init(at: $0.at.description, undoneAt: $0.undone?.at.description) }
        answer.relations = all.relations.map { relation in
            .init(
                kind: relation.kind.rawValue, isTo: relation.person == all.person.id, from: relation.from,
                to: relation.to)
        }
        let cases = all.cases.filter { !withheld.contains(.cases($0.file.programme.code)) }
        answer.cases = try cases.map { try given($0, all, in: db) }
        if !withheld.contains(.incidents) { answer.incidents = all.incidents.map { given($0, all) } }
        if !withheld.contains(.hits) {
            answer.hits = try all.hits.map { try given($0, all, in: db) }
            answer.lapsedHits = try LapsedStore.about(all.person.id, in: db).map {
                .init(rule: $0.rule, lastTriggered: $0.lastTriggered)
            }
        }
        if scope.contains(Programme.pspK.code), !withheld.contains(.cases(Programme.pspK.code)) {
            answer.notNow = try NotNowStore.decision(about: all.person.id, in: db).map {
                .init(reason: $0.decision.reason.rawValue, until: $0.decision.until)
            }
        }
        answer.changes = try changes(all, cases, in: db)
        answer.addenda = try addenda(all, cases, in: db)
        let hidden = Catalogue.all.filter { !scope.contains($0.code) || withheld.contains(.cases($0.code)) }
        answer.disclosures = try PersonRecords.disclosures(
            about: all.person.id, cases: cases.map(\.file.id), programmes: scope, in: db
        )
        .filter { one in !hidden.contains { one.reason.contains($0.prefix + "-") } }
        .map { .init(at: $0.at.description, recipient: all.redact($0.recipient), purpose: all.redact($0.reason)) }
        answer.sharings = try sharings(all, hidden, in: db)
        let inForums = try forumItems(all, hidden, in: db)
        answer.forumItems = inForums.items
        answer.retention = try retention(all, cases)
        // Of a programme that the actor may not know of, not even the decision.
        let known = restrictions.filter { restriction in
            Catalogue.all.allSatisfy { restriction.part != .cases($0.code) || scope.contains($0.code) }
        }
        answer.withheld = known.filter { !$0.isSilent }.map {
            .init(part: $0.part.code, ground: $0.ground.rawValue)
        }
        let told = cases.map { ($0.file.id, $0.file.programme.isSealed) }
        return (answer, Dictionary(told, uniquingKeysWith: { first, _ in first }), inForums.ids)
    }

    private func who(_ all: AccessSource) -> AccessAnswer.Who {
        let person = all.person
        let isShown = !all.hidesHome
        return .init(
            id: person.id, source: all.source, sourceID: person.externalID, givenNames: person.givenNames,
            familyName: person.familyName, cpr: all.cpr, birthDate: person.birthDate, sex: person.sex.rawValue,
            address: isShown ? person.address : "", postalCode: isShown ? person.postalCode : "",
            municipality: isShown ? person.municipality : "", isProtected: person.isProtected)
    }

    /// Another record of the person, as its source gave it.
    private func who(_ record: StoredRecord, cpr: String, _ all: AccessSource) -> AccessAnswer.Who {
        let person = record.person
        let isShown = !all.hidesHome
        return .init(
            id: person.id, source: record.source, sourceID: person.externalID, givenNames: person.givenNames,
            familyName: person.familyName, cpr: cpr, birthDate: person.birthDate, sex: person.sex.rawValue,
            address: isShown ? person.address : "", postalCode: isShown ? person.postalCode : "",
            municipality: isShown ? person.municipality : "", isProtected: record.saysProtected)
    }

    private func given(
        _ entry: PersonRecords.Part, _ all: AccessSource
    ) -> AccessAnswer.Incident {
        let incident = entry.incident
        let isShortened = all.shortenedIncidents.contains(incident.id)
        let roles = entry.roles.map {
            $0.shown(birthDate: all.person.birthDate, on: incident.day, law: handbook.law).rawValue
        }
        return .init(
            id: incident.externalID, day: incident.day, type: incident.type,
            municipality: isShortened ? "" : incident.municipality,
            place: isShortened ? "" : all.redact(incident.place),
            summary: isShortened ? "" : all.redact(incident.summary), roles: unique(roles), isInDoubt: entry.isHeld,
            isShortened: isShortened)
    }

    private func given(
        _ record: PersonRecords.CaseRecord, _ all: AccessSource, in db: any Connection
    ) throws -> AccessAnswer.Case {
        let file = record.file
        let isShortened = all.shortenedCases.contains(file.id)
        let stage = file.stage ?? file.programme.firstStage
        func fields(_ values: [String: String], of form: [Field]) -> [String: String] {
            var given: [String: String] = [:]
            for (code, value) in values {
                let field = form.first { $0.code == code }
                let isFree = field?.kind.isFree ?? true
                if field?.isOfThirdParty == true { continue }
                if !isFree { given[code] = value } else if !isShortened { given[code] = all.redact(value) }
            }
            return given
        }
        func free(_ text: String) -> String { isShortened ? "" : all.redact(text) }
        func event(_ stored: StoredEvent) -> AccessAnswer.Case.Event {
            let note = free(stored.note)
            let at = stored.isDayOnly ? stored.event.at.day.description : stored.event.at.description
            switch stored.event.kind {
            case .entered(let stage):
                return .init(kind: "entered", code: stage.code, at: at, note: note, fields: [:])
            case .recorded(let entry, let values):
                let form = file.programme.entry(entry)?.fields ?? []
                return .init(kind: "recorded", code: entry, at: at, note: note, fields: fields(values, of: form))
            case .pause(let clock, _): return .init(kind: "pause", code: clock, at: at, note: note, fields: [:])
            case .resume(let clock, _): return .init(kind: "resume", code: clock, at: at, note: note, fields: [:])
            }
        }
        return .init(
            number: record.number, programme: file.programme.code, regime: file.programme.regime.rawValue,
            roles: record.roles.map(\.rawValue), municipality: isShortened ? "" : file.municipality,
            stage: stage.code, isOpen: !file.isOver, openedOn: file.openedAt?.day ?? now.day,
            fields: fields(file.fields, of: file.programme.form),
            events: record.events.map(event), undone: record.undone.map { event($0.event) },
            notes: record.notes.map { .init(at: $0.createdAt.description, text: free($0.body)) },
            tasks: record.tasks.map {
                .init(
                    title: free($0.title), details: free($0.details), dueOn: $0.dueOn, state: $0.state.rawValue,
                    remark: free($0.remark))
            },
            clocks: try Engine.clocks(of: file, now: now, law: handbook.law).map {
                .init(code: $0.clock.code, state: $0.state.rawValue, dueAt: $0.dueAt?.description)
            },
            documents: try DocumentStore.documents(of: file.id, in: db).reversed().map { document in
                .init(
                    number: document.number, kind: document.kind.rawValue,
                    title: isShortened ? Redactor.mark : all.redact(document.title), day: document.addedAt.day,
                    isRemoved: document.removal != nil)
            }, isShortened: isShortened)
    }

    private func given(_ hit: StoredHit, _ all: AccessSource, in db: any Connection) throws -> AccessAnswer.Hit {
        let rule = try handbook.ruleVersions(in: db).rule(hit.rule, version: hit.version)
        // That a report was decided on says that there is a case.
        let isSilent = withheld.contains(.cases(Programme.socialReport.code))
        let kept = try LearningStore.kept(withDecisionsOn: hit.id, in: db)
        let made = zip(try HitStore.decisions(on: hit.id, in: db), kept)
        let decisions = made.filter { !isSilent || $0.0.decision != .report }
        let hidesIncidents = withheld.contains(.incidents)
        let found = hidesIncidents ? [] : hit.incidents.compactMap { all.hitIncidents[$0] }
        func free(_ text: String) -> String { all.hasProtectedFamily ? "" : all.redact(text) }
        return .init(
            rule: hit.rule, version: hit.version, ruleReason: rule?.reason[Language.danish.rawValue] ?? "",
            firstTriggered: hit.firstTriggered, lastTriggered: hit.lastTriggered,
            incidents: found.map { .init(day: $0.day, type: $0.type) },
            decisions: decisions.map { decision, kept in
                .init(
                    decision: decision.decision.rawValue, reason: free(decision.reason), at: decision.at.description,
                    facts: kept.map { facts($0.facts, foundOn: $0.foundOn, all, hidesIncidents: hidesIncidents) })
            },
            // What another said of it without knowing of the decision.
            blindAnswers: isSilent
                ? []
                : try BlindStore.answers(about: hit.id, in: db).map {
                    .init(decision: $0.answer.rawValue, reason: free($0.reason), at: $0.at.description)
                },
            facts: try HitStore.facts(of: hit.id, in: db).map {
                facts($0, foundOn: hit.foundOn, all, hidesIncidents: hidesIncidents)
            },
            remarks: isSilent ? [] : try remarks(on: hit, free, in: db),
            undecidedSince: isSilent ? nil : try LearningStore.undecided(since: hit, in: db))
    }

    /// What was kept of the facts, of the person alone: others are told by what they are to them.
    private func facts(
        _ kept: FrozenFacts, foundOn: LocalDate, _ all: AccessSource, hidesIncidents: Bool
    ) -> AccessAnswer.Hit.Facts {
        let own = Set(all.records.map(\.record.person.id))
        let incidents = hidesIncidents ? [] : kept.incidents
        let care = withheld.contains(.relations) ? [] : kept.care
        return .init(
            foundOn: foundOn, birthDate: withheld.contains(.register) ? nil : kept.birthDate,
            incidents: incidents.map { incident in
                let roles = incident.parts.filter { own.contains($0.person) }.map {
                    $0.role.shown(birthDate: all.person.birthDate, on: incident.day, law: handbook.law).rawValue
                }
                return .init(day: incident.day, type: incident.type, roles: unique(roles))
            }, care: care.map { .init(kind: $0.kind, from: $0.from, to: $0.to) })
    }

    private func remarks(
        on hit: StoredHit, _ free: (String) -> String, in db: any Connection
    ) throws -> [AccessAnswer.Hit.Remark] {
        typealias Remark = AccessAnswer.Hit.Remark
        var found = try HitStore.deferrals(of: hit.id, in: db).map {
            (at: $0.at, remark: Remark(kind: "deferral", text: free($0.reason), at: $0.at.description))
        }
        for opinion in try OpinionStore.opinions(on: hit.id, in: db) {
            found.append(
                (opinion.at, Remark(kind: "question", text: free(opinion.words), at: opinion.at.description)))
            if let answer = opinion.answer, let at = opinion.answeredAt {
                found.append(
                    (at, Remark(kind: answer.rawValue, text: free(opinion.reason), at: at.description)))
            }
        }
        return found.sorted { $0.at < $1.at }.map(\.remark)
    }

    private func changes(
        _ all: AccessSource, _ cases: [PersonRecords.CaseRecord], in db: any Connection
    ) throws -> [AccessAnswer.Change] {
        var found: [AccessAnswer.Change] = []
        func add(
            _ name: String, _ entity: LedgerEntry.Entity, _ id: Int64, isShortened: Bool, of programme: Programme? = nil
        ) throws {
            for entry in try ChangeLog.entries(of: entity, id: id, in: db).reversed() {
                func text(_ value: String) -> String {
                    // Whose task it was says nothing about the person, and who came or went is somebody else.
                    if value.hasPrefix("owner ") { return "owner" }
                    if value.hasPrefix("party ") { return value.split(separator: " ").prefix(2).joined(separator: " ") }
                    if isShortened, !value.isEmpty { return Redactor.mark }
                    return all.redact(ChangeLog.withoutNumber(programme?.withoutThirdParties(value) ?? value))
                }
                let reason = isShortened && !entry.reason.isEmpty ? Redactor.mark : all.redact(entry.reason)
                found.append(
                    .init(
                        of: name, at: entry.at.description, old: text(entry.old), new: text(entry.new), reason: reason)
                )
            }
        }
        for (record, _) in all.records {
            try add("person", .person, record.person.id, isShortened: all.hidesHome)
        }
        if !withheld.contains(.incidents) {
            for incident in all.incidents.map(\.incident) {
                try add("incident", .incident, incident.id, isShortened: all.shortenedIncidents.contains(incident.id))
            }
        }
        for record in cases {
            let isShortened = all.shortenedCases.contains(record.file.id)
            let programme = record.file.programme
            try add(record.number, .caseFile, record.file.id, isShortened: isShortened, of: programme)
        }
        return found
    }

    /// Of cases and forums that are not withheld, without who it was that gave or got it.
    private func sharings(
        _ all: AccessSource, _ hidden: [Programme], in db: any Connection
    ) throws -> [AccessAnswer.Sharing] {
        let knowsSealed = Catalogue.all.allSatisfy { scope.contains($0.code) }
        var byID: [Int64: StoredDisclosure] = [:]
        for number in all.numbers.isEmpty ? [""] : all.numbers {
            let records = try DisclosureStore.disclosures(
                about: all.person.id, cpr: number, withSealed: knowsSealed, keys: keys, in: db)
            for record in records { byID[record.id] = record }
        }
        let found = byID.values.sorted { $0.id < $1.id }
        let adultAge = try handbook.law.value("psp-k.adult-age", on: now.day)
        let age = all.person.birthDate.flatMap { Age.years(bornOn: $0, on: now.day) }
        let isAdult = age.map { $0 >= adultAge } ?? false
        return try found.filter { record in
            let one = record.disclosure
            let kind = try one.forum.flatMap { try ForumStore.forum($0, in: db) }?.kind
            if kind != nil, withheld.contains(.forums) { return false }
            return !isWithheld(one.caseID, one.reference, kind, all, hidden)
        }.map { record in
            let one = record.disclosure
            let tellsOfOthers = one.caseID.map(all.shortenedCases.contains) ?? all.hasProtectedFamily
            // A child's answer goes to whoever has custody: the municipality would tell them where it lives. A grown-up is told
            // of their own.
            let hidesPlace = record.hidesPlace && (tellsOfOthers || !isAdult || one.named.contains(all.person.id))
            let shown = hidesPlace ? record.hidingPlaces(handbook.authorityKinds).disclosure : one
            // What is said of the one for whose sake it was shared is not for those who are named beside them.
            let isShortened = tellsOfOthers || one.named.contains(all.person.id)
            func free(_ text: String) -> String { isShortened && !text.isEmpty ? Redactor.mark : all.redact(text) }
            return .init(
                at: one.at.description, outcome: one.outcome.rawValue, basis: one.basis.rawValue,
                giver: shown.giver.authority, recipients: unique(shown.recipients.map(\.authority)),
                reference: one.reference, purpose: free(one.purpose), necessity: free(one.necessity),
                whyNotLess: free(one.whyNotLess),
                parts: one.parts.map { .init(category: $0.category.rawValue, detail: free($0.detail)) },
                consent: one.consent.rawValue, channel: one.channel.rawValue,
                addenda: record.addenda.map { free($0.body) })
        }
    }

    private func addenda(
        _ all: AccessSource, _ cases: [PersonRecords.CaseRecord], in db: any Connection
    ) throws -> [AccessAnswer.Addendum] {
        let numbers = Dictionary(cases.map { ($0.file.id, $0.number) }, uniquingKeysWith: { first, _ in first })
        var found = try AddendumStore.addenda(to: .person, all.records.map(\.record.person.id), in: db)
        found += try AddendumStore.addenda(to: .caseFile, numbers.keys.sorted(), in: db)
        if !withheld.contains(.incidents) {
            found += try AddendumStore.addenda(to: .incident, all.incidents.map(\.incident.id), in: db)
        }
        if !withheld.contains(.hits) { found += try AddendumStore.addenda(to: .hit, all.hits.map(\.id), in: db) }
        return found.sorted { $0.at < $1.at }.map { one in
            let isShortened =
                (one.subject == .caseFile && all.shortenedCases.contains(one.subjectID))
                || (one.subject == .incident && all.shortenedIncidents.contains(one.subjectID))
            return .init(
                to: numbers[one.subjectID].flatMap { one.subject == .caseFile ? $0 : nil } ?? one.subject.rawValue,
                at: one.at.description, text: isShortened ? Redactor.mark : all.redact(one.text))
        }
    }

    /// When what will be deleted, by the rules in force today.
    private func retention(
        _ all: AccessSource, _ cases: [PersonRecords.CaseRecord]
    ) throws -> [AccessAnswer.Kept] {
        let today = now.day
        var kept: [AccessAnswer.Kept] = []
        for record in cases {
            let rule = try handbook.law.rule(record.file.programme.retention(of: record.file), on: today)
            let due = try CaseRetention(record.file, on: today, law: handbook.law)?.dueOn
            kept.append(.init(of: record.number, until: due, source: rule.source))
        }
        if !withheld.contains(.incidents) {
            let rule = try handbook.law.rule("retention.incident", on: today)
            kept += all.incidents.map {
                .init(of: "incident", until: rule.end(from: $0.incident.day), source: rule.source)
            }
        }
        let rule = try handbook.law.rule("retention.person", on: today)
        return kept + [.init(of: "person", until: nil, source: rule.source)]
    }
}

extension Programme {
    /// Stored fields without those that say who somebody outside the case is; anything else as it stands.
    fileprivate func withoutThirdParties(_ text: String) -> String {
        let codes = allFields.filter(\.isOfThirdParty).map(\.code)
        guard !codes.isEmpty, text.hasPrefix("{"), let fields = try? JSONText.fields(text) else { return text }
        return JSONText.text(of: fields.filter { !codes.contains($0.key) })
    }
}
