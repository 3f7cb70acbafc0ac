import Foundation
import Prevention

/// Circles around places, drawn to scale without a map under them: centre, edge, a scale bar and north.
struct CircleMap: Sendable {
    struct Circle: Sendable {
        let label: String
        let centre: Position
        /// In metres; 0 for a place alone.
        let radius: Double
        let isMain: Bool
    }

    let caption: Caption
    let circles: [Circle]
    /// The letter at the arrow.
    let north: String
    /// A whole number of metres as it is read.
    let metres: @Sendable (Int) -> String

    static let width = 480.0
    static let height = 360.0
    private static let margin = 26.0

    func svg() -> String {
        SVG.drawing(caption, "circle-map", width: CircleMap.width, height: CircleMap.height) { svg in
            guard let plan = Plan(circles) else {
                svg.text(caption.emptyText, "label label-quiet", x: 0, y: 28)
                return
            }
            svg.rect("map-ground", Frame(x: 0, y: 0, width: CircleMap.width, height: CircleMap.height), radius: 4)
            // What the page is about lies on top.
            for circle in circles.sorted(by: { !$0.isMain && $1.isMain }) { draw(circle, plan, in: &svg) }
            drawScale(plan, in: &svg)
            drawNorth(in: &svg)
        }
    }

    private func draw(_ circle: Circle, _ plan: Plan, in svg: inout SVG) {
        let spot = plan.spot(circle.centre)
        svg.group("g", "map-shape") { svg in
            svg.title(circle.label)
            if circle.radius > 0 {
                svg.element(
                    "circle", circle.isMain ? "map-main" : "map-other",
                    ["cx": .n(spot.x), "cy": .n(spot.y), "r": .n(circle.radius * plan.scale)])
            }
            svg.line("axis", from: Spot(x: spot.x - 5, y: spot.y), to: Spot(x: spot.x + 5, y: spot.y))
            svg.line("axis", from: Spot(x: spot.x, y: spot.y - 5), to: Spot(x: spot.x, y: spot.y + 5))
            let isRight = spot.x > CircleMap.width * 0.6
            svg.text(
                circle.label, circle.isMain ? "label label-strong" : "label label-quiet",
                x: spot.x + (isRight ? -8 : 8), y: spot.y + (circle.isMain ? -8 : 18),
                anchor: isRight ? .end : .start)
        }
    }

    private func drawScale(_ plan: Plan, in svg: inout SVG) {
        let bar = plan.bar
        let length = Double(bar) * plan.scale
        let y = CircleMap.height - 14
        svg.line("axis", from: Spot(x: 14, y: y), to: Spot(x: 14 + length, y: y))
        for x in [14, 14 + length] { svg.line("axis", from: Spot(x: x, y: y - 4), to: Spot(x: x, y: y + 4)) }
        svg.text(metres(bar), "label", x: 20 + length, y: y + 4)
    }

    private func drawNorth(in svg: inout SVG) {
        let x = CircleMap.width - 20
        svg.line("axis", from: Spot(x: x, y: 42), to: Spot(x: x, y: 14))
        svg.line("axis", from: Spot(x: x, y: 14), to: Spot(x: x - 5, y: 22))
        svg.line("axis", from: Spot(x: x, y: 14), to: Spot(x: x + 5, y: 22))
        svg.text(north, "label", x: x, y: 57, anchor: .middle)
    }

    /// Where places lie in the drawing.
    private struct Plan {
        /// Units of the drawing for a metre.
        let scale: Double
        private let middle: Position
        private let east: Double

        /// `nil` where there is nothing to draw.
        init?(_ circles: [Circle]) {
            guard let first = circles.first(where: \.isMain) ?? circles.first else { return nil }
            middle = first.centre
            east = cos(middle.latitude * .pi / 180)
            var reach = 150.0
            for circle in circles {
                let (x, y) = Plan.metres(circle.centre, from: middle, east)
                let (across, up) = (abs(x) + circle.radius, abs(y) + circle.radius)
                reach = max(reach, across * CircleMap.height / CircleMap.width, up)
            }
            scale = (CircleMap.height / 2 - CircleMap.margin) / reach
        }

        func spot(_ place: Position) -> Spot {
            let (x, y) = Plan.metres(place, from: middle, east)
            return Spot(x: CircleMap.width / 2 + x * scale, y: CircleMap.height / 2 - y * scale)
        }

        /// A round number of metres, at most a third of the width.
        var bar: Int {
            let most = CircleMap.width / 3 / scale
            var best = 10
            for power in [10, 100, 1_000, 10_000, 100_000] {
                for step in [1, 2, 5] where Double(step * power) <= most { best = step * power }
            }
            return best
        }

        private static func metres(_ place: Position, from middle: Position, _ east: Double) -> (Double, Double) {
            (
                (place.longitude - middle.longitude) * Position.metresPerDegree * east,
                (place.latitude - middle.latitude) * Position.metresPerDegree
            )
        }
    }
}
