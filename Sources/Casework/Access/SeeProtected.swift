public import Prevention
import SQL
import Store

/// Records why somebody needs to know who a protected person is and where they live (*noteret behov*). From then on, and for
/// some hours (law.yaml `protection.need-hours`), that person is shown to them unmasked.
public struct SeeProtected: Sendable {
    public let person: Int64
    public let reason: String

    public init(_ person: Int64, reason: String) {
        self.person = person
        self.reason = reason
    }

    /// - Throws: `Refused`: `need-reason`, `own-family`; `NotFound` for nobody, or nobody protected.
    public func callAsFunction(_ who: Authorized<Acts.SeeProtected>, in office: Office) async throws {
        guard !reason.isEmpty else { throw Refused("need-reason") }
        let now = office.now
        let hours = try office.law.value("protection.need-hours", on: now.day)
        try await office.writing(as: who.actor) { db, sight in
            let person = try IdentityStore.person(of: self.person, in: db)
            guard let found = try PersonStore.person(person, in: db), found.isProtected,
                try !sight.within([person], in: db).isEmpty
            else { throw NotFound() }
            try sight.checkKin([person])
            // What emergency access has opened ends with it.
            let emergency = try EmergencyStore.active(of: who.actor.name, at: now, in: db)
            let end = [now.adding(hours: hours), emergency?.endsAt].compactMap(\.self).min() ?? now
            let isRecorded = try ProtectionNeedStore.add(
                account: who.actor.name, person: person, reason: reason, at: now, until: end, in: db)
            guard isRecorded else { throw NotFound() }
            try office.ledger.record(
                .read, .person, id: person, reason: "protected", words: reason, by: who.actor, at: now, in: db)
        }
    }
}
