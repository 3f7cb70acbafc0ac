import Prevention
import SQL

/// What follows for doubts and for parts in incidents, when two records have been put together, parted, or asked about anew.
enum DoubtAnswers {
    /// Doubts about any record of these persons that are answered by now are over, and those that nothing answers any more wait
    /// again, whether or not somebody had decided on them once; a record that an import's doubt waits about is held in its
    /// incidents, and any other counts.
    static func follow(_ persons: [Int64], in db: any Connection) throws {
        let records = Set(try persons.flatMap { try IdentityStore.records(of: $0, in: db) })
        let doubts = try MatchStore.doubts(about: records.sorted(), in: db)
        for doubt in doubts {
            if let state = try state(after: doubt, in: db) { try MatchStore.mark(doubt.id, state, in: db) }
        }
        let reported = Set(doubts.filter { $0.origin == .import }.map(\.person))
        let held = try MatchStore.areHeld(reported.sorted(), in: db)
        for record in reported.sorted() {
            try IncidentStore.hold(held.contains(record), partsOf: record, in: db)
            try IdentityStore.settle(record, in: db)
        }
    }

    /// Where it is now, when that is another than before: both may be one person by now, or may not become one, and what was
    /// decided on it may hold no more.
    private static func state(after doubt: StoredDoubt, in db: any Connection) throws -> Doubt.State? {
        let one = try IdentityStore.records(of: doubt.person, in: db)
        let other = try IdentityStore.records(of: doubt.other, in: db)
        let isOne = one == other
        let isParted = try !isOne && IdentityStore.split(between: one, and: other, in: db) != nil
        switch doubt.state {
        case .open, .second, .unsure: return isOne || isParted ? .gone : nil
        case .same: return isOne ? nil : isParted ? .gone : .open
        case .different: return isParted ? nil : isOne ? .gone : .open
        case .gone: return isOne || isParted ? nil : .open
        }
    }
}
