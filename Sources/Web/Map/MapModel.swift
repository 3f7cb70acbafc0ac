import Foundation
import Handbook
import Prevention

/// A map with circles on it, as the partial `map` shows it: a drawing and the coordinates as text, in place of which a
/// browser with scripts shows a map that can be moved.
///
///     {{#map}}{{> map}}{{/map}}
struct MapModel: Sendable {
    /// A circle on the map.
    struct Circle: Sendable {
        enum Kind: String, Sendable {
            /// What the page is about.
            case main
            /// What it rests on or lies beside.
            case other
        }

        let kind: Kind
        let label: String
        let centre: Position
        /// In metres; 0 for a place alone.
        let radius: Int
        var href: String?
    }

    struct Line: Sendable {
        let lineKind: String
        let lineLabel: String
        let lineHref: String?
        let linePosition: String
        let lineRadius: String?
    }

    let mapID: String
    let mapTitle: String
    let mapDrawing: String
    /// For the script: the circles as JSON.
    let mapShapes: String
    let mapLines: [Line]

    /// - Parameter id: unique on its page.
    init(_ id: String, title: String, _ circles: [Circle], _ words: Words) {
        mapID = id
        mapTitle = title
        mapLines = circles.map { circle in
            Line(
                lineKind: circle.kind.rawValue, lineLabel: circle.label, lineHref: circle.href,
                linePosition: words(
                    "map.position",
                    [
                        "latitude": MapModel.degrees(circle.centre.latitude, words.language),
                        "longitude": MapModel.degrees(circle.centre.longitude, words.language),
                    ]), lineRadius: circle.radius > 0 ? words.amount(circle.radius, .metres) : nil)
        }
        let said = mapLines.map { line in
            [line.lineLabel, line.linePosition, line.lineRadius].compactMap(\.self).joined(separator: ", ")
        }
        mapDrawing = CircleMap(
            caption: Caption(
                id: id, title: title, description: said.joined(separator: ". "), emptyText: words("map.empty")),
            circles: circles.map {
                .init(label: $0.label, centre: $0.centre, radius: Double($0.radius), isMain: $0.kind == .main)
            }, north: words("map.north"), metres: { words.amount($0, .metres) }
        ).svg()
        mapShapes = MapModel.json(circles)
    }

    /// Five decimals are about a metre.
    private static func degrees(_ value: Double, _ language: Language) -> String {
        let text = String(format: "%.5f", value)
        return language == .danish ? text.replacing(".", with: ",") : text
    }

    private struct Shape: Encodable {
        let kind: String
        let label: String
        let latitude: Double
        let longitude: Double
        let radius: Int
    }

    private static func json(_ circles: [Circle]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let shapes = circles.map {
            Shape(
                kind: $0.kind.rawValue, label: $0.label, latitude: $0.centre.latitude, longitude: $0.centre.longitude,
                radius: $0.radius)
        }
        return (try? encoder.encode(shapes)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}
