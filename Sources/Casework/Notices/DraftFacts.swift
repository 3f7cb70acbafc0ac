import Handbook
public import Prevention
import SQL
import Store

/// Lays out the facts of an incident for the draft of a social report: when, what and where, and who was what. No name and
/// nothing that weighs; the assessment is the writer's own.
public struct DraftFacts: Sendable {
    public struct Draft: Sendable {
        /// In Danish, whatever language the writer reads the pages in: the report goes to Danish authorities.
        public let facts: String
        /// Code of the municipality where it happened; `nil` where the place may be a protected home.
        public let municipality: String?
    }

    public let incident: Int64
    /// Row id of the person whom the report is to be about.
    public let person: Int64
    public let purpose: Purpose

    public init(incident: Int64, person: Int64, purpose: Purpose) {
        self.incident = incident
        self.person = person
        self.purpose = purpose
    }

    /// - Throws: `NotFound` where that person took no part in it, or the actor knows of no incidents.
    public func callAsFunction(_ who: Authorized<Acts.FindPersons>, in office: Office) async throws -> Draft {
        try await office.reading(as: who.actor) { db, sight in
            let (found, participants) = try IncidentStore.resolved([incident], in: db)
            guard sight.seesIncidents, let incident = found.first,
                participants.contains(where: { $0.person == person })
            else { throw NotFound() }
            try sight.checkKin([person])
            let took = Set(participants.map(\.person)).sorted()
            let persons = try PersonStore.persons(took, in: db)
            let everybody = try IncidentStore.resolved([self.incident], includingHeld: true, in: db).participants
            let hidden = try ProtectedPlaces.incidents(
                among: found, participants: everybody, family: Array(persons.values), isHidden: \.isProtected,
                in: db)
            let roles = participants.map { one in
                one.role.shown(birthDate: persons[one.person]?.birthDate, on: incident.day, law: office.law)
            }
            let facts = FactLine(office.handbook).line(
                incident, roles: roles, hidesPlace: hidden.contains(incident.id))
            let entry = LedgerEntry(
                .read, .person, id: person, reason: purpose.code, words: purpose.explanation)
            let place = hidden.contains(incident.id) ? nil : incident.municipality
            return (Draft(facts: facts, municipality: place), [entry])
        }
    }
}

/// An incident in a line of a report.
struct FactLine {
    private let handbook: Handbook

    init(_ handbook: Handbook) {
        self.handbook = handbook
    }

    /// - Parameters:
    ///   - roles: of those who took part, as they may be said.
    ///   - hidesPlace: whether the place may be a protected home. Others than the writer will read the line.
    func line(_ incident: StoredIncident, roles: [IncidentRole], hidesPlace: Bool) -> String {
        let words = handbook[.danish]
        let parts = [
            incident.day.danish, handbook.incidentTypeName(incident.type, .danish), hidesPlace ? "" : incident.place,
        ]
        let who = Set(roles.map { words("incident-role." + $0.rawValue) }).sorted().joined(separator: ", ")
        return "- " + parts.filter { !$0.isEmpty }.joined(separator: ", ") + (who.isEmpty ? "" : " (\(who))")
    }
}
