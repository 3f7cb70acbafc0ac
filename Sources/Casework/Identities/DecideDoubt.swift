public import Prevention
import SQL
import Store

/// Records what a reviewer says to a doubt: that the two are one person, that they are two, or that it cannot be said. What is
/// said twice where four eyes are asked for, or once where not, is carried out at once: the records are tied together, or
/// parted for good, the doubts that this answers are over, and parts in incidents that nobody doubts any more count.
public struct DecideDoubt: Sendable {
    public let id: Int64
    /// Of the page that was decided on.
    public let revision: Int
    public let verdict: Doubt.Verdict
    /// Why.
    public let words: String
    public static let mostLetters = 500

    public init(_ id: Int64, revision: Int, _ verdict: Doubt.Verdict, words: String) {
        self.id = id
        self.revision = revision
        self.verdict = verdict
        self.words = words
    }

    /// - Returns: where that leaves the doubt.
    /// - Throws: `Refused`: `doubt-words`, `doubt-words-long`, `doubt-changed` where somebody else was faster,
    ///   `doubt-decided`, `doubt-second`, `doubt-hidden` where one of them is protected, `doubt-split` where somebody has said
    ///   that they are two, `own-family`; `NotFound`.
    @discardableResult
    public func callAsFunction(
        _ who: Authorized<Acts.ReviewIdentities>, in office: Office
    ) async throws -> Doubt.State {
        try DecideDoubt.check(words)
        return try await office.writing(as: who.actor) { db, sight in
            let (page, entries) = try ReadDoubt(id).load(sight, office, db)
            guard !page.isHidden else { throw Refused("doubt-hidden") }
            guard page.revision == revision else { throw Refused("doubt-changed") }
            let state = try next(page, who.actor)
            let now = office.now
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
            let records = try page.doubt.records(in: db)
            let decision = try carryOut(state, page.doubt, by: who.actor, at: now, db)
            if let merge = decision.merge {
                try IdentityReach.record(
                    .combine, "merge \(merge)", words, of: records, office, by: who.actor, at: now, in: db)
            }
            if let split = decision.split {
                try IdentityReach.record(
                    .change, "split \(split)", words, of: records, office, by: who.actor, at: now, in: db)
            }
            try MatchStore.decide(id, decision, to: state, in: db)
            if !state.waits { try office.followIdentities(of: page.doubt, in: db) }
            try office.ledger.record(
                .change, .doubt, id: id, reason: verdict.rawValue + " " + state.rawValue, words: words, by: who.actor,
                at: now, in: db)
            return state
        }
    }

    static func check(_ words: String) throws {
        if words.isEmpty { throw Refused("doubt-words") }
        if words.count > mostLetters { throw Refused("doubt-words-long", ["count": String(mostLetters)]) }
    }

    private func next(_ page: DoubtPage, _ actor: Actor) throws -> Doubt.State {
        let first = page.decisions.first.map { Doubt.First($0.verdict, by: $0.actor) }
        do {
            return try Doubt.next(
                from: page.doubt.state, verdict, by: actor.name, after: first,
                needsSecond: page.needsSecond.contains(verdict))
        } catch let refusal {
            throw Refused([refusal])
        }
    }

    private func carryOut(
        _ state: Doubt.State, _ doubt: StoredDoubt, by actor: Actor, at now: Instant, _ db: any Connection
    ) throws -> DoubtDecision {
        var merge: Int64?
        var split: Int64?
        switch state {
        case .same:
            let outcome = try IdentityStore.merge(
                doubt.person, doubt.other, how: .review, probability: doubt.probability, words: words, by: actor,
                at: now, in: db)
            switch outcome {
            case .merged(let edge): merge = edge
            case .already: break
            case .blocked: throw Refused("doubt-split")
            }
        case .different:
            guard try IdentityStore.person(of: doubt.person, in: db) != IdentityStore.person(of: doubt.other, in: db)
            else { throw Refused("doubt-one") }
            split = try IdentityStore.split(doubt.person, doubt.other, words: words, by: actor, at: now, in: db)
        case .open, .second, .unsure, .gone: break
        }
        return DoubtDecision(verdict, words: words, by: actor.name, at: now, merge: merge, split: split)
    }
}
