import Prevention
import SQL
import Store

/// Incidents that may have happened in a protected home: those around a family with a protected member, and those in which
/// anybody took part who is protected. Where they happened, and the words of the report, which often name the place, would
/// give away to the one what is hidden of the other.
enum ProtectedPlaces {
    /// - Parameters:
    ///   - participants: those of whom it is in doubt who they are included.
    ///   - isHidden: whether somebody's home has to stay hidden; for what others will read, everybody's who is protected.
    static func incidents(
        among incidents: [StoredIncident], participants: [StoredParticipant], family: [Person],
        isHidden: (Person) -> Bool, in db: any Connection
    ) throws -> Set<Int64> {
        if family.contains(where: isHidden) { return Set(incidents.map(\.id)) }
        let persons = try PersonStore.persons(participants.map(\.person), in: db)
        return Set(participants.filter { persons[$0.person].map(isHidden) ?? false }.map(\.incident))
    }
}
