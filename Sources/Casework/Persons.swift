public import Prevention
import SQL
public import Store

/// Searches the register by number or name. The search is in the log with its words and purpose before it shows anything.
/// Persons outside the actor's scope are not found; nor are the actor and their own family.
public struct FindPersons: Sendable {
    public let text: String
    public let purpose: Purpose
    /// How many persons a search finds at most.
    public static let limit = 50

    public init(_ text: String, purpose: Purpose) {
        self.text = text
        self.purpose = purpose
    }

    /// - Throws: `Refused` where the purpose says nothing.
    public func callAsFunction(_ who: Authorized<Acts.FindPersons>, in office: Office) async throws -> [PersonView] {
        if let refusal = purpose.refusal { throw Refused([refusal]) }
        return try await office.reading(as: who.actor) { db, sight in
            let found = try sight.search(text, keys: office.keys, limit: FindPersons.limit, in: db)
            let words = [text, purpose.explanation].filter { !$0.isEmpty }.joined(separator: " / ")
            let search = LedgerEntry(.search, .person, id: nil, reason: purpose.code, words: words)
            let reads = found.map { LedgerEntry(.read, .person, id: $0.id, reason: purpose.code, words: words) }
            return (found.map(sight.view), [search] + reads)
        }
    }
}

/// A person with family, cases and incidents.
public struct PersonPage: Sendable {
    public let person: PersonView
    /// Whether it is hidden from the actor who this is.
    public let isMasked: Bool
    public let externalID: String
    /// How many records of sources are the person.
    public let records: Int
    /// Those of the family that the actor may know of.
    public let family: [PersonView]
    public let relations: [Relation]
    /// The newest, as many as are read at once.
    public let cases: [CaseRow]
    /// In which incident as what.
    public struct Part: Sendable, Hashable {
        public let incident: StoredIncident
        /// The one that may be said of somebody of that age.
        public let role: IncidentRole
        /// Whether it is in doubt that it was this person: no report says it for certain, and it counts nowhere.
        public let isHeld: Bool
    }

    /// Newest first, as many as are read at once; of a duplicate report, the incident that it repeats. Empty for those outside
    /// the police.
    public let incidents: [Part]
    /// Whether there are more than those.
    public let hasMoreIncidents: Bool
    /// Incidents whose place and summary stay hidden from the actor: it may be a protected home.
    public let masked: Set<Int64>
    /// The doubt that they wait for; `nil` where there is none, or for those who do not review.
    public let doubt: Int64?

    public static let mostIncidents = 50
    /// As many as the store reads at once.
    public static let mostCases = 200
}

/// Opens a person's page; logged for the person and for every family member shown.
public struct ReadPerson: Sendable {
    public let id: Int64
    public let purpose: Purpose

    public init(_ id: Int64, purpose: Purpose) {
        self.id = id
        self.purpose = purpose
    }

    /// - Throws: `Refused` where the purpose says nothing, or for the actor's own family; `NotFound` outside their scope.
    public func callAsFunction(_ who: Authorized<Acts.FindPersons>, in office: Office) async throws -> PersonPage {
        if let refusal = purpose.refusal { throw Refused([refusal]) }
        return try await office.reading(as: who.actor) { db, sight in
            // A record that has been merged stands behind the person that it is.
            let id = try IdentityStore.person(of: self.id, in: db)
            guard let person = try PersonStore.person(id, in: db), try !sight.within([id], in: db).isEmpty else {
                throw NotFound()
            }
            try sight.checkKin([id])
            let (members, relations) = try PersonStore.household(of: id, in: db)
            // Nobody comes upon their own family by the page of another.
            let others = try sight.within(members.filter { $0 != id && !sight.isKin($0) }, in: db)
            let family = try PersonStore.persons(others.sorted(), in: db)
            let shown = [id] + others.sorted()
            let page = try page(
                person, family: family,
                relations: relations.filter { shown.contains($0.person) && shown.contains($0.related) },
                scope: who.scope, sight, office, db)
            let entries = shown.map {
                LedgerEntry(.read, .person, id: $0, reason: purpose.code, words: purpose.explanation)
            }
            return (page, entries)
        }
    }

    private func page(
        _ person: Person, family: [Int64: Person], relations: [Relation], scope: CaseScope, _ sight: Sight,
        _ office: Office, _ db: any Connection
    ) throws -> PersonPage {
        let most = PersonPage.mostIncidents
        // What the police hold of an incident goes to others as § 115 says, never by itself.
        let id = person.id
        let reports =
            sight.seesIncidents
            ? try IncidentStore.incidents(withAnyOf: [id], includingHeld: true, limit: most + 1, in: db) : []
        let shown = reports.prefix(most).map(\.id)
        let (incidents, participants) = try IncidentStore.resolved(shown, includingHeld: true, in: db)
        let certain = try IncidentStore.resolved(shown, in: db).participants
        func roles(_ incident: StoredIncident, among participants: [StoredParticipant]) -> [IncidentRole] {
            unique(
                participants.filter { $0.person == id && $0.incident == incident.id }.map {
                    $0.role.shown(birthDate: person.birthDate, on: incident.day, law: office.law)
                })
        }
        return PersonPage(
            person: sight.view(person), isMasked: sight.isMasked(person), externalID: person.externalID,
            records: try IdentityStore.records(of: id, in: db).count,
            family: family.values.sorted { $0.id < $1.id }.map(sight.view), relations: relations,
            cases: try CaseStore.cases(with: id, scope: scope, in: db),
            incidents: incidents.reversed().flatMap { incident in
                let certain = roles(incident, among: certain)
                return roles(incident, among: participants).map {
                    PersonPage.Part(incident: incident, role: $0, isHeld: !certain.contains($0))
                }
            },
            hasMoreIncidents: reports.count > most,
            masked: try ProtectedPlaces.incidents(
                among: incidents, participants: participants, family: [person] + family.values,
                isHidden: sight.isMasked, in: db),
            doubt: sight.actor.may(.reviewIdentities) ? try MatchStore.waitingDoubt(about: id, in: db) : nil)
    }
}

/// Finds the one person whom a form names by CPR number or by the source's id.
public struct IdentifyPerson: Sendable {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// - Throws: `Refused` where there is none in the actor's scope, or several sources use the id.
    ///
    /// A look-up that finds nobody is logged as well, so it is refused after its log is written: whoever tries numbers
    /// leaves a trace of each.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int64 {
        let reason = Purpose(.caseWork).code
        let found = try await office.reading(as: who.actor) { db, sight in
            let found = try PersonStore.identified(by: text, keys: office.keys, in: db)
            let within = try sight.within(found, in: db)
            try sight.checkKin(within)
            let search = LedgerEntry(.search, .person, id: nil, reason: reason, words: text)
            let reads = within.sorted().map { LedgerEntry(.read, .person, id: $0, reason: reason, words: text) }
            return (within.sorted(), [search] + reads)
        }
        guard let only = found.first else { throw Refused("unknown-person", ["value": text]) }
        guard found.count == 1 else { throw Refused("several-persons", ["value": text]) }
        return only
    }
}

/// The name of the one person for whom a purpose has been stated already; logged for that person, and nobody else is read.
public struct NamePerson: Sendable {
    public let id: Int64
    public let purpose: Purpose

    public init(_ id: Int64, purpose: Purpose) {
        self.id = id
        self.purpose = purpose
    }

    public func callAsFunction(_ who: Authorized<Acts.FindPersons>, in office: Office) async throws -> PersonView {
        try await office.reading(as: who.actor) { db, sight in
            let id = try IdentityStore.person(of: self.id, in: db)
            guard let person = try PersonStore.person(id, in: db), try !sight.within([id], in: db).isEmpty else {
                throw NotFound()
            }
            try sight.checkKin([id])
            let entry = LedgerEntry(.read, .person, id: id, reason: purpose.code, words: purpose.explanation)
            return (sight.view(person), [entry])
        }
    }
}

/// Whether a person takes part in an open case that the actor is responsible for: then the case is the purpose.
public struct FindOwnCase: Sendable {
    public let person: Int64

    public init(with person: Int64) {
        self.person = person
    }

    /// The number of the newest such case; `nil` where there is none.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> String? {
        let scope = who.scope
        let name = who.actor.name
        return try await office.database.read { db in
            try CaseStore.cases(with: person, scope: scope, in: db).first { $0.isOpen && $0.owner == name }?.number
        }
    }
}

/// Each once, in order: a child who was charged and suspected is shown as suspected twice otherwise.
func unique<Item: Hashable>(_ items: [Item]) -> [Item] {
    var seen: Set<Item> = []
    return items.filter { seen.insert($0).inserted }
}
