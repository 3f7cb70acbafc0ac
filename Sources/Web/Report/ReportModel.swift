import Casework
import Foundation
import Handbook
import Prevention

/// Who reads a report: decides which links it has.
struct ReportReader: Sendable {
    /// Programmes whose records may be opened from a number.
    let programmes: Set<String>
    let mayReadUnsuppressed: Bool
    /// Whether hits of Socialsøg may be opened.
    let mayReadHits: Bool

    init(actor: Actor) {
        programmes = Set(CaseScope(of: actor).programmes)
        mayReadUnsuppressed = actor.may(.readUnsuppressed)
        mayReadHits = actor.may(.screen)
    }

    /// Of a saved file: no links.
    static let none = ReportReader(actor: Actor(name: "", displayName: "", authority: "", roles: []))
}

/// The page of a report, and the saved file.
struct ReportModel: Sendable {
    struct Year: Sendable {
        let yearText: String
        let isChosen: Bool
    }

    struct Section: Sendable {
        let sectionID: String
        let heading: String
        let figures: [FigureModel]
    }

    let title: String
    let district: String
    let years: [Year]
    /// The year is not over.
    let unfinished: String?
    /// Nothing is hidden: for internal use.
    let internalNote: String?
    let hiddenNote: String?
    let json: String
    let csv: String
    /// Where the report with small cells is; `nil` for those who may not see it.
    let unsuppressed: String?
    let made: String
    let sections: [Section]
    let indicators: [IndicatorModel]
    let hasIndicators: Bool

    init(_ report: AnnualReport, years: ReportYears?, reader: ReportReader, words: Words, handbook: Handbook) {
        let path = "/report/\(report.year)"
        let query = report.isSuppressed ? "" : "?unsuppressed=1"
        title = words("report.title", ["year": String(report.year)])
        district = report.district
        self.years = (years?.years ?? []).map { Year(yearText: String($0), isChosen: $0 == report.year) }
        let isUnderWay = report.year >= report.generatedAt.day.year
        unfinished = isUnderWay ? words("report.unfinished", ["day": report.generatedAt.danish]) : nil
        internalNote = report.isSuppressed ? nil : words("report.internal")
        hiddenNote = ReportModel.hiddenNote(report, words)
        json = path + "/report.json" + query
        csv = path + "/report.csv" + query
        unsuppressed = reader.mayReadUnsuppressed && report.isSuppressed ? path + "?unsuppressed=1" : nil
        made = words(
            "report.made",
            ["at": report.generatedAt.danish, "version": report.definitionsVersion])
        sections = ReportModel.sections(FigureContext(report: report, reader: reader, words: words, handbook: handbook))
        indicators = report.indicators.map { IndicatorModel($0, words) }
        hasIndicators = !report.indicators.isEmpty
    }

    /// `nil` where nothing is hidden.
    static func hiddenNote(_ report: AnnualReport, _ words: Words) -> String? {
        let hasHidden = report.results.contains { result in
            result.value.isSuppressed || result.breakdown.contains(where: \.value.isSuppressed)
        }
        return hasHidden ? words("report.hidden-note", ["limit": words.number(report.smallestShown)]) : nil
    }

    private static func sections(_ context: FigureContext) -> [Section] {
        let byFigure = Dictionary(grouping: context.report.results, by: \.figure.id)
        var bySection: [String: [FigureModel]] = [:]
        for programme in Catalogue.all {
            let figures = programme.figures.compactMap { figure in
                byFigure[figure.id].map { FigureModel($0, of: programme, context) }
            }
            bySection[ReportSections.section(of: programme.code), default: []] += figures
        }
        bySection[ReportSections.screening] = FigureModel.learning(context)
        return ReportSections.order.compactMap { code in
            bySection[code].map {
                Section(sectionID: code, heading: context.words("report.section." + code), figures: $0)
            }
        }
    }
}

/// A number that others measured: never among the district's own.
struct IndicatorModel: Sendable {
    let indicatorID: String
    let indicatorName: String
    let indicatorValue: String
    let indicatorDefinition: String
    let source: String
    let period: String
    let population: String
    let uncertainty: String

    init(_ indicator: Indicator, _ words: Words) {
        indicatorID = indicator.id
        indicatorName = words("figure.\(indicator.id).name")
        indicatorDefinition = words("figure.\(indicator.id).definition")
        indicatorValue =
            indicator.kind == .count
            ? words.number(Int(indicator.value)) : FigureTexts(words).exactShare(indicator.value)
        source = indicator.source
        period = indicator.period
        population = indicator.population
        uncertainty = indicator.uncertainty == "not stated" ? words("report.not-stated") : indicator.uncertainty
    }
}
