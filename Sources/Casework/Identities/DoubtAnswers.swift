import Prevention
import SQL
import Store

/// What follows for other doubts and for parts in incidents, when one doubt is decided or asked anew.
enum DoubtAnswers {
    /// Doubts that the decision has answered are over; records that no doubt is left about count in their incidents.
    static func settle(_ doubt: StoredDoubt, in db: any Connection) throws {
        let around = try around(doubt, in: db)
        for other in around where other.state.waits {
            guard try isAnswered(other, in: db) else { continue }
            try MatchStore.mark(other.id, .gone, in: db)
        }
        let records = Set((around + [doubt]).filter { $0.origin == .import }.map(\.person))
        let held = try MatchStore.areHeld(records.sorted(), in: db)
        for record in records.subtracting(held).sorted() {
            try IncidentStore.hold(false, partsOf: record, in: db)
        }
    }

    /// Doubts that had been answered wait again, where nothing answers them any more, and so do the parts in incidents.
    static func ask(_ doubt: StoredDoubt, in db: any Connection) throws {
        let around = try around(doubt, in: db)
        for other in around where other.state == .gone {
            guard try !isAnswered(other, in: db) else { continue }
            try MatchStore.mark(other.id, .open, in: db)
        }
        let records = Set((around + [doubt]).filter { $0.origin == .import }.map(\.person))
        for record in try MatchStore.areHeld(records.sorted(), in: db).sorted() {
            try IncidentStore.hold(true, partsOf: record, in: db)
        }
    }

    /// The other doubts about any record of the two persons.
    private static func around(_ doubt: StoredDoubt, in db: any Connection) throws -> [StoredDoubt] {
        let records = Set(try [doubt.person, doubt.other].flatMap { try IdentityStore.records(of: $0, in: db) })
        return try MatchStore.doubts(about: records.sorted(), in: db).filter { $0.id != doubt.id }
    }

    /// Whether both are one person by now, or may not become one.
    private static func isAnswered(_ doubt: StoredDoubt, in db: any Connection) throws -> Bool {
        let one = try IdentityStore.records(of: doubt.person, in: db)
        let other = try IdentityStore.records(of: doubt.other, in: db)
        return try one == other || IdentityStore.split(between: one, and: other, in: db) != nil
    }
}
