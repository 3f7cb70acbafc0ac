import Prevention
import SQL
import Store

/// All that is read of one person before an answer is made of it, with whom it names besides.
struct AccessSource {
    let person: Person
    /// Every record of the person, by id, the one that stands first, with its CPR number: ten digits, or empty.
    let records: [(record: StoredRecord, cpr: String)]
    /// By which they were found to be one person, those undone too, oldest first.
    let merges: [PersonMerge]
    /// Ten digits, or empty.
    let cpr: String
    let source: String
    let relations: [Relation]
    let incidents: [(incident: StoredIncident, roles: [IncidentRole])]
    let cases: [PersonRecords.CaseRecord]
    let hits: [StoredHit]
    /// Incidents of the hits, by id.
    let hitIncidents: [Int64: StoredIncident]
    /// Incidents that say where somebody protected may live.
    let shortenedIncidents: Set<Int64>
    let shortenedCases: Set<Int64>
    /// Somebody of the family is protected.
    let hasProtectedFamily: Bool
    let redact: Redactor
    /// Items of forums, newest first.
    let items: [StoredItem]
    /// Parts of the person's names, lower-case.
    let ownNames: Set<String>
    /// Whether the person's own address is that of somebody protected.
    let hidesHome: Bool

    /// - Throws: `NotFound` where there is no such person.
    init(_ id: Int64, scope: RightsScope, keys: KeyRing, in db: any Connection) throws {
        let id = try IdentityStore.person(of: id, in: db)
        guard let person = try PersonStore.person(id, in: db) else { throw NotFound() }
        self.person = person
        let own = try IdentityStore.records(of: id, in: db)
        records = try IdentityStore.read(own, in: db).map { record in
            (record, try PersonStore.cpr(of: record.person.id, keys: keys, in: db) ?? "")
        }
        merges = try IdentityStore.merges(touching: own, in: db)
        cpr = try PersonStore.cpr(of: id, keys: keys, in: db) ?? ""
        source = try PersonRecords.source(of: id, in: db)
        relations = try PersonStore.relations(touching: [id], in: db)
        incidents = try PersonRecords.incidents(with: id, in: db)
        cases = try PersonRecords.cases(with: id, programmes: scope.codes, in: db)
        hits = try HitStore.hits(about: [id], in: db)
        let ofHits = try IncidentStore.incidents(Array(Set(hits.flatMap(\.incidents))), in: db)
        hitIncidents = Dictionary(ofHits.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

        let family = Set(try PersonStore.household(of: id, in: db).members).subtracting([id])
        let reports = Array(Set(incidents.map(\.incident.id)).union(hitIncidents.keys))
        let participants = try PersonRecords.participants(in: reports, in: db)
        let near = family.union(participants.map(\.person)).union(hits.flatMap(\.carers))
            .union(cases.flatMap { $0.file.parties.map(\.person) }).subtracting([id])
        // Families of those are often named with them.
        let around = try PersonStore.relations(touching: near.sorted(), in: db).flatMap { [$0.person, $0.related] }
        let others = try PersonRecords.persons(near.union(around).subtracting([id]), in: db)
        // Whoever asked to be protected from this person is treated as protected, whether or not the register says so.
        let shielded = cases.map(\.file).filter { file in
            file.programme.shieldsSubject && file.parties.contains { $0.person == id && $0.role == .counterpart }
        }.compactMap(\.subject?.person)
        let protected = Set(others.filter(\.isProtected).map(\.id)).union(shielded).subtracting([id])
        let said = try PersonRecords.described(in: reports, in: db).filter { $0.person != id }
            .map {
                Redactor.Named(
                    names: [$0.said["given_names"], $0.said["family_name"]].compactMap { $0 },
                    address: $0.said["address"] ?? "")
            }

        hasProtectedFamily = !family.isDisjoint(with: protected)
        let isFamilyProtected = hasProtectedFamily
        shortenedIncidents = Set(
            incidents.map(\.incident.id).filter { report in
                isFamilyProtected || participants.contains { $0.incident == report && protected.contains($0.person) }
            })
        shortenedCases = Set(
            cases.map(\.file).filter { file in
                isFamilyProtected || file.parties.contains { protected.contains($0.person) }
            }.map(\.id))
        let home = Redactor.Named(
            names: records.flatMap { [$0.record.person.givenNames, $0.record.person.familyName] },
            address: person.address)
        hidesHome =
            !person.isProtected && !person.address.isEmpty
            && others.contains { protected.contains($0.id) && $0.address.lowercased() == person.address.lowercased() }
        items = try ItemStore.items(about: id, cpr: cpr, keys: keys, in: db).filter { $0.state != .deleted }
        let beside = try AccessSource.spokenOf(beside: items, id, keys, in: db)
        ownNames = Set(
            home.names.flatMap { $0.lowercased().split(separator: " ") }.map(String.init).filter { $0.count > 1 })
        redact = Redactor(
            for: hidesHome ? Redactor.Named(names: home.names, address: "") : home, ownNumber: cpr,
            hiding: others.map { Redactor.Named($0) } + said + beside)
    }

    /// Whom the same meetings have spoken of.
    private static func spokenOf(
        beside items: [StoredItem], _ person: Int64, _ keys: KeyRing, in db: any Connection
    ) throws -> [Redactor.Named] {
        let written = try items.flatMap { try MinutesStore.minutes(of: $0.id, keys: keys, in: db).map(\.meeting) }
        let own = Set(items.map(\.id))
        let others = try Set(written + items.compactMap(\.meeting)).sorted()
            .flatMap { try ItemStore.items(at: $0, keys: keys, in: db) }.filter { !own.contains($0.id) }
        let persons = try PersonRecords.persons(Set(others.compactMap(\.person)).subtracting([person]), in: db)
        return persons.map { Redactor.Named($0) }
            + others.filter { !$0.named.isEmpty }.map { Redactor.Named(names: [$0.named], address: "") }
    }
}
