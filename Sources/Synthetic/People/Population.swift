internal import Prevention

/// All households, each made on demand from its number: families first (those with a history at the very start), then
/// households without children, then the families of the UKN screening.
struct Population {
    let seed: UInt64
    let years: Years
    let volumes: Volumes
    let families: Int
    let histories: Int
    let adultHouseholds: Int
    let youthClasses: [YouthClass]

    init(seed: UInt64, scale: Double, until: LocalDate) {
        self.seed = seed
        years = Years(until: until)
        volumes = Volumes(scale: scale)
        families = volumes.families
        histories = volumes.histories
        adultHouseholds = volumes.adultHouseholds
        youthClasses = volumes.youthClasses
    }

    var households: Int { firstYouth + youthClasses.reduce(0) { $0 + $1.persons } }
    private var firstYouth: Int { families + adultHouseholds }

    func household(_ index: Int) -> Household {
        var random = RandomSource(seed: seed, unit: .household, index: index)
        if index < families {
            let history = index < histories ? FamilyHistory(index, seed: seed, years: years) : nil
            return FamilyBuilder(index: index, years: years, history: history).family(&random)
        }
        if index < firstYouth {
            return AdultHouseholds(index: index, ordinal: index - families, years: years).household(&random)
        }
        var number = index - firstYouth
        for group in youthClasses {
            if number < group.persons {
                return FamilyBuilder(index: index, years: years, history: nil).youthFamily(group, &random)
            }
            number -= group.persons
        }
        return FamilyBuilder(index: index, years: years, history: nil).family(&random)
    }

    /// The household of the `number`th young person of a class.
    func youthHousehold(_ group: Int, _ number: Int) -> Household {
        household(firstYouth + youthClasses[..<group].reduce(0) { $0 + $1.persons } + number)
    }

    /// The household without children of that number, counted round.
    func adultHousehold(_ number: Int) -> Household {
        household(families + number % adultHouseholds)
    }

    /// A family without a history.
    func ordinaryFamily(_ random: inout RandomSource) -> Household {
        household(histories + random.below(families - histories))
    }

    /// Somebody grown up, of a household without children.
    func childlessAdult(_ random: inout RandomSource) -> (Household, Member) {
        let home = adultHousehold(random.below(adultHouseholds))
        return (home, random.pick(home.members))
    }

    /// Somebody grown up, with children or without.
    func anyAdult(_ random: inout RandomSource) -> (Household, Member) {
        guard random.chance(0.45) else { return childlessAdult(&random) }
        let home = ordinaryFamily(&random)
        return (home, random.pick(home.adults))
    }

    /// One of the young people of the UKN screening; `nil` where the district is too small to have any.
    func anyYouth(_ random: inout RandomSource) -> (Household, Member)? {
        guard households > firstYouth else { return nil }
        let home = household(firstYouth + random.below(households - firstYouth))
        return home.children.first.map { (home, $0) }
    }
}

/// Households without children.
struct AdultHouseholds {
    let index: Int
    let ordinal: Int
    let years: Years

    func household(_ random: inout RandomSource) -> Household {
        var home = Household(index: index, place: Places.any(&random))
        let age = random.within(22...84)
        let target = years.last.adding(years: -age) + -random.below(365)
        let sex: Sex = random.chance(0.58) ? .male : .female
        let number = BirthNumber.adult(ordinal * 2 + 20_000_000)
        let birth = number.date(near: target)
        home.add(1, .adult, sex, number, born: birth)
        guard random.chance(0.35) else { return home }
        let partner = BirthNumber.adult(ordinal * 2 + 20_000_001)
        let partnerSex: Sex = (sex == .male) == random.chance(0.97) ? .female : .male
        home.add(
            2, .adult, partnerSex, partner,
            born: partner.date(near: min(birth + random.within(-1200...1200), years.last.adding(years: -22))))
        let together = max(birth.adding(years: 24), years.last.adding(years: -random.within(1...30)))
        home.ties.append(
            Tie(
                one: 1, other: 2, kind: random.chance(0.6) ? .spouse : .cohabitant, from: min(together, years.last),
                to: nil))
        return home
    }
}
