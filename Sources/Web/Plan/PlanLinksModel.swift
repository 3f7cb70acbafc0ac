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

    /// A figure or an indicator that stands at the area too.
    struct AreaLine: Sendable {
        let lineName: String
        /// What it is held against here, where that is not what the area has; `nil` otherwise.
        let lineBase: String?
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
    /// How many of them the rules have deleted since the status was frozen; `nil` for none.
    let activitiesGone: String?
    /// What a status tells at the area already.
    let atArea: [AreaLine]
    let hasAtArea: Bool
    /// Whether a number is held back among them.
    let hasHiddenAtArea: Bool
    let atAreaHref: String

    /// Of an initiative or an area as it is today; `nil` where nothing is linked.
    init?(_ links: PlanLinks, _ texts: PlanTexts) {
        self.init(
            links.figures, links.indicators, links.activities, base: links.base, asOf: links.asOf,
            cases: .init(readable: links.readable), isBrief: false, texts)
    }

    /// Of an area in a status.
    init?(_ area: StatusBody.Area, asOf: String, _ texts: PlanTexts) {
        self.init(
            area.figures, area.indicators, [], base: area.base, asOf: LocalDate(asOf) ?? texts.texts.today,
            cases: .init(), isBrief: false, texts)
    }

    /// Of an initiative in a status: what stands at its area is told there, once.
    init?(
        _ line: StatusBody.Line, in area: StatusBody.Area, asOf: String, _ cases: LinkedCases.Reach, _ texts: PlanTexts
    ) {
        self.init(
            line.figures, line.indicators, line.activities, base: line.base,
            asOf: LocalDate(asOf) ?? texts.texts.today, cases: cases, isBrief: true, at: area, texts)
    }

    /// - Parameters:
    ///   - isBrief: without definitions.
    ///   - area: whose figures and indicators are not told again.
    private init?(
        _ allFigures: [StatusBody.FigureLine], _ allIndicators: [StatusBody.IndicatorLine],
        _ activities: [StatusBody.ActivityLine], base: PlanBase?, asOf: LocalDate, cases: LinkedCases.Reach,
        isBrief: Bool, at area: StatusBody.Area? = nil, _ texts: PlanTexts
    ) {
        if allFigures.isEmpty, allIndicators.isEmpty, activities.isEmpty { return nil }
        let figures = allFigures.filter { area?.tells($0) != true }
        let indicators = allIndicators.filter { area?.told($0) == nil }
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
        // Held against another year than the area, or since something else, it says so where it points there.
        let ownBase = base.flatMap { own in area?.base.map(own.isSame(as:)) == true ? nil : own }
        let told = allFigures.filter { area?.tells($0) == true }
        let toldFigures = told.map { figure in
            let held = figure.base.map { numbers.cell($0.value) } ?? words("plan-links.no-records")
            return AreaLine(
                lineName: figure.names[language] ?? figure.id,
                lineBase: ownBase.map { whole($0.year, since) + ": " + held })
        }
        let toldIndicators = allIndicators.filter { area?.told($0) != nil }.map { line in
            let shown = IndicatorLine(line, since, measured)
            return AreaLine(lineName: shown.indicatorName, lineBase: ownBase == nil ? nil : shown.indicatorBase)
        }
        atArea = toldFigures + toldIndicators
        hasAtArea = !atArea.isEmpty
        hasHiddenAtArea = ownBase != nil && told.contains { $0.base == .hidden }
        atAreaHref = area.map { "#area-\($0.id)-links" } ?? ""
        self.indicators = indicators.map { IndicatorLine($0, since, measured) }
        hasIndicators = !indicators.isEmpty
        // Paper is the same for everybody, and whenever it is printed.
        let linked = LinkedCases(activities, texts.isPaper ? .init() : cases, words)
        self.activities = linked.shown.map { ActivityLine($0, texts.texts) }
        hasCases = !activities.isEmpty
        activitiesHidden = linked.counted(linked.hidden, texts.isPaper ? "plan-links.case" : "plan-links.hidden")
        activitiesDeleted = linked.counted(linked.deleted, "plan-links.deleted")
        activitiesGone = linked.counted(linked.gone, "plan-links.gone")
    }
}

extension PlanBase {
    /// Whether what is held against it says the same, whatever the day.
    fileprivate func isSame(as other: PlanBase) -> Bool { year == other.year && since == other.since }
}

extension StatusBody.Area {
    /// Whether it tells a figure of one of its initiatives itself.
    fileprivate func tells(_ figure: StatusBody.FigureLine) -> Bool {
        figures.contains { $0.id == figure.id && $0.names == figure.names }
    }

    /// The same measurement as it stands at the area; `nil` where it does not.
    fileprivate func told(_ line: StatusBody.IndicatorLine) -> StatusBody.IndicatorLine? {
        indicators.first { $0.id == line.id && $0.value == line.value }
    }
}

/// Linked cases as one reader is told of them.
struct LinkedCases {
    /// What is known of their numbers.
    struct Reach {
        /// Those that the reader may open.
        var readable: Set<String> = []
        /// Those that the rules have deleted since they were frozen.
        var deleted: Set<String> = []
    }

    /// Those that they may open.
    let shown: [StatusBody.ActivityLine]
    /// Those that they may take out: there is nothing to hide of what is gone.
    let correctable: [StatusBody.ActivityLine]
    let hidden: Int
    let deleted: Int
    /// Deleted since they were frozen.
    let gone: Int
    private let words: Words

    init(_ all: [StatusBody.ActivityLine], _ reach: Reach, _ words: Words) {
        self.words = words
        shown = all.filter { $0.id != 0 && reach.readable.contains($0.number) }
        correctable = all.filter { $0.id == 0 || reach.readable.contains($0.number) }
        gone = all.count { $0.id != 0 && reach.deleted.contains($0.number) }
        hidden = all.count - correctable.count - gone
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
