internal import Exchange
internal import Prevention

/// Writes incidents with their participants and duplicate reports.
struct IncidentFiler {
    /// Of those incidents that may: how often one participant comes without an id.
    private static let withoutID = 0.035
    private static let reportedTwice = 0.01

    let writer: ExchangeWriter
    let details: PersonDetails

    func file(_ draft: IncidentDraft, id: String, _ random: inout RandomSource) throws {
        var record = IncidentRecord(
            id: id, occurredAt: Instant(day: draft.day, secondOfDay: draft.secondOfDay), type: draft.type)
        record.municipality = draft.place.municipality
        let place = IncidentWords.place(for: draft.type, in: draft.place, &random)
        record.place = draft.isAtHome ? IncidentWords.home(in: draft.place) : place
        if random.chance(0.93) {
            let spot = draft.place.spot(&random)
            record.latitude = spot.latitude
            record.longitude = spot.longitude
        }
        record.summary = IncidentWords.summary(for: draft.type, &random)
        try writer.write(record)
        let unnamed =
            draft.mayLackIDs && random.chance(IncidentFiler.withoutID) ? random.below(draft.involved.count) : -1
        for (position, involvement) in draft.involved.enumerated() {
            try writer.write(participant(involvement, in: id, lacksID: position == unnamed, &random))
        }
        var duplicates = draft.duplicates
        if duplicates == 0, random.chance(IncidentFiler.reportedTwice) { duplicates = random.chance(0.12) ? 2 : 1 }
        try repeatReport(of: record, draft, times: duplicates, &random)
    }

    /// Later reports of the same incident, by another caller or patrol, each pointing to the one before.
    private func repeatReport(
        of record: IncidentRecord, _ draft: IncidentDraft, times: Int, _ random: inout RandomSource
    ) throws {
        var previous = record
        for time in 0..<times {
            var again = previous
            again.id = record.id + "-" + String(time + 2)
            again.sameAs = previous.id
            // Kept on the same day: the root's day counts, and nothing may lie after the last one.
            let later = again.occurredAt.adding(seconds: random.within(60...2400))
            if later.day == record.occurredAt.day { again.occurredAt = later }
            again.summary = IncidentWords.repeatedReport(&random)
            try writer.write(again)
            if let first = draft.involved.first {
                try writer.write(participant(first, in: again.id, lacksID: false, &random))
            }
            previous = again
        }
    }

    private func participant(
        _ involvement: Involvement, in incident: String, lacksID: Bool, _ random: inout RandomSource
    ) -> ParticipantRecord {
        var row = ParticipantRecord(incident: incident, role: involvement.role)
        guard lacksID, let person = details.record(of: involvement.member, in: involvement.home) else {
            row.person = involvement.member.id
            return row
        }
        if !person.cpr.isEmpty, random.chance(0.4) {
            row.cpr = person.cpr
            return row
        }
        row.givenNames = person.givenNames
        row.familyName = person.familyName
        row.birthDate = person.birthDate
        row.address = person.address
        row.postalCode = person.postalCode
        if random.chance(0.3) { row.givenNames = Misspelling.of(row.givenNames, &random) }
        if random.chance(0.2) { row.familyName = Misspelling.of(row.familyName, &random) }
        if random.chance(0.1) { row.address = "" }
        return row
    }
}

/// Slips of the pen in names taken down by hand.
enum Misspelling {
    static func of(_ name: String, _ random: inout RandomSource) -> String {
        var letters = Array(name)
        guard letters.count > 3 else { return name }
        let place = 1 + random.below(letters.count - 2)
        switch random.below(3) {
        case 0: letters.swapAt(place, place + 1)
        case 1: letters.remove(at: place)
        default: letters.insert(letters[place], at: place)
        }
        return String(letters)
    }
}
