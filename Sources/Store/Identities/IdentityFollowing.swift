public import Prevention
public import SQL

/// What follows from who somebody is.
public enum IdentityFollowing {
    /// Brings it up to date for persons who have been put together or parted, in the same transaction: doubts about them and parts
    /// in incidents that wait for an answer, and the deadlines of their open cases, which may follow from a birth date. What
    /// Socialsøg looks at is noted; the caller settles it.
    public static func follow(
        _ persons: [Int64], noting changes: ScreeningChanges, now: Instant, law: LawBook, in db: any Connection
    ) throws {
        try DoubtAnswers.follow(persons, in: db)
        let cases = try CaseStore.cases(withAnyOf: persons, in: db)
        for stored in try DeadlineStore.stored(cases, in: db) where !stored.file.isOver {
            let standing = try CaseStanding(stored.file, now: now, law: law)
            if standing.dueAt != stored.dueAt || standing.dueClock != stored.dueClock {
                try DeadlineStore.set(standing, of: stored, in: db)
            }
        }
        for person in persons { changes.person(person) }
    }
}
