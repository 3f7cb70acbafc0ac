public import Prevention
import SQL
public import Store

/// Records what a second screener says, with the reason. It changes nothing for the family: neither the hit, nor its decision, nor
/// any case.
public struct JudgeBlindCase: Sendable {
    public let id: Int64
    public let answer: StoredHit.State
    public let reason: String
    public static let mostLetters = 1_000

    public init(_ id: Int64, _ answer: StoredHit.State, reason: String) {
        self.id = id
        self.answer = answer
        self.reason = reason
    }

    /// - Throws: `NotFound`; `Refused`: `decision-reason`, `blind-long`, `blind-number` with a CPR number in it, `blind-answered`,
    ///   `own-family`.
    public func callAsFunction(_ who: Authorized<Acts.JudgeSample>, in office: Office) async throws {
        try await office.writing(as: who.actor) { db, sight in
            let stored = try BlindSampling.load(id, sight, office, in: db)
            guard stored.answer == nil, answer != .open else { throw Refused("blind-answered") }
            if reason.isEmpty { throw Refused("decision-reason") }
            if CPRNumber.isIn(reason) { throw Refused("blind-number") }
            if reason.count > JudgeBlindCase.mostLetters {
                throw Refused("blind-long", ["count": String(JudgeBlindCase.mostLetters)])
            }
            let now = office.now
            guard try BlindStore.answer(id, answer, reason: reason, by: who.actor, at: now, in: db) else {
                throw Refused("blind-answered")
            }
            try office.ledger.record(
                BlindSampling.entries(stored)
                    + [LedgerEntry(.change, .hit, id: stored.hit, reason: "blind \(answer.rawValue)")],
                by: who.actor, at: now, in: db)
        }
    }
}

/// Takes one's own answer back, on the day on which it was given; the hit waits again.
public struct WithdrawBlindAnswer: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`; `Refused`: `blind-late`, `own-family`.
    public func callAsFunction(_ who: Authorized<Acts.JudgeSample>, in office: Office) async throws {
        try await office.writing(as: who.actor) { db, sight in
            let stored = try BlindSampling.load(id, sight, office, in: db)
            guard let answer = stored.answer else { throw NotFound() }
            guard answer.at.day == office.now.day else { throw Refused("blind-late") }
            try BlindStore.withdraw(id, in: db)
            try office.ledger.record(
                .change, .hit, id: stored.hit, reason: "blind withdrawn", by: who.actor, at: office.now, in: db)
        }
    }
}
