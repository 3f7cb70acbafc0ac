/// Bars that each begin where the one before has ended, from what was held before anything was compared to the sum.
///
/// Labels stand above their bars, as in `BarChart`, so that they are whole on a phone. What speaks for stands filled, what speaks
/// against is only framed, so that the two are told apart without colours. The line at 0 is where both answers are as likely.
struct Waterfall: Sendable {
    struct Step: Sendable {
        let label: String
        /// What it adds; below 0 it takes away.
        let value: Double
        /// The value as printed.
        let text: String
    }

    let caption: Caption
    let steps: [Step]
    /// The bar from 0 to the sum of all.
    let totalLabel: String
    let totalText: String
    /// What the line at 0 is called.
    let zeroLabel: String

    static let rowHeight = 46.0
    static let top = 30.0

    /// From where to where each bar goes, the sum at the end.
    var spans: [(from: Double, to: Double)] {
        var sum = 0.0
        var spans: [(from: Double, to: Double)] = []
        for step in steps {
            let value = step.value.isFinite ? step.value : 0
            spans.append((sum, sum + value))
            sum += value
        }
        return spans + [(0, sum)]
    }

    func svg() -> String {
        let spans = spans
        let ends = spans.flatMap { [$0.from, $0.to] }
        let scale = BarChart.Scale(least: ends.min() ?? 0, most: ends.max() ?? 0)
        let height = Waterfall.top + Double(spans.count) * Waterfall.rowHeight + 6
        let labels = steps.map { ($0.label, $0.text) } + [(totalLabel, totalText)]
        return SVG.drawing(caption, "chart-bars", width: BarChart.width, height: height) { svg in
            let zero = scale.x(0)
            let isRight = zero > BarChart.width / 2
            svg.text(
                zeroLabel, "label label-quiet", x: isRight ? min(zero, BarChart.width - 2) : max(zero, 4), y: 17,
                anchor: isRight ? .end : .start)
            for (index, span) in spans.enumerated() {
                let y = Waterfall.top + Double(index) * Waterfall.rowHeight
                let isLast = index == spans.count - 1
                draw(labels[index], span, isTotal: isLast, scale, y: y, in: &svg)
                // Leads the eye to where the next one begins.
                if !isLast, index < spans.count - 2 {
                    let x = scale.x(span.to)
                    svg.line(
                        "gridline", from: Spot(x: x, y: y + 26), to: Spot(x: x, y: y + Waterfall.rowHeight + 40))
                }
            }
            svg.line("axis", from: Spot(x: zero, y: 22), to: Spot(x: zero, y: height - 4))
        }
    }

    private func draw(
        _ label: (name: String, value: String), _ span: (from: Double, to: Double), isTotal: Bool,
        _ scale: BarChart.Scale, y: Double, in svg: inout SVG
    ) {
        let (from, to) = (scale.x(span.from), scale.x(span.to))
        let room = BarChart.width - TextMeasure.width(label.value) - 20
        svg.group("g", "row") { svg in
            svg.title(label.name + ": " + label.value)
            svg.text(TextMeasure.shortened(label.name, width: room), "label", x: 4, y: y + 18)
            svg.text(label.value, "label label-strong", x: BarChart.width, y: y + 18, anchor: .end)
            let frame = Frame(
                x: min(from, to), y: y + 25, width: max(1.5, abs(to - from)), height: BarChart.barHeight)
            let name = isTotal ? "bar" : span.to < span.from ? "bar-against" : "bar-for"
            svg.rect(name, frame, radius: 1)
        }
    }
}
