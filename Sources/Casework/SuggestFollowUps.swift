import Handbook
public import Prevention
import SQL
public import Store

/// A victim for whom a case is suggested: nobody is named, and nothing opens by itself.
public struct SuggestedCase: Sendable {
    public let suggested: Suggested
    public let incident: StoredIncident
    /// Row id in the register.
    public let victim: Int64
    /// Whether the municipality has to stay hidden: the victim is protected.
    public let hidesPlace: Bool

    public var about: SuggestionStore.About { .incident(incident.id, person: victim) }
}

/// Suggests a case for the victims of the latest incidents of the kinds that a programme follows up: a safety follow-up after
/// violence in close relations. Whoever handles the programme opens the case, or dismisses the suggestion.
public struct SuggestFollowUps: Sendable {
    public let programme: Programme
    public static let most = 50
    /// Of the newest reports so many are looked at.
    private static let mostReports = 500

    public init(_ programme: Programme) {
        self.programme = programme
    }

    /// - Returns: newest incident first; empty for whoever does not handle the programme.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [SuggestedCase] {
        try await found(who, in: office).open
    }

    /// Those that wait, and what was dismissed lately, newest first.
    public func found(
        _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> (open: [SuggestedCase], dismissed: [StoredDismissal]) {
        guard isAsked(who) else { return ([], []) }
        let now = office.now
        return try await office.database.read { db in
            try found(who, try Sight(who.actor, at: now, in: db), office, in: db)
        }
    }

    private func isAsked(_ who: Authorized<Acts.WorkCases>) -> Bool {
        programme.suggestion != nil && who.scope.contains(programme) && programme.isHandled(by: who.actor)
    }

    /// As part of a larger read or transaction.
    func found(
        _ who: Authorized<Acts.WorkCases>, _ sight: Sight, _ office: Office, in db: any Connection
    ) throws -> (open: [SuggestedCase], dismissed: [StoredDismissal]) {
        let types = office.handbook.incidentTypes(followedUpBy: programme.code)
        guard isAsked(who), !types.isEmpty, let suggestion = programme.suggestion else { return ([], []) }
        let today = office.now.day
        let days = try office.law.value(suggestion.days, on: today)
        let reports = try IncidentStore.reports(
            ofTypes: types.sorted(), from: today + -days, through: today, limit: SuggestFollowUps.mostReports, in: db)
        let (incidents, participants) = try IncidentStore.resolved(reports, in: db)
        let victims = Dictionary(grouping: participants.filter { $0.role == .victim }, by: \.incident)
        let persons = try PersonStore.persons(victims.values.joined().map(\.person), in: db)
        let followed = try CaseStore.latestOpening(of: programme.code, about: Array(persons.keys), in: db)
        let inScope = incidents.filter { incident in
            who.scope.contains(
                programme, municipality: incident.municipality, stage: programme.firstStage, owner: who.actor.name)
        }
        let dismissed = try SuggestionStore.dismissals(ofIncidents: inScope.map(\.id), in: db)
            .filter { $0.programme == programme.code }
        let byAbout = Dictionary(grouping: dismissed, by: \.about)
        let open = try inScope.reversed().flatMap { incident in
            try (victims[incident.id] ?? []).map(\.person).compactMap { victim -> SuggestedCase? in
                // A duplicate report counts with day and kind of the incident that it repeats.
                let facts = IncidentFacts(
                    reference: incident.externalID, type: incident.type, day: incident.day, followedOn: followed[victim]
                )
                guard
                    let suggested = try programme.suggested(after: facts, types: types, today: today, law: office.law)
                else { return nil }
                let one = SuggestedCase(
                    suggested: suggested, incident: incident, victim: victim,
                    hidesPlace: persons[victim].map(sight.isMasked) ?? false)
                return (byAbout[one.about] ?? []).contains { $0.covers(suggested) } ? nil : one
            }
        }
        return (Array(open.prefix(SuggestFollowUps.most)), Array(dismissed.prefix(SuggestFollowUps.most)))
    }
}
