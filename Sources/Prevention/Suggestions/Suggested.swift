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
    /// Pure: the same case and moment give the same answer. `nil` where there is nothing to suggest; throws only where
    /// law.yaml lacks a number.
    let judge: @Sendable (CaseFile, Instant, LawBook) throws(LawBook.MissingRule) -> Suggested?

    init(
        _ code: String, during: [Stage],
        judge: @escaping @Sendable (CaseFile, Instant, LawBook) throws(LawBook.MissingRule) -> Suggested?
    ) {
        self.code = code
        self.during = during
        self.judge = judge
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
