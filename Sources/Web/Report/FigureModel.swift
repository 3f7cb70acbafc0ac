import Casework
import Handbook
import Prevention

/// What the cards of a report are made from.
struct FigureContext: Sendable {
    let report: AnnualReport
    let reader: ReportReader
    let words: Words
    let handbook: Handbook

    var texts: FigureTexts { FigureTexts(words) }

    /// Where the records behind a number are listed; `nil` for those who may not see them.
    func records(
        _ result: FigureResult, of programme: Programme, in municipality: String? = nil
    ) -> String? {
        guard reader.programmes.contains(programme.code), result.figure.hasRecords else { return nil }
        if case .decisions = result.figure.source, !reader.mayReadHits { return nil }
        let query = [("variant", result.cell.variant), ("group", result.cell.group), ("municipality", municipality)]
            .compactMap { name, value in value.map { name + "=" + Form.encode($0) } }
        let path = "/report/\(report.year)/figure/\(result.figure.id)"
        return query.isEmpty ? path : path + "?" + query.joined(separator: "&")
    }
}

/// A number with last year's beside it.
struct NumberModel: Sendable {
    /// Group; `nil` for a figure of one number.
    let numberName: String?
    let numberText: String
    let numberHref: String?
    let isHidden: Bool
    let parts: String?
    let before: String?
    let change: String?

    /// - Parameter isAmongOthers: beside its groups, so that a total is named as such.
    init(_ result: FigureResult, of programme: Programme, isAmongOthers: Bool, _ context: FigureContext) {
        let words = context.words
        let year = context.report.year - 1
        numberName =
            result.cell.group.map { FigureGroup.name($0, words) } ?? (isAmongOthers ? words("report.total") : nil)
        numberText = context.texts.text(result.value)
        // A hidden number must not be counted by following it.
        numberHref = result.value.isSuppressed ? nil : context.records(result, of: programme)
        isHidden = result.value.isSuppressed
        parts = context.texts.parts(result.value)
        before = result.previous.map {
            words("report.before", ["year": String(year), "value": context.texts.text($0)])
        }
        change = result.previous.flatMap { context.texts.change(result.value, from: $0, year: year) }
    }
}

/// One figure: its numbers, definition, drawing and tables.
struct FigureModel: Sendable {
    /// The numbers of one variant, under its name.
    struct Variant: Sendable {
        let variantName: String?
        let numbers: [NumberModel]
    }

    let figureID: String
    let name: String
    let unit: String
    let variants: [Variant]
    let definition: String
    let version: String
    /// Two years side by side, for shares.
    let line: DrawingModel?
    let places: PlacesModel?
    let tables: [CrossTable]?
    /// Nothing drawn: the table stands beside the numbers.
    let isPlain: Bool

    init(_ results: [FigureResult], of programme: Programme, _ context: FigureContext) {
        let words = context.words
        let figure = results[0].figure
        figureID = figure.id
        name = words("figure.\(figure.id).name")
        unit = words("figure-unit." + figure.unit.rawValue)
        definition = words("figure.\(figure.id).definition")
        version = words("report.version", ["version": String(figure.version)])
        if CrossTable.fits(figure) {
            variants = []
            line = nil
            places = nil
            tables = CrossTable.tables(results, of: programme, context)
            isPlain = false
            return
        }
        var names: [String?] = []
        for result in results where !names.contains(result.cell.variant) { names.append(result.cell.variant) }
        variants = names.map { variant in
            let cells = results.filter { $0.cell.variant == variant }
            return Variant(
                variantName: variant.map { words("figure-variant." + $0) },
                numbers: cells.map { NumberModel($0, of: programme, isAmongOthers: cells.count > 1, context) })
        }
        let first = results.filter { $0.cell.variant == results[0].cell.variant }
        line = DrawingModel(years: first, named: name, context)
        places = PlacesModel(first, of: programme, named: name, context)
        tables = nil
        isPlain = line == nil && places?.drawings.isEmpty ?? true
    }
}

extension FigureModel {
    /// What Socialsøg learns from, in print order. Its records are found by way of the reports that it leads to.
    static func learning(_ context: FigureContext) -> [FigureModel] {
        let results = context.report.results.filter { result in
            if case .decisions = result.figure.source { return true }
            return false
        }
        var ids: [String] = []
        for result in results where !ids.contains(result.figure.id) { ids.append(result.figure.id) }
        let byFigure = Dictionary(grouping: results, by: \.figure.id)
        return ids.compactMap { byFigure[$0] }.map { FigureModel($0, of: .socialReport, context) }
    }
}
