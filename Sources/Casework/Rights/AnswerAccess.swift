public import Prevention
import SQL
public import Store

/// A request with the answer as it would be given now.
public struct AccessPage: Sendable {
    public let request: AccessRequest
    public let person: PersonView
    public let restrictions: [AccessRestriction]
    public let answer: AccessAnswer
    /// What may be withheld of this answer.
    public let restrictable: [AccessPart]
}

/// Opens a request with a preview of its answer; logged for the person and for each case in it. The request is the need to see
/// somebody protected; one's own family is answered by a colleague.
public struct ReadAccess: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.GiveAccess>, in office: Office) async throws -> AccessPage {
        let scope = RightsScope(of: who.actor)
        return try await office.reading(as: who.actor) { db, sight in
            guard let request = try RequestStore.request(id, in: db),
                let person = try PersonStore.person(request.person, in: db)
            else { throw NotFound() }
            try sight.checkKin([person.id])
            let restrictions = try RequestStore.restrictions(of: id, in: db)
            let (answer, cases, items) = try ComposeAnswer(
                scope: scope, restrictions: restrictions, handbook: office.handbook, keys: office.keys, now: office.now)(
                    request.person, in: db)
            let programmes = Set(answer.cases.map(\.programme))
            let parts =
                (answer.incidents.isEmpty ? [] : [AccessPart.incidents]) + (answer.hits.isEmpty ? [] : [.hits])
                + (answer.forumItems.isEmpty ? [] : [.forums])
                + scope.codes.filter(programmes.contains).map { .cases($0) }
            let page = AccessPage(
                request: request, person: PersonView(person, isMasked: false),
                restrictions: restrictions.filter { $0.part.isKnown(in: scope) }, answer: answer,
                restrictable: parts.filter(\.mayBeWithheld))
            return (page, entries(.read, request.person, cases, items))
        }
    }

    private func entries(
        _ action: LedgerEntry.Action, _ person: Int64, _ cases: [Int64: Bool], _ items: [Int64]
    ) -> [LedgerEntry] {
        [LedgerEntry(action, .person, id: person, reason: "access \(id)")]
            + cases.sorted { $0.key < $1.key }.map {
                LedgerEntry(action, .caseFile, id: $0.key, reason: "access \(id)", isSealed: $0.value)
            } + items.map { LedgerEntry(action, .forumItem, id: $0, reason: "access \(id)") }
    }
}

extension AccessPart {
    /// A decision on a sealed programme's cases is known to those alone who may know of them.
    fileprivate func isKnown(in scope: RightsScope) -> Bool {
        if case .cases(let programme) = self { return scope.contains(programme) }
        return true
    }
}

/// Withholds a part of an answer that has not been given yet, or takes that back.
public struct RestrictAccess: Sendable {
    public enum Change: Sendable {
        /// - Parameter silent: the answer neither confirms nor denies that there is anything.
        case withhold(AccessPart, AccessGround, reason: String, silent: Bool)
        case give(AccessPart)
    }

    public let id: Int64
    public let change: Change

    public init(_ id: Int64, _ change: Change) {
        self.id = id
        self.change = change
    }

    /// - Throws: `Refused` without a reason, for what the law does not let anybody withhold, or after the answer; `NotFound`
    ///   outside what the actor may know of.
    public func callAsFunction(_ who: Authorized<Acts.GiveAccess>, in office: Office) async throws {
        let scope = RightsScope(of: who.actor)
        try await office.writing(as: who.actor) { db, sight in
            guard let request = try RequestStore.request(id, in: db) else { throw NotFound() }
            try sight.checkKin([request.person])
            guard !request.isAnswered else { throw Refused("access-answered") }
            let now = office.now
            let entry: LedgerEntry
            switch change {
            case .withhold(let part, let ground, let reason, let silent):
                guard part.isKnown(in: scope) else { throw NotFound() }
                guard part.mayBeWithheld else { throw Refused("access-not-restrictable") }
                guard !reason.isEmpty else { throw Refused("access-restriction-reason") }
                let decision = AccessRestriction(
                    part, ground: ground, reason: reason, isSilent: silent, by: who.actor, at: now)
                guard try RequestStore.restrict(id, decision, in: db) else { throw Refused("access-withheld-already") }
                entry = LedgerEntry(
                    .change, .person, id: request.person,
                    reason: "access \(id) withheld \(part.code) \(ground.rawValue)",
                    words: reason, isSealed: part.isSealed)
            case .give(let part):
                guard part.isKnown(in: scope), try RequestStore.lift(id, part, in: db) else { throw NotFound() }
                entry = LedgerEntry(
                    .change, .person, id: request.person, reason: "access \(id) given \(part.code)",
                    isSealed: part.isSealed)
            }
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }
}

extension AccessPart {
    fileprivate var isSealed: Bool {
        if case .cases(let programme) = self { return Catalogue.programme(programme)?.isSealed == true }
        return false
    }
}

/// Gives the answer: logged as disclosed to the person before anything is sent. A request is answered once; the same answer
/// may be made again, with the same parts withheld, and is logged each time.
public struct AnswerAccess: Sendable {
    /// To whom it goes, as the log says.
    public static let recipient = "the person"

    public let id: Int64
    /// Whether it is to be made again.
    public let isRepeated: Bool

    public init(_ id: Int64, isRepeated: Bool = false) {
        self.id = id
        self.isRepeated = isRepeated
    }

    /// - Throws: `Refused` where it is answered already, or, to be repeated, is not.
    public func callAsFunction(_ who: Authorized<Acts.GiveAccess>, in office: Office) async throws -> AccessAnswer {
        try await office.writing(as: who.actor) { db, sight in
            if let request = try RequestStore.request(id, in: db) { try sight.checkKin([request.person]) }
            return try run(who, office, db)
        }
    }

    func run(_ who: Authorized<Acts.GiveAccess>, _ office: Office, _ db: any Connection) throws -> AccessAnswer {
        guard let request = try RequestStore.request(id, in: db) else { throw NotFound() }
        guard request.isAnswered == isRepeated else {
            throw Refused(isRepeated ? "access-not-answered" : "access-answered")
        }
        let now = office.now
        let (answer, cases, items) = try ComposeAnswer(
            scope: RightsScope(of: who.actor), restrictions: RequestStore.restrictions(of: id, in: db),
            handbook: office.handbook, keys: office.keys, now: now)(request.person, in: db)
        if !isRepeated {
            guard try RequestStore.answer(id, by: who.actor, at: now, in: db) else { throw Refused("access-answered") }
        }
        var entries = [
            LedgerEntry(
                .disclose, .person, id: request.person, reason: "access \(id)", recipient: AnswerAccess.recipient)
        ]
        entries += cases.sorted { $0.key < $1.key }.map {
            LedgerEntry(
                .disclose, .caseFile, id: $0.key, reason: "access \(id)", recipient: AnswerAccess.recipient,
                isSealed: $0.value)
        }
        entries += items.map {
            LedgerEntry(.disclose, .forumItem, id: $0, reason: "access \(id)", recipient: AnswerAccess.recipient)
        }
        try office.ledger.record(entries, by: who.actor, at: now, in: db)
        return answer
    }
}

/// Answers for one person in one go: the open request, where there is one, with what has been withheld of it, or else one
/// that is registered as received today.
public struct ExportPerson: Sendable {
    public let person: Int64

    public init(_ person: Int64) {
        self.person = person
    }

    /// - Returns: the answer and the number of its request.
    public func callAsFunction(
        _ who: Authorized<Acts.GiveAccess>, in office: Office
    ) async throws -> (answer: AccessAnswer, request: Int64) {
        try await office.writing(as: who.actor) { db, sight in
            try sight.checkKin([person])
            let request =
                try RequestStore.open(of: person, in: db)?.id
                ?? RegisterAccess(person, requestedBy: "kreds person export", receivedOn: office.now.day)
                .run(who, office, db)
            return (try AnswerAccess(request).run(who, office, db), request)
        }
    }
}
