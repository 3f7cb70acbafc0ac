/// The cooperation plan of the police and the municipalities (*samarbejdsplan*), for a period such as 2025/26. It is about nobody.
public struct Plan: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        /// Being written: municipalities propose, proposals are weighed.
        case draft
        /// Laid before the kredsråd.
        case proposed
        /// Decided by the kredsråd, and followed.
        case adopted
        case ended

        /// Where it may go from here: `adopted` to `draft` is a new version, of which the earlier one is kept.
        public var next: [State] {
            switch self {
            case .draft: return [.proposed]
            case .proposed: return [.adopted, .draft]
            case .adopted: return [.ended, .draft]
            case .ended: return []
            }
        }

        /// Whether its texts, areas and decisions may be changed: what was laid before the kredsråd stands as it was laid before it.
        public var isOpen: Bool { self == .draft }
    }

    public var title: String
    public var from: LocalDate
    /// The last day.
    public var to: LocalDate
    public var foreword: String
    /// How many initiatives an area may have at once (*loft over indsatser*).
    public var cap: Int
    /// Who has decided on that number, and where.
    public var capSource: String

    public init(title: String, from: LocalDate, to: LocalDate, foreword: String, cap: Int, capSource: String) {
        self.title = title
        self.from = from
        self.to = to
        self.foreword = foreword
        self.cap = cap
        self.capSource = capSource
    }

    /// `2025/26`, or `2025` where it lies in one year.
    public var period: String {
        from.year == to.year ? String(from.year) : "\(from.year)/\(to.year % 100 < 10 ? "0" : "")\(to.year % 100)"
    }

    /// What is wrong with it as such. The words are in the locales under `refusal.plan.*`.
    public var problems: [Refusal] {
        var found = PlanText.problems([("title", title, true), ("foreword", foreword, false)])
        found += PlanText.problems([("cap-source", capSource, true)])
        if to <= from { found.append(Refusal("plan.period", ["place": "to"])) }
        if !(1...50).contains(cap) { found.append(Refusal("plan.cap", ["place": "cap"])) }
        return found
    }
}

/// By what proposals are weighed (*kriterium*).
public struct PlanCriterion: Sendable, Hashable {
    public var title: String
    /// How many municipalities meet it where it is counted by the system; 0 where it is judged.
    public var least: Int

    public init(title: String, least: Int = 0) {
        self.title = title
        self.least = least
    }

    public var isCounted: Bool { least > 0 }

    /// How far a proposal meets it (*vurdering*).
    public enum Mark: String, Sendable, CaseIterable {
        case yes, partly, no
    }
}
