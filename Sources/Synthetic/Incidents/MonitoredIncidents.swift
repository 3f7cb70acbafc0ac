internal import Prevention

/// The incidents that PSP-K monitors: so many a year, over so many persons.
struct MonitoredIncidents {
    let population: Population

    /// Every fifteenth of these persons has children; with them it is never a type that Socialsøg looks at.
    private static let parents = 15

    /// The `number`th monitored person, who is the same in both years. Distinct numbers give distinct persons.
    static func person(_ number: Int, in population: Population) -> (Household, Member)? {
        let families = population.families - population.histories
        if number % parents == 0, number / parents < families {
            let home = population.household(population.histories + number / parents)
            return home.member(.mother).map { (home, $0) }
        }
        let home = population.adultHousehold(number)
        return home.members.first.map { (home, $0) }
    }

    /// The `number`th incident of a year. The first of them go to one person each, so that nobody is left out.
    func draft(_ number: Int, year: Int, _ random: inout RandomSource) -> IncidentDraft? {
        let persons = population.volumes.monitoredPersons[year]
        let place = number < persons ? number : random.skewed(persons)
        guard let (home, member) = MonitoredIncidents.person(place, in: population) else { return nil }
        let isThreat = member.part == .adult && random.chance(0.24)
        let type = isThreat ? "suicide-threat" : "mental-distress"
        var draft = IncidentDraft(type: type, day: population.years.day(in: year, &random), place: home.place)
        draft.secondOfDay = IncidentWords.time(for: type, &random)
        draft.involved.append(Involvement(home: home, member: member, role: .involved))
        if home.adults.count > 1, random.chance(0.2), let partner = home.adults.last {
            draft.involved.append(Involvement(home: home, member: partner, role: .witness))
        }
        return draft
    }
}
