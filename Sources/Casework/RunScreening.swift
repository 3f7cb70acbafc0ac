import Handbook
public import Prevention
public import SQL
public import Store

/// A full run of Socialsøg over what is stored.
public struct RunScreening: Sendable {
    /// Last day looked at; `nil` = everything stored.
    public let asOf: LocalDate?
    /// Whether the list of hits is made what the run has found. A look back into the past leaves it alone.
    public var updatesList: Bool { asOf == nil }

    public init(asOf: LocalDate?) {
        self.asOf = asOf
    }

    public struct Outcome: Sendable {
        public let hits: [NamedHit]
        public let warnings: Int
        /// `nil` when the list was left alone.
        public let list: HitList.Replaced?
    }

    /// A hit with the ids of its source, as the command prints it.
    public struct NamedHit: Sendable {
        public let hit: ScreeningHit
        public let child: String
        public let incidents: [String]
        public let carers: [String]
    }

    /// The rules are those in force on `asOf`, or today.
    ///
    /// It reads on two connections at once and writes in the next transaction, so that nobody waits for the reading. Where
    /// something has come in between, the list is made anew from what is stored then.
    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> Outcome {
        try await run(by: who.actor, in: office)
    }

    /// What the server does by itself asks for no permission.
    func run(by actor: Actor, in office: Office) async throws -> Outcome {
        let now = office.now
        let typeCodes = office.handbook.incidentTypes.map(\.code)
        let rules = try await office.ruleVersions().inForce(on: asOf ?? now.day)
        let before = try await office.database.read { try ScreeningList.state(in: $0) }
        let input = try ScreeningReader.input(rules: rules, typeCodes: typeCodes, from: office.database)
        let run = Screening.run(input, rules: rules, typeCodes: typeCodes, asOf: asOf)
        let names = try await ScreeningReader.names(of: run, from: office.database)
        let hits = run.hits(naming: names.person, incident: names.incident)
        let list = try await office.database.write { db -> HitList.Replaced? in
            let reason = asOf.map { "screening as of \($0)" } ?? "screening"
            try office.ledger.record(.search, .hit, id: nil, reason: reason, by: actor, at: now, in: db)
            guard updatesList else { return nil }
            let list = try office.rescreening(in: db)
            return try ScreeningList.state(in: db) == before ? try list.store(hits, in: db) : try list.runAll(in: db)
        }
        let named = hits.map { hit in
            NamedHit(
                hit: hit, child: names.person(hit.child), incidents: hit.incidents.map(names.incident),
                carers: hit.carers.map(names.person))
        }
        return Outcome(hits: named, warnings: run.warnings.count, list: list)
    }
}

extension Office {
    /// Keeps the hits what a full run would find, by the rules in force today.
    public func rescreening(in db: any Connection) throws -> Rescreening {
        let day = now.day
        return Rescreening(
            rules: try ruleVersions(in: db).inForce(on: day), typeCodes: handbook.incidentTypes.map(\.code), on: day)
    }
}
