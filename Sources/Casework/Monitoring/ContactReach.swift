import Handbook
public import Prevention
import SQL
import Store

/// Somebody on the list of repeated contact.
struct FoundContact {
    let person: Person
    let contact: RepeatedContact
    /// Code of the municipality whose group they are for: by the register, or where that knows none, as of the homeless, that
    /// of their latest incident. Empty where neither says.
    let home: String
}

/// Whom the list of repeated contact is about, for one reader in one period.
struct ContactReach {
    let programme = Programme.pspK
    let period: ContactPeriod
    let least: Int
    let types: [String]
    private let today: LocalDate
    private let law: LawBook
    private let scope: CaseScope
    private let actor: Actor
    private let sight: Sight

    /// - Throws: `Refused` where the period cannot be chosen.
    init(_ period: ContactPeriod, _ who: Authorized<Acts.MonitorContacts>, _ sight: Sight, _ office: Office) throws {
        today = office.now.day
        law = office.law
        if let problem = try ContactPeriod.problem(
            from: period.from, through: period.through, today: today, law: law)
        {
            throw Refused([problem])
        }
        self.period = period
        least = try RepeatedContact.least(on: today, law: law)
        types = office.handbook.incidentTypes(monitoredBy: programme.code).sorted()
        scope = who.scope
        actor = who.actor
        self.sight = sight
    }

    /// Everybody within with enough incidents, in no order.
    func all(in db: any Connection) throws -> [FoundContact] {
        let contacts = try ContactStore.contacts(types: types, in: period, db).filter { $0.value.count >= least }
        let ids = contacts.keys.sorted()
        var found: [FoundContact] = []
        for start in stride(from: 0, to: ids.count, by: 1_000) {
            let some = Array(ids[start..<min(ids.count, start + 1_000)])
            for (id, person) in try PersonStore.persons(some, in: db) {
                guard let contact = contacts[id], try isListed(person) else { continue }
                let home = try home(of: person, in: db)
                if isWithin(home) { found.append(FoundContact(person: person, contact: contact, home: home)) }
            }
        }
        return found
    }

    /// One of them, with the incidents; `nil` where the list would not have them.
    func one(
        _ id: Int64, in db: any Connection
    ) throws -> (found: FoundContact, incidents: [StoredIncident])? {
        guard let person = try PersonStore.person(id, in: db), try isListed(person) else { return nil }
        let incidents = try ContactStore.incidents(with: id, types: types, in: period, db)
        guard incidents.count >= least, let first = incidents.first else { return nil }
        let home = person.municipality.isEmpty ? first.municipality : person.municipality
        guard isWithin(home) else { return nil }
        var contact = RepeatedContact(on: first.day)
        for incident in incidents.dropFirst() { contact.add(incident.day) }
        return (FoundContact(person: person, contact: contact, home: home), incidents)
    }

    /// A grown-up who is not of the reader's family.
    private func isListed(_ person: Person) throws -> Bool {
        guard !sight.isKin(person.id) else { return false }
        return try RepeatedContact.isAdult(bornOn: person.birthDate, on: today, law: law)
    }

    private func home(of person: Person, in db: any Connection) throws -> String {
        guard person.municipality.isEmpty else { return person.municipality }
        return try ContactStore.incidents(with: person.id, types: types, in: period, db).first?.municipality ?? ""
    }

    /// Whether the reader may open a case there.
    private func isWithin(_ home: String) -> Bool {
        scope.contains(programme, municipality: home, stage: programme.firstStage, owner: actor.name)
    }

    /// The newest open case of each of them that the reader may know of.
    func openCases(of persons: [Int64], in db: any Connection) throws -> [Int64: CaseRow] {
        try ContactStore.openCases(of: programme, about: persons, scope: scope, in: db)
    }
}

extension Office {
    /// The period of the law, up to today.
    public func contactPeriod() throws -> ContactPeriod {
        try ContactPeriod(through: now.day, law: law)
    }
}
