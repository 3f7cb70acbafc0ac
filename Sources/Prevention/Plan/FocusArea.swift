/// What the police and the municipalities work on together (*indsatsområde*).
public struct FocusArea: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Picked for this plan.
        case focus
        /// From an earlier plan, and continued beside it (*tidligere indsatsområde*).
        case earlier
    }

    public var kind: Kind
    public var title: String
    public var body: String
    /// What is promised, as the kredsråd is held to it.
    public var aims: String
    /// Ids of figures of the annual report.
    public var figures: [String]
    /// Codes of external indicators.
    public var indicators: [String]

    public init(
        kind: Kind, title: String, body: String, aims: String, figures: [String] = [], indicators: [String] = []
    ) {
        self.kind = kind
        self.title = title
        self.body = body
        self.aims = aims
        self.figures = figures
        self.indicators = indicators
    }

    /// What is wrong with it as such. The words are in the locales under `refusal.plan.*`.
    public var problems: [Refusal] {
        PlanText.problems([("title", title, true), ("body", body, false), ("aims", aims, false)])
    }
}
