import Casework
import Handbook
import Prevention
import Store

/// The page of a hit.
struct HitModel: Sendable {
    struct Other: Sendable {
        let otherLink: String
        let otherNumber: String
        let otherRule: String
        let otherChild: String
        let otherState: String
        let otherLast: String
    }

    struct Decision: Sendable {
        let decidedAt: String
        let decidedMoment: String
        let decidedBy: String
        let decidedWhat: String
        let decidedReason: String
        let decidedCase: String?
    }

    let number: String
    let rule: String
    let child: String
    let childLink: String
    let childFacts: String
    let isProtected: Bool
    let isOpen: Bool
    let stateLabel: String
    let reason: String
    let threshold: String?
    let version: String
    let validFrom: String?
    let firstTriggered: String
    let lastTriggered: String
    let triggers: String
    let axis: String
    let hasWindow: Bool
    /// What is said otherwise today than when the hit was found, a sentence each.
    let changes: [String]
    let changesLead: String?
    let incidents: [IncidentTable.Line]
    let outside: [IncidentTable.Line]
    let hasOutside: Bool
    /// Said where there are more incidents than are shown.
    let outsideCut: String?
    let family: FamilyDrawing
    let others: [Other]
    let hasOthers: Bool
    let decisions: [Decision]
    let hasDecisions: Bool
    let problems: FormProblems?
    /// Where it may be decided.
    let form: HitDecisionForm?
    let bench: HitBenchModel
    /// Where the hit stands in the list of a meeting; `nil` outside it.
    let walk: HitWalk?
    /// What was typed for a hit that somebody else has decided meanwhile.
    let unsaved: String?

    /// - Parameters:
    ///   - form: a refused decision.
    ///   - refused: another refused form.
    init(
        _ page: HitPage, _ visit: Visit, _ desk: HitDesk, _ texts: CaseTexts, form: HitDecisionForm? = nil,
        refused: RefusedForm? = nil
    ) {
        let words = visit.words
        let naming = PersonNaming(visit)
        let hit = page.hit
        number = words("screening.hit.number", ["id": String(hit.id)])
        rule = RuleWords.name(hit.rule, words)
        child = naming.name(page.child)
        childLink = PersonLink.to(hit.child)
        childFacts = [naming.age(page.child), naming.municipality(of: page.child)].compactMap { $0 }
            .joined(separator: ", ")
        isProtected = page.persons.values.contains(where: \.isProtected)
        isOpen = hit.state == .open
        stateLabel = HitModel.state(hit, on: visit.today, words)
        reason = page.rule.map { RuleWords.reason($0, visit.language) } ?? words("screening.hit.rule-gone")
        threshold = page.rule.map { RuleWords.threshold($0, words) }
        version = String(hit.version)
        validFrom = page.rule?.validFrom.danish
        firstTriggered = hit.firstTriggered.danish
        lastTriggered = hit.lastTriggered.danish
        triggers = words.number(hit.triggers)
        changes = FactChangeWords(page, naming, visit.language).sentences
        changesLead = changes.isEmpty ? nil : words("hit-facts.lead", ["day": hit.foundOn.danish])
        let table = IncidentTable(page, naming, visit.language)
        incidents = table.incidents
        outside = table.outside
        hasOutside = !table.outside.isEmpty
        outsideCut =
            page.hasMoreOthers
            ? words("screening.incident.cut", ["count": words.number(HitPage.mostIncidents)]) : nil
        axis = HitAxis.svg(page, table, words, today: visit.today)
        hasWindow = page.rule.flatMap(RuleWords.windowDays) != nil
        family = FamilyDrawing(
            of: page.child, persons: Array(page.persons.values), relations: page.relations, carers: page.carers,
            focusName: words("screening.hit.child"), naming: naming)
        others = page.related.map { Other($0, page, naming) }
        hasOthers = !page.related.isEmpty
        decisions = page.decisions.map { Decision($0, texts) }
        hasDecisions = !page.decisions.isEmpty
        problems = form.flatMap { FormProblems(found: $0.problems, words: words) } ?? refused?.problems
        unsaved = isOpen || form?.typed.isEmpty != false ? nil : form?.typed
        self.form = isOpen ? form ?? HitDecisionForm(id: hit.id, query: desk.query) : nil
        bench = HitBenchModel(page, table, desk, refused, naming, texts)
        walk = desk.meeting.flatMap { HitWalk(hit.id, in: $0, words) }
    }
}

extension HitModel {
    /// How a hit stands, also that it is put off.
    fileprivate static func state(_ hit: StoredHit, on today: LocalDate, _ words: Words) -> String {
        hit.isDeferred(on: today)
            ? words("hit-queue.until", ["day": hit.deferredUntil?.danish ?? ""])
            : words("screening.state-one." + hit.state.rawValue)
    }
}

extension HitModel.Other {
    fileprivate init(_ hit: StoredHit, _ page: HitPage, _ naming: PersonNaming) {
        let words = naming.words
        otherLink = "/screening/\(hit.id)"
        otherNumber = words("screening.hit.number", ["id": String(hit.id)])
        otherRule = RuleWords.name(hit.rule, words)
        otherChild = page.persons[hit.child].map(naming.label) ?? ""
        otherState = HitModel.state(hit, on: naming.today, words)
        otherLast = hit.lastTriggered.danish
    }
}

extension HitModel.Decision {
    fileprivate init(_ decision: HitDecision, _ texts: CaseTexts) {
        decidedAt = decision.at.danish
        decidedMoment = decision.at.description
        decidedBy = texts.person(decision.actor)
        decidedWhat = texts.words("screening.decided." + decision.decision.rawValue)
        decidedReason = decision.reason
        decidedCase = decision.caseID.map { "/cases/\($0)" }
    }
}
