/// Horizontal bars, each under its label, with its value as text and, thinner, the previous year's.
///
/// The label stands above the bar rather than beside it, so that long Danish words are whole on a phone. Bars share one
/// scale that always has zero on it; a negative value goes to the left of zero.
struct BarChart: Sendable {
    struct Bar: Sendable {
        let label: String
        let value: Double
        /// The value as printed: `1.416`, `88 %`, `under 5`.
        let text: String
        var previous: Double?
        var previousText: String?
    }

    let caption: Caption
    let bars: [Bar]
    /// Names of the two series for the key, `2025` and `2024`; the key is shown when some bar has a previous value.
    var seriesName = ""
    var previousName = ""

    static let width = 480.0
    static let barHeight = 14.0
    static let previousHeight = 7.0
    static let mostLines = 3

    private var hasPrevious: Bool { bars.contains { $0.previous != nil } }

    func svg() -> String {
        let top = hasPrevious ? 34.0 : 6.0
        let rows = layout(from: top)
        let height = rows.last.map { $0.bottom + 4 } ?? 48
        return SVG.drawing(caption, "chart-bars", width: BarChart.width, height: height) { svg in
            if rows.isEmpty { svg.text(caption.emptyText, "label label-quiet", x: 0, y: 28) }
            if hasPrevious { drawKey(&svg) }
            let zero = scale.x(0)
            for row in rows { draw(row, zero: zero, in: &svg) }
            if let last = rows.last {
                svg.line("axis", from: Spot(x: zero, y: top), to: Spot(x: zero, y: last.bottom))
            }
        }
    }

    private func drawKey(_ svg: inout SVG) {
        svg.rect("bar", Frame(x: 1, y: 6, width: 22, height: BarChart.barHeight), radius: 1)
        svg.text(seriesName, "label", x: 30, y: 19)
        let next = 48 + TextMeasure.width(seriesName)
        svg.rect("bar-previous", Frame(x: next, y: 10, width: 22, height: BarChart.previousHeight), radius: 1)
        svg.text(previousName, "label label-quiet", x: next + 29, y: 19)
    }

    private func draw(_ row: Row, zero: Double, in svg: inout SVG) {
        svg.group("g", "row") { svg in
            svg.title(row.bar.label + ": " + row.valueText)
            for (index, line) in row.lines.enumerated() {
                svg.text(line, "label", x: 4, y: row.top + 16 + Double(index) * TextMeasure.lineHeight)
            }
            svg.group("text", "label", ["x": .n(BarChart.width), "y": .n(row.top + 16), "text-anchor": "end"]) { svg in
                svg.group("tspan", "label-strong") { $0.write(row.bar.text) }
                if let previous = row.bar.previousText {
                    svg.group("tspan", "label-quiet") { $0.write(" (" + previous + ")") }
                }
            }
            svg.rect("bar", span(row.bar.value, zero: zero, y: row.barTop, height: BarChart.barHeight), radius: 1)
            if let previous = row.bar.previous {
                let y = row.barTop + BarChart.barHeight + 2
                svg.rect(
                    "bar-previous", span(previous, zero: zero, y: y, height: BarChart.previousHeight), radius: 1)
            }
        }
    }

    private func span(_ value: Double, zero: Double, y: Double, height: Double) -> Frame {
        let end = scale.x(value)
        return Frame(x: min(zero, end), y: y, width: abs(end - zero), height: height)
    }
}

extension BarChart {
    /// A bar with the lines of its label and its place from the top.
    struct Row: Sendable {
        let bar: Bar
        let lines: [String]
        let top: Double
        let barTop: Double
        let bottom: Double

        var valueText: String { bar.text + (bar.previousText.map { " (" + $0 + ")" } ?? "") }
    }

    /// From values to the chart's whole width.
    struct Scale: Sendable {
        let least: Double
        let most: Double

        func x(_ value: Double) -> Double {
            guard value.isFinite, most > least else { return 1 }
            return 1 + (value / (most - least) - least / (most - least)) * (BarChart.width - 2)
        }
    }

    var scale: Scale {
        let values = bars.flatMap { [$0.value, $0.previous ?? 0] }.filter(\.isFinite)
        return Scale(least: min(0, values.min() ?? 0), most: max(0, values.max() ?? 0))
    }

    func layout(from top: Double) -> [Row] {
        var y = top
        return bars.map { bar in
            let valueText = bar.text + (bar.previousText.map { " (" + $0 + ")" } ?? "")
            let room = max(120, BarChart.width - TextMeasure.width(valueText) - 20)
            let lines = TextMeasure.lines(bar.label, width: room, most: BarChart.mostLines)
            let barTop = y + Double(max(1, lines.count)) * TextMeasure.lineHeight + 2
            let bottom = barTop + BarChart.barHeight + (bar.previous == nil ? 0 : BarChart.previousHeight + 2) + 12
            let row = Row(bar: bar, lines: lines, top: y, barTop: barTop, bottom: bottom)
            y = bottom
            return row
        }
    }
}
