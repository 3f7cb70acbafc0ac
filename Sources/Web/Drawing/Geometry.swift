/// What every drawing is known by; the three are texts in the user's language, except the id.
struct Caption: Sendable, Hashable {
    /// Unique on its page; the ids of title and description are made from it.
    let id: String
    let title: String
    /// What somebody who does not see the drawing should know of it, in a sentence or two.
    let description: String
    /// Shown in place of the drawing when there is nothing to draw.
    let emptyText: String
}

/// A point in a drawing, in units of its view box; y grows downwards.
struct Spot: Sendable, Hashable {
    var x: Double
    var y: Double
}

/// A rectangle in a drawing, in units of its view box.
struct Frame: Sendable, Hashable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var right: Double { x + width }
    var bottom: Double { y + height }
    var middle: Spot { Spot(x: x + width / 2, y: y + height / 2) }

    /// Whether the two share more than an edge.
    func overlaps(_ other: Frame) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }

    static func around(_ spot: Spot, width: Double, height: Double) -> Frame {
        Frame(x: spot.x - width / 2, y: spot.y - height / 2, width: width, height: height)
    }
}

/// A shape that tells points apart where colours do not: in print, and for the colour-blind.
enum Marker: String, Sendable, CaseIterable {
    case circle, square, triangle, diamond

    /// Draws it with `radius` from the middle to the edge.
    func draw(_ svg: inout SVG, _ classes: String, at spot: Spot, radius: Double) {
        let r = radius
        switch self {
        case .circle:
            svg.element("circle", classes, ["cx": .n(spot.x), "cy": .n(spot.y), "r": .n(r)])
        case .square:
            svg.rect(classes, .around(spot, width: r * 1.8, height: r * 1.8), radius: 1)
        case .triangle:
            polygon(&svg, classes, spot, [(0, -1.3 * r), (1.25 * r, 0.95 * r), (-1.25 * r, 0.95 * r)])
        case .diamond:
            polygon(&svg, classes, spot, [(0, -1.2 * r), (1.2 * r, 0), (0, 1.2 * r), (-1.2 * r, 0)])
        }
    }

    private func polygon(_ svg: inout SVG, _ classes: String, _ spot: Spot, _ corners: [(x: Double, y: Double)]) {
        let points = corners.map { SVG.number(spot.x + $0.x) + "," + SVG.number(spot.y + $0.y) }
        svg.element("polygon", classes, ["points": .t(points.joined(separator: " "))])
    }
}
