import Handbook
public import Prevention
import SQL
public import Store

/// A hit with what its page shows.
public struct HitPage: Sendable {
    /// Who was what in an incident, in the role that may be said of somebody of that age.
    public struct Participant: Sendable, Hashable {
        public let incident: Int64
        public let person: Int64
        public let role: IncidentRole
    }

    public let hit: StoredHit
    public let child: PersonView
    public let persons: [Int64: PersonView]
    public let relations: [Relation]
    /// Incidents that count, oldest first: all that meet the rule today, in the first days in which it triggered and since; of a hit
    /// that nothing meets any more those that it was found for.
    public let incidents: [StoredIncident]
    /// Other incidents of the same carers or child, and all that were near and did not count, for the time axis, oldest first.
    public let others: [StoredIncident]
    /// Whether there are more than those.
    public let hasMoreOthers: Bool
    /// Who of the persons was what, by incident; those of a duplicate report stand at the incident that it repeats.
    public let participants: [Participant]
    /// Newest first.
    public let decisions: [HitDecision]
    /// Hits about the same child or its siblings.
    public let related: [StoredHit]
    public let rule: ScreeningRule?
    /// What is said otherwise today than when the hit was found; empty also where the facts were not kept then.
    public let changes: [FactChange]
    public let bench: HitBench

    /// Incidents whose place may be a protected home.
    public let protectedPlaces: Set<Int64>
    /// Those of them whose place and summary stay hidden from the actor.
    public let masked: Set<Int64>
    /// Those that are here for a carer whose relation had ended or not begun alone: what they were and where is not this family's.
    public let ofOthers: Set<Int64>

    /// Whose part in them counts.
    public var carers: [Int64] { unique(hit.carers + (bench.explanation?.carers ?? [])) }

    /// Incidents around the hit that are read at once; what counts and what was near is read in any case.
    public static let mostIncidents = 100
}

/// Opens a hit; logged for the child and for every family member shown.
public struct ReadHit: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> HitPage {
        try await office.reading(as: who.actor) { db, sight in try load(who, sight, office, db) }
    }

    func load(
        _ who: Authorized<Acts.Screen>, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws -> (HitPage, [LedgerEntry]) {
        guard let hit = try HitStore.hit(id, in: db)?.counting({ try IdentityStore.person(of: $0, in: db) }) else {
            throw NotFound()
        }
        let (members, relations) = try PersonStore.family(of: hit.child, in: db)
        let kept = try HitStore.facts(of: id, in: db)?.counting { try IdentityStore.person(of: $0, in: db) }
        let ids = Set(members).union(hit.carers).union(kept?.carers ?? []).union([hit.child])
        let persons = try PersonStore.persons(Array(ids), in: db)
        guard let child = persons[hit.child] else { throw NotFound() }
        try sight.checkKin(persons.keys)
        let reason = Purpose(.screening).code
        let entries =
            [LedgerEntry(.read, .hit, id: id, reason: hit.rule)]
            + persons.keys.sorted().map { LedgerEntry(.read, .person, id: $0, reason: reason) }
        let rule = try office.ruleVersions(in: db).rule(hit.rule, version: hit.version)
        let bench = try HitBench.read(hit, rule, persons, who, office, db)
        let most = HitPage.mostIncidents
        let around = try IncidentStore.incidents(
            withAnyOf: hit.carers + [hit.child], includingHeld: false, limit: most + 1, in: db)
        let met = bench.explanation?.met.map(\.incident.id) ?? []
        let near = bench.explanation?.close.map(\.incident.id) ?? []
        let reports = hit.incidents + met + near + around.prefix(most).map(\.id)
        let (all, participants) = try IncidentStore.resolved(reports, in: db)
        // Whose part is in doubt stands on no page, but may live there.
        let everybody = try IncidentStore.resolved(reports, includingHeld: true, in: db).participants
        let days = Dictionary(all.map { ($0.id, $0.day) }, uniquingKeysWith: { first, _ in first })
        let counted = Set(met.isEmpty ? hit.incidents : met)
        func places(_ isHidden: (Person) -> Bool) throws -> Set<Int64> {
            try ProtectedPlaces.incidents(
                among: all, participants: everybody, family: Array(persons.values), isHidden: isHidden, in: db)
        }
        let page = HitPage(
            hit: hit, child: sight.view(child), persons: persons.mapValues(sight.view), relations: relations,
            incidents: all.filter { counted.contains($0.id) }, others: all.filter { !counted.contains($0.id) },
            hasMoreOthers: around.count > most,
            participants: unique(
                participants.compactMap { one in
                    guard let person = persons[one.person], let day = days[one.incident] else { return nil }
                    let role = one.role.shown(birthDate: person.birthDate, on: day, law: office.law)
                    return HitPage.Participant(incident: one.incident, person: one.person, role: role)
                }),
            decisions: try HitStore.decisions(on: id, in: db),
            related: try HitStore.hits(about: members, in: db).filter { $0.id != id },
            rule: rule,
            changes: try kept.map { try changes(since: $0, hit, persons, office.law, db) } ?? [],
            bench: bench,
            protectedPlaces: try places(\.isProtected), masked: try places(sight.isMasked),
            ofOthers: Set(bench.explanation?.outsideCare ?? []).subtracting(around.map(\.id)))
        return (page, entries)
    }

    /// Roles are compared as they may be said of somebody of that age.
    private func changes(
        since kept: FrozenFacts, _ hit: StoredHit, _ persons: [Int64: Person], _ law: LawBook, _ db: any Connection
    ) throws -> [FactChange] {
        let today = try FactsReader.facts(
            child: hit.child, version: hit.version, incidents: kept.incidents.map(\.id), carers: kept.carers, in: db)
        func said(_ part: FrozenFacts.Part, _ day: LocalDate) -> IncidentRole {
            part.role.shown(birthDate: persons[part.person]?.birthDate, on: day, law: law)
        }
        return kept.saying(said).changes(to: today.saying(said))
    }
}

/// Records a person's decision on a hit, with the reason. *Report* opens a draft of a social report with the facts filled in;
/// the assessment is the writer's own.
public struct DecideHit: Sendable {
    public let id: Int64
    public let decision: StoredHit.State
    public let reason: String

    public init(_ id: Int64, _ decision: StoredHit.State, reason: String) {
        self.id = id
        self.decision = decision
        self.reason = reason
    }

    /// - Returns: the case of the draft, for *report*.
    /// - Throws: `Refused` without a reason, with one that is too long, or where the hit is decided already.
    public func callAsFunction(
        _ who: Authorized<Acts.Screen>, casesOf worker: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> Int64? {
        try await office.writing(as: who.actor) { db, sight in
            let (page, entries) = try ReadHit(id).load(who, sight, office, db)
            guard page.hit.state == .open else { throw Refused("hit-decided") }
            guard !reason.isEmpty else { throw Refused("decision-reason") }
            if let problem = HitText.problem(reason, at: "reason") { throw Refused([problem]) }
            let now = office.now
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
            var caseID: Int64?
            if decision == .report {
                // Whoever opens a case sees its municipality, so it is left out like the places.
                let municipality = page.child.isProtected ? nil : page.child.municipality
                caseID = try OpenCase(
                    .socialReport, municipality: municipality ?? "",
                    fields: ["origin": "screening", "facts": facts(page, office.handbook)],
                    parties: [(.subject, page.hit.child)] + page.carers.map { (.caregiver, $0) }
                ).run(worker, sight, office, db)
            }
            try HitStore.decide(
                id, decision, reason: reason, caseID: caseID,
                facts: try page.rule.flatMap { try FactsReader.all(of: page.hit.child, by: $0, in: db) },
                by: who.actor, at: now, in: db)
            if let explanation = page.bench.explanation {
                try HitStore.setKnown(HitKnown(explanation, on: now.day), of: id, in: db)
            }
            try office.ledger.record(.change, .hit, id: id, reason: decision.rawValue, by: who.actor, at: now, in: db)
            return caseID
        }
    }

    /// The rule's reason and the incidents, one a line; no name, and nothing that weighs. Others than the writer will read
    /// them, so that protected places are left out. The report goes to Danish authorities: its facts are in Danish, whatever language the writer reads the pages in.
    private func facts(_ page: HitPage, _ handbook: Handbook) -> String {
        let lines = page.incidents.map { incident in
            FactLine(handbook).line(
                incident, roles: page.participants.filter { $0.incident == incident.id }.map(\.role),
                hidesPlace: page.protectedPlaces.contains(incident.id))
        }
        return ([page.rule?.reason[Language.danish.rawValue] ?? page.hit.rule] + lines).joined(separator: "\n")
    }
}
