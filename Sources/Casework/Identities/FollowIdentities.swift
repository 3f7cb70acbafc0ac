import Handbook
import Prevention
import SQL
import Store

extension Office {
    /// The same for the two persons whom a doubt is about.
    func followIdentities(of doubt: StoredDoubt, in db: any Connection) throws {
        let persons = Set(try [doubt.person, doubt.other].map { try IdentityStore.person(of: $0, in: db) })
        try followIdentities(of: persons.sorted(), in: db)
    }

    /// Brings up to date what follows from who somebody is, for persons who have been put together or parted, in the same
    /// transaction: doubts about them and parts in incidents that wait for an answer, the deadlines of their open cases, which
    /// may follow from a birth date, and the list of hits.
    func followIdentities(of persons: [Int64], in db: any Connection) throws {
        try DoubtAnswers.follow(persons, in: db)
        let cases = try CaseStore.cases(withAnyOf: persons, in: db)
        for stored in try DeadlineStore.stored(cases, in: db) where !stored.file.isOver {
            let standing = try CaseStanding(stored.file, now: now, law: law)
            if standing.dueAt != stored.dueAt || standing.dueClock != stored.dueClock {
                try DeadlineStore.set(standing, of: stored, in: db)
            }
        }
        let changes = ScreeningChanges()
        for person in persons { changes.person(person) }
        try rescreening(in: db).settle(changes, in: db)
    }
}
