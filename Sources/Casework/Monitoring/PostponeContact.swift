import Handbook
public import Prevention
import SQL
import Store

/// Leaves somebody off the list of repeated contact until a day (*ikke nu*): with one of a few reasons and nothing written of
/// them. It expires by itself.
public struct PostponeContact: Sendable {
    public let person: Int64
    public let period: ContactPeriod
    /// `nil` where the form names none.
    public let reason: NotNow.Reason?
    /// The last day; `nil` where the form names none.
    public let until: LocalDate?

    public init(_ person: Int64, in period: ContactPeriod, reason: NotNow.Reason?, until: LocalDate?) {
        self.person = person
        self.period = period
        self.reason = reason
        self.until = until
    }

    /// - Throws: `NotFound` where the list does not have them; `Refused` with every reason.
    public func callAsFunction(_ who: Authorized<Acts.MonitorContacts>, in office: Office) async throws {
        let now = office.now
        try await office.writing(as: who.actor) { db, sight in
            try sight.checkKin([person])
            let reach = try ContactReach(period, who, sight, office)
            guard try reach.one(person, in: db) != nil else { throw NotFound() }
            let decision = try decided(today: now.day, office.law)
            try NotNowStore.set(decision, for: person, by: who.actor, at: now, in: db)
            try office.ledger.record(
                .change, .person, id: person,
                reason: "psp-k not-now \(decision.reason.rawValue) \(decision.until)", by: who.actor, at: now, in: db)
        }
    }

    private func decided(today: LocalDate, _ law: LawBook) throws -> NotNow {
        var problems = reason == nil ? [Refusal("psp-k.not-now-reason")] : []
        if until == nil { problems.append(Refusal("psp-k.not-now-day")) }
        guard let reason, let until else { throw Refused(problems) }
        let decision = NotNow(reason, until: until)
        if let problem = try decision.problem(today: today, law: law) { throw Refused([problem]) }
        return decision
    }
}

/// Puts somebody back on the list before the time.
public struct RelistContact: Sendable {
    public let person: Int64
    public let period: ContactPeriod

    public init(_ person: Int64, in period: ContactPeriod) {
        self.person = person
        self.period = period
    }

    /// - Throws: `NotFound` where nobody has left them off, or the list would not have them.
    public func callAsFunction(_ who: Authorized<Acts.MonitorContacts>, in office: Office) async throws {
        let now = office.now
        try await office.writing(as: who.actor) { db, sight in
            try sight.checkKin([person])
            let reach = try ContactReach(period, who, sight, office)
            guard try reach.one(person, in: db) != nil, try NotNowStore.delete(person, in: db) else {
                throw NotFound()
            }
            try office.ledger.record(
                .change, .person, id: person, reason: "psp-k listed", by: who.actor, at: now, in: db)
        }
    }
}
