/// A programme (*ordning*): one scheme of local crime prevention, from first contact to closing.
///
/// Each file of this folder defines one. Forms, lists, boards, case pages, transition buttons, clocks, import checks and
/// figures follow from the definition; nothing else in the system names a programme. The words for its codes are in the
/// locales under `programme.<code>`.
public struct Programme: Sendable {
    /// Stable: imports, reports and addresses use it.
    public let code: String
    /// Short, upper-case: the start of its case numbers, `UKN-2026-000123`.
    public let prefix: String
    public let subject: SubjectKind
    public let regime: Regime
    /// Acts and paragraphs, in Danish, as printed on the case page.
    public let legalBasis: [String]
    /// Whom its information may go to, and on what basis, in Danish.
    public let sharing: [String]
    /// Id of the rule in law.yaml that says how long a closed case is kept.
    public let retention: String
    /// Where it depends on how the case went; the first that holds for a case is its rule.
    public let outcomes: [RetentionOutcome]
    public let visibility: Visibility
    /// Who outside the police may read its cases, and how far.
    public let shares: [Share]
    /// Whether its steps may carry a note in free text; not where the law or the scheme keeps content out of the case.
    public let takesNotes: Bool
    public let form: [Field]
    /// In the order of the board's columns; a case opens in the first.
    public let stages: [Stage]
    public let transitions: [Transition]
    /// What may be recorded on a case without moving it.
    public let entries: [EntryKind]
    public let clocks: [Clock]
    public let guards: [Guard]
    /// Codes of programmes whose cases with the same persons its guards look at.
    public let looksAt: [String]
    /// When its decision is in force; `nil` where it decides nothing that binds.
    public let force: Force?
    public let figures: [Figure]
    /// How a case is suggested after an incident; `nil` where none is.
    public let suggestion: Suggestion?
    /// What the state of a case suggests to those who handle it.
    public let suggestions: [SuggestionRule]

    public init(
        code: String,
        prefix: String,
        subject: SubjectKind,
        regime: Regime,
        legalBasis: [String],
        sharing: [String],
        retention: String,
        outcomes: [RetentionOutcome] = [],
        visibility: Visibility = .caseworkers,
        shares: [Share] = [],
        takesNotes: Bool = true,
        form: [Field],
        stages: [Stage],
        transitions: [Transition],
        entries: [EntryKind] = [],
        clocks: [Clock] = [],
        guards: [Guard] = [],
        looksAt: [String] = [],
        force: Force? = nil,
        figures: [Figure],
        suggestion: Suggestion? = nil,
        suggestions: [SuggestionRule] = []
    ) {
        self.code = code
        self.prefix = prefix
        self.subject = subject
        self.regime = regime
        self.legalBasis = legalBasis
        self.sharing = sharing
        self.retention = retention
        self.outcomes = outcomes
        self.visibility = visibility
        self.shares = shares
        self.takesNotes = takesNotes
        self.form = form
        self.stages = stages
        self.transitions = transitions
        self.entries = entries
        self.clocks = clocks
        self.guards = guards
        self.looksAt = looksAt
        self.force = force
        self.figures = figures
        self.suggestion = suggestion
        self.suggestions = suggestions
    }

    /// Whom or what a case is about.
    public enum SubjectKind: String, Sendable {
        case child, adult, person
        /// A citizen's enquiry or an area: no subject in the register.
        case none
    }

    /// The law on personal data that a record stands under.
    public enum Regime: String, Sendable {
        /// Retshåndhævelsesloven: police prevention work.
        case led
        /// Databeskyttelsesforordningen: municipalities, psychiatry and others.
        case gdpr
        /// No personal data.
        case none
    }

    /// Who may know of its cases.
    public enum Visibility: Sendable {
        /// Everybody who works with cases.
        case caseworkers
        /// Only those whose role takes steps in it: that somebody has such a case says something about their health.
        case handlers
        /// Only the team, to everybody else it does not exist.
        case sealed
    }

    public var isSealed: Bool { visibility == .sealed }

    public var firstStage: Stage { stages[0] }

    public func transitions(from stage: Stage) -> [Transition] {
        transitions.filter { $0.from.contains(stage) }
    }

    public func transition(from: Stage, to: Stage) -> Transition? {
        transitions.first { $0.to == to && $0.from.contains(from) }
    }

    /// A stage without a way on.
    public func isEnd(_ stage: Stage) -> Bool {
        !transitions.contains { $0.from.contains(stage) }
    }

    /// Every field that it has words for.
    public var allFields: [Field] { form + entries.flatMap(\.fields) }

    /// Whether anything suggests something in it.
    public var hasSuggestions: Bool { suggestion != nil || !suggestions.isEmpty }

    /// Whether somebody's role takes any of its steps: they may open, pause, hand over and own its cases.
    public func isHandled(by actor: Actor) -> Bool {
        transitions.contains { actor.holds(any: $0.by) }
    }

    public func clock(_ code: String) -> Clock? {
        clocks.first { $0.code == code }
    }

    public func field(_ code: String) -> Field? {
        form.first { $0.code == code }
    }

    public func entry(_ code: String) -> EntryKind? {
        entries.first { $0.code == code }
    }
}

/// A stage (*trin*) of a programme, by its code.
public struct Stage: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let code: String
    public init(_ code: String) { self.code = code }
    public init(stringLiteral value: String) { code = value }
    public var description: String { code }
}

/// A step that a case may take.
public struct Transition: Sendable, Hashable {
    public let from: [Stage]
    public let to: Stage
    /// Who may take it.
    public let by: [Role]
    /// The fields its form asks for; those in `requires` must be filled.
    public let asks: [String]
    public let requires: [String]

    public init(_ from: [Stage], to: Stage, by: [Role], asks: [String] = [], requires: [String] = []) {
        self.from = from
        self.to = to
        self.by = by
        self.asks = requires + asks.filter { !requires.contains($0) }
        self.requires = requires
    }
}

/// Cases that somebody outside the police may read: of their own municipality, where they have one.
public struct Share: Sendable, Hashable {
    public let role: Role
    /// The stages in which a case is open to them; before and after, it does not exist for them.
    public let during: [Stage]
    /// Only the cases that they have been handed themselves.
    public let isOwnOnly: Bool

    public init(_ role: Role, during: [Stage], ownOnly: Bool = false) {
        self.role = role
        self.during = during
        isOwnOnly = ownOnly
    }
}

/// Something that may be recorded on a case, as often as it happens, without moving it (*notering*): a breach, a demand.
public struct EntryKind: Sendable, Hashable {
    public let code: String
    /// The stages in which it may be recorded.
    public let during: [Stage]
    /// Who may record it.
    public let by: [Role]
    public let fields: [Field]

    public init(_ code: String, during: [Stage], by: [Role], fields: [Field]) {
        self.code = code
        self.during = during
        self.by = by
        self.fields = fields
    }
}

/// How a case is suggested for the victim of an incident. Which kinds of incidents do so stands in incident-types.yaml.
public struct Suggestion: Sendable, Hashable {
    /// Id of the rule in law.yaml that says how long after the incident.
    public let days: String
    /// What the form of the new case knows already.
    public let fields: [String: String]
}
