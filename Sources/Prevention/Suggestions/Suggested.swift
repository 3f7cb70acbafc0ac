/// Something that the facts of a case or an incident suggest (*forslag*): never a score, and nothing happens by itself. Whoever
/// handles it follows it, or dismisses it with a reason.
public struct Suggested: Sendable, Hashable {
    /// A fact that its reason names.
    public enum Fact: Sendable, Hashable {
        case number(Int)
        case date(LocalDate)
        /// The value of a field of the programme.
        case choice(field: String, value: String)
        case incidentType(String)
        /// A length of time from law.yaml, by id.
        case rule(String)
    }

    /// What it leads to: a form that is filled as far as is known, and that a person sends or leaves.
    public enum Offer: Sendable, Hashable {
        case step(Stage)
        case entry(String)
        /// A new case about the subject. One opened on that day or later answers it.
        case newCase(programme: String, fields: [String: String], since: LocalDate)
    }

    /// Its words are in the locales under `suggestion.<code>`.
    public let code: String
    /// By the placeholder in its words.
    public let facts: [String: Fact]
    public let offer: Offer
    /// What it rests on, in codes. A dismissed one comes back only when this is another.
    public let basis: String

    public init(_ code: String, facts: [String: Fact], offer: Offer, basis: [String]) {
        self.code = code
        self.facts = facts
        self.offer = offer
        self.basis = basis.joined(separator: " ")
    }
}

/// One kind of suggestion on the cases of a programme.
public struct SuggestionRule: Sendable {
    public let code: String
    /// The stages in which it may be made; other cases are not looked at.
    public let during: [Stage]
    /// What a list looks for before it reads a case.
    public let trace: Trace
    /// Pure: the same case and moment give the same answer. `nil` where there is nothing to suggest; throws only where
    /// law.yaml lacks a number.
    let judge: @Sendable (CaseFile, Instant, LawBook) throws(LawBook.MissingRule) -> Suggested?

    init(
        _ code: String, during: [Stage], trace: Trace = .none,
        judge: @escaping @Sendable (CaseFile, Instant, LawBook) throws(LawBook.MissingRule) -> Suggested?
    ) {
        self.code = code
        self.during = during
        self.trace = trace
        self.judge = judge
    }

    /// What every case has on which a rule has something to say, by which a list of all open cases leaves the others unread.
    public enum Trace: Sendable, Hashable {
        /// Any case in its stages.
        case none
        /// A date in a field, and so the deadline of its clock, within the longest of these rules of law.yaml; where the clock is
        /// paused, the date alone.
        case deadline(field: String, within: [String])
        /// An entry of that code within as many days as a rule of law.yaml says.
        case entry(String, within: String)

        /// The days that it reaches, by the rules in force on `day`; 0 where it reaches any.
        public func days(on day: LocalDate, _ law: LawBook) throws(LawBook.MissingRule) -> Int {
            switch self {
            case .none: return 0
            case .entry(_, let rule): return try law.value(rule, on: day)
            case .deadline(_, let rules):
                var longest = 0
                for rule in rules { longest = max(longest, try law.value(rule, on: day)) }
                return longest
            }
        }
    }
}

extension Engine {
    /// What a case suggests at a moment, in the order of the programme's rules.
    public static func suggestions(
        on file: CaseFile, now: Instant, law: LawBook
    ) throws(LawBook.MissingRule) -> [Suggested] {
        guard let stage = file.stage else { return [] }
        var found: [Suggested] = []
        for rule in file.programme.suggestions where rule.during.contains(stage) {
            if let one = try rule.judge(file, now, law) { found.append(one) }
        }
        return found
    }
}
