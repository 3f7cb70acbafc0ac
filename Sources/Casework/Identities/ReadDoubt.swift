import Handbook
public import Prevention
import SQL
import Store

/// Opens a doubt; logged for both records and for every family member shown.
public struct ReadDoubt: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`; `Refused("own-family")` where one of them is the actor or of their family.
    public func callAsFunction(_ who: Authorized<Acts.ReviewIdentities>, in office: Office) async throws -> DoubtPage {
        try await office.reading(as: who.actor) { db, sight in try load(sight, office, db) }
    }

    func load(_ sight: Sight, _ office: Office, _ db: any Connection) throws -> (DoubtPage, [LedgerEntry]) {
        guard let doubt = try MatchStore.doubt(id, in: db) else { throw NotFound() }
        let records = [doubt.person, doubt.other]
        let persons = try PersonStore.persons(records, in: db)
        guard let first = persons[doubt.person], let second = persons[doubt.other],
            try sight.within(records, in: db).count == 2
        else { throw NotFound() }
        let stands = try records.map { try IdentityStore.person(of: $0, in: db) }
        try sight.checkKin(Set(records + stands))
        // A need is recorded for the person, and whoever has one protected record is protected.
        let isHidden = try PersonStore.persons(stands, in: db).values.contains(where: sight.isMasked)
        var sides: [DoubtSide] = []
        for (person, stands) in zip([first, second], stands) {
            sides.append(try side(person, stands, isHidden: isHidden, sight, db))
        }
        let shown = Set(records + stands + sides.flatMap { $0.family.map(\.id) }).sorted()
        let decisions = try MatchStore.decisions(on: id, in: db)
        let parts =
            isHidden ? [] : try IncidentStore.parts(of: stands, limit: DoubtPage.mostIncidents + 1, in: db)
        let incidents = try incidents(
            parts.prefix(DoubtPage.mostIncidents).map(\.self), stands, [first, second], office.law, db)
        let page = DoubtPage(
            doubt: doubt, sides: sides, isHidden: isHidden,
            decisions: isHidden ? decisions.map(\.withoutWords) : decisions,
            isOnePerson: Set(stands).count == 1, incidents: incidents,
            hasMoreIncidents: parts.count > DoubtPage.mostIncidents,
            masked: try masked(incidents, shown, sight, db),
            needsSecond: Set(Doubt.Verdict.choices.filter(office.handbook.matching.fourEyes.demands)),
            waitsForOther: doubt.state == .second && decisions.first?.actor == sight.actor.name)
        let reason = Purpose(.identity, reference: String(id)).code
        let entries = shown.map { LedgerEntry(.read, .person, id: $0, reason: reason) }
        return (page, [LedgerEntry(.read, .doubt, id: id, reason: doubt.origin.rawValue)] + entries)
    }

    private func side(
        _ person: Person, _ stands: Int64, isHidden: Bool, _ sight: Sight, _ db: any Connection
    ) throws -> DoubtSide {
        guard !isHidden else {
            // Whoever is not protected would tell who the other is.
            let view = PersonView(person, isMasked: true, isUnnamed: !person.isProtected)
            return DoubtSide(
                person: view, stands: stands, givenNames: nil, familyName: nil, sex: nil, externalID: nil, family: [],
                relations: [])
        }
        let (members, relations) = try PersonStore.household(of: stands, in: db)
        // Nobody comes upon their own family by the page of another.
        let others = try sight.within(members.filter { $0 != stands && !sight.isKin($0) }, in: db)
        let family = try PersonStore.persons(others.sorted(), in: db)
        let known = others.union([stands])
        return DoubtSide(
            person: PersonView(person, isMasked: false), stands: stands, givenNames: person.givenNames,
            familyName: person.familyName,
            sex: person.sex, externalID: person.externalID,
            family: family.values.sorted { $0.id < $1.id }.map(sight.view),
            relations: relations.filter { known.contains($0.person) && known.contains($0.related) })
    }

    private func incidents(
        _ parts: [StoredPart], _ stands: [Int64], _ persons: [Person], _ law: LawBook, _ db: any Connection
    ) throws -> [DoubtIncident] {
        let stored = try IncidentStore.incidents(unique(parts.map(\.incident)), in: db)
        return stored.reversed().map { incident in
            let own = parts.filter { $0.incident == incident.id }
            let roles = zip(stands, persons).map { stands, person in
                unique(
                    own.filter { $0.person == stands }.map {
                        $0.role.shown(birthDate: person.birthDate, on: incident.day, law: law)
                    })
            }
            return DoubtIncident(incident: incident, roles: roles, isHeld: own.contains(where: \.isHeld))
        }
    }

    private func masked(
        _ incidents: [DoubtIncident], _ shown: [Int64], _ sight: Sight, _ db: any Connection
    ) throws -> Set<Int64> {
        try ProtectedPlaces.incidents(
            among: incidents.map(\.incident),
            participants: try IncidentStore.participants(
                of: incidents.map(\.incident.id), includingHeld: true, in: db),
            family: Array(try PersonStore.persons(shown, in: db).values), isHidden: sight.isMasked, in: db)
    }
}
