import Handbook
public import Prevention
import SQL
import Store

/// Selects somebody with repeated contact for the practice group (*udtager*): a person decides, and says why. The case is opened as
/// monitored and taken to selected, with the incidents tied to it, all in one.
public struct SelectContact: Sendable {
    public let person: Int64
    public let period: ContactPeriod
    /// Who has decided it: a name or a title.
    public let selectedBy: String
    public let reason: String

    public init(_ person: Int64, in period: ContactPeriod, by selectedBy: String, reason: String) {
        self.person = person
        self.period = period
        self.selectedBy = selectedBy
        self.reason = reason
    }

    /// - Returns: the id of the case.
    /// - Throws: `NotFound` where the list does not have them; `Refused` with every reason: an open case, an own family.
    public func callAsFunction(
        _ who: Authorized<Acts.MonitorContacts>, in office: Office
    ) async throws -> Int64 {
        let worker = try Policy.authorize(who.actor, Acts.WorkCases.self)
        return try await office.writing(as: who.actor) { db, sight in
            try sight.checkKin([person])
            let reach = try ContactReach(period, who, sight, office)
            guard let (found, incidents) = try reach.one(person, in: db) else { throw NotFound() }
            guard try reach.openCases(of: [person], in: db).isEmpty else { throw Refused("psp-k.open-case") }
            guard try !ContactStore.isFollowed(person, in: reach.programme, db) else {
                throw Refused("psp-k.followed-elsewhere")
            }
            let isKnown = office.handbook.municipality(found.home) != nil
            let opening = OpenCase(
                reach.programme, municipality: isKnown ? found.home : "", fields: [:],
                parties: [(.subject, person)])
            let id = try opening.run(worker, sight, office, db)
            guard let row = try CaseStore.rows([id], scope: worker.scope, in: db).first else { throw NotFound() }
            let fields = ["selected_by": selectedBy, "selection_reason": reason].filter { !$0.value.isEmpty }
            try ChangeCase(
                id, revision: row.revision, .move(to: "selected", at: nil, fields: fields, note: "")
            ).run(worker, sight, office, db)
            for incident in incidents {
                try RelationStore.setIncident(incident.id, of: id, by: who.actor, at: office.now, in: db)
            }
            try NotNowStore.delete(person, in: db)
            return id
        }
    }
}
