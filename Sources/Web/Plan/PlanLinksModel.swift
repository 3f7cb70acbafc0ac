import Casework
import Handbook
import Prevention
import Store

/// What an initiative or an area is linked to, with values: the partial `plan-links`. Own counts, what others have measured, and cases
/// stand apart.
struct PlanLinksModel: Sendable {
    struct FigureLine: Sendable {
        let figureName: String
        /// Of its definition in the report; `nil` for those who may not read it.
        let figureHref: String?
        /// `nil` where it is brief.
        let figureDefinition: String?
        let figureNow: String
        let figureBefore: String
        /// `nil` where the year is that of `figureBefore`.
        let figureBase: String?
    }

    struct IndicatorLine: Sendable {
        let indicatorName: String
        let indicatorHref: String
        let indicatorValue: String
        /// Whom it is of, where and when, and how sure it is.
        let indicatorAbout: String
        let indicatorSource: String
        let indicatorBase: String?
    }

    struct ActivityLine: Sendable {
        let activityHref: String
        let activityNumber: String
        let activityTitle: String
        let activityStage: String
    }

    let figures: [FigureLine]
    let hasFigures: Bool
    /// Whether a number is held back.
    let hasHidden: Bool
    let figuresTitle: String
    let figureNowHead: String
    let figureBeforeHead: String
    let figureBaseHead: String?
    let indicators: [IndicatorLine]
    let hasIndicators: Bool
    let activities: [ActivityLine]
    let hasCases: Bool
    /// How many there are besides those shown, and how many of them are gone; `nil` for none.
    let activitiesHidden: String?
    let activitiesDeleted: String?

    /// Of an initiative or an area as it is today; `nil` where nothing is linked.
    init?(_ links: PlanLinks, _ texts: PlanTexts) {
        self.init(
            links.figures, links.indicators, links.activities, base: links.base, asOf: links.asOf,
            readable: links.readable, isBrief: false, texts)
    }

    /// Of an area in a status.
    init?(_ area: StatusBody.Area, asOf: String, _ texts: PlanTexts) {
        self.init(
            area.figures, area.indicators, [], base: area.base, asOf: LocalDate(asOf) ?? texts.texts.today,
            readable: [],
            isBrief: false, texts)
    }

    /// Of an initiative in a status.
    init?(_ line: StatusBody.Line, asOf: String, _ readable: Set<String>, _ texts: PlanTexts) {
        self.init(
            line.figures, line.indicators, line.activities, base: line.base,
            asOf: LocalDate(asOf) ?? texts.texts.today, readable: readable, isBrief: true, texts)
    }

    /// - Parameter isBrief: without definitions.
    private init?(
        _ figures: [StatusBody.FigureLine], _ indicators: [StatusBody.IndicatorLine],
        _ activities: [StatusBody.ActivityLine], base: PlanBase?, asOf: LocalDate, readable: Set<String>,
        isBrief: Bool, _ texts: PlanTexts
    ) {
        if figures.isEmpty, indicators.isEmpty, activities.isEmpty { return nil }
        let words = texts.words
        let language = words.language.rawValue
        let numbers = FigureTexts(words)
        // The year before stands there in any case.
        let hasOwnBase = base.map { $0.year != asOf.year - 1 } ?? false
        let since = base.map { words("plan-links.since." + $0.since.rawValue) }
        let mayReadReport = !texts.isPaper && texts.actor.may(.readReport)
        self.figures = figures.map { figure in
            FigureLine(
                figureName: figure.names[language] ?? figure.id,
                figureHref: mayReadReport ? "/report?year=\(asOf.year)#figure-\(figure.id)" : nil,
                figureDefinition: isBrief ? nil : figure.definitions[language],
                figureNow: numbers.cell(figure.now.value),
                figureBefore: figure.before.map { numbers.cell($0.value) } ?? words("plan-links.no-records"),
                figureBase: hasOwnBase
                    ? figure.base.map { numbers.cell($0.value) } ?? words("plan-links.no-records") : nil)
        }
        hasFigures = !figures.isEmpty
        hasHidden = figures.contains { figure in
            [figure.now, figure.before, hasOwnBase ? figure.base : nil].contains(.hidden)
        }
        figuresTitle = words("plan.status.figures", ["as-of": asOf.danish])
        figureNowHead = words("plan.status.figure-now", ["year": String(asOf.year)])
        func whole(_ year: Int, _ since: String?) -> String {
            let head = words("plan.status.figure-before", ["year": String(year)])
            return since.map { head + ", " + $0 } ?? head
        }
        figureBeforeHead = whole(asOf.year - 1, hasOwnBase ? nil : since)
        figureBaseHead = hasOwnBase ? base.map { whole($0.year, since) } : nil
        let measured = IndicatorTexts(words: words, handbook: texts.texts.handbook)
        self.indicators = indicators.map { IndicatorLine($0, since, measured) }
        hasIndicators = !indicators.isEmpty
        let cases = LinkedCases(activities, readable: texts.isPaper ? [] : readable, words)
        self.activities = cases.shown.map { ActivityLine($0, texts.texts) }
        hasCases = !activities.isEmpty
        activitiesHidden = cases.counted(cases.hidden, texts.isPaper ? "plan-links.case" : "plan-links.hidden")
        activitiesDeleted = cases.counted(cases.deleted, "plan-links.deleted")
    }
}

/// Linked cases as one reader is told of them.
struct LinkedCases {
    /// Those that they may open.
    let shown: [StatusBody.ActivityLine]
    /// Those that they may take out: there is nothing to hide of what is gone.
    let correctable: [StatusBody.ActivityLine]
    let hidden: Int
    let deleted: Int
    private let words: Words

    init(_ all: [StatusBody.ActivityLine], readable: Set<String>, _ words: Words) {
        self.words = words
        shown = all.filter { $0.id != 0 && readable.contains($0.number) }
        correctable = all.filter { $0.id == 0 || readable.contains($0.number) }
        hidden = all.count - correctable.count
        deleted = correctable.count - shown.count
    }

    /// What is said of those that are linked and stay so, whatever the reader types.
    var kept: String? { counted(hidden, "plan-links.kept") }

    func counted(_ count: Int, _ key: String) -> String? {
        if count == 0 { return nil }
        return words(count == 1 ? key + "-one" : key, ["count": words.number(count)])
    }
}

extension PlanLinksModel.IndicatorLine {
    fileprivate init(_ line: StatusBody.IndicatorLine, _ since: String?, _ texts: IndicatorTexts) {
        let words = texts.words
        let one = line.value
        let unit: IndicatorValue.Unit = line.isPercent ? .percent : .count
        indicatorName = line.names[words.language.rawValue] ?? line.id
        indicatorHref = "/indicators?indicator=" + line.id
        indicatorValue = texts.number(one.value, unit)
        indicatorAbout = [
            one.population, texts.place(one.place), one.period,
            words("plan-links.uncertainty", ["interval": texts.interval(one, unit)]),
            one.asked.map { words("plan.status.asked", ["count": words.number($0)]) },
        ].compactMap(\.self).joined(separator: " · ")
        indicatorSource = one.source
        indicatorBase = line.base.flatMap { base in
            since.map { since in
                words(
                    "plan-links.measured-before",
                    ["value": texts.text(base, unit), "period": base.period, "since": since])
            }
        }
    }
}

extension PlanLinksModel.ActivityLine {
    fileprivate init(_ line: StatusBody.ActivityLine, _ texts: CaseTexts) {
        activityHref = "/cases/\(line.id)"
        activityNumber = line.number
        activityTitle = [texts.programme(line.programme), line.title].filter { !$0.isEmpty }.joined(separator: ", ")
        let programme = Catalogue.programme(line.programme)
        activityStage = programme.map { texts.stage(Stage(line.stage), of: $0) } ?? line.stage
    }
}
