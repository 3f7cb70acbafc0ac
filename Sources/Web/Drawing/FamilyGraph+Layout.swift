extension FamilyGraph {
    /// Where boxes, lines and labels are. Rows of at most three boxes; the space above a row holds the labels of the lines
    /// that come into it.
    struct Layout: Sendable {
        struct Box: Sendable {
            let person: Person
            let lines: [String]
            /// How many of the lines are the name.
            let nameLines: Int
            let row: Int
            var frame: Frame
        }

        struct Route: Sendable {
            let edge: Edge
            let spots: [Spot]
            let text: String
            let label: Frame
        }

        static let boxWidth = 192.0
        static let space = 12.0
        static let perRow = 3
        static let padding = 9.0
        static let lineHeight = 23.0
        static let mostLines = 6

        private(set) var boxes: [Box] = []
        private(set) var routes: [Route] = []
        private(set) var height = 48.0
        /// That of its longest row, two boxes at least, so that a small family is not drawn small.
        private(set) var width = Layout.width(of: 2)

        static func width(of count: Int) -> Double {
            Double(count) * boxWidth + Double(count - 1) * space + 2
        }

        init(persons: [Person], edges: [Edge]) {
            let rows = Layout.rows(of: persons)
            var rowOf: [Int64: Int] = [:]
            for (index, row) in rows.enumerated() {
                for person in row where rowOf[person.id] == nil { rowOf[person.id] = index }
            }
            let known = edges.filter { $0.from != $0.to && rowOf[$0.from] != nil && rowOf[$0.to] != nil }
            width = Layout.width(of: max(2, rows.map(\.count).max() ?? 0))
            var y = 6.0
            for (index, row) in rows.enumerated() {
                let within = known.filter { rowOf[$0.from] == index && rowOf[$0.to] == index }.count
                y += (index == 0 ? 0 : 92) + Double(within) * 28
                y = place(row, index, top: y)
            }
            if !rows.isEmpty { height = y + 6 }
            route(known)
        }

        /// Adds the boxes of one row and returns its lower edge.
        private mutating func place(_ row: [Person], _ index: Int, top: Double) -> Double {
            let total = Double(row.count) * Layout.boxWidth + Double(row.count - 1) * Layout.space
            var x = (width - total) / 2
            var bottom = top
            for person in row {
                // Names are bold and larger on a phone than what TextMeasure reckons with.
                let room = (Layout.boxWidth - 2 * Layout.padding) * 0.9
                let name = TextMeasure.lines(person.lines.first ?? "", width: room, most: 3)
                let rest = person.lines.dropFirst().flatMap { TextMeasure.lines($0, width: room, most: 2) }
                let lines = Array((name + rest).prefix(Layout.mostLines))
                let height = 2 * Layout.padding + Double(max(1, lines.count)) * Layout.lineHeight
                let frame = Frame(x: x, y: top, width: Layout.boxWidth, height: height)
                boxes.append(Box(person: person, lines: lines, nameLines: name.count, row: index, frame: frame))
                x += Layout.boxWidth + Layout.space
                bottom = max(bottom, frame.bottom)
            }
            for place in boxes.indices where boxes[place].row == index { boxes[place].frame.height = bottom - top }
            return bottom
        }

        /// Carers, then the child in focus among the siblings, then others; each layer in rows.
        static func rows(of persons: [Person]) -> [[Person]] {
            let carers = persons.filter { $0.kind == .carer }
            let focus = persons.filter { $0.kind == .focus }
            let siblings = persons.filter { $0.kind == .sibling }
            let others = persons.filter { $0.kind == .other }
            return [carers, focus + siblings, others].flatMap { layer in
                // Of even length: four make two and two, not three and one.
                let count = (layer.count + perRow - 1) / perRow
                return (0..<count).map { row in
                    Array(layer[(row * layer.count / count)..<((row + 1) * layer.count / count)])
                }
            }
        }
    }
}

extension FamilyGraph.Layout {
    private mutating func route(_ edges: [FamilyGraph.Edge]) {
        var levels: [Int: Int] = [:]
        var taken = boxes.map(\.frame)
        var places: [Int64: Int] = [:]
        for (index, box) in boxes.enumerated() where places[box.person.id] == nil { places[box.person.id] = index }
        // Those beside one another first: their labels have the least choice.
        let flat = edges.filter { isFlat($0, places) }
        for edge in flat + edges.filter({ !isFlat($0, places) }) {
            guard let from = places[edge.from], let to = places[edge.to] else { continue }
            let spots: [Spot]
            if boxes[from].row == boxes[to].row {
                let level = levels[boxes[from].row, default: 0]
                levels[boxes[from].row] = level + 1
                spots = bracket(boxes[from].frame, boxes[to].frame, level: level)
            } else {
                let upper = boxes[from].row < boxes[to].row ? from : to
                spots = straight(from: upper, to: upper == from ? to : from, edges, places)
            }
            let text = TextMeasure.shortened(edge.label, width: 250)
            let label = label(text, along: spots, free: taken)
            if !text.isEmpty { taken.append(label) }
            routes.append(Route(edge: edge, spots: spots, text: text, label: label))
        }
    }

    private func isFlat(_ edge: FamilyGraph.Edge, _ places: [Int64: Int]) -> Bool {
        guard let from = places[edge.from], let to = places[edge.to] else { return false }
        return boxes[from].row == boxes[to].row
    }

    /// Up, across above the row, and down: lines between persons of one row.
    private func bracket(_ one: Frame, _ other: Frame, level: Int) -> [Spot] {
        let y = min(one.y, other.y) - 16 - Double(level) * 28
        let shift = min(30 + Double(level) * 12, Self.boxWidth / 2 - 8)
        let left = one.x < other.x ? one : other
        let right = one.x < other.x ? other : one
        return [
            Spot(x: left.middle.x - shift, y: left.y), Spot(x: left.middle.x - shift, y: y),
            Spot(x: right.middle.x + shift, y: y), Spot(x: right.middle.x + shift, y: right.y),
        ]
    }

    /// From the lower edge of one box to the upper edge of the other, spread so that no two lines share an end.
    private func straight(
        from upper: Int, to lower: Int, _ edges: [FamilyGraph.Edge], _ places: [Int64: Int]
    ) -> [Spot] {
        let downward = neighbours(of: upper, edges, places).filter { boxes[$0].row > boxes[upper].row }
        let upward = neighbours(of: lower, edges, places).filter { boxes[$0].row < boxes[lower].row }
        let start = boxes[upper].frame
        let end = boxes[lower].frame
        return [
            Spot(x: Self.spread(start, downward.firstIndex(of: lower), downward.count), y: start.bottom),
            Spot(x: Self.spread(end, upward.firstIndex(of: upper), upward.count), y: end.y),
        ]
    }

    /// Those it has a line with, from left to right.
    private func neighbours(of box: Int, _ edges: [FamilyGraph.Edge], _ places: [Int64: Int]) -> [Int] {
        let id = boxes[box].person.id
        let ids = edges.compactMap { $0.from == id ? $0.to : $0.to == id ? $0.from : nil }
        return Set(ids.compactMap { places[$0] })
            .sorted { (boxes[$0].frame.x, $0) < (boxes[$1].frame.x, $1) }
    }

    private static func spread(_ frame: Frame, _ index: Int?, _ count: Int) -> Double {
        guard let index, count > 1 else { return frame.middle.x }
        return frame.x + frame.width * (0.2 + 0.6 * Double(index) / Double(count - 1))
    }

    /// On the line, at the first place where it covers nothing.
    private func label(_ text: String, along spots: [Spot], free taken: [Frame]) -> Frame {
        let width = TextMeasure.width(text, size: 17) + 10
        let a = spots.count > 2 ? spots[1] : spots[0]
        let b = spots.count > 2 ? spots[2] : spots[spots.count - 1]
        let choices = (spots.count > 2 ? [0.5] : [0.24, 0.36, 0.5, 0.64, 0.76, 0.43, 0.57]).map { share in
            let x = a.x + (b.x - a.x) * share
            let inside = min(max(x, width / 2), self.width - width / 2)
            return Frame.around(Spot(x: inside, y: a.y + (b.y - a.y) * share), width: width, height: 22)
        }
        return choices.first { frame in !taken.contains { $0.overlaps(frame) } } ?? choices[0]
    }
}
