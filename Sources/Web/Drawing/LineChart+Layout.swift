extension LineChart {
    static func marker(_ index: Int) -> Marker { Marker.allCases[index % Marker.allCases.count] }

    /// Where the name of each series stands in the key, wrapped to the chart's width.
    var keyPlaces: [Spot] {
        var spot = Spot(x: 0, y: 18)
        return series.map { one in
            let width = 37 + TextMeasure.width(one.name) + 16
            if spot.x > 0, spot.x + width > LineChart.width { spot = Spot(x: 0, y: spot.y + 24) }
            defer { spot.x += width }
            return spot
        }
    }

    /// The area of the lines: right of the widest number, under the key.
    var plot: Frame {
        let numbers = ticks.map { TextMeasure.width(tickText($0)) }.max() ?? 0
        let left = numbers + 12
        let top = (keyPlaces.last?.y ?? 0) + 34
        return Frame(x: left, y: top, width: LineChart.width - left - 8, height: LineChart.plotHeight)
    }

    /// Round numbers from below the least value to above the greatest, zero among them.
    var ticks: [Double] {
        let values = series.flatMap { $0.values.compactMap { $0 } }.filter(\.isFinite)
        let least = min(0, values.min() ?? 0)
        let most = max(0, values.max() ?? 0)
        if most <= least { return [0, 1] }
        let step = LineChart.roundStep((most - least) / 4)
        let first = Int((least / step).rounded(.down))
        let last = Int((most / step).rounded(.up))
        return (first...max(first + 1, last)).map { Double($0) * step }
    }

    func x(_ index: Int, _ plot: Frame) -> Double {
        if labels.count < 2 { return plot.middle.x }
        let inset = 16.0
        return plot.x + inset + Double(index) / Double(labels.count - 1) * (plot.width - 2 * inset)
    }

    func y(_ value: Double, _ plot: Frame) -> Double {
        let least = ticks.first ?? 0
        let most = ticks.last ?? 1
        return plot.bottom - (value - least) / (most - least) * plot.height
    }

    func spots(_ index: Int, _ plot: Frame) -> [(place: Int, spot: Spot)] {
        zip(labels.indices, series[index].values).compactMap { place, value in
            guard let value, value.isFinite else { return nil }
            return (place, Spot(x: x(place, plot), y: y(value, plot)))
        }
    }

    /// A line through the points, broken where a figure is missing.
    func path(_ index: Int, _ plot: Frame) -> String {
        var previous: Int?
        var path = ""
        for (place, spot) in spots(index, plot) {
            path += previous == place - 1 ? "L" : "M"
            path += SVG.number(spot.x) + " " + SVG.number(spot.y)
            previous = place
        }
        return path
    }

    /// 1, 2 or 5 times a power of ten, not less than `size`.
    static func roundStep(_ size: Double) -> Double {
        guard size.isFinite, size > 0 else { return 1 }
        var power = 1.0
        while power > size, power > 1e-9 { power /= 10 }
        while power * 10 <= size { power *= 10 }
        return [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= size } ?? power * 10
    }

    /// With a point between thousands and a comma before at most two decimals.
    static func danish(_ value: Double) -> String {
        let parts = SVG.number(value).split(separator: ".")
        var digits = ""
        let whole = parts.first ?? "0"
        for (index, digit) in whole.enumerated() {
            let left = whole.count - index
            if index > 0, left % 3 == 0, digits != "-" { digits += "." }
            digits.append(digit)
        }
        return parts.count > 1 ? digits + "," + parts[1] : digits
    }
}
