import Casework
import Handbook
import Prevention

/// A programme as its definition says it is.
struct ProgrammeModel: Sendable {
    struct StageEntry: Sendable {
        let stageName: String
        let stageHref: String
        let isFirst: Bool
        let isEnd: Bool
    }

    struct StepEntry: Sendable {
        let stepName: String
        let stepFrom: String
        let stepTo: String
        let stepBy: String
        let stepNeeds: String?
    }

    struct ClockEntry: Sendable {
        let clockName: String
        let clockLength: String
        let clockStarts: String
        let clockStops: String
        let clockOnly: String?
        let clockSource: String?
        let clockConfidence: String?
    }

    struct FigureEntry: Sendable {
        let figureName: String
        let figureUnit: String
        let figureDefinition: String
    }

    let programmeName: String
    let programmeAbout: String
    let programmePrefix: String
    let subjectName: String
    let isSealed: Bool
    let boardHref: String
    let listHref: String
    let forecastHref: String
    /// Where what is suggested stands; `nil` where nothing is.
    let suggestedHref: String?
    let newHref: String?
    /// The assessments that its cases rest on.
    let areasHref: String?
    /// A page of its own that the actor may open; `nil` where there is none.
    let pageHref: String?
    let pageLabel: String?
    let stages: [StageEntry]
    let steps: [StepEntry]
    let clocks: [ClockEntry]
    let hasClocks: Bool
    let requirements: [String]
    let hasRequirements: Bool
    let figures: [FigureEntry]
    let hasFigures: Bool
    let law: CaseLawModel
    let retentionSource: String?

    private static let pages: [String: (href: String, label: String, needs: Permission)] = [
        "psp-k": ("/psp-k", "monitoring.title", .monitorContacts),
        "ssp-course": ("/ssp/courses", "ssp-page.list", .workCases),
        "partner-violence": ("/koege-model", "koege.title", .readReport),
    ]

    init(_ programme: Programme, actor: Actor, _ texts: CaseTexts) {
        let words = texts.words
        programmeName = texts.programme(programme)
        programmeAbout = words("programme.\(programme.code).about")
        programmePrefix = programme.prefix
        subjectName = words("subject-kind." + programme.subject.rawValue)
        isSealed = programme.isSealed
        boardHref = "/cases/board/" + programme.code
        var filter = CaseFilter()
        filter.programme = programme
        listHref = filter.address()
        forecastHref = "/programmes/\(programme.code)/forecast"
        suggestedHref =
            programme.hasSuggestions ? "/programmes/\(programme.code)/suggested" : nil
        areasHref = programme.looksAtAreas ? "/areas" : nil
        let page = ProgrammeModel.pages[programme.code].flatMap { actor.may($0.needs) ? $0 : nil }
        pageHref = page?.href
        pageLabel = page.map { words($0.label) }
        newHref = programme.mayBeOpened(by: actor) ? "/cases/new/" + programme.code : nil
        stages = programme.stages.map { stage in
            filter.stage = stage
            return StageEntry(
                stageName: texts.stage(stage, of: programme), stageHref: filter.address(),
                isFirst: stage == programme.firstStage, isEnd: programme.isEnd(stage))
        }
        steps = programme.transitions.map { StepEntry($0, of: programme, texts) }
        clocks = programme.clocks.map { ClockEntry($0, of: programme, texts) }
        hasClocks = !clocks.isEmpty
        requirements = programme.allGuards.filter { $0.kind == .requirement }.map { words("refusal." + $0.code) }
        hasRequirements = !requirements.isEmpty
        figures = programme.figures.map { figure in
            FigureEntry(
                figureName: words("figure.\(figure.id).name"),
                figureUnit: words("figure-unit." + figure.unit.rawValue),
                figureDefinition: words("figure.\(figure.id).definition"))
        }
        hasFigures = !figures.isEmpty
        law = CaseLawModel(programme, texts)
        let kept = try? texts.handbook.law.rule(programme.retention, on: texts.today)
        retentionSource = kept.map {
            words(
                "programmes.source",
                ["source": words.source($0), "confidence": words("confidence." + $0.confidence.rawValue)])
        }
    }
}

extension ProgrammeModel.StepEntry {
    fileprivate init(_ step: Transition, of programme: Programme, _ texts: CaseTexts) {
        // Into its first stage again a case goes by being sent on.
        stepName =
            step.isOwnAct && step.to == programme.firstStage
            ? texts.words("concern.move-button") : texts.words.name("step", step.to.code, of: programme)
        stepFrom = step.from.map { texts.stage($0, of: programme) }.joined(separator: ", ")
        stepTo = texts.stage(step.to, of: programme)
        stepBy = step.by.map { texts.words("role." + $0.rawValue) }.joined(separator: ", ")
        let needed = step.requires.map { texts.words.name("field", $0, of: programme) }
        stepNeeds = needed.isEmpty ? nil : needed.joined(separator: ", ")
    }
}

extension ProgrammeModel.ClockEntry {
    /// By the rule in force today.
    fileprivate init(_ clock: Clock, of programme: Programme, _ texts: CaseTexts) {
        let words = texts.words
        clockName = words.name("clock", clock.code, of: programme)
        var rule: LawBook.Rule?
        switch clock.length {
        case .rule(let id):
            rule = try? texts.handbook.law.rule(id, on: texts.today)
            clockLength = rule.map { words.amount($0) } ?? id
        case .untilField(let field):
            clockLength = words("programmes.until", ["field": words.name("field", field, of: programme)])
        }
        switch clock.starts {
        case .stage(let stage): clockStarts = texts.stage(stage, of: programme)
        case .firstOf(let stages), .latestOf(let stages):
            clockStarts = stages.map { texts.stage($0, of: programme) }.joined(separator: " / ")
        case .entry(let entry): clockStarts = words.name("entry-done", entry, of: programme)
        case .field(let field): clockStarts = words.name("field", field, of: programme)
        }
        let stops =
            clock.stopEntries.map { words.name("entry-done", $0, of: programme) }
            + clock.stops.map { texts.stage($0, of: programme) }
        clockStops = stops.joined(separator: ", ")
        clockOnly = clock.onlyWhen.map { only in
            let value = words.name("choice." + only.field, only.value, of: programme)
            return words("programmes.only", ["field": words.name("field", only.field, of: programme), "value": value])
        }
        clockSource = rule.map { words.source($0) }
        clockConfidence = rule.map { words("confidence." + $0.confidence.rawValue) }
    }
}
