/// An incident as far as a suggestion rests on it: nobody is named.
public struct IncidentFacts: Sendable, Hashable {
    /// As its source numbers it.
    public let reference: String
    public let type: String
    public let day: LocalDate
    /// The day on which the latest case of the programme about the victim was opened.
    public let followedOn: LocalDate?

    public init(reference: String, type: String, day: LocalDate, followedOn: LocalDate?) {
        self.reference = reference
        self.type = type
        self.day = day
        self.followedOn = followedOn
    }
}

extension Programme {
    /// What an incident suggests for its victim: a case of this programme, as long as law.yaml says and none was opened since.
    ///
    /// - Parameter types: the kinds of incidents that the programme follows up (incident-types.yaml).
    public func suggested(
        after incident: IncidentFacts, types: Set<String>, today: LocalDate, law: LawBook
    ) throws(LawBook.MissingRule) -> Suggested? {
        guard let suggestion, types.contains(incident.type), incident.day <= today,
            incident.day >= today + -(try law.value(suggestion.days, on: today)),
            incident.followedOn.map({ $0 < incident.day }) ?? true
        else { return nil }
        return Suggested(
            "incident-follow-up",
            facts: [
                "type": .incidentType(incident.type), "date": .date(incident.day), "time": .rule(suggestion.days),
            ],
            offer: .newCase(programme: code, fields: suggestion.fields, since: incident.day),
            basis: [incident.reference, incident.type, incident.day.description])
    }
}
