internal import Prevention

/// An incident before it is written.
struct IncidentDraft {
    let type: String
    let day: LocalDate
    let place: Place
    var secondOfDay = 0
    var involved: [Involvement] = []
    /// How often it is reported once more, each report pointing to the one before.
    var duplicates = 0
    /// Whether it happened at the home of those in it, whatever is usual for its type.
    var isAtHome = false
    /// Whether the source may describe somebody in it without an id.
    var mayLackIDs = false

    init(type: String, day: LocalDate, place: Place) {
        self.type = type
        self.day = day
        self.place = place
    }
}

/// Somebody's part in an incident.
struct Involvement {
    let home: Household
    let member: Member
    let role: IncidentRole
}
