import Casework
import Handbook
import Prevention
import Store

/// What came of the decided hits, how far screeners agree, and how long it takes: as the annual report has it.
struct LearningModel: Sendable {
    let years: [ReportModel.Year]
    let year: String
    let unfinished: String?
    let figures: [FigureModel]
    /// Nothing was decided in the year.
    let isEmpty: Bool
    let emptyText: String
    let hiddenNote: String?
    let report: String
    let mayJudge: Bool

    init(_ report: AnnualReport, _ years: ReportYears, _ actor: Actor, _ visit: Visit) {
        let words = visit.words
        let context = FigureContext(
            report: report, reader: ReportReader(actor: actor), words: words, handbook: visit.office.handbook)
        year = String(report.year)
        self.years = years.years.map { ReportModel.Year(yearText: String($0), isChosen: $0 == report.year) }
        let isUnderWay = report.year >= report.generatedAt.day.year
        unfinished = isUnderWay ? words("report.unfinished", ["day": report.generatedAt.danish]) : nil
        figures = FigureModel.learning(context)
        isEmpty = !report.results.contains { result in
            switch result.value {
            case .share(_, let count), .days(_, _, let count): count > 0
            case .suppressed: true
            case .count, .agreement: false
            }
        }
        emptyText = words("learning.none", ["year": String(report.year)])
        hiddenNote = ReportModel.hiddenNote(report, words)
        self.report = "/report/\(report.year)#section-\(ReportSections.screening)"
        mayJudge = actor.may(.judgeSample)
    }
}

/// The queue of the blind sample.
struct BlindListModel: Sendable {
    struct Line: Sendable {
        let sampleHref: String
        let sampleName: String
        let sampleRule: String
        let sampleMonth: String
        let sampleAnswer: String?
    }

    let progress: String
    let drawn: Int
    let answered: Int
    let hasDrawn: Bool
    let waiting: [Line]
    let hasWaiting: Bool
    let waitingCaption: String
    let others: String?
    let nextDraw: String
    let judged: [Line]
    let hasJudged: Bool

    init(_ queue: BlindQueue, _ words: Words) {
        func line(_ one: BlindQueue.Line) -> Line {
            Line(
                sampleHref: "/screening/rules/blind/\(one.id)",
                sampleName: words("blind.number", ["id": String(one.id)]),
                sampleRule: FigureGroup.name(DecidedHit.group(one.rule, version: one.version), words),
                sampleMonth: String(one.month.danish.dropFirst(3)),
                sampleAnswer: one.answer.map { words("screening.decided." + $0.answer.rawValue) })
        }
        drawn = queue.drawn
        answered = queue.answered
        hasDrawn = queue.drawn > 0
        progress = words(
            "blind.progress", ["answered": words.number(queue.answered), "drawn": words.number(queue.drawn)])
        waiting = queue.waiting.map(line)
        hasWaiting = !queue.waiting.isEmpty
        waitingCaption = words(
            queue.waiting.count == 1 ? "blind.waiting-one" : "blind.waiting",
            ["count": words.number(queue.waiting.count)])
        others = queue.others == 0 ? nil : words("blind.others", ["count": words.number(queue.others)])
        nextDraw = words("blind.next-draw", ["day": queue.nextDraw.danish])
        judged = queue.judged.map(line)
        hasJudged = !queue.judged.isEmpty
    }
}

/// A hit to be judged blind. Nobody is named, and no decision stands on the page.
struct BlindCaseModel: Sendable {
    struct Incident: Sendable {
        let incidentDay: String
        let incidentType: String
        let incidentAge: String
        let incidentParts: String
    }

    struct Carer: Sendable {
        let carerName: String
        let carerCare: String
    }

    let number: String
    let rule: String
    let reason: String
    let threshold: String?
    let incidents: [Incident]
    let caption: String
    let carers: [Carer]
    let hasCarers: Bool
    let problems: FormProblems?
    let form: HitDecisionForm?
    /// What the screener has said, and why.
    let said: String?
    let saidReason: String?
    let saidAt: String?
    let withdraw: String?

    init(_ page: BlindCase, _ visit: Visit, form: HitDecisionForm? = nil) {
        let words = visit.words
        let handbook = visit.office.handbook
        let path = "/screening/rules/blind/\(page.id)"
        number = words("blind.number", ["id": String(page.id)])
        rule = FigureGroup.name(DecidedHit.group(page.ruleID, version: page.version), words)
        reason = page.rule.map { RuleWords.reason($0, visit.language) } ?? words("screening.hit.rule-gone")
        threshold = page.rule.map { RuleWords.threshold($0, words) }
        func name(_ carer: Int) -> String {
            carer == 0 ? words("blind.child") : words("blind.carer", ["number": String(carer)])
        }
        incidents = page.incidents.map { incident in
            Incident(
                incidentDay: incident.day.danish,
                incidentType: handbook.incidentTypeName(incident.type, visit.language),
                incidentAge: incident.age.map { words("blind.years", ["age": String($0)]) }
                    ?? words("hit-facts.unknown"),
                incidentParts: incident.parts.map { part in
                    name(part.carer) + ": " + words("incident-role." + part.role.rawValue).lowercased()
                }.joined(separator: "; "))
        }
        caption = words(
            page.incidents.count == 1 ? "blind.incidents-one" : "blind.incidents",
            ["count": words.number(page.incidents.count)])
        carers = page.carers.map { carer in
            Carer(
                carerName: name(carer.number),
                carerCare: FactChangeWords.care(carer.care, words, kind: true))
        }
        hasCarers = !page.carers.isEmpty
        problems = form.flatMap { FormProblems(found: $0.problems, words: words) }
        self.form = page.answer == nil ? form ?? HitDecisionForm(action: path) : nil
        said = page.answer.map { words("screening.decided." + $0.answer.rawValue) }
        saidReason = page.answer?.reason
        saidAt = page.answer?.at.danish
        withdraw = page.mayWithdraw ? path + "/withdraw" : nil
    }
}
