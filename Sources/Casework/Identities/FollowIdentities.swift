import Handbook
import Prevention
import SQL
import Store

extension Office {
    /// Brings up to date what is worked out about persons who have been put together or parted, in the same transaction: the
    /// deadlines of their open cases, which may follow from a birth date, and the list of hits.
    func followIdentities(of persons: [Int64], in db: any Connection) throws {
        let cases = try CaseStore.cases(withAnyOf: persons, in: db)
        for stored in try DeadlineStore.stored(cases, in: db) where !stored.file.isOver {
            let standing = try CaseStanding(stored.file, now: now, law: law)
            if standing.dueAt != stored.dueAt || standing.dueClock != stored.dueClock {
                try DeadlineStore.set(standing, of: stored, in: db)
            }
        }
        try rescreen(in: db)
    }

    /// Makes the list of hits what a full run finds now.
    private func rescreen(in db: any Connection) throws {
        let day = now.day
        let typeCodes = handbook.incidentTypes.map(\.code)
        let input = try ScreeningReader.input(typeCodes: typeCodes, in: db)
        let run = Screening.run(input, rules: handbook.screeningRules(on: day), typeCodes: typeCodes, asOf: nil)
        let names = try ScreeningReader.names(persons: run.persons, incidents: run.incidents, in: db)
        let hits = run.hits(naming: names.person, incident: names.incident)
        _ = try HitStore.replaceAll(hits, foundOn: day, in: db)
    }
}
