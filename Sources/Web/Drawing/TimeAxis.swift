import Prevention

/// The incidents of one Socialsøg hit on a time axis: which of them made the rule apply, which did not, and the period the
/// rule looks at.
///
/// It shows dates only. Nothing in it weighs, ranks or adds up incidents.
struct TimeAxis: Sendable {
    struct Point: Sendable {
        let date: LocalDate
        /// What the pointer shows and a screen reader says: `12.03.2025 Husspektakel (nr. 3)`.
        let label: String
        /// At most three characters, the same as in the list beside the drawing.
        let mark: String
        /// A further class name for the kind of incident, without effect on the meaning.
        var kindClass = ""
        var marker = Marker.circle
        /// Filled and ringed when the incident is one that the rule rests on; hollow when not.
        let isInHit: Bool
        /// A path on this site; anything else is left out.
        var href: String?
    }

    struct Window: Sendable {
        let from: LocalDate
        /// Last day.
        let to: LocalDate
        let label: String
    }

    let caption: Caption
    let from: LocalDate
    /// Last day. Points outside make the axis longer rather than disappear.
    let to: LocalDate
    let points: [Point]
    var window: Window?

    static let width = 600.0
    static let margin = 20.0
    static let radius = 15.0
    static let laneHeight = 37.0
    /// More than this above one another are counted in a `+n` on top.
    static let mostLanes = 8

    func svg() -> String {
        let placement = placement
        let top = window == nil ? 8.0 : 38.0
        let lanes = max(1, placement.lanes) + (placement.left.isEmpty ? 0 : 1)
        let axis = top + Double(lanes) * TimeAxis.laneHeight + 10
        let hasLinks = points.contains { SVG.localLink($0.href) != nil }
        return SVG.drawing(caption, "chart-time", width: TimeAxis.width, height: axis + 44, hasLinks: hasLinks) { svg in
            drawWindow(&svg, axis: axis)
            drawTicks(&svg, axis: axis)
            svg.line(
                "axis", from: Spot(x: TimeAxis.margin - 12, y: axis),
                to: Spot(x: TimeAxis.width - TimeAxis.margin + 12, y: axis))
            if points.isEmpty {
                svg.text(
                    caption.emptyText, "label label-quiet", x: TimeAxis.width / 2, y: axis - 16, anchor: .middle)
            }
            for spot in placement.spots {
                draw(points[spot.index], at: Spot(x: spot.x, y: TimeAxis.y(lane: spot.lane, axis: axis)), in: &svg)
            }
            for rest in placement.left {
                let y = TimeAxis.y(lane: TimeAxis.mostLanes, axis: axis) + 6
                svg.text("+\(rest.count)", "label label-strong", x: rest.x, y: y, anchor: .middle)
            }
        }
    }

    private func drawWindow(_ svg: inout SVG, axis: Double) {
        guard let window else { return }
        let start = x(max(min(window.from, window.to), range.from))
        let end = x(min(max(window.from, window.to), range.to))
        guard end >= start else { return }
        let frame = Frame(x: start - 6, y: 30, width: end - start + 12, height: axis - 30)
        svg.rect("window", frame, radius: 3)
        let text = TextMeasure.shortened(window.label, width: TimeAxis.width - 8)
        let half = TextMeasure.width(text, size: 20) / 2
        let x = min(max(frame.middle.x, half), max(half, TimeAxis.width - half))
        svg.text(text, "label label-quiet", x: x, y: 21, anchor: .middle)
    }

    private func drawTicks(_ svg: inout SVG, axis: Double) {
        for tick in ticks {
            let x = x(tick.date)
            svg.line("axis", from: Spot(x: x, y: axis), to: Spot(x: x, y: axis + (tick.isNamed ? 10 : 5)))
            guard tick.isNamed else { continue }
            let place = TimeAxis.labelPlace(x)
            svg.text(tick.date.danish, "label label-quiet", x: place, y: axis + 32, anchor: .middle)
        }
    }

    private func draw(_ point: Point, at spot: Spot, in svg: inout SVG) {
        let classes = point.isInHit ? "point-in " : "point "
        let content: (inout SVG) -> Void = { svg in
            svg.title(point.label)
            if point.isInHit { point.marker.draw(&svg, "halo", at: spot, radius: TimeAxis.radius + 1.5) }
            point.marker.draw(
                &svg, classes + point.kindClass, at: spot, radius: TimeAxis.radius - (point.isInHit ? 1.5 : 0.5))
            let shift = point.marker == .triangle ? 7.0 : 5.0
            let mark = String(point.mark.prefix(3))
            svg.text(
                mark, point.isInHit ? "label-in" : "label-out", x: spot.x, y: spot.y + shift, anchor: .middle)
        }
        if let href = SVG.localLink(point.href) {
            svg.group("a", "point-link", ["href": .t(href)], content: content)
        } else {
            svg.group("g", "point-place", content: content)
        }
    }
}
