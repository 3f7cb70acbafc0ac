/// A small family: carers on top, the children under them, other persons last; relations that have ended are dashed.
struct FamilyGraph: Sendable {
    struct Person: Sendable {
        enum Kind: String, Sendable {
            case focus, sibling, carer, other
        }

        let id: Int64
        /// Name first, then what else: age, role, municipality. Already masked where the reader may not see it.
        let lines: [String]
        let kind: Kind
    }

    struct Edge: Sendable {
        let from: Int64
        let to: Int64
        let label: String
        var isEnded = false
    }

    let caption: Caption
    let persons: [Person]
    /// Relations with somebody who is not among the persons are left out.
    let edges: [Edge]

    func svg() -> String {
        let layout = Layout(persons: persons, edges: edges)
        return SVG.drawing(caption, classes(layout), width: layout.width, height: layout.height) { svg in
            if persons.isEmpty { svg.text(caption.emptyText, "label label-quiet", x: 0, y: 28) }
            for route in layout.routes {
                let ended = route.edge.isEnded ? "edge edge-ended" : "edge"
                if route.edge.isEnded {
                    svg.element("path", ended, ["d": .t(path(route.spots)), "stroke-dasharray": "6 5"])
                } else {
                    svg.element("path", ended, ["d": .t(path(route.spots))])
                }
            }
            for box in layout.boxes { draw(box, in: &svg) }
            for route in layout.routes where !route.text.isEmpty {
                svg.rect("label-back", route.label, radius: 3)
                let classes = route.edge.isEnded ? "label label-quiet" : "label"
                svg.text(route.text, classes, x: route.label.middle.x, y: route.label.middle.y + 5, anchor: .middle)
            }
        }
    }

    private func classes(_ layout: Layout) -> String {
        layout.width < Layout.width(of: Layout.perRow) ? "chart-family is-narrow" : "chart-family"
    }

    private func path(_ spots: [Spot]) -> String {
        let points = spots.map { SVG.number($0.x) + " " + SVG.number($0.y) }
        return "M" + points.joined(separator: "L")
    }

    private func draw(_ box: Layout.Box, in svg: inout SVG) {
        svg.group("g", "person person-" + box.person.kind.rawValue) { svg in
            svg.title(box.person.lines.joined(separator: ", "))
            if box.person.kind == .focus {
                svg.rect("node node-focus", box.frame, radius: 6)
                let inner = Frame(
                    x: box.frame.x + 4, y: box.frame.y + 4, width: box.frame.width - 8, height: box.frame.height - 8)
                svg.rect("node-inner", inner, radius: 4)
            } else {
                let radius = box.person.kind == .carer ? 2.0 : 14.0
                svg.rect("node node-" + box.person.kind.rawValue, box.frame, radius: radius)
            }
            for (index, line) in box.lines.enumerated() {
                let y = box.frame.y + Layout.padding + 16 + Double(index) * Layout.lineHeight
                let classes = index < box.nameLines ? "label-strong" : "label label-quiet"
                svg.text(line, classes, x: box.frame.middle.x, y: y, anchor: .middle)
            }
        }
    }
}
