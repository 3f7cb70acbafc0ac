import Handbook
public import Prevention
import SQL
import Store

/// Undoes a merge (*ophæv sammenlægning*): its person is two again, and everything goes back to the record that it was said of.
/// What came after the merge goes where the actor says. The two are kept apart until somebody takes the split back.
///
/// Where four eyes are asked for that two are two, the first who wants it proposes it, and it is done when a second does too.
public struct UndoMerge: Sendable {
    public let merge: Int64
    public let words: String
    /// By `LaterRow.key`: whether it is about the edge's first record. Others stay with the record they count as said of.
    public let isAboutFirst: [String: Bool]

    public init(_ merge: Int64, words: String, isAboutFirst: [String: Bool] = [:]) {
        self.merge = merge
        self.words = words
        self.isAboutFirst = isAboutFirst
    }

    /// - Returns: who stands for the two now, that of the edge's first record first; nobody where a second person is asked.
    /// - Throws: `Refused`: `identity-words`, `identity-undone` where somebody has undone it meanwhile, `identity-masked`,
    ///   `identity-second` where the actor has proposed it and another is to agree, `own-family`; `NotFound`.
    public func callAsFunction(
        _ who: Authorized<Acts.ReviewIdentities>, in office: Office
    ) async throws -> [Int64] {
        if words.isEmpty { throw Refused("identity-words") }
        let scope = who.scope
        return try await office.writing(as: who.actor) { db, sight in
            let now = office.now
            guard let edge = try IdentityStore.merge(merge, in: db) else { throw NotFound() }
            guard edge.undone == nil else { throw Refused("identity-undone") }
            let records = try IdentityStore.records(of: edge.a, in: db)
            try IdentityReach.check(records, sight, in: db)
            if try !isAgreed(by: who.actor, office, db) {
                try IdentityStore.propose(undoing: merge, words: words, by: who.actor, at: now, in: db)
                try IdentityReach.record(
                    .change, "merge \(merge) undo proposed", words, of: records, office, by: who.actor, at: now, in: db)
                return []
            }
            let sides = try IdentityStore.sides(of: merge, in: db)
            // What the actor may not know of stays where it is.
            let later = try PreviewUndo.shown(IdentityStore.later(than: merge, in: db), scope, sight, in: db)
            let stood = try IdentityStore.person(of: edge.a, in: db)
            let (persons, _) = try IdentityStore.undo(merge, words: words, by: who.actor, at: now, in: db)
            for row in later {
                guard let isAboutFirst = isAboutFirst[row.key] else { continue }
                let side = isAboutFirst ? sides.0 : sides.1
                if side.contains(row.said) { continue }
                let (from, to) = isAboutFirst ? (persons.1, persons.0) : (persons.0, persons.1)
                let revision = try IdentityStore.say(row, of: to, in: db)
                // Sealed cases have ids below zero.
                let isSealed = row.kind == .party && row.id < 0
                let reason = "merge \(merge) undone, \(row.key)"
                var entries = [persons.0, persons.1].map {
                    LedgerEntry(.change, .person, id: $0, reason: reason, isSealed: isSealed)
                }
                if let revision {
                    try UndoMerge.tell(row, from, to, revision, by: who.actor, at: now, in: db)
                    entries.append(LedgerEntry(.change, .caseFile, id: row.id, reason: reason, isSealed: isSealed))
                }
                try office.ledger.record(entries, by: who.actor, at: now, in: db)
            }
            try IdentityReach.record(
                .change, "merge \(merge) undone", words, of: records, office, by: who.actor, at: now, in: db)
            try office.followIdentities(of: [persons.0, persons.1], in: db)
            try office.restore(after: merge, stood: stood, by: who.actor, in: db)
            return [persons.0, persons.1]
        }
    }

    /// Whether a second person has asked for it, or one is enough.
    private func isAgreed(by actor: Actor, _ office: Office, _ db: any Connection) throws -> Bool {
        let proposal = try IdentityStore.undoProposal(for: merge, in: db)
        guard office.handbook.matching.fourEyes.demands(.different) else { return true }
        guard let proposal else { return false }
        guard FourEyes.areTwo(proposal.actor, actor.name) else { throw Refused("identity-second") }
        return true
    }

    /// In the history of a case: that a party is somebody else.
    private static func tell(
        _ row: LaterRow, _ from: Int64, _ to: Int64, _ revision: Int, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws {
        for (old, new) in [("party \(row.role) \(from)", ""), ("", "party \(row.role) \(to)")] {
            try ChangeLog.record(
                .caseFile, id: row.id, old: old, new: new, revision: revision, by: actor, at: at, in: db)
        }
    }
}

/// Takes back, or turns down, that a merge is to be undone; the merge stands.
public struct DropUndoProposal: Sendable {
    public let merge: Int64

    public init(_ merge: Int64) {
        self.merge = merge
    }

    /// - Returns: who stands for the merged person.
    /// - Throws: `Refused`: `identity-undone`, `identity-masked`, `own-family`; `NotFound`, also where nobody has proposed it.
    public func callAsFunction(
        _ who: Authorized<Acts.ReviewIdentities>, in office: Office
    ) async throws -> Int64 {
        try await office.writing(as: who.actor) { db, sight in
            guard let edge = try IdentityStore.merge(merge, in: db),
                try IdentityStore.undoProposal(for: merge, in: db) != nil
            else { throw NotFound() }
            guard edge.undone == nil else { throw Refused("identity-undone") }
            let records = try IdentityStore.records(of: edge.a, in: db)
            try IdentityReach.check(records, sight, in: db)
            try IdentityStore.endUndoProposal(for: merge, in: db)
            try IdentityReach.record(
                .change, "merge \(merge) undo not done", "", of: records, office, by: who.actor, at: office.now, in: db)
            return try IdentityStore.person(of: edge.a, in: db)
        }
    }
}
