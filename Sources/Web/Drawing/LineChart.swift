/// A few series over years or months, told apart by dash, shape of point and name, not by colour alone.
struct LineChart: Sendable {
    struct Series: Sendable {
        let name: String
        /// One per label; `nil` where there is no figure, which leaves a gap.
        let values: [Double?]
        /// The values as printed, in the same order.
        let texts: [String]
    }

    let caption: Caption
    /// The years or months, in order.
    let labels: [String]
    let series: [Series]
    /// How the numbers on the vertical axis are printed.
    var tickText: @Sendable (Double) -> String = { LineChart.danish($0) }

    static let width = 480.0
    static let plotHeight = 190.0

    func svg() -> String {
        let plot = plot
        let isEmpty = labels.isEmpty || !series.contains { $0.values.contains { $0?.isFinite == true } }
        if isEmpty {
            return SVG.drawing(caption, "chart-lines", width: LineChart.width, height: 48) {
                $0.text(caption.emptyText, "label label-quiet", x: 0, y: 28)
            }
        }
        return SVG.drawing(caption, "chart-lines", width: LineChart.width, height: plot.bottom + 32) { svg in
            drawKey(&svg)
            for tick in ticks {
                let y = y(tick, plot)
                svg.line(
                    tick == 0 ? "axis" : "gridline", from: Spot(x: plot.x, y: y), to: Spot(x: plot.right, y: y))
                svg.text(tickText(tick), "label label-quiet", x: plot.x - 8, y: y + 5, anchor: .end)
            }
            drawLabels(&svg, plot)
            for index in series.indices { drawSeries(index, &svg, plot) }
            drawValues(&svg, plot)
        }
    }

    private func drawKey(_ svg: inout SVG) {
        for (index, place) in keyPlaces.enumerated() {
            let style = " series-\(index % 4 + 1)"
            svg.element(
                "path", "series-line" + style, ["d": .t("M\(SVG.number(place.x)) \(SVG.number(place.y - 6))h30")])
            LineChart.marker(index).draw(
                &svg, "series-mark" + style, at: Spot(x: place.x + 15, y: place.y - 6), radius: 5)
            svg.text(series[index].name, "label", x: place.x + 37, y: place.y)
        }
    }

    private func drawLabels(_ svg: inout SVG, _ plot: Frame) {
        let widest = labels.map { TextMeasure.width($0) }.max() ?? 0
        let step = max(1, Int((Double(labels.count) * (widest + 8) / plot.width).rounded(.up)))
        // Counted from the last, which is always named: it is the one the report is about.
        for index in labels.indices where (labels.count - 1 - index) % step == 0 {
            let half = TextMeasure.width(labels[index]) / 2
            let x = min(x(index, plot), LineChart.width - half)
            svg.text(labels[index], "label label-quiet", x: x, y: plot.bottom + 24, anchor: .middle)
        }
    }

    private func drawSeries(_ index: Int, _ svg: inout SVG, _ plot: Frame) {
        let style = " series-\(index % 4 + 1)"
        svg.group("g", "series") { svg in
            svg.element("path", "series-line" + style, ["d": .t(path(index, plot))])
            for (place, spot) in spots(index, plot) {
                svg.group("g", "series-point") { svg in
                    let text = series[index].texts.indices.contains(place) ? series[index].texts[place] : ""
                    svg.title(series[index].name + ", " + labels[place] + ": " + text)
                    LineChart.marker(index).draw(&svg, "series-mark" + style, at: spot, radius: 5)
                }
            }
        }
    }

    /// Values beside their points, above or else below, as far as they do not cover one another; the last ones first.
    private func drawValues(_ svg: inout SVG, _ plot: Frame) {
        var taken: [Frame] = series.indices.flatMap { spots($0, plot) }.map {
            .around($0.spot, width: 10, height: 10)
        }
        for place in labels.indices.reversed() {
            for index in series.indices where series[index].texts.indices.contains(place) {
                guard let spot = spots(index, plot).first(where: { $0.place == place })?.spot else { continue }
                let text = series[index].texts[place]
                let width = TextMeasure.width(text)
                let x = min(max(spot.x, plot.x + width / 2), LineChart.width - width / 2)
                let choices = [spot.y - 18, spot.y + 18].filter { $0 > plot.y - 22 && $0 < plot.bottom - 8 }
                for y in choices {
                    let frame = Frame.around(Spot(x: x, y: y), width: width + 4, height: 20)
                    if taken.contains(where: { $0.overlaps(frame) }) { continue }
                    taken.append(frame)
                    svg.text(text, "label label-strong", x: x, y: y + 5, anchor: .middle)
                    break
                }
            }
        }
    }
}
