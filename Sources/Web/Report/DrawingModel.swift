import Casework
import Handbook
import Prevention

/// A drawing with its caption.
struct DrawingModel: Sendable {
    let svg: String
    let caption: String

    init(svg: String, caption: String) {
        self.svg = svg
        self.caption = caption
    }

    /// The groups of a share in the year and the year before; `nil` where there is no year before.
    init?(years results: [FigureResult], named name: String, _ context: FigureContext) {
        guard let figure = results.first?.figure, results.count > 1, figure.unit == .share,
            results.contains(where: { $0.previous?.number != nil })
        else { return nil }
        let words = context.words
        let years = [String(context.report.year - 1), String(context.report.year)]
        let title = [name, results[0].cell.variant.map { words("figure-variant." + $0) }]
            .compactMap(\.self).joined(separator: ": ")
        let chart = LineChart(
            caption: Caption(
                id: "years-" + figure.id, title: title,
                description: words("report.drawing-years", ["from": years[0], "to": years[1]]),
                emptyText: words("report.no-records")),
            labels: years,
            series: results.map { result in
                LineChart.Series(
                    name: result.cell.group.map { FigureGroup.name($0, words) } ?? name,
                    values: [result.previous?.number, result.value.number],
                    texts: [result.previous, result.value].map { $0.map { context.texts.text($0) } ?? "–" })
            },
            tickText: { FigureTexts(words).exactShare($0) })
        self.init(svg: chart.svg(), caption: title)
    }

    /// Bars of one number by own municipality, those of the year before thinner below.
    init(places rows: [PlacesModel.Place], of result: FigureResult, named name: String, _ context: FigureContext) {
        let words = context.words
        let cell = result.cell
        let parts = [
            cell.variant.map { words("figure-variant." + $0) }, cell.group.map { FigureGroup.name($0, words) },
        ]
        let title = ([name] + parts.compactMap(\.self)).joined(separator: ": ")
        let id = ["places", result.figure.id, cell.variant, cell.group].compactMap(\.self).joined(separator: "-")
        let chart = BarChart(
            caption: Caption(
                id: id, title: title, description: words("report.drawing-places"), emptyText: words("report.no-records")
            ),
            bars: rows.map { row in
                BarChart.Bar(
                    label: row.name, value: row.value.number ?? 0, text: context.texts.text(row.value),
                    previous: row.before?.number, previousText: row.before.map { context.texts.text($0) })
            },
            seriesName: String(context.report.year), previousName: String(context.report.year - 1))
        self.init(svg: chart.svg(), caption: title)
    }
}
