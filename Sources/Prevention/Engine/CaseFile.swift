/// A case (*sag*) as the engine sees it: what it is, who takes part, what has happened.
public struct CaseFile: Sendable {
    public let id: Int64
    public let programme: Programme
    /// Municipality code; empty where the case has none.
    public let municipality: String
    public let fields: [String: String]
    public let parties: [Party]
    /// In the order in which they happened.
    public let events: [CaseEvent]
    /// Cases of the programmes that this one's guards look at, in which at least two of its parties take part.
    public let related: [RelatedCase]
    /// The assessments of areas, where its programme's guards look at them.
    public let areas: [AreaAssessment]

    public init(
        id: Int64, programme: Programme, municipality: String, fields: [String: String], parties: [Party],
        events: [CaseEvent], related: [RelatedCase] = [], areas: [AreaAssessment] = []
    ) {
        self.id = id
        self.programme = programme
        self.municipality = municipality
        self.fields = fields
        self.parties = parties
        self.events = events
        self.related = related
        self.areas = areas
    }

    /// The same case with something changed.
    public func with(
        municipality: String? = nil, fields: [String: String]? = nil, parties: [Party]? = nil,
        events: [CaseEvent]? = nil,
        related: [RelatedCase]? = nil
    ) -> CaseFile {
        CaseFile(
            id: id, programme: programme, municipality: municipality ?? self.municipality,
            fields: fields ?? self.fields,
            parties: parties ?? self.parties, events: events ?? self.events, related: related ?? self.related,
            areas: areas)
    }

    /// Where it stands: the stage of its latest step.
    public var stage: Stage? {
        for event in events.reversed() {
            if case .entered(let stage) = event.kind { return stage }
        }
        return nil
    }

    /// Where it stood at a moment.
    public func stage(at moment: Instant) -> Stage? {
        with(events: events.filter { $0.at <= moment }).stage
    }

    /// The same case with one more event, in its place among the others.
    public func adding(_ event: CaseEvent) -> CaseFile {
        let place = events.firstIndex { event.at < $0.at } ?? events.endIndex
        return with(events: events[..<place] + [event] + events[place...])
    }

    /// Whether nothing is left to do: it stands in a stage without a way on, and no entry waits for its answer.
    public var isOver: Bool {
        guard let stage, programme.isEnd(stage) else { return false }
        return !programme.entries.contains { entry in
            guard let answer = entry.pendingUntil else { return false }
            // Each waits for an answer of its own.
            return events.count { $0.records(entry.code) } > events.count { $0.records(answer) }
        }
    }

    /// Of the fields of a form those that the step into a stage asks for; it sets no others, whoever sends them.
    public func asked(of fields: [String: String], movingTo next: Stage) -> [String: String] {
        let asked = stage.flatMap { programme.transition(from: $0, to: next) }?.asks ?? []
        return fields.filter { asked.contains($0.key) }
    }

    public var openedAt: Instant? { events.first?.at }

    /// The person the case is about.
    public var subject: Party? {
        parties.first { $0.role == .subject }
    }

    /// Steps into `stage`, in order.
    public func steps(into stage: Stage) -> [CaseEvent] {
        events.filter { $0.enters(stage) }
    }

    /// The first time the case entered `stage`.
    public func firstStep(into stage: Stage) -> CaseEvent? {
        events.first { $0.enters(stage) }
    }
}

/// Somebody who takes part in a case. The role belongs to the case, never to the person.
public struct Party: Sendable, Hashable {
    public enum Role: String, Sendable, CaseIterable {
        case subject, counterpart, child, caregiver, victim, contact
        /// Takes part in a project, with their consent (*deltager*).
        case participant
        /// Lives in a housing area, and has a criminal decision disclosed to its association (*beboer*).
        case resident
    }

    /// Row id in the register.
    public let person: Int64
    /// Their id in the source of the register, by which an entry says of whom it is; empty where that is not known.
    public let reference: String
    public let role: Role
    public let birthDate: LocalDate?
    public let sex: Sex
    /// The address of somebody who is protected, so that a guard can keep it out of what others get; empty for everybody else.
    public let protectedHome: String

    public init(
        person: Int64, role: Role, birthDate: LocalDate?, sex: Sex, protectedHome: String = "", reference: String = ""
    ) {
        self.person = person
        self.reference = reference
        self.role = role
        self.birthDate = birthDate
        self.sex = sex
        self.protectedHome = protectedHome
    }
}

/// Another case in which at least two of a case's parties take part, as far as a guard may look at it.
public struct RelatedCase: Sendable, Hashable {
    public let programme: String
    /// Those of the parties who take part in it.
    public let persons: Set<Int64>
    /// When its decision was or is in force; ends are exclusive, `nil` where none is known.
    public let inForce: [Period]

    public struct Period: Sendable, Hashable {
        public let from: Instant
        public let to: Instant?
    }

    /// `file` as others see it.
    public init(_ file: CaseFile, sharing persons: Set<Int64>) {
        self.programme = file.programme.code
        self.persons = persons
        inForce = file.programme.force.map { $0.periods(of: file) } ?? []
    }

    public func isInForce(at moment: Instant) -> Bool {
        inForce.contains { period in
            guard period.from <= moment else { return false }
            return period.to.map { moment < $0 } ?? true
        }
    }
}

/// Something that happened to a case.
public struct CaseEvent: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case entered(Stage)
        /// An entry of the kind with that code, with its fields.
        case recorded(entry: String, fields: [String: String])
        /// A clock stopped counting, with the reason.
        case pause(clock: String, reason: String)
        case resume(clock: String, reason: String)
    }

    public let kind: Kind
    public let at: Instant

    public init(_ kind: Kind, at: Instant) {
        self.kind = kind
        self.at = at
    }

    public func enters(_ stage: Stage) -> Bool {
        kind == .entered(stage)
    }

    public func records(_ code: String) -> Bool {
        if case .recorded(code, _) = kind { return true }
        return false
    }
}
