public import Prevention
import SQL
import Store

/// Takes a split back: that two records are two persons is no longer certain, and they may be merged again.
public struct TakeBackSplit: Sendable {
    public let split: Int64
    public let words: String

    public init(_ split: Int64, words: String) {
        self.split = split
        self.words = words
    }

    /// - Returns: who stands for the split's first record.
    /// - Throws: `Refused`: `identity-words`, `identity-split-gone` where somebody has done it meanwhile, `identity-masked`,
    ///   `own-family`; `NotFound`.
    public func callAsFunction(
        _ who: Authorized<Acts.ReviewIdentities>, in office: Office
    ) async throws -> Int64 {
        try await office.writing(as: who.actor) { db, sight in
            let now = office.now
            guard let found = try IdentityStore.split(split, in: db) else { throw NotFound() }
            try IdentityReach.check([found.a, found.b], sight, in: db)
            if words.isEmpty { throw Refused("identity-words") }
            guard try IdentityStore.takeBack(split: split, words: words, by: who.actor, at: now, in: db) else {
                throw Refused("identity-split-gone")
            }
            try IdentityReach.record(
                .change, "split \(split) taken back", words, of: [found.a, found.b], office, by: who.actor, at: now,
                in: db)
            // What the split had answered is asked anew.
            let persons = try [found.a, found.b].map { try IdentityStore.person(of: $0, in: db) }
            try office.followIdentities(of: persons, in: db)
            return persons[0]
        }
    }
}
