public import Prevention
public import Store

public import Handbook
import SQL

/// A family with open hits, as the list shows it: no name, no score; oldest first.
public struct HitFamily: Sendable {
    public let hits: [StoredHit]
    /// Of the child whose hit has waited longest.
    public let municipality: String
    /// Ages of the children today.
    public let ages: [Int]
}

/// The list of hits. Siblings whose hits name the same incidents stand together as one family.
public struct ListHits: Sendable {
    public let state: StoredHit.State
    public let rule: String?
    public let page: Int
    public static let pageSize = 50

    public init(state: StoredHit.State, rule: String?, page: Int) {
        self.state = state
        self.rule = rule
        self.page = max(1, page)
    }

    public struct Found: Sendable {
        public let families: [HitFamily]
        public let count: Int
        public let hasMore: Bool
    }

    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> Found {
        try await office.database.read { db in
            let size = ListHits.pageSize
            let hits = try HitStore.hits(
                state: state, rule: rule, limit: size, offset: (page - 1) * size, in: db)
            let count = try HitStore.count(state: state, rule: rule, in: db)
            let children = try PersonStore.persons(hits.map(\.child), in: db)
            var families: [[StoredHit]] = []
            var place: [[Int64]: Int] = [:]
            for hit in hits {
                // The same carers mean the same home; a child that was present itself is joined by its incidents.
                let key = hit.carers.isEmpty ? [-1] + hit.incidents : hit.carers
                if let index = place[key] {
                    families[index].append(hit)
                } else {
                    place[key] = families.count
                    families.append([hit])
                }
            }
            let today = office.now.day
            return Found(
                families: families.map { hits in
                    let persons = hits.compactMap { children[$0.child] }
                    let ages = Dictionary(persons.map { ($0.id, $0) }, uniquingKeysWith: { one, _ in one }).values
                        .compactMap { $0.age(on: today) }.sorted()
                    return HitFamily(hits: hits, municipality: persons.first?.municipality ?? "", ages: ages)
                },
                count: count, hasMore: page * size < count)
        }
    }
}

/// A hit with what its page shows.
public struct HitPage: Sendable {
    public let hit: StoredHit
    public let child: PersonView
    public let persons: [Int64: PersonView]
    public let relations: [Relation]
    /// Incidents of the hit, oldest first.
    public let incidents: [StoredIncident]
    /// Other incidents of the same carers or child, for the time axis, oldest first.
    public let others: [StoredIncident]
    /// Who of the persons was what, by incident.
    public let participants: [StoredParticipant]
    public let decisions: [HitDecision]
    /// Hits about the same child or its siblings.
    public let related: [StoredHit]
    public let rule: ScreeningRule?
}

/// Opens a hit; logged for the child and for every family member shown.
public struct ReadHit: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> HitPage {
        try await office.database.write { db in try load(who, office, db) }
    }

    func load(_ who: Authorized<Acts.Screen>, _ office: Office, _ db: any Connection) throws -> HitPage {
        guard let hit = try HitStore.hit(id, in: db) else { throw NotFound() }
        let (members, relations) = try PersonStore.family(of: hit.child, in: db)
        let ids = Set(members).union(hit.carers).union([hit.child])
        let persons = try PersonStore.persons(Array(ids), in: db)
        guard let child = persons[hit.child] else { throw NotFound() }
        let now = office.now
        try AuditLog.record(.read, .hit, id: id, reason: hit.rule, by: who.actor, at: now, in: db)
        for person in persons.keys.sorted() {
            try AuditLog.record(.read, .person, id: person, reason: "screening", by: who.actor, at: now, in: db)
        }
        let incidents = try IncidentStore.incidents(hit.incidents, in: db)
        let around = try IncidentStore.incidents(withAnyOf: hit.carers + [hit.child], limit: 100, in: db)
        let inHit = Set(hit.incidents)
        let participants = try IncidentStore.participants(of: hit.incidents, in: db).filter { ids.contains($0.person) }
        return HitPage(
            hit: hit, child: PersonView(child, for: who.actor),
            persons: persons.mapValues { PersonView($0, for: who.actor) }, relations: relations, incidents: incidents,
            others: around.filter { !inHit.contains($0.id) }.reversed(), participants: participants,
            decisions: try HitStore.decisions(on: id, in: db),
            related: try HitStore.hits(about: members, in: db).filter { $0.id != id },
            rule: office.handbook.screeningRules.first { $0.id == hit.rule && $0.version == hit.version })
    }
}

/// Records a person's decision on a hit, with the reason. *Report* opens a draft of a social report with the facts filled in;
/// the assessment is the writer's own.
public struct DecideHit: Sendable {
    public let id: Int64
    public let decision: StoredHit.State
    public let reason: String
    public let language: Language

    public init(_ id: Int64, _ decision: StoredHit.State, reason: String, language: Language) {
        self.id = id
        self.decision = decision
        self.reason = reason
        self.language = language
    }

    /// - Returns: the case of the draft, for *report*.
    /// - Throws: `Refused` without a reason, or where the hit is decided already.
    public func callAsFunction(
        _ who: Authorized<Acts.Screen>, casesOf worker: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> Int64? {
        try await office.database.write { db in
            let page = try ReadHit(id).load(who, office, db)
            guard page.hit.state == .open else { throw Refused("hit-decided") }
            guard !reason.isEmpty else { throw Refused("decision-reason") }
            let now = office.now
            var caseID: Int64?
            if decision == .report {
                caseID = try OpenCase(
                    .report, municipality: page.child.municipality,
                    fields: ["origin": "screening", "facts": facts(page, office.handbook)],
                    parties: [(.subject, page.hit.child)] + page.hit.carers.map { (.caregiver, $0) }
                ).run(worker, office, db)
            }
            try HitStore.decide(
                id, decision, reason: reason, caseID: caseID, by: who.actor, at: now, in: db)
            try AuditLog.record(.change, .hit, id: id, reason: decision.rawValue, by: who.actor, at: now, in: db)
            return caseID
        }
    }

    /// The rule's reason and the incidents, one a line; no name, and nothing that weighs.
    private func facts(_ page: HitPage, _ handbook: Handbook) -> String {
        let words = handbook[language]
        var lines = [page.rule?.reason[language.rawValue] ?? page.hit.rule]
        for incident in page.incidents {
            let roles = page.participants.filter { $0.incident == incident.id }.map { words("incident-role." + $0.role.rawValue) }
            let place = [incident.day.danish, handbook.incidentTypeName(incident.type, language), incident.place]
            let who = Set(roles).sorted().joined(separator: ", ")
            lines.append("- " + place.filter { !$0.isEmpty }.joined(separator: ", ") + (who.isEmpty ? "" : " (\(who))"))
        }
        return lines.joined(separator: "\n")
    }
}

extension Programme {
    /// The programme that a decision to report opens.
    fileprivate static var report: Programme {
        Catalogue.programme("social-report") ?? Catalogue.all[0]
    }
}
