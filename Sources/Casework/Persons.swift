public import Prevention
import SQL
public import Store

/// Why somebody looks a person up (*formål*). Asked before any search, and logged with it.
public enum Purpose: String, Sendable, CaseIterable {
    case caseWork = "case"
    case incident
    case screening
    case other

    /// Whether the purpose, with what was written beside it, says why: *other* says nothing by itself.
    public func isSaid(with explanation: String) -> Bool {
        self != .other || !explanation.isEmpty
    }

    /// As the log keeps it.
    ///
    /// - Throws: `Refused` where the purpose *other* comes without an explanation.
    func logged(_ explanation: String) throws -> String {
        guard isSaid(with: explanation) else { throw Refused("purpose-explanation") }
        return explanation.isEmpty ? rawValue : rawValue + ": " + explanation
    }
}

/// Searches the register by number or name. The search is logged with its words and purpose before it is carried out.
public struct FindPersons: Sendable {
    public let text: String
    public let purpose: Purpose
    public let explanation: String
    /// How many persons a search finds at most.
    public static let limit = 50

    public init(_ text: String, purpose: Purpose, explanation: String) {
        self.text = text
        self.purpose = purpose
        self.explanation = explanation
    }

    /// - Throws: `Refused` where the purpose *other* comes without an explanation.
    public func callAsFunction(_ who: Authorized<Acts.FindPersons>, in office: Office) async throws -> [PersonView] {
        _ = try purpose.logged(explanation)
        let reason = purpose.rawValue + ": " + [text, explanation].filter { !$0.isEmpty }.joined(separator: " / ")
        return try await office.database.write { db in
            let now = office.now
            try office.ledger.record(.search, .person, id: nil, reason: reason, by: who.actor, at: now, in: db)
            let found = try PersonStore.search(
                text, findProtected: who.actor.may(.seeProtected), keys: office.keys, limit: FindPersons.limit, in: db)
            for person in found {
                try office.ledger.record(.read, .person, id: person.id, reason: reason, by: who.actor, at: now, in: db)
            }
            return found.map { PersonView($0, for: who.actor) }
        }
    }
}

/// A person with family, cases and incidents.
public struct PersonPage: Sendable {
    public let person: PersonView
    public let externalID: String
    public let family: [PersonView]
    public let relations: [Relation]
    /// The newest, as many as are read at once.
    public let cases: [CaseRow]
    /// Newest first, as many as are read at once; of a duplicate report, the incident that it repeats. The role is the one
    /// that may be said of somebody of that age.
    public let incidents: [(incident: StoredIncident, role: IncidentRole)]
    /// Whether there are more than those.
    public let hasMoreIncidents: Bool
    /// Incidents whose place and summary stay hidden from the actor: it may be a protected home.
    public let masked: Set<Int64>

    public static let mostIncidents = 50
    /// As many as the store reads at once.
    public static let mostCases = 200
}

/// Opens a person's page; logged for the person and for every family member shown.
public struct ReadPerson: Sendable {
    public let id: Int64
    public let purpose: Purpose
    public let explanation: String

    public init(_ id: Int64, purpose: Purpose, explanation: String) {
        self.id = id
        self.purpose = purpose
        self.explanation = explanation
    }

    /// - Throws: `Refused` where the purpose *other* comes without an explanation.
    public func callAsFunction(_ who: Authorized<Acts.FindPersons>, in office: Office) async throws -> PersonPage {
        let reason = try purpose.logged(explanation)
        return try await office.database.write { db in
            guard let person = try PersonStore.person(id, in: db) else { throw NotFound() }
            let (members, relations) = try PersonStore.household(of: id, in: db)
            let others = members.filter { $0 != id }
            let family = try PersonStore.persons(others, in: db)
            let now = office.now
            for read in [id] + others {
                try office.ledger.record(.read, .person, id: read, reason: reason, by: who.actor, at: now, in: db)
            }
            let most = PersonPage.mostIncidents
            let reports = try IncidentStore.incidents(withAnyOf: [id], limit: most + 1, in: db)
            let (incidents, participants) = try IncidentStore.resolved(reports.prefix(most).map(\.id), in: db)
            let roles = participants.filter { $0.person == id }
            let places = try ProtectedPlaces.incidents(
                among: incidents, participants: participants, family: [person] + family.values, in: db)
            return PersonPage(
                person: PersonView(person, for: who.actor), externalID: person.externalID,
                family: family.values.sorted { $0.id < $1.id }.map { PersonView($0, for: who.actor) },
                relations: relations, cases: try CaseStore.cases(with: id, scope: who.scope, in: db),
                incidents: incidents.reversed().flatMap { incident in
                    unique(
                        roles.filter { $0.incident == incident.id }.map {
                            $0.role.shown(birthDate: person.birthDate, on: incident.day, law: office.law)
                        }
                    ).map { (incident, $0) }
                },
                hasMoreIncidents: reports.count > most,
                masked: who.actor.may(.seeProtected) ? [] : places)
        }
    }
}

/// Finds the one person whom a form names by CPR number or by the source's id.
public struct IdentifyPerson: Sendable {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// - Throws: `Refused` where there is none, or several sources use the id.
    ///
    /// A look-up that finds nobody is logged as well, so it is refused after its log is written: whoever tries numbers
    /// leaves a trace of each.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int64 {
        let reason = Purpose.caseWork.rawValue + ": " + text
        let found = try await office.database.write { db in
            let now = office.now
            try office.ledger.record(.search, .person, id: nil, reason: reason, by: who.actor, at: now, in: db)
            let found = try PersonStore.identified(by: text, keys: office.keys, in: db)
            for id in found {
                try office.ledger.record(.read, .person, id: id, reason: reason, by: who.actor, at: now, in: db)
            }
            return found
        }
        guard let only = found.first else { throw Refused("unknown-person", ["value": text]) }
        guard found.count == 1 else { throw Refused("several-persons", ["value": text]) }
        return only
    }
}

/// The name of the one person whom a link to a form names already; logged for that person, and nobody else is read.
public struct NamePerson: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.FindPersons>, in office: Office) async throws -> PersonView {
        try await office.database.write { db in
            guard let person = try PersonStore.person(id, in: db) else { throw NotFound() }
            try office.ledger.record(
                .read, .person, id: id, reason: Purpose.caseWork.rawValue, by: who.actor, at: office.now, in: db)
            return PersonView(person, for: who.actor)
        }
    }
}

/// Each once, in order: a child who was charged and suspected is shown as suspected twice otherwise.
func unique<Item: Hashable>(_ items: [Item]) -> [Item] {
    var seen: Set<Item> = []
    return items.filter { seen.insert($0).inserted }
}
