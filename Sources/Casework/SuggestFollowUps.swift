import Handbook
public import Prevention
import SQL
public import Store

/// A victim for whom a case is suggested: nobody is named, and nothing opens by itself.
public struct SuggestedCase: Sendable {
    public let incident: StoredIncident
    /// Row id in the register.
    public let victim: Int64
}

/// Suggests a case for the victims of the latest incidents of the kinds that a programme follows up: a safety follow-up after
/// violence in close relations. Whoever handles the programme opens the case, or lets it be.
public struct SuggestFollowUps: Sendable {
    public let programme: Programme
    public static let most = 50

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
        guard !types.isEmpty, who.scope.contains(programme), programme.isHandled(by: who.actor) else { return [] }
        let today = office.now.day
        let days = try office.law.value("safety-follow-up.suggested-for", on: today)
        return try await office.database.read { db in
            try IncidentStore.withoutFollowUp(
                types: types, programme: programme.code, from: today + -days, through: today,
                limit: SuggestFollowUps.most, in: db
            ).map { SuggestedCase(incident: $0.incident, victim: $0.victim) }
        }
    }
}
