internal import Prevention

/// Families with children: married, living together, parted, single, or with a step-parent.
struct FamilyBuilder {
    private enum Form { case married, cohabiting, parted, blended, single }

    let index: Int
    let years: Years
    let history: FamilyHistory?

    func family(_ random: inout RandomSource) -> Household {
        var home = Household(index: index, place: Places.any(&random))
        let number = BirthNumber.adult(index * 3)
        let ages = history?.scenario == .turnedEighteen ? 42...52 : 26...49
        let mother = number.date(near: years.last.adding(years: -random.within(ages)) + -random.below(365))
        home.add(1, .mother, .female, number, born: mother)
        addChildren(to: &home, births: childBirths(mother: mother, &random), &random)
        connect(&home, form(&random), &random)
        return home
    }

    /// The family of a young person in the UKN screening, who is its first child.
    func youthFamily(_ group: YouthClass, _ random: inout RandomSource) -> Household {
        let place = random.chance(0.05) ? Places.elsewhere(&random) : Places.any(&random)
        var home = Household(index: index, place: place)
        // Offences lie up to 60 days before the first registration of the year.
        let start = years.starts[group.year] + -60
        let end = years.end(of: group.year)
        let number = BirthNumber.child(index * 4)
        let born =
            group.isUnder15
            ? number.date(
                from: max(start.adding(years: -14), end.adding(years: -15) + 1), through: start.adding(years: -11),
                &random)
            : number.date(from: end.adding(years: -18) + 1, through: start.adding(years: -15), &random)
        let mother = BirthNumber.adult(index * 3)
        home.add(1, .mother, .female, mother, born: mother.date(near: born.adding(years: -random.within(22...36))))
        home.add(3, .child, group.isBoy ? .male : .female, number, born: born)
        if random.chance(0.6) {
            let sibling = BirthNumber.child(index * 4 + 1)
            let birth = sibling.date(near: born + random.within(700...1900))
            if birth < years.first { home.add(4, .child, random.chance(0.5) ? .male : .female, sibling, born: birth) }
        }
        connect(&home, form(&random), &random)
        return home
    }

    private func form(_ random: inout RandomSource) -> Form {
        guard let history else {
            return random.pick(weighted: [
                (.married, 46), (.cohabiting, 16), (.parted, 20), (.blended, 12), (.single, 6),
            ])
        }
        if history.scenario.needsStepParent { return .blended }
        return random.pick(weighted: [(.married, 40), (.cohabiting, 25), (.parted, 35)])
    }

    private func childBirths(mother: LocalDate, _ random: inout RandomSource) -> [LocalDate] {
        let first = BirthNumber.child(index * 4)
        if let history, history.scenario == .turnedEighteen { return [history.anchor.adding(years: -18)] }
        let mostAge = max(1, min(19, (years.last - mother) / 365 - 21))
        let wanted = random.pick(weighted: [(1, 32), (2, 45), (3, 17), (4, 6)])
        // Children of a history are born before it and grow up after it.
        let age = history == nil ? random.within(1...mostAge) : random.within(min(5, mostAge)...min(15, mostAge))
        let latest = history == nil ? years.last + -20 : years.first + -40
        var births = [min(first.date(near: years.last.adding(years: -age) + -random.below(300)), latest)]
        for child in 1..<4 where births.count < wanted {
            guard let previous = births.last else { break }
            let next = BirthNumber.child(index * 4 + child).date(near: previous + random.within(600...1500))
            guard next < latest, next < mother.adding(years: 46) else { break }
            births.append(next)
        }
        return births
    }

    private func addChildren(to home: inout Household, births: [LocalDate], _ random: inout RandomSource) {
        for (place, birth) in births.enumerated() {
            home.add(
                3 + place, .child, random.chance(0.51) ? .male : .female, BirthNumber.child(index * 4 + place),
                born: birth)
        }
    }

    /// Adds father and step-parent, and ties everybody together.
    private func connect(_ home: inout Household, _ form: Form, _ random: inout RandomSource) {
        guard let mother = home.member(.mother), let eldest = home.children.first else { return }
        if form != .single {
            let number = BirthNumber.adult(index * 3 + 1)
            home.add(2, .father, .male, number, born: number.date(near: mother.birth + random.within(-1500...700)))
        }
        addParents(to: &home, form, eldest: eldest, &random)
        guard form == .blended else { return }
        let number = BirthNumber.adult(index * 3 + 2)
        home.add(7, .stepParent, .male, number, born: number.date(near: mother.birth + random.within(-1500...1500)))
        let care: (from: LocalDate?, to: LocalDate?)
        if let dates = history?.careDates {
            care = dates
        } else {
            let from = max(eldest.birth + 500, years.last + -random.within(60...2200))
            let to = from + random.within(200...1200)
            care = (from, to <= years.last && random.chance(0.5) ? to : nil)
        }
        home.ties.append(Tie(one: 7, other: 1, kind: .cohabitant, from: care.from, to: care.to))
        for child in home.children {
            home.ties.append(Tie(one: 7, other: child.number, kind: .caregiver, from: care.from, to: care.to))
        }
    }

    private func addParents(to home: inout Household, _ form: Form, eldest: Member, _ random: inout RandomSource) {
        let together = eldest.birth + -random.within(100...1500)
        switch form {
        case .married: home.ties.append(Tie(one: 1, other: 2, kind: .spouse, from: together))
        case .cohabiting: home.ties.append(Tie(one: 1, other: 2, kind: .cohabitant, from: together))
        case .parted, .blended:
            home.isParted = true
            let parted = max(eldest.birth + 300, years.first + -random.within(0...1800))
            let kind: Relation.Kind = random.chance(0.7) ? .spouse : .cohabitant
            home.ties.append(Tie(one: 1, other: 2, kind: kind, from: together, to: parted))
            home.ties.append(Tie(one: 2, other: 1, kind: .formerPartner, from: parted))
        case .single: break
        }
        let children = home.children
        for (place, child) in children.enumerated() {
            let from = random.chance(0.3) ? child.birth : nil
            home.ties.append(Tie(one: 1, other: child.number, kind: .parent, from: from))
            if form != .single { home.ties.append(Tie(one: 2, other: child.number, kind: .parent, from: from)) }
            for younger in children[(place + 1)...] {
                home.ties.append(Tie(one: child.number, other: younger.number, kind: .sibling))
            }
        }
    }
}
