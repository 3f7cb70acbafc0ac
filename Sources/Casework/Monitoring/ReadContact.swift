import Handbook
public import Prevention
import SQL
import Store

/// One person with repeated contact, with the incidents behind it.
public struct ContactView: Sendable {
    public let line: ContactLine
    public let period: ContactPeriod
    /// Newest first; without place and summary, which selection does not need.
    public let incidents: [(day: LocalDate, type: String)]
}

/// Reads one person of the list; in the log before it is shown.
public struct ReadContact: Sendable {
    public let person: Int64
    public let period: ContactPeriod

    public init(_ person: Int64, in period: ContactPeriod) {
        self.person = person
        self.period = period
    }

    /// - Throws: `NotFound` where the list does not have them; `Refused` for the actor's own family.
    public func callAsFunction(
        _ who: Authorized<Acts.MonitorContacts>, in office: Office
    ) async throws -> ContactView {
        let today = office.now.day
        return try await office.reading(as: who.actor) { db, sight in
            try sight.checkKin([person])
            let reach = try ContactReach(period, who, sight, office)
            guard let (found, incidents) = try reach.one(person, in: db) else { throw NotFound() }
            let decision = try NotNowStore.decision(about: person, in: db)?.decision
            let line = ContactLine(
                person: sight.view(found.person), contact: found.contact, types: ListContacts.types(of: incidents),
                openCase: try reach.openCases(of: [person], in: db)[person],
                notNow: decision.flatMap { $0.until >= today ? $0 : nil })
            let view = ContactView(line: line, period: period, incidents: incidents.map { ($0.day, $0.type) })
            return (view, [LedgerEntry(.read, .person, id: person, reason: "psp-k contacts")])
        }
    }
}
