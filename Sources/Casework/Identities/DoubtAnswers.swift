import Prevention
import SQL
import Store

/// What follows for doubts and for parts in incidents, when two records have been put together, parted, or asked about anew.
enum DoubtAnswers {
    /// Doubts about any record of these persons that are answered by now are over, and those that nothing answers any more wait
    /// again; a record that an import's doubt waits about is held in its incidents, and any other counts.
    static func follow(_ persons: [Int64], in db: any Connection) throws {
        let records = Set(try persons.flatMap { try IdentityStore.records(of: $0, in: db) })
        let doubts = try MatchStore.doubts(about: records.sorted(), in: db)
        for doubt in doubts where doubt.state.waits || doubt.state == .gone {
            let isAnswered = try isAnswered(doubt, in: db)
            if isAnswered == doubt.state.waits { try MatchStore.mark(doubt.id, isAnswered ? .gone : .open, in: db) }
        }
        let reported = Set(doubts.filter { $0.origin == .import }.map(\.person))
        let held = try MatchStore.areHeld(reported.sorted(), in: db)
        for record in reported.sorted() {
            try IncidentStore.hold(held.contains(record), partsOf: record, in: db)
            try IdentityStore.settle(record, in: db)
        }
    }

    /// Whether both are one person by now, or may not become one.
    private static func isAnswered(_ doubt: StoredDoubt, in db: any Connection) throws -> Bool {
        let one = try IdentityStore.records(of: doubt.person, in: db)
        let other = try IdentityStore.records(of: doubt.other, in: db)
        return try one == other || IdentityStore.split(between: one, and: other, in: db) != nil
    }
}
