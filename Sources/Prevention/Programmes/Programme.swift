/// A programme (*ordning*): one scheme of local crime prevention, from first contact to closing.
///
/// Each file of this folder defines one. Forms, lists, boards, case pages, transition buttons, clocks, import checks and
/// figures follow from the definition. Nothing else in the system names a programme, but for the page of a restraining order
/// (`Web/Orders`), Socialsøg, which leads to a social report (`Casework/Hits`, `Casework/Rights/ComposeAnswer`), and the
/// headings of the annual report (`Web/Report/ReportSections`). The words for its codes are in the locales under
/// `programme.<code>`.
public struct Programme: Sendable {
    /// Stable: imports, reports and addresses use it.
    public let code: String
    /// Short, upper-case: the start of its case numbers, `UKN-2026-000123`.
    public let prefix: String
    public let subject: SubjectKind
    /// Whether a case cannot be opened without its subject.
    public let needsSubject: Bool
    public let regime: Regime
    /// Id of the rule in law.yaml that must be in force on the day a case opens; `nil` where it has always been there.
    public let onlyUnder: String?
    /// The roles in which somebody may take part in a case.
    public let partyRoles: [Party.Role]
    /// Acts and paragraphs, in Danish, as printed on the case page.
    public let legalBasis: [String]
    /// Id of the rule in law.yaml that says how long a closed case is kept.
    public let retention: String
    /// Where it depends on how the case went; the first that holds for a case is its rule.
    public let outcomes: [RetentionOutcome]
    public let visibility: Visibility
    /// Who outside the police may read its cases, and how far.
    public let shares: [Share]
    /// Who may open a case without taking its steps; where nobody is named, those who take steps open it.
    public let openedBy: [Role]
    /// Whether its steps may carry a note in free text; not where the law or the scheme keeps content out of the case.
    public let takesNotes: Bool
    /// Whether a case, as it stands, is about nobody, though others of the programme are: then it holds no document, and none
    /// that holds content becomes so.
    public let isAboutNobody: @Sendable (CaseFile) -> Bool
    /// Whether a letter to another authority may say who the case is about. Where it is not, their details go along with a
    /// recorded consent alone, in the form.
    public let namesSubjectToAuthorities: Bool
    /// The field with the day of the offence that a case is about; `nil` where there is none.
    public let offenceDay: String?
    public let form: [Field]
    /// In the order of the board's columns; a case opens in the first.
    public let stages: [Stage]
    public let transitions: [Transition]
    /// What may be recorded on a case without moving it.
    public let entries: [EntryKind]
    public let clocks: [Clock]
    public let guards: [Guard]
    /// Conditions on who takes part, judged whenever somebody joins or leaves.
    public let partyGuards: [Guard]
    /// What its texts must never say.
    public let wordings: [Wording]
    /// Codes of programmes whose cases with the same persons its guards look at.
    public let looksAt: [String]
    /// When its decision is in force; `nil` where it decides nothing that binds.
    public let force: Force?
    public let figures: [Figure]
    /// How a case is suggested after an incident; `nil` where none is.
    public let suggestion: Suggestion?
    /// Codes of the programmes that a case of it often leads on to; its page offers to open one.
    public let leadsTo: [String]
    /// Whether its guards look at the assessments of areas.
    public let looksAtAreas: Bool
    /// The stages in which a new decision may follow the old one: as a new case with the same parties.
    public let renewedFrom: [Stage]
    /// Whether it protects its subject from its counterpart, who is told nothing of where the subject may be found.
    public let shieldsSubject: Bool
    /// Codes of the programmes whose cases it brings together.
    public let gathers: [String]
    /// What the state of a case suggests to those who handle it.
    public let suggestions: [SuggestionRule]

    public init(
        code: String,
        prefix: String,
        subject: SubjectKind,
        subjectAtOpening: Bool = true,
        regime: Regime,
        onlyUnder: String? = nil,
        partyRoles: [Party.Role] = [.subject, .counterpart, .caregiver, .child, .victim, .contact],
        legalBasis: [String],
        retention: String,
        outcomes: [RetentionOutcome] = [],
        visibility: Visibility = .caseworkers,
        shares: [Share] = [],
        openedBy: [Role] = [],
        takesNotes: Bool = true,
        isAboutNobody: @escaping @Sendable (CaseFile) -> Bool = { _ in false },
        namesSubjectToAuthorities: Bool? = nil,
        offenceDay: String? = nil,
        form: [Field],
        stages: [Stage],
        transitions: [Transition],
        entries: [EntryKind] = [],
        clocks: [Clock] = [],
        guards: [Guard] = [],
        partyGuards: [Guard] = [],
        wordings: [Wording] = [],
        looksAt: [String] = [],
        force: Force? = nil,
        figures: [Figure],
        suggestion: Suggestion? = nil,
        leadsTo: [String] = [],
        looksAtAreas: Bool = false,
        renewedFrom: [Stage] = [],
        shieldsSubject: Bool = false,
        gathers: [String] = [],
        suggestions: [SuggestionRule] = []
    ) {
        self.code = code
        self.prefix = prefix
        self.subject = subject
        needsSubject = subject != .none && subjectAtOpening
        self.regime = regime
        self.onlyUnder = onlyUnder
        self.partyRoles = partyRoles
        self.legalBasis = legalBasis
        self.retention = retention
        self.outcomes = outcomes
        self.visibility = visibility
        self.shares = shares
        self.openedBy = openedBy
        self.takesNotes = takesNotes
        self.isAboutNobody = isAboutNobody
        self.namesSubjectToAuthorities = namesSubjectToAuthorities ?? takesNotes
        self.offenceDay = offenceDay
        self.form = form
        self.stages = stages
        self.transitions = transitions
        self.entries = entries
        self.clocks = clocks
        self.guards = guards
        self.partyGuards = partyGuards
        self.wordings = wordings
        self.looksAt = looksAt
        self.force = force
        self.figures = figures
        self.suggestion = suggestion
        self.leadsTo = leadsTo
        self.looksAtAreas = looksAtAreas
        self.renewedFrom = renewedFrom
        self.shieldsSubject = shieldsSubject
        self.gathers = gathers
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

    /// Every condition it has: on its steps, its entries and those who take part.
    public var allGuards: [Guard] { guards + entries.flatMap(\.guards) + partyGuards }

    /// Codes of what must never be, in words under `refusal`.
    public var prohibitions: [String] {
        allGuards.filter { $0.kind == .prohibition }.map(\.code) + wordings.map(\.code)
    }

    /// Whether somebody's role opens its cases or takes any of their steps: they may pause, hand over and own them.
    public func isHandled(by actor: Actor) -> Bool {
        actor.holds(any: openedBy) || transitions.contains { actor.holds(any: $0.by) }
    }

    public func mayBeOpened(by actor: Actor) -> Bool {
        openedBy.isEmpty ? isHandled(by: actor) : actor.holds(any: openedBy)
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
    /// Only the cases that have been opened to them for a meeting, and only until its minutes are approved.
    public let isOnAgenda: Bool
    /// The field that has to be filled before they learn who takes part, such as a consent; `nil` where nothing is asked.
    public let namesWith: String?

    public init(_ role: Role, during: [Stage], ownOnly: Bool = false, onAgenda: Bool = false, namesWith: String? = nil)
    {
        self.namesWith = namesWith
        isOnAgenda = onAgenda
        self.role = role
        self.during = during
        isOwnOnly = ownOnly
    }
}

/// Something that may be recorded on a case, as often as it happens, without moving it (*notering*): a breach, a demand.
public struct EntryKind: Sendable {
    public let code: String
    /// The stages in which it may be recorded.
    public let during: [Stage]
    /// More stages, once an entry of another kind has been recorded: a breach of an immediate order, once that is served.
    public let alsoAfter: After?
    /// Whether a case is such that it can happen at all: a prohibition ends only where there is one.
    public let when: @Sendable (CaseFile) -> Bool
    /// Who may record it.
    public let by: [Role]
    public let fields: [Field]
    public let guards: [Guard]
    /// The kind of entry that answers it: until then the case is not over, whatever its stage; `nil` where nothing is waited
    /// for.
    public let pendingUntil: String?
    /// Whom it takes out of the case, as a consent that is withdrawn does; `nil` where nobody leaves by it.
    public let takesOut: TakesOut?

    public struct TakesOut: Sendable, Hashable {
        /// The field that says who.
        public let field: String
        public let role: Party.Role
    }

    public struct After: Sendable, Hashable {
        public let entry: String
        public let during: [Stage]
    }

    public init(
        _ code: String, during: [Stage], alsoAfter: After? = nil,
        when: @escaping @Sendable (CaseFile) -> Bool = { _ in true },
        by: [Role], fields: [Field], guards: [Guard] = [], pendingUntil: String? = nil, takesOut: TakesOut? = nil
    ) {
        self.when = when
        self.takesOut = takesOut
        self.pendingUntil = pendingUntil
        self.code = code
        self.during = during
        self.alsoAfter = alsoAfter
        self.by = by
        self.fields = fields
        self.guards = guards
    }

    /// Whether it may be recorded on a case as that stands.
    public func isOpen(on file: CaseFile) -> Bool {
        guard let stage = file.stage, when(file) else { return false }
        if during.contains(stage) { return true }
        guard let alsoAfter, alsoAfter.during.contains(stage) else { return false }
        return file.events.contains { $0.records(alsoAfter.entry) }
    }
}

/// How a case is suggested for the victim of an incident. Which kinds of incidents do so stands in incident-types.yaml.
public struct Suggestion: Sendable, Hashable {
    /// Id of the rule in law.yaml that says how long after the incident.
    public let days: String
    /// What the form of the new case knows already.
    public let fields: [String: String]
}
