import Handbook
public import Prevention
import SQL
import Store

/// Compares all records of the register with each other, and writes down as doubts those that may be one person and are not.
///
/// Nothing is merged: a person decides on each. What has been decided stays decided, and what is in doubt already stays as it is.
public struct FindDuplicates: Sendable {
    public struct Outcome: Sendable, Encodable {
        public let records: Int
        /// Pairs that may be one person, of different persons so far.
        public let likely: Int
        /// Those of them that were not known.
        public let new: Int
    }

    public init() {}

    /// It reads in one transaction and writes in another: at a million records the comparison takes seconds.
    public func callAsFunction(_ who: Authorized<Acts.ReviewIdentities>, in office: Office) async throws -> Outcome {
        let (nicknames, settings) = (office.handbook.nicknames, office.handbook.matching)
        let (keys, now) = (office.keys, office.now)
        let (records, standing) = try await office.database.read { db in
            let reader = RecordReader(personsWith: nicknames)
            try ArrivalStore.sample(step: 1, includingReported: true, keys: keys, in: db) { id, facts in
                reader.add(facts.leavingOut(settings.noNames), id: String(id))
            }
            return (reader.finish(), try IdentityStore.standing(in: db))
        }
        let linkage = Linkage(records)
        let doubts = FindDuplicates.pairs(
            linkage.run(threshold: settings.doubtful).pairs, records, standing: standing)
        return try await office.database.write { db in
            try office.ledger.record(.search, .person, id: nil, reason: "duplicates", by: who.actor, at: now, in: db)
            var new = 0
            for (first, second, pair) in doubts {
                let groups = (
                    try IdentityStore.records(of: first, in: db), try IdentityStore.records(of: second, in: db)
                )
                let isDecided = try IdentityStore.split(between: groups.0, and: groups.1, in: db) != nil
                if groups.0 == groups.1 || isDecided { continue }
                let added = try MatchStore.add(
                    max(first, second), min(first, second), origin: .register, probability: pair.probability,
                    evidence: linkage.evidence(pair), import: nil, at: now, in: db)
                if added != nil { new += 1 }
            }
            return Outcome(records: records.count, likely: doubts.count, new: new)
        }
    }

    /// The likeliest pair of records of each two persons, by record.
    private static func pairs(
        _ pairs: [Linkage.Pair], _ records: MatchRecords, standing: [Int64: Int64]
    ) -> [(Int64, Int64, Linkage.Pair)] {
        var best: [[Int64]: (Int64, Int64, Linkage.Pair)] = [:]
        for pair in pairs {
            guard let a = Int64(records.ids[pair.a]), let b = Int64(records.ids[pair.b]) else { continue }
            let persons = [standing[a] ?? a, standing[b] ?? b].sorted()
            if persons[0] == persons[1] || best[persons]?.2.probability ?? 0 >= pair.probability { continue }
            best[persons] = (a, b, pair)
        }
        return best.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }
}
