import Foundation

/// Measured values as dots with their confidence intervals as whiskers, each under its label on one scale. A value without an
/// interval is a diamond, so that it is not taken for an exact one.
///
/// The scale does not begin at zero: what is compared is where intervals lie, not how long bars are. Its numbers stand below.
struct IntervalChart: Sendable {
    struct Row: Sendable {
        let label: String
        let value: Double
        /// The value as printed, with its interval.
        let text: String
        let interval: ClosedRange<Double>?
    }

    let caption: Caption
    let rows: [Row]
    /// The largest value that there can be; `nil` for none.
    var most: Double?
    /// A number of the scale as printed.
    let tickText: @Sendable (Double) -> String

    static let width = 480.0
    private static let rowHeight = 52.0
    private static let margin = 26.0

    func svg() -> String {
        let height = rows.isEmpty ? 48 : Double(rows.count) * IntervalChart.rowHeight + 34
        return SVG.drawing(caption, "chart-bars chart-intervals", width: IntervalChart.width, height: height) { svg in
            if rows.isEmpty { svg.text(caption.emptyText, "label label-quiet", x: 0, y: 28) }
            guard !rows.isEmpty else { return }
            let bottom = Double(rows.count) * IntervalChart.rowHeight + 4
            for tick in ticks {
                let x = x(tick)
                svg.line("gridline", from: Spot(x: x, y: 2), to: Spot(x: x, y: bottom))
                svg.text(tickText(tick), "label label-quiet", x: x, y: bottom + 20, anchor: .middle)
            }
            for (index, row) in rows.enumerated() {
                draw(row, top: Double(index) * IntervalChart.rowHeight, in: &svg)
            }
        }
    }

    private func draw(_ row: Row, top: Double, in svg: inout SVG) {
        svg.group("g", "row") { svg in
            svg.title(row.label + ": " + row.text)
            let room = max(120, IntervalChart.width - TextMeasure.width(row.text) - 20)
            svg.text(TextMeasure.shortened(row.label, width: room), "label", x: 4, y: top + 18)
            svg.text(row.text, "label label-strong", x: IntervalChart.width, y: top + 18, anchor: .end)
            let y = top + 36
            if let interval = row.interval {
                let (from, to) = (x(interval.lowerBound), x(interval.upperBound))
                svg.line("series-line", from: Spot(x: from, y: y), to: Spot(x: to, y: y))
                for end in [from, to] {
                    svg.line("series-line", from: Spot(x: end, y: y - 7), to: Spot(x: end, y: y + 7))
                }
            }
            let marker: Marker = row.interval == nil ? .diamond : .circle
            marker.draw(&svg, "series-mark", at: Spot(x: x(row.value), y: y), radius: 6)
        }
    }
}

extension IntervalChart {
    /// From the smallest to the largest of all values and intervals, widened to whole steps.
    private var bounds: (low: Double, high: Double, step: Double) {
        let all = rows.flatMap { [$0.value] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? []) }
        let (low, high) = (all.min() ?? 0, all.max() ?? 1)
        let step = IntervalChart.step(max(high - low, high == 0 ? 1 : high / 20) / 4)
        let top = max((high / step).rounded(.up) * step, (low / step).rounded(.down) * step + step)
        return (max(0, (low / step).rounded(.down) * step), most.map { min($0, top) } ?? top, step)
    }

    /// 1, 2 or 5 times a power of ten, at least `wanted`.
    private static func step(_ wanted: Double) -> Double {
        let power = pow(10, log10(max(wanted, 0.001)).rounded(.down))
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= wanted } ?? power * 10
    }

    private var ticks: [Double] {
        let (low, high, step) = bounds
        return stride(from: low, through: high + step / 1000, by: step).map { $0 }
    }

    private func x(_ value: Double) -> Double {
        let (low, high, _) = bounds
        let room = IntervalChart.width - 2 * IntervalChart.margin
        return IntervalChart.margin + (high > low ? (value - low) / (high - low) : 0.5) * room
    }
}
