/// How many have observed something, by topic and municipality, in one quarter: what may be shown of it.
///
/// A cell with fewer than the least number of observers is hidden, and as many others of its topic as it takes so that the
/// topic's sum does not give it away (``Suppression``). A filter picks among the cells; it never counts anew. There is no sum
/// over topics: each one shown would cost cells.
public struct TrendTable: Sendable {
    /// One observer's place in the table.
    public struct Place: Sendable, Hashable {
        public let topic: String
        public let municipality: String

        public init(topic: String, municipality: String) {
            self.topic = topic
            self.municipality = municipality
        }
    }

    public let isEmpty: Bool
    private let byTopic: [String: FigureResult]

    /// - Parameters:
    ///   - observations: of one quarter, one for each observer in each place.
    ///   - topics: the codes there are.
    ///   - least: the smallest number that is shown; 0 is always shown.
    public init(_ observations: [Place], topics: [String], least: Int) {
        let figure = Figure(
            "trends", unit: .events, privacy: .counts, cells: topics.map { Figure.Cell(group: $0) },
            source: .incidents { _, _ in [] })
        var tally = FigureTally(figure)
        for (number, place) in observations.enumerated() where topics.contains(place.topic) {
            tally.add([
                Figure.Count(
                    Figure.Cell(group: place.topic), key: Figure.Key(Int64(number)), municipality: place.municipality)
            ])
        }
        isEmpty = !observations.contains { topics.contains($0.topic) }
        byTopic = Dictionary(
            Suppression.apply(to: tally.results(), below: least).compactMap { result in
                result.cell.group.map { ($0, result) }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The number of a cell, or of a topic in all municipalities; `nil` where it is hidden.
    ///
    /// - Parameter municipality: `nil` for all.
    public func count(_ topic: String, in municipality: String?) -> Int? {
        guard let result = byTopic[topic] else { return 0 }
        let value: FigureValue
        if let municipality {
            guard let place = result.breakdown.first(where: { $0.municipality == municipality }) else { return 0 }
            value = place.value
        } else {
            value = result.value
        }
        guard case .count(let count) = value else { return nil }
        return count
    }

    /// Whether what was written of it may be read: there are enough of them, and the number is shown.
    public func isOpen(_ place: Place) -> Bool {
        (count(place.topic, in: place.municipality) ?? 0) > 0
    }
}
