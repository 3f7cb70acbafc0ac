public import Prevention

/// The rows of the exchange format, as values: what a file says, before anything is looked up in the register.

/// A row of `persons.csv`.
public struct PersonRecord: Sendable, Hashable {
    public var id: String
    public var cpr = ""
    public var givenNames = ""
    public var familyName = ""
    public var birthDate: LocalDate?
    public var sex = Sex.unknown
    public var address = ""
    public var postalCode = ""
    public var municipality = ""
    public var isProtected = false

    public init(id: String) { self.id = id }
}

/// A row of `relations.csv`: the person is `kind` of the related one.
public struct RelationRecord: Sendable, Hashable {
    public var person: String
    public var related: String
    public var kind: Relation.Kind
    public var from: LocalDate?
    public var to: LocalDate?

    public init(person: String, related: String, kind: Relation.Kind, from: LocalDate? = nil, to: LocalDate? = nil) {
        self.person = person
        self.related = related
        self.kind = kind
        self.from = from
        self.to = to
    }
}

/// A row of `incidents.csv`.
public struct IncidentRecord: Sendable, Hashable {
    public var id: String
    public var occurredAt: Instant
    public var type: String
    public var municipality = ""
    public var place = ""
    public var latitude: Double?
    public var longitude: Double?
    public var summary = ""
    /// Id of the incident that this is a duplicate report of; empty for none.
    public var sameAs = ""

    public init(id: String, occurredAt: Instant, type: String) {
        self.id = id
        self.occurredAt = occurredAt
        self.type = type
    }
}

/// A row of `incident_persons.csv`: a person by id, or as the source describes somebody without one.
public struct ParticipantRecord: Sendable, Hashable {
    public var incident: String
    public var role: IncidentRole
    /// Empty where the source has no id.
    public var person = ""
    public var cpr = ""
    public var givenNames = ""
    public var familyName = ""
    public var birthDate: LocalDate?
    public var address = ""
    public var postalCode = ""

    public init(incident: String, role: IncidentRole) {
        self.incident = incident
        self.role = role
    }
}

/// A row of `areas.csv`: the assessment of an area as plagued by insecurity.
public struct AreaRecord: Sendable, Hashable {
    public var id: String
    public var assessment: AreaAssessment

    public init(id: String, assessment: AreaAssessment) {
        self.id = id
        self.assessment = assessment
    }
}

/// A line of `cases.jsonl`.
public struct CaseRecord: Sendable, Hashable, Codable {
    public struct Party: Sendable, Hashable, Codable {
        public var person: String
        public var role: String
        /// The source whose id `person` is, where it is another than that of the case.
        public var source: String?

        public init(person: String, role: String, source: String? = nil) {
            self.person = person
            self.role = role
            self.source = source
        }
    }

    public struct Event: Sendable, Hashable, Codable {
        /// The stage that was entered; `nil` for an entry.
        public var stage: String?
        /// A date or a date-time.
        public var at: String
        /// The kind of an entry that was recorded.
        public var entry: String?
        /// The fields of an entry.
        public var fields: [String: String]?

        public init(stage: String, at: String) {
            self.stage = stage
            self.at = at
        }

        /// What happened; `nil` where it says neither a stage nor an entry, or both.
        public var kind: CaseEvent.Kind? {
            switch (stage, entry) {
            case (let stage?, nil): return .entered(Stage(stage))
            case (nil, let entry?): return .recorded(entry: entry, fields: fields ?? [:])
            default: return nil
            }
        }

        public init(entry: String, fields: [String: String], at: String) {
            self.entry = entry
            self.fields = fields
            self.at = at
        }
    }

    public var id: String
    public var programme: String
    public var municipality: String?
    public var parties: [Party]?
    public var fields: [String: String]?
    public var events: [Event]
    /// `rpl115` where what was shared in the case rests on retsplejeloven § 115 and must not be used to investigate criminal
    /// cases. Exports say so; an import takes no notice of it.
    public var restriction: String?

    public init(
        id: String, programme: String, municipality: String?, parties: [Party]?, fields: [String: String]?,
        events: [Event]
    ) {
        self.id = id
        self.programme = programme
        self.municipality = municipality
        self.parties = parties
        self.fields = fields
        self.events = events
    }
}
