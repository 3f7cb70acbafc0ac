import Prevention
import SQL
public import Store

/// The last line that the history keeps of an area or an initiative: what it is linked to, in codes. Their names change with the
/// language, and the cases with who reads.
public struct PlanLinkLine: Sendable, Hashable {
    /// Row id of the area that an initiative stands under; `nil` for a local one, and for an area.
    public let area: Int64?
    /// Whether it is an initiative beside the areas.
    public let isLocal: Bool
    public let figures: [String]
    public let indicators: [String]
    /// Numbers of cases.
    public let activities: [String]

    private static let prefix = "links:"

    private init(
        area: Int64?, isLocal: Bool, figures: [String], indicators: [String], activities: [String]
    ) {
        self.area = area
        self.isLocal = isLocal
        self.figures = figures
        self.indicators = indicators
        self.activities = activities
    }

    init(_ one: Initiative) {
        self.init(
            area: one.area, isLocal: one.isLocal, figures: one.figures, indicators: one.indicators,
            activities: one.activities)
    }

    init(_ area: FocusArea) {
        self.init(area: nil, isLocal: false, figures: area.figures, indicators: area.indicators, activities: [])
    }

    /// `links: area=3 figure=ukn-screened case=UTR-2026-000012`
    var text: String {
        let place = area.map { ["area=\($0)"] } ?? (isLocal ? ["local=yes"] : [])
        let codes =
            figures.map { "figure=" + $0 } + indicators.map { "indicator=" + $0 } + activities.map { "case=" + $0 }
        return ([PlanLinkLine.prefix] + place + codes).joined(separator: " ")
    }

    /// Takes such a line off what a change of an area or an initiative has kept; `nil` where it ends with none. A line that somebody
    /// has typed is never the last one.
    public static func split(_ kept: String) -> (words: String, links: PlanLinkLine)? {
        var lines = kept.split(separator: "\n", omittingEmptySubsequences: false)
        guard let last = lines.popLast(), last == prefix || last.hasPrefix(prefix + " ") else { return nil }
        var codes: [String: [String]] = [:]
        for part in last.dropFirst(prefix.count).split(separator: " ") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { codes[pair[0], default: []].append(pair[1]) }
        }
        let links = PlanLinkLine(
            area: codes["area"]?.first.flatMap { Int64($0) }, isLocal: codes["local"] != nil,
            figures: codes["figure"] ?? [], indicators: codes["indicator"] ?? [], activities: codes["case"] ?? [])
        return (lines.joined(separator: "\n"), links)
    }
}

/// The cases that a history speaks of, as one reader may know of them.
public struct PlanHistoryCases: Sendable {
    /// By number; one that the reader may not open has nothing but its id, and one that is deleted by now not even that.
    public let cases: [String: StatusBody.ActivityLine]
    /// Numbers of those that the reader may open.
    public let readable: Set<String>

    init(in changes: [PlanChange], for actor: Actor, _ office: Office, _ db: any Connection) throws {
        let kept = changes.flatMap { [$0.old, $0.new] }.compactMap(PlanLinkLine.split)
        let numbers = Set(kept.flatMap { $0.links.activities }).sorted()
        let readable = try office.readable(numbers, by: actor, in: db)
        let shown = try office.activities(numbers.filter(readable.contains), in: db)
        let others = try numbers.filter { !readable.contains($0) }.map { number in
            StatusBody.ActivityLine(
                number: number, id: try office.linked(number, in: db) ?? 0, programme: "", stage: "", title: "")
        }
        cases = Dictionary((shown + others).map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        self.readable = readable
    }
}

/// What was changed in a plan, newest first, with what its lines speak of.
public struct PlanHistory: Sendable {
    public let changes: [PlanChange]
    public let linked: PlanHistoryCases
}
