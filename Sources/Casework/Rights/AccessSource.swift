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
    /// Ten digits, or empty; of the record that stands.
    let cpr: String
    /// Of all records, each once, that of the one that stands first: whoever got a replacement number has two.
    let numbers: [String]
    let source: String
    let relations: [Relation]
    let incidents: [PersonRecords.Part]
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
    /// Whether one of the person's own addresses is that of somebody protected.
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
        numbers = unique(([cpr] + records.map(\.cpr)).filter { !$0.isEmpty })
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
        let names = records.flatMap { [$0.record.person.givenNames, $0.record.person.familyName] }
        let homes = unique(records.map(\.record.person.address).filter { !$0.isEmpty })
        let hidden = Set(others.filter { protected.contains($0.id) }.map { $0.address.lowercased() })
        hidesHome = !person.isProtected && homes.contains { hidden.contains($0.lowercased()) }
        items = try AccessSource.items(about: id, numbers, keys, in: db)
        let beside = try AccessSource.spokenOf(beside: items, id, keys, in: db)
        ownNames = Set(
            names.flatMap { $0.lowercased().split(separator: " ") }.map(String.init).filter { $0.count > 1 })
        redact = Redactor(
            for: names, at: hidesHome ? [] : homes, numbers: numbers,
            hiding: others.map { Redactor.Named($0) } + said + beside)
    }

    /// Of forums, by the person and by any number of theirs, newest first; without those that are deleted.
    private static func items(
        about person: Int64, _ numbers: [String], _ keys: KeyRing, in db: any Connection
    ) throws -> [StoredItem] {
        var found: [Int64: StoredItem] = [:]
        for number in numbers.isEmpty ? [""] : numbers {
            for item in try ItemStore.items(about: person, cpr: number, keys: keys, in: db)
            where item.state != .deleted { found[item.id] = item }
        }
        return found.values.sorted { $0.id > $1.id }
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
