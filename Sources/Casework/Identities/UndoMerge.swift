public import Prevention
import SQL
import Store

/// Undoes a merge (*ophæv sammenlægning*): its person is two again, and everything goes back to the record that it was said of.
/// What came after the merge goes where the actor says. The two are kept apart until somebody takes the split back.
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

    /// - Returns: who stands for the two now, that of the edge's first record first.
    /// - Throws: `Refused`: `identity-words`, `identity-undone` where somebody has undone it meanwhile, `identity-masked`,
    ///   `own-family`; `NotFound`.
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
            let sides = try IdentityStore.sides(of: merge, in: db)
            // What the actor may not know of stays where it is.
            let later = try PreviewUndo.shown(IdentityStore.later(than: merge, in: db), scope, sight, in: db)
            let (persons, _) = try IdentityStore.undo(merge, words: words, by: who.actor, at: now, in: db)
            for row in later {
                guard let isAboutFirst = isAboutFirst[row.key] else { continue }
                let side = isAboutFirst ? sides.0 : sides.1
                if side.contains(row.said) { continue }
                try IdentityStore.say(row, of: isAboutFirst ? persons.0 : persons.1, in: db)
                try IdentityReach.record(
                    .change, "merge \(merge) undone, \(row.key)", "", of: [persons.0, persons.1], office, by: who.actor,
                    at: now, in: db)
            }
            try IdentityReach.record(
                .change, "merge \(merge) undone", words, of: records, office, by: who.actor, at: now, in: db)
            try office.followIdentities(of: [persons.0, persons.1], in: db)
            return [persons.0, persons.1]
        }
    }
}
