import Handbook
public import Prevention
import SQL
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
        public let list: HitStore.Replaced?
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
    /// It reads in one transaction and writes in the next: at a million incidents a run takes seconds, and nobody else
    /// could write for so long. The list is therefore what was stored when the run began; what an import adds meanwhile is
    /// found by the next run. Decisions made meanwhile are kept, since the stored hits are read again by the writing
    /// transaction.
    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> Outcome {
        let now = office.now
        let typeCodes = office.handbook.incidentTypes.map(\.code)
        let (run, names) = try await office.database.read { db in
            let input = try ScreeningReader.input(typeCodes: typeCodes, in: db)
            let rules = try office.ruleVersions(in: db).inForce(on: asOf ?? now.day)
            let run = Screening.run(input, rules: rules, typeCodes: typeCodes, asOf: asOf)
            return (run, try ScreeningReader.names(persons: run.persons, incidents: run.incidents, in: db))
        }
        let hits = run.hits(naming: names.person, incident: names.incident)
        let list = try await office.database.write { db -> HitStore.Replaced? in
            let reason = asOf.map { "screening as of \($0)" } ?? "screening"
            try office.ledger.record(.search, .hit, id: nil, reason: reason, by: who.actor, at: now, in: db)
            return updatesList ? try HitStore.replaceAll(hits, foundOn: now.day, in: db) : nil
        }
        let named = hits.map { hit in
            NamedHit(
                hit: hit, child: names.person(hit.child), incidents: hit.incidents.map(names.incident),
                carers: hit.carers.map(names.person))
        }
        return Outcome(hits: named, warnings: run.warnings.count, list: list)
    }
}
