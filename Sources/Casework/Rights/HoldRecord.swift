public import Prevention
import SQL
public import Store

/// Sets a legal hold on a case or a person, or lifts it.
public struct HoldRecord: Sendable {
    public enum Change: Sendable {
        case set(LegalHold.Subject, Int64, reason: String)
        case lift(Int64, reason: String)
    }

    public let change: Change
    /// Whether the user has said, having been warned, that the reason is about nobody they know from their work: only on a case
    /// that is about nobody.
    public let isConfirmed: Bool

    public init(_ change: Change, isConfirmed: Bool = false) {
        self.change = change
        self.isConfirmed = isConfirmed
    }

    /// - Returns: what it stands on.
    /// - Throws: `Refused` without a reason; `NotFound` where there is no such record that the actor may know of.
    @discardableResult
    public func callAsFunction(
        _ who: Authorized<Acts.ManageRetention>, in office: Office
    ) async throws -> (LegalHold.Subject, Int64) {
        try await checkTexts(by: who.actor, in: office)
        return try await office.writing(as: who.actor) { db, sight in
            let now = office.now
            let (subject, id, written) = try target(in: db)
            let isSealed = try HoldRecord.check(subject, id, sight, in: db)
            guard !written.isEmpty else { throw Refused("hold-reason") }
            let word: String
            switch change {
            case .set:
                word = "hold"
                try HoldStore.set(on: subject, id, reason: written, by: who.actor, at: now, in: db)
            case .lift(let hold, _):
                word = "hold lifted"
                guard try HoldStore.lift(hold, reason: written, by: who.actor, at: now, in: db) else {
                    throw NotFound()
                }
            }
            try office.ledger.record(
                [
                    LedgerEntry(
                        .change, subject == .caseFile ? .caseFile : .person, id: id, reason: word, words: written,
                        isSealed: isSealed)
                ], by: who.actor, at: now, in: db)
            return (subject, id)
        }
    }

    /// What it is set on or lifted from, and why.
    private func target(in db: any Connection) throws -> (LegalHold.Subject, Int64, String) {
        switch change {
        case .set(let on, let record, let reason): return (on, record, reason)
        case .lift(let hold, let reason):
            guard let standing = try HoldStore.hold(hold, in: db) else { throw NotFound() }
            return (standing.subject, standing.subjectID, reason)
        }
    }

    /// The reason of a case that is about nobody names and numbers nobody either.
    private func checkTexts(by actor: Actor, in office: Office) async throws {
        let (programme, written) = try await office.database.read { db -> (Programme?, String) in
            let (subject, id, written) = try target(in: db)
            guard subject == .caseFile, let found = try RetentionReader.cases([id], in: db).first,
                RightsScope(of: actor).contains(found.file.programme.code)
            else { return (nil, written) }
            return (found.file.programme, written)
        }
        guard let programme else { return }
        try await office.checkSaid(
            [PlanTyped("reason", written)], of: programme, isConfirmed: isConfirmed, by: actor)
    }

    /// Whether it belongs to a sealed programme.
    private static func check(
        _ subject: LegalHold.Subject, _ id: Int64, _ sight: Sight, in db: any Connection
    ) throws -> Bool {
        switch subject {
        case .person:
            guard try PersonStore.person(id, in: db) != nil else { throw NotFound() }
            try sight.checkKin([id])
            return false
        case .caseFile:
            guard let found = try RetentionReader.cases([id], in: db).first,
                RightsScope(of: sight.actor).contains(found.file.programme.code)
            else { throw NotFound() }
            try sight.checkKin(found.file.parties.map(\.person))
            return found.file.programme.isSealed
        }
    }
}

/// The holds that stand, of those that the actor may know of: the reason may name somebody, so each is logged.
public struct ListHolds: Sendable {
    public struct Line: Sendable, Hashable {
        public let hold: LegalHold
        /// Of a case; empty for a person.
        public let number: String
    }

    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ManageRetention>, in office: Office) async throws -> [Line] {
        let scope = RightsScope(of: who.actor)
        return try await office.reading(by: who.actor) { db in
            var lines: [Line] = []
            var entries: [LedgerEntry] = []
            for hold in try HoldStore.standing(in: db) {
                switch hold.subject {
                case .person:
                    lines.append(Line(hold: hold, number: ""))
                    entries.append(LedgerEntry(.read, .person, id: hold.subjectID, reason: "hold"))
                case .caseFile:
                    guard let found = try RetentionReader.cases([hold.subjectID], in: db).first,
                        scope.contains(found.file.programme.code)
                    else { continue }
                    lines.append(Line(hold: hold, number: found.number))
                    entries.append(
                        LedgerEntry(
                            .read, .caseFile, id: hold.subjectID, reason: "hold",
                            isSealed: found.file.programme.isSealed))
                }
            }
            return (lines, entries)
        }
    }
}
