import Handbook
public import Prevention
import SQL
import Store

/// Opens a new case.
public struct OpenCase: Sendable {
    public let programme: Programme
    public var municipality: String
    public var fields: [String: String]
    /// Row ids in the register, by role.
    public var parties: [(role: Party.Role, person: Int64)]
    /// When it began; `nil` = now.
    public var at: Instant?
    /// The case that it comes out of, and how it is tied to it; the actor must be able to open that one.
    public var from: (case: Int64, kind: CaseRelation)?
    /// Row id of the incident that led to it, in which one of the parties took part.
    public var incident: Int64?
    /// Whether the user has said, having been warned, that the texts are about nobody they know from their work.
    public var isConfirmed: Bool

    public init(
        _ programme: Programme, municipality: String, fields: [String: String],
        parties: [(role: Party.Role, person: Int64)], at: Instant? = nil,
        from: (case: Int64, kind: CaseRelation)? = nil, incident: Int64? = nil, isConfirmed: Bool = false
    ) {
        self.isConfirmed = isConfirmed
        self.from = from
        self.incident = incident
        self.programme = programme
        self.municipality = municipality
        self.fields = fields
        self.parties = parties
        self.at = at
    }

    /// - Returns: the id of the case.
    /// - Throws: `Refused` with every reason; `NotFound` where the programme is outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int64 {
        if who.scope.contains(programme) {
            try await office.checkCaseTexts(
                fields, among: programme.form, of: programme, isConfirmed: isConfirmed, by: who.actor)
        }
        return try await office.writing(as: who.actor) { db, sight in try run(who, sight, office, db) }
    }

    /// As part of a larger transaction.
    func run(
        _ who: Authorized<Acts.WorkCases>, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws -> Int64 {
        guard who.scope.contains(programme) else { throw NotFound() }
        let now = office.now
        let at = at ?? now
        guard at <= now else { throw Refused("in-future", ["at": at.danish]) }
        guard municipality.isEmpty || office.handbook.municipality(municipality) != nil else {
            throw Refused("unknown-municipality", ["value": municipality])
        }
        let named = parties.map(\.person)
        let persons = try PersonStore.persons(try sight.within(named, in: db).sorted(), in: db)
        try sight.checkKin(named)
        // What goes by the register goes wherever that says, whatever the sender's own area is.
        var (municipality, fields) = (municipality, fields)
        if programme.goesToAddress {
            let subject = parties.first { $0.role == .subject }.flatMap { persons[$0.person] }
            municipality = NoticeSending.address(of: subject, office) ?? municipality
            fields["way"] = municipality.isEmpty ? nil : NoticeSending.way(to: municipality, office)
        } else if !who.scope.contains(
            programme, municipality: municipality, stage: programme.firstStage, owner: who.actor.name)
        {
            throw Refused("outside-your-area")
        }
        let file = CaseFile(
            id: 0, programme: programme, municipality: municipality, fields: fields.filter { !$0.value.isEmpty },
            parties: parties.compactMap { role, id in
                persons[id].map { Party($0, as: role) }
            },
            events: [CaseEvent(.entered(programme.firstStage), at: at)],
            related: try CaseStore.related(to: programme, persons: Array(persons.keys), except: nil, in: db),
            areas: programme.looksAtAreas ? try AreaStore.assessments(in: db) : [])
        let refusals = try Engine.refusals(opening: file, by: who.actor, law: office.law)
        guard refusals.isEmpty else { throw Refused(refusals) }
        let standing = try CaseStanding(file, now: now, law: office.law)
        let id = try CaseStore.insert(
            file, standing: standing, owner: who.actor.name, by: who.actor, at: now, in: db)
        let entry = LedgerEntry(.collect, .caseFile, id: id, reason: programme.code, isSealed: programme.isSealed)
        let about = Set(named).sorted().map {
            LedgerEntry(.collect, .person, id: $0, reason: programme.code, isSealed: programme.isSealed)
        }
        try office.ledger.record([entry] + about, by: who.actor, at: now, in: db)
        if let first = file.events.first {
            let number = CaseNumber.text(programme: programme.code, openedOn: standing.openedOn, id: id)
            try ShareFromCase(file, id: id, number: number).share(by: first, who.actor, office, db)
        }
        try keepOrigin(id, named, who, sight, office, db)
        if programme.goesToAddress {
            try NoticeSending.send(id, to: municipality, .sent, by: who.actor, office, db)
            try NoticeSending.follow(id, from: from?.case, by: who.actor, in: db)
        }
        return id
    }

    /// Ties the new case to what it came out of.
    private func keepOrigin(
        _ id: Int64, _ persons: [Int64], _ who: Authorized<Acts.WorkCases>, _ sight: Sight, _ office: Office,
        _ db: any Connection
    ) throws {
        if let from {
            let origin = try OpenedCase(from.case, who, sight, in: db)
            guard let row = try CaseStore.row(id, in: db) else { throw NotFound() }
            try RelateCases.relate(row, from.kind, to: origin.row, reason: "", who.actor, office, db)
        }
        if let incident {
            // Of an incident that was reported twice, those of every report.
            let took = try IncidentStore.resolved([incident], in: db).participants
            guard sight.seesIncidents, took.contains(where: { persons.contains($0.person) }) else { throw NotFound() }
            try RelationStore.setIncident(incident, of: id, by: who.actor, at: office.now, in: db)
        }
    }
}
