/// What a municipality, or the police, propose as a focus area (*forslag til indsatsområde*).
public struct PlanProposal: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case open
        case withdrawn
        /// Grouped into another one, which carries its municipalities on.
        case merged
        case chosen
        case notChosen = "not-chosen"
        /// Continues as an earlier area beside the plan.
        case earlier
        /// Left to the municipality as a local initiative.
        case local
    }

    /// What can be decided on one.
    public static let decisions: [State] = [.chosen, .notChosen, .earlier, .local]

    /// Code of the municipality; empty for what the police propose themselves.
    public var municipality: String
    public var title: String
    public var body: String

    public init(municipality: String, title: String, body: String) {
        self.municipality = municipality
        self.title = title
        self.body = body
    }

    /// What is wrong with it as such. The words are in the locales under `refusal.plan.*`.
    public var problems: [Refusal] {
        PlanText.problems([("title", title, true), ("body", body, true)])
    }
}
