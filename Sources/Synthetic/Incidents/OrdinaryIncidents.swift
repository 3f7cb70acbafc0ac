internal import Prevention

/// Everyday incidents of every other type.
///
/// Grave types lie with people without children: what Socialsøg finds is planned in the family histories, and only a few
/// hits come by chance.
struct OrdinaryIncidents {
    private enum Suspect { case none, childless, anybody, youth, couple }

    private struct Profile {
        let type: String
        let weight: Int
        let suspect: Suspect
        /// How often somebody is known to have done it.
        let cleared: Double
        let hasVictim: Bool
    }

    let population: Population

    func draft(year: Int, _ random: inout RandomSource) -> IncidentDraft {
        let profile = random.pick(weighted: OrdinaryIncidents.profiles)
        let main = person(for: profile.suspect, &random)
        var draft = IncidentDraft(
            type: profile.type, day: population.years.day(in: year, &random),
            place: random.chance(0.75) ? main.0.place : Places.any(&random))
        draft.secondOfDay = IncidentWords.time(for: profile.type, &random)
        draft.mayLackIDs = true
        if profile.suspect == .couple {
            for adult in main.0.adults.prefix(2) {
                draft.involved.append(Involvement(home: main.0, member: adult, role: .involved))
            }
            for child in main.0.children {
                draft.involved.append(Involvement(home: main.0, member: child, role: .childPresent))
            }
            return draft
        }
        if profile.suspect != .none, random.chance(profile.cleared) {
            let role: IncidentRole = main.1.part == .child ? .suspect : random.pick([.charged, .suspect, .charged])
            draft.involved.append(Involvement(home: main.0, member: main.1, role: role))
        }
        if profile.hasVictim {
            let victim = population.anyAdult(&random)
            if victim.1.id != main.1.id {
                draft.involved.append(Involvement(home: victim.0, member: victim.1, role: .victim))
            }
        }
        if draft.involved.isEmpty || random.chance(0.1) {
            let witness = population.anyAdult(&random)
            if !draft.involved.contains(where: { $0.member.id == witness.1.id }) {
                draft.involved.append(Involvement(home: witness.0, member: witness.1, role: .witness))
            }
        }
        return draft
    }

    private func person(for suspect: Suspect, _ random: inout RandomSource) -> (Household, Member) {
        switch suspect {
        case .anybody: return random.chance(0.08) ? population.anyAdult(&random) : population.childlessAdult(&random)
        case .youth: return population.anyYouth(&random) ?? population.childlessAdult(&random)
        case .couple where random.chance(0.12):
            let home = population.ordinaryFamily(&random)
            return home.adults.first.map { (home, $0) } ?? population.childlessAdult(&random)
        default: return population.childlessAdult(&random)
        }
    }

    private static let profiles: [(Profile, Int)] = [
        profile("traffic", 170, .anybody, 0.8, false), profile("theft", 160, .childless, 0.35, true),
        profile("burglary", 85, .childless, 0.12, true), profile("vandalism", 70, .youth, 0.2, false),
        profile("domestic-disturbance", 80, .couple, 1, false), profile("violence", 60, .childless, 0.75, true),
        profile("threats", 40, .childless, 0.7, true), profile("drink-driving", 55, .anybody, 1, false),
        profile("drug-driving", 60, .anybody, 1, false), profile("drug-possession", 55, .childless, 1, false),
        profile("moped-nuisance", 35, .youth, 0.35, false), profile("public-unrest", 30, .youth, 0.3, false),
        profile("missing-person", 25, .none, 0, true), profile("digital-abuse", 25, .youth, 0.4, true),
        profile("weapon", 18, .childless, 0.9, false), profile("opioid-find", 12, .youth, 0.4, false),
        profile("grave-violence", 10, .childless, 0.8, true), profile("sexual-offence", 14, .childless, 0.6, true),
        profile("stalking", 12, .childless, 0.8, true), profile("order-breach", 16, .childless, 1, true),
        profile("psychological-violence", 14, .childless, 0.8, true),
        profile("honour-related", 4, .childless, 0.5, true),
        profile("social-control", 6, .childless, 0.5, true), profile("other", 60, .none, 0, true),
    ]

    private static func profile(
        _ type: String, _ weight: Int, _ suspect: Suspect, _ cleared: Double, _ hasVictim: Bool
    ) -> (Profile, Int) {
        (Profile(type: type, weight: weight, suspect: suspect, cleared: cleared, hasVictim: hasVictim), weight)
    }
}
