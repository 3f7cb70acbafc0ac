public import Prevention
import SQL
import Store

/// Says that two records are one person (*sammenlæg*), by somebody who has both before them. It can be undone at any later time.
public struct MergePersons: Sendable {
    public let first: Int64
    public let second: Int64
    public let words: String

    public init(_ first: Int64, _ second: Int64, words: String) {
        self.first = first
        self.second = second
        self.words = words
    }

    /// - Returns: the record that stands for both.
    /// - Throws: `Refused`: `identity-words`, `identity-same`, `identity-split`, `identity-masked`, `own-family`; `NotFound`.
    public func callAsFunction(
        _ who: Authorized<Acts.ReviewIdentities>, in office: Office
    ) async throws -> Int64 {
        if words.isEmpty { throw Refused("identity-words") }
        return try await office.writing(as: who.actor) { db, sight in
            let now = office.now
            let before = try [first, second].flatMap { try IdentityStore.records(of: $0, in: db) }
            try IdentityReach.check(before, sight, in: db)
            let outcome = try IdentityStore.merge(
                first, second, how: .hand, probability: nil, words: words, by: who.actor, at: now, in: db)
            switch outcome {
            case .already: throw Refused("identity-same")
            case .blocked: throw Refused("identity-split")
            case .merged(let merge):
                let person = try IdentityStore.person(of: first, in: db)
                try IdentityReach.record(
                    .combine, "merge \(merge)", words, of: before, office, by: who.actor, at: now, in: db)
                try office.followIdentities(of: [person], in: db)
                return person
            }
        }
    }
}

/// Whose identity somebody may decide on, and how that stands in the log.
enum IdentityReach {
    /// - Throws: `NotFound` for nobody, or nobody whom the actor may know of; `OwnFamily`; `Refused("identity-masked")` where it
    ///   is hidden from the actor who one of them is: nobody decides on somebody whom they do not see.
    static func check(_ records: [Int64], _ sight: Sight, in db: any Connection) throws {
        let all = Array(Set(records))
        let found = try PersonStore.persons(all, in: db)
        let standing = Set(try all.map { try IdentityStore.person(of: $0, in: db) })
        guard !found.isEmpty, found.count == all.count, try sight.within(standing.sorted(), in: db) == standing else {
            throw NotFound()
        }
        try sight.checkKin(standing)
        for id in standing.sorted() {
            if let person = found[id], sight.isMasked(person) { throw Refused("identity-masked") }
        }
    }

    /// One entry for every record that it touches.
    static func record(
        _ action: LedgerEntry.Action, _ reason: String, _ words: String, of records: [Int64], _ office: Office,
        by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        let entries = Set(records).sorted().map {
            LedgerEntry(action, .person, id: $0, reason: reason, words: words)
        }
        try office.ledger.record(entries, by: actor, at: at, in: db)
    }
}
