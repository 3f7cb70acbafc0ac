import Handbook
public import Prevention
import SQL
public import Store

/// A hit to be judged blind: the facts as they were, without names, without what was decided, by whom and why.
public struct BlindCase: Sendable {
    public struct Carer: Sendable, Hashable {
        /// Counted from 1; on this page alone.
        public let number: Int
        /// As they were; from and to.
        public let care: [FrozenFacts.Care]
    }

    public struct Incident: Sendable, Hashable {
        public let day: LocalDate
        public let type: String
        /// Completed years of the child on that day; `nil` where its birth date is unknown.
        public let age: Int?
        /// Number of the carer, 0 for the child; roles as they may be said of somebody of that age.
        public let parts: [Part]
    }

    public struct Part: Sendable, Hashable {
        public let carer: Int
        public let role: IncidentRole
    }

    /// Of the decision.
    public let id: Int64
    public let rule: ScreeningRule?
    public let ruleID: String
    public let version: Int
    /// Oldest first.
    public let incidents: [Incident]
    public let carers: [Carer]
    /// The screener's own; `nil` until there is one.
    public let answer: BlindAnswer?
    /// Whether the answer can still be taken back: on the day on which it was given.
    public let mayWithdraw: Bool
}

/// Opens a hit of the sample; logged for the hit, the child and its carers, though none of them is named.
public struct ReadBlindCase: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` for what is not in the sample, what the actor has decided on, what another has judged;
    ///   `Refused("own-family")`.
    public func callAsFunction(_ who: Authorized<Acts.JudgeSample>, in office: Office) async throws -> BlindCase {
        try await office.reading(as: who.actor) { db, sight in
            let stored = try BlindSampling.load(id, sight, office, in: db)
            return (try view(stored, office, in: db), BlindSampling.entries(stored))
        }
    }

    private func view(_ stored: StoredBlindCase, _ office: Office, in db: any Connection) throws -> BlindCase {
        let facts = stored.facts
        let parts = facts.incidents.flatMap(\.parts).map(\.person)
        let carers = unique(facts.carers + parts.filter { $0 != stored.child }.sorted())
        let persons = try PersonStore.persons(carers + [stored.child], in: db)
        let numbers = Dictionary(uniqueKeysWithValues: carers.enumerated().map { ($0.element, $0.offset + 1) })
        let incidents = facts.incidents.map { incident in
            BlindCase.Incident(
                day: incident.day, type: incident.type,
                age: facts.birthDate.flatMap { Age.years(bornOn: $0, on: incident.day) },
                parts: unique(
                    incident.parts.map { part in
                        let born = part.person == stored.child ? facts.birthDate : persons[part.person]?.birthDate
                        return BlindCase.Part(
                            carer: numbers[part.person] ?? 0,
                            role: part.role.shown(birthDate: born, on: incident.day, law: office.law))
                    }))
        }
        return BlindCase(
            id: stored.id, rule: try office.ruleVersions(in: db).rule(stored.rule, version: stored.version),
            ruleID: stored.rule, version: stored.version, incidents: incidents,
            carers: carers.enumerated().map { index, carer in
                BlindCase.Carer(number: index + 1, care: facts.care.filter { $0.carer == carer })
            },
            answer: stored.answer, mayWithdraw: stored.answer.map { $0.at.day == office.now.day } ?? false)
    }
}
