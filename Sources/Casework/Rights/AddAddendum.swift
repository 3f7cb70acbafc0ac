public import Prevention
import SQL
public import Store

/// Adds to what is stored what somebody has had corrected. Nothing stored is overwritten, and an addendum that is wrong is
/// followed by another.
public struct AddAddendum: Sendable {
    public let subject: Addendum.Subject
    public let id: Int64
    public let text: String
    public let requestedBy: String
    /// Whether the user has said, having been warned, that the texts are about nobody they know from their work: only on a case
    /// that is about nobody.
    public let isConfirmed: Bool

    public init(
        _ subject: Addendum.Subject, _ id: Int64, text: String, requestedBy: String, isConfirmed: Bool = false
    ) {
        self.isConfirmed = isConfirmed
        self.subject = subject
        self.id = id
        self.text = text
        self.requestedBy = requestedBy
    }

    /// - Throws: `Refused` without text or without who has asked for it; `NotFound` where there is no such record that the
    ///   actor may work with.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        if subject == .caseFile {
            try await office.checkSaid(
                [PlanTyped("text", text), PlanTyped("requested-by", requestedBy)], on: id, who, isConfirmed: isConfirmed
            )
        }
        try await office.writing(as: who.actor) { db, sight in
            let isSealed = try check(who, sight, in: db)
            var refusals: [Refusal] = []
            if text.isEmpty { refusals.append(Refusal("addendum-text")) }
            if requestedBy.isEmpty { refusals.append(Refusal("addendum-requested-by")) }
            guard refusals.isEmpty else { throw Refused(refusals) }
            let now = office.now
            try AddendumStore.add(
                Addendum(to: subject, id, text: text, requestedBy: requestedBy, by: who.actor, at: now), in: db)
            try office.ledger.record(
                [
                    LedgerEntry(
                        .change, subject.logged, id: id, reason: "addendum", words: requestedBy, isSealed: isSealed)
                ],
                by: who.actor, at: now, in: db)
        }
    }

    /// Whether it belongs to a sealed programme.
    private func check(_ who: Authorized<Acts.WorkCases>, _ sight: Sight, in db: any Connection) throws -> Bool {
        switch subject {
        case .caseFile:
            guard let found = try CaseStore.load(id, scope: who.scope, in: db) else { throw NotFound() }
            try sight.checkKin(found.file.parties.map(\.person))
            return found.file.programme.isSealed
        case .person:
            guard who.actor.may(.findPersons), try sight.within([id], in: db).contains(id),
                try PersonStore.person(id, in: db) != nil
            else { throw NotFound() }
            try sight.checkKin([id])
        case .incident:
            guard who.actor.may(.findPersons), sight.seesIncidents, try !IncidentStore.incidents([id], in: db).isEmpty
            else {
                throw NotFound()
            }
            try sight.checkKin(try IncidentStore.participants(of: [id], includingHeld: true, in: db).map(\.person))
        case .hit:
            guard who.actor.may(.screen), let hit = try HitStore.hit(id, in: db) else { throw NotFound() }
            try sight.checkKin([hit.child] + hit.carers)
        }
        return false
    }
}

extension Addendum.Subject {
    fileprivate var logged: LedgerEntry.Entity {
        switch self {
        case .caseFile: return .caseFile
        case .person: return .person
        case .incident: return .incident
        case .hit: return .hit
        }
    }
}

/// What the page of a case or of a person shows besides: addenda, and the holds that stand on it. The page itself has been
/// logged for the same record.
public struct ReadRecordRights: Sendable {
    public struct Found: Sendable {
        /// Oldest first.
        public let addenda: [Addendum]
        public let holds: [LegalHold]

        /// For those who may not know of any.
        public static let nothing = Found(addenda: [], holds: [])
    }

    public let subject: LegalHold.Subject
    public let id: Int64

    public init(_ subject: LegalHold.Subject, _ id: Int64) {
        self.subject = subject
        self.id = id
    }

    /// Of a person, addenda are for the police alone, and of somebody masked for nobody: they may name who and where. Holds are
    /// for those who keep the times of deletion.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Found {
        let now = office.now
        let isCase = subject == .caseFile
        return try await office.database.read { db in
            let sight = try Sight(who.actor, at: now, in: db)
            let isShown =
                try isCase
                || sight.seesIncidents && PersonStore.person(id, in: db).map { !sight.isMasked($0) } ?? false
            return Found(
                addenda: isShown
                    ? try AddendumStore.addenda(
                        to: isCase ? .caseFile : .person, isCase ? [id] : IdentityStore.records(of: id, in: db), in: db)
                    : [],
                holds: who.actor.may(.manageRetention) ? try HoldStore.standing(on: subject, id, in: db) : [])
        }
    }
}
