import Handbook
public import Prevention
import SQL
import Store

/// Takes back what was decided on a doubt, at any later time: the tie between the records is undone, or the split ended, the
/// parts in incidents wait again, and so do the doubts that had been answered by it.
public struct ReopenDoubt: Sendable {
    public let id: Int64
    public let revision: Int
    /// Why.
    public let words: String

    public init(_ id: Int64, revision: Int, words: String) {
        self.id = id
        self.revision = revision
        self.words = words
    }

    /// - Throws: `Refused`: `doubt-words`, `doubt-words-long`, `doubt-changed`, `doubt-not-decided` where there is nothing to
    ///   take back, `doubt-undo-second` where a second person has to agree to the undoing, `doubt-later` where something was written of the two as one, `doubt-hidden`, `own-family`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReviewIdentities>, in office: Office) async throws {
        try DecideDoubt.check(words)
        try await office.writing(as: who.actor) { db, sight in
            let (page, entries) = try ReadDoubt(id).load(sight, office, db)
            guard !page.isHidden else { throw Refused("doubt-hidden") }
            guard page.revision == revision else { throw Refused("doubt-changed") }
            guard [.same, .different, .second].contains(page.doubt.state), let last = page.decisions.first else {
                throw Refused("doubt-not-decided")
            }
            let now = office.now
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
            let records = try page.doubt.records(in: db)
            func log(_ reason: String) throws {
                try IdentityReach.record(
                    .change, reason, words, of: records, office, by: who.actor, at: now, in: db)
            }
            var undone: (merge: Int64, stood: Int64)?
            if let merge = last.merge, page.isOnePerson {
                // The edge may have been undone, and the two put together by another.
                guard let edge = try IdentityStore.merge(merge, in: db), edge.undone == nil else {
                    throw Refused("doubt-changed")
                }
                // The page of the undoing asks the second person.
                guard !office.handbook.matching.fourEyes.demands(.different) else {
                    throw Refused("doubt-undo-second", ["merge": String(merge)])
                }
                // Of whom that is, the page of the undoing asks.
                guard try IdentityStore.later(than: merge, in: db).isEmpty else {
                    throw Refused("doubt-later", ["merge": String(merge)])
                }
                undone = (merge, try IdentityStore.person(of: edge.a, in: db))
                try IdentityStore.undo(merge, words: words, by: who.actor, at: now, in: db)
                try log("merge \(merge) undone")
            }
            // It is asked anew, so that nothing may answer it beforehand: neither what was decided nor the undoing.
            while let split = try IdentityStore.split(between: [page.doubt.person], and: [page.doubt.other], in: db) {
                guard try IdentityStore.takeBack(split: split, words: words, by: who.actor, at: now, in: db) else {
                    break
                }
                try log("split \(split) taken back")
            }
            try MatchStore.decide(
                id, DoubtDecision(.reopened, words: words, by: who.actor.name, at: now), to: .open, in: db)
            try office.followIdentities(of: page.doubt, in: db)
            if let undone { try office.restore(after: undone.merge, stood: undone.stood, by: who.actor, in: db) }
            try office.ledger.record(
                .change, .doubt, id: id, reason: Doubt.Verdict.reopened.rawValue, words: words, by: who.actor, at: now,
                in: db)
        }
    }
}
