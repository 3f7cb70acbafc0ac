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
    }

    /// Something that has happened since the last status.
    public struct Event: Codable, Sendable, Hashable {
        public let day: String
        public let act: String
        public let title: String
        public let words: String
    }

    /// A number as it may be published.
    public struct Number: Codable, Sendable, Hashable {
        /// Of a share; else the count.
        public let part: Int
        /// 0 for what is no share.
        public let whole: Int
        public let isShare: Bool
        public let isHidden: Bool

        /// `nil` for what is neither count nor share.
        public init?(_ value: FigureValue) {
            switch value {
            case .count(let count): (part, whole, isShare, isHidden) = (count, 0, false, false)
            case .share(let of, let total): (part, whole, isShare, isHidden) = (of, total, true, false)
            case .suppressed: (part, whole, isShare, isHidden) = (0, 0, false, true)
            case .days, .agreement: return nil
            }
        }

        public var value: FigureValue {
            if isHidden { return .suppressed }
            return isShare ? .share(of: part, in: whole) : .count(part)
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
    }

    public struct IndicatorLine: Codable, Sendable, Hashable {
        public let id: String
        public let names: [String: String]
        public let isPercent: Bool
        /// With population, place, period, interval, number asked and source.
        public let value: IndicatorValue
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
        public let figures: [FigureLine]
        public let indicators: [IndicatorLine]
        /// Empty while it goes on.
        public let endedOn: String
        public let endReason: String
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
}
