import Handbook
public import Prevention
import SQL
import Store

/// Says that two records are one person (*sammenlæg*), by somebody who has both before them. It can be undone at any later time.
///
/// Where four eyes are asked for, nothing is merged: it is the first of two verdicts on a doubt (*fire øjne*), and a second
/// person has to agree.
public struct MergePersons: Sendable {
    public let first: Int64
    public let second: Int64
    public let words: String

    public init(_ first: Int64, _ second: Int64, words: String) {
        self.first = first
        self.second = second
        self.words = words
    }

    public enum Outcome: Sendable, Hashable {
        /// With the record that stands for both.
        case merged(Int64)
        /// With the doubt on which a second person has to agree.
        case waits(doubt: Int64)
    }

    /// - Throws: `Refused`: `identity-words`, `identity-same`, `identity-split`, `identity-doubt` (with the `doubt`) where it is
    ///   in doubt already and has to be decided there, `identity-masked`, `own-family`; `NotFound`.
    public func callAsFunction(
        _ who: Authorized<Acts.ReviewIdentities>, in office: Office
    ) async throws -> Outcome {
        if words.isEmpty { throw Refused("identity-words") }
        return try await office.writing(as: who.actor) { db, sight in
            let now = office.now
            let before = try [first, second].flatMap { try IdentityStore.records(of: $0, in: db) }
            try IdentityReach.check(before, sight, in: db)
            if let doubt = try doubt(by: who.actor, office, db) { return .waits(doubt: doubt) }
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
                return .merged(person)
            }
        }
    }

    /// The doubt that it is the first verdict on.
    ///
    /// - Returns: `nil` where one person may merge, or where there is nothing to merge.
    private func doubt(by actor: Actor, _ office: Office, _ db: any Connection) throws -> Int64? {
        let groups = (
            try IdentityStore.records(of: first, in: db), try IdentityStore.records(of: second, in: db)
        )
        guard groups.0 != groups.1, try IdentityStore.split(between: groups.0, and: groups.1, in: db) == nil else {
            return nil
        }
        let known = try MatchStore.doubts(between: groups.0, and: groups.1, in: db)
        if let waiting = known.first(where: \.state.waits) {
            throw Refused("identity-doubt", ["doubt": String(waiting.id)])
        }
        guard office.handbook.matching.fourEyes.demands(.same) else { return nil }
        let now = office.now
        // Nothing is reckoned: whoever says so has seen both.
        let added = try MatchStore.add(
            first, second, origin: .register, probability: 0,
            evidence: MatchEvidence(start: 0, parts: [], household: 0, rivals: 0), import: nil, at: now, in: db)
        guard let doubt = added ?? known.first?.id else { throw Refused("identity-doubt") }
        try MatchStore.decide(
            doubt, DoubtDecision(.same, words: words, by: actor.name, at: now), to: .second, in: db)
        try office.followIdentities(of: [first, second], in: db)
        try office.ledger.record(
            .change, .doubt, id: doubt, reason: "same second", words: words, by: actor, at: now, in: db)
        return doubt
    }
}

extension StoredDoubt {
    /// All records of the two persons whom it is about.
    func records(in db: any Connection) throws -> [Int64] {
        try Set([person, other].flatMap { try IdentityStore.records(of: $0, in: db) }).sorted()
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
