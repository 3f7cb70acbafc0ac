public import Prevention
import SQL
public import Store

/// Dismisses a suggestion with a reason: it comes back only when the facts that it rests on are others.
public struct DismissSuggestion: Sendable {
    public let about: SuggestionStore.About
    public let programme: Programme
    public let code: String
    /// What it rested on when it was shown.
    public let basis: String
    public let reason: String

    public init(
        on about: SuggestionStore.About, of programme: Programme, code: String, basis: String, reason: String
    ) {
        self.about = about
        self.programme = programme
        self.code = code
        self.basis = basis
        self.reason = reason
    }

    /// - Throws: `NotFound` outside the actor's scope; `Refused`: `not-your-programme`, `suggestion-gone` where it is no
    ///   longer made like that, `suggestion-reason`, `own-family`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let now = office.now
        let shortest = try office.law.value("suggestion.reason-length", on: now.day)
        switch about {
        case .caseFile(let id):
            try await office.writing(case: id, as: who) { db, opened in
                let open = try CaseSuggestions.open([opened.file], office, in: db)[id] ?? []
                let suggested = try check(open, shortest: shortest)
                try opened.file.check([reason], office.law)
                try write(suggested, opened.file.programme, .caseFile, id, who, now, office, db)
            }
        case .incident(let id, let person):
            try await office.writing(as: who.actor) { db, sight in
                guard programme.isHandled(by: who.actor) else { throw Refused("not-your-programme") }
                try sight.checkKin([person])
                let open = try SuggestFollowUps(programme).found(who, sight, office, in: db).open
                let suggested = try check(
                    open.filter { $0.about == .incident(id, person: person) }.map(\.suggested), shortest: shortest)
                try write(suggested, programme, .incident, id, who, now, office, db)
            }
        }
    }

    private func check(_ open: [Suggested], shortest: Int) throws(Refused) -> Suggested {
        guard let suggested = open.first(where: { $0.code == code && $0.basis == basis }) else {
            throw Refused("suggestion-gone")
        }
        guard reason.count >= shortest else { throw Refused("suggestion-reason", ["shortest": String(shortest)]) }
        return suggested
    }

    private func write(
        _ suggested: Suggested, _ programme: Programme, _ entity: LedgerEntry.Entity, _ id: Int64,
        _ who: Authorized<Acts.WorkCases>, _ now: Instant, _ office: Office, _ db: any Connection
    ) throws {
        try SuggestionStore.dismiss(
            suggested, on: about, programme: programme, reason: reason, by: who.actor, at: now, in: db)
        try SuggestionLog.write(
            "dismissed", code, reason, entity, id, isSealed: programme.isSealed, by: who.actor, at: now, office, db)
    }
}

/// Takes a dismissal back: the suggestion is made again, as long as its facts hold.
public struct UndoDismissal: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`; `Refused`: `not-your-programme`, `suggestion-undone`, `own-family`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let found = try await office.database.read { db in try SuggestionStore.dismissal(id, in: db) }
        guard let found, let programme = Catalogue.programme(found.programme) else { throw NotFound() }
        switch found.about {
        case .caseFile(let caseID):
            try await office.writing(case: caseID, as: who) { db, _ in
                try undo(found, .caseFile, caseID, programme, who, office, db)
            }
        case .incident(let incident, let person):
            guard who.scope.contains(programme) else { throw NotFound() }
            try await office.writing(as: who.actor) { db, sight in
                guard programme.isHandled(by: who.actor) else { throw Refused("not-your-programme") }
                try sight.checkKin([person])
                let place = try IncidentStore.incidents([incident], in: db).first?.municipality ?? ""
                guard
                    who.scope.contains(
                        programme, municipality: place, stage: programme.firstStage, owner: who.actor.name)
                else { throw NotFound() }
                try undo(found, .incident, incident, programme, who, office, db)
            }
        }
    }

    private func undo(
        _ found: StoredDismissal, _ entity: LedgerEntry.Entity, _ about: Int64, _ programme: Programme,
        _ who: Authorized<Acts.WorkCases>, _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        guard try SuggestionStore.undo(id, by: who.actor, at: now, in: db) else { throw Refused("suggestion-undone") }
        try SuggestionLog.write(
            "restored", found.code, "", entity, about, isSealed: programme.isSealed, by: who.actor, at: now, office, db)
    }
}

/// What was done with a suggestion, in the history of what it is made on and in the log.
private enum SuggestionLog {
    static func write(
        _ what: String, _ code: String, _ reason: String, _ entity: LedgerEntry.Entity, _ id: Int64, isSealed: Bool,
        by actor: Actor, at now: Instant, _ office: Office, _ db: any Connection
    ) throws {
        let said = "suggestion \(what) \(code)"
        try ChangeLog.record(entity, id: id, old: said, new: reason, by: actor, at: now, in: db)
        try office.ledger.record(
            [LedgerEntry(.change, entity, id: id, reason: said, isSealed: isSealed)], by: actor, at: now, in: db)
    }
}
