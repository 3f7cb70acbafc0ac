/// The dated rules of law.yaml: every number with a paragraph behind it.
///
/// A rule may have several versions; a case is judged by the one in force on its own date.
public struct LawBook: Sendable {
    /// One version of one rule.
    public struct Rule: Sendable, Hashable {
        public let id: String
        public let value: Int
        public let unit: Unit
        /// Act and paragraph, as printed to the user.
        public let source: String
        /// The same in English, where it is no act but the project's own; `nil` for an act, which keeps its name.
        public let englishSource: String?
        /// How sure the source is.
        public let confidence: Confidence
        /// First day in force.
        public let validFrom: LocalDate
        /// First day no longer in force; `nil` while it is.
        public let validTo: LocalDate?
        /// Codes of the municipalities in which it is in force; empty for everywhere.
        public let municipalities: [String]

        public init(
            id: String, value: Int, unit: Unit, source: String, confidence: Confidence, validFrom: LocalDate,
            validTo: LocalDate?, municipalities: [String] = [], englishSource: String? = nil
        ) {
            self.englishSource = englishSource
            self.id = id
            self.value = value
            self.unit = unit
            self.source = source
            self.confidence = confidence
            self.validFrom = validFrom
            self.validTo = validTo
            self.municipalities = municipalities
        }

        public func isInForce(on day: LocalDate) -> Bool {
            guard day >= validFrom else { return false }
            guard let validTo else { return true }
            return day < validTo
        }
    }

    public enum Unit: String, Sendable, CaseIterable {
        case calendarDays = "calendar-days"
        case workingDays = "working-days"
        case hours
        case weeks
        case months
        case years
        case count
        case metres
    }

    public enum Confidence: String, Sendable, CaseIterable {
        case sure, probable, unverified
    }

    /// Every version of every rule, ordered by id, then by date.
    public let rules: [Rule]
    private let byID: [String: [Rule]]

    /// The working days that its rules count in.
    public let workingDays: WorkingDays

    public init(_ rules: [Rule], holidays: [Holiday] = []) {
        workingDays = WorkingDays(holidays: holidays)
        self.rules = rules.sorted { ($0.id, $0.validFrom) < ($1.id, $1.validFrom) }
        byID = Dictionary(grouping: self.rules, by: \.id)
    }

    /// The version of rule `id` in force on `day`; throws where law.yaml has none, for no number may be guessed.
    public func rule(_ id: String, on day: LocalDate) throws(MissingRule) -> Rule {
        guard let rule = byID[id]?.last(where: { $0.isInForce(on: day) }) else {
            throw MissingRule(id: id, day: day)
        }
        return rule
    }

    public func isInForce(_ id: String, on day: LocalDate) -> Bool {
        byID[id]?.contains { $0.isInForce(on: day) } ?? false
    }

    /// Whether it is in force on `day` in a municipality.
    public func isInForce(_ id: String, on day: LocalDate, in municipality: String) -> Bool {
        byID[id]?.contains { rule in
            rule.isInForce(on: day) && (rule.municipalities.isEmpty || rule.municipalities.contains(municipality))
        } ?? false
    }

    /// The number of rule `id` on `day`.
    public func value(_ id: String, on day: LocalDate) throws(MissingRule) -> Int {
        try rule(id, on: day).value
    }

    /// law.yaml has no version of a rule for a day.
    public struct MissingRule: Error, Hashable, CustomStringConvertible {
        public let id: String
        public let day: LocalDate
        public var description: String { "law.yaml has no rule '\(id)' in force on \(day)" }
    }
}
