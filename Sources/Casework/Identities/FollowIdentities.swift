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

    /// Brings up to date what follows from who somebody is (`IdentityFollowing`), and the list of hits.
    func followIdentities(of persons: [Int64], in db: any Connection) throws {
        let changes = ScreeningChanges()
        try IdentityFollowing.follow(persons, noting: changes, now: now, law: law, in: db)
        try rescreening(in: db).settle(changes, in: db)
    }

    /// After a merge was undone: gives back what only followed from the two having been one, and writes in the log of each what
    /// became of it.
    ///
    /// - Parameter stood: the record that stood for both.
    func restore(after merge: Int64, stood: Int64, by actor: Actor, in db: any Connection) throws {
        let entries = try BeforeMerge.restore(merge, stood: stood, on: now.day, in: db).map { restored in
            let (entity, id, what): (LedgerEntry.Entity, Int64, String)
            switch restored {
            case .hit(let hit): (entity, id, what) = (.hit, hit, "hit as before")
            case .newerHit(let hit): (entity, id, what) = (.hit, hit, "newer decision kept")
            case .lapsed(let person): (entity, id, what) = (.person, person, "hit undecided as before")
            case .notNow(let person): (entity, id, what) = (.person, person, "not-now as before")
            case .newerNotNow(let person): (entity, id, what) = (.person, person, "newer not-now kept")
            }
            return LedgerEntry(.change, entity, id: id, reason: "merge \(merge) undone, \(what)")
        }
        try ledger.record(entries, by: actor, at: now, in: db)
    }
}
