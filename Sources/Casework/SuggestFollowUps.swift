import Handbook
public import Prevention
import SQL
public import Store

/// A victim for whom a case is suggested: nobody is named, and nothing opens by itself.
public struct SuggestedCase: Sendable {
    public let incident: StoredIncident
    /// Row id in the register.
    public let victim: Int64
    /// Whether the municipality has to stay hidden: the victim is protected.
    public let hidesPlace: Bool
}

/// Suggests a case for the victims of the latest incidents of the kinds that a programme follows up: a safety follow-up after
/// violence in close relations. Whoever handles the programme opens the case, or lets it be.
public struct SuggestFollowUps: Sendable {
    public let programme: Programme
    public static let most = 50
    /// Of the newest reports so many are looked at.
    private static let mostReports = 500

    public init(_ programme: Programme) {
        self.programme = programme
    }

    /// How many are suggested to somebody who works with cases, by programme; only where there are any.
    static func counts(for actor: Actor, in office: Office) async throws -> [(programme: Programme, count: Int)] {
        let who = try Policy.authorize(actor, Acts.WorkCases.self)
        var counts: [(programme: Programme, count: Int)] = []
        for programme in Catalogue.all {
            let count = try await SuggestFollowUps(programme)(who, in: office).count
            if count > 0 { counts.append((programme, count)) }
        }
        return counts
    }

    /// - Returns: newest incident first; empty for whoever does not handle the programme.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [SuggestedCase] {
        let types = office.handbook.incidentTypes(followedUpBy: programme.code).sorted()
        guard !types.isEmpty, let suggestion = programme.suggestion, who.scope.contains(programme),
            programme.isHandled(by: who.actor)
        else { return [] }
        let now = office.now
        let today = now.day
        let days = try office.law.value(suggestion.days, on: today)
        return try await office.database.read { db in
            let reports = try IncidentStore.reports(
                ofTypes: types, from: today + -days, through: today, limit: SuggestFollowUps.mostReports, in: db)
            let (incidents, participants) = try IncidentStore.resolved(reports, in: db)
            let victims = Dictionary(grouping: participants.filter { $0.role == .victim }, by: \.incident)
            let sight = try Sight(who.actor, at: now, in: db)
            let persons = try PersonStore.persons(victims.values.joined().map(\.person), in: db)
            let followed = try CaseStore.latestOpening(of: programme.code, about: Array(persons.keys), in: db)
            let suggested = incidents.filter { incident in
                who.scope.contains(
                    programme, municipality: incident.municipality, stage: programme.firstStage, owner: who.actor.name)
            }.reversed().flatMap { incident in
                (victims[incident.id] ?? []).map(\.person).filter { victim in
                    followed[victim].map { $0 < incident.day } ?? true
                }.map { victim in
                    SuggestedCase(
                        incident: incident, victim: victim,
                        hidesPlace: persons[victim].map(sight.isMasked) ?? false)
                }
            }
            return Array(suggested.prefix(SuggestFollowUps.most))
        }
    }
}
