public import Prevention

/// A status for the kredsråd (*status til kredsrådet*): live from the data until it is frozen, and what is frozen then. Codes are
/// kept as codes; what words alone make readable later is kept in both languages.
public struct StatusBody: Codable, Sendable, Hashable {
    public struct Step: Codable, Sendable, Hashable {
        public let title: String
        public let due: String
        public let firstDue: String
        public let doneOn: String
        public let lastReason: String
    }

    public struct Owner: Codable, Sendable, Hashable {
        public let authority: String
        public let position: String
    }

    public struct Line: Codable, Sendable, Hashable {
        public let id: Int64
        public let title: String
        public let stage: String
        public let light: String
        public let lightText: String
        public let anchor: String
        public let anchorRef: String
        public let overCap: String
        public let owners: [Owner]
        public let steps: [Step]
        public let result: String
        public let learning: String
        /// Of the body or forum that `anchor` names, by language; empty for words of its own.
        public let anchorNames: [String: String]
        /// What its figures and indicators are held against; `nil` where it has not been chosen yet.
        public let base: PlanBase?
        public let figures: [FigureLine]
        public let indicators: [IndicatorLine]
        public let activities: [ActivityLine]
    }

    /// A case without personal data; who may not open it is told of none but that it is there.
    public struct ActivityLine: Codable, Sendable, Hashable {
        public let number: String
        /// 0 where it is deleted.
        public let id: Int64
        public let programme: String
        public let stage: String
        public let title: String
    }

    /// Something that has happened since the last status.
    public struct Event: Codable, Sendable, Hashable {
        public let day: String
        public let act: String
        public let title: String
        /// By language, with the name of what is kept by its code.
        public let said: [String: String]
    }

    /// A number as it may be published.
    public enum Number: Codable, Sendable, Hashable {
        case count(Int)
        case share(part: Int, whole: Int)
        case days(median: Int, ninth: Int, count: Int)
        case agreement(kappa: Double?, count: Int)
        case hidden

        init(_ value: FigureValue) {
            switch value {
            case .count(let count): self = .count(count)
            case .share(let part, let whole): self = .share(part: part, whole: whole)
            case .days(let median, let ninth, let count): self = .days(median: median, ninth: ninth, count: count)
            case .agreement(let kappa, let count): self = .agreement(kappa: kappa, count: count)
            case .suppressed: self = .hidden
            }
        }

        public var value: FigureValue {
            switch self {
            case .count(let count): return .count(count)
            case .share(let part, let whole): return .share(of: part, in: whole)
            case .days(let median, let ninth, let count): return .days(median: median, ninth: ninth, of: count)
            case .agreement(let kappa, let count): return .agreement(kappa: kappa, of: count)
            case .hidden: return .suppressed
            }
        }
    }

    public struct FigureLine: Codable, Sendable, Hashable {
        public let id: String
        public let version: Int
        /// By language.
        public let names: [String: String]
        public let definitions: [String: String]
        public let now: Number
        public let before: Number?
        /// Of the whole year before it was promised or began; `nil` where there is none of that year.
        public let base: Number?
    }

    public struct IndicatorLine: Codable, Sendable, Hashable {
        public let id: String
        public let names: [String: String]
        public let isPercent: Bool
        /// With population, place, period, interval, number asked and source.
        public let value: IndicatorValue
        /// The same as it was last measured before it was promised or began; `nil` where it was not, or not since.
        public let base: IndicatorValue?
    }

    public struct Area: Codable, Sendable, Hashable {
        public let id: Int64
        public let title: String
        public let aims: String
        public let promised: String
        public let done: String
        public let changed: String
        public let initiatives: [Line]
        public let events: [Event]
        /// What its figures and indicators are held against; `nil` until the plan is adopted.
        public let base: PlanBase?
        public let figures: [FigureLine]
        public let indicators: [IndicatorLine]
        /// Empty while it goes on.
        public let endedOn: String
        public let endReason: String

        /// Fields of its text that nobody has written yet.
        public var unwritten: [String] {
            [("promised", promised), ("done", done), ("changed", changed)].filter { $1.isEmpty }.map(\.0)
        }
    }

    public let title: String
    public let meetingOn: String
    public let plan: String
    public let period: String
    public let version: Int
    public let cap: Int
    /// The day up to which everything is counted.
    public let asOf: String
    /// The year of the figures; those beside them are of the whole year before.
    public let year: Int
    /// Changes whenever a definition of a figure does.
    public let definitionsVersion: String
    /// The meeting of the status before; empty for none.
    public let since: String
    public let areas: [Area]

    /// Areas whose text is not written, or not all of it.
    public var unwritten: [Area] { areas.filter { !$0.unwritten.isEmpty } }
}
