internal import Prevention

/// Somebody as the register knows them.
struct SamplePerson {
    var given: String
    var family: String
    let birth: LocalDate
    let sex: Sex
    let cpr: String
    var home: SampleHome

    var row: MatchingSample.Row {
        .init(
            given: given, family: family, birth: birth.description, cpr: cpr, address: home.address, code: home.code,
            city: home.city, sex: sex == .female ? "F" : "M")
    }
}

struct SampleHome {
    var street: String
    var number: String
    /// Floor and side, with the comma before them.
    var floor: String
    var code: String
    var city: String

    var address: String { street + " " + number + floor }
}

/// Invents families, each a pure function of seed and number.
struct SamplePeople {
    private let seed: UInt64
    private let names: InventedNames
    private let towns: [(code: String, city: String)]

    init(seed: UInt64) {
        self.seed = seed
        names = InventedNames(seed: seed)
        var random = RandomSource(seed: seed, unit: .matching, index: -2)
        towns = stride(from: 2_600, to: 4_999, by: 8).map { code in
            (String(code), InventedNames.word(&random) + random.pick(["sted", "by", "rup", "køb", "borg", "ense"]))
        }
    }

    func household(_ number: Int) -> [SamplePerson] {
        var random = RandomSource(seed: seed, unit: .matching, index: number)
        let home = home(&random)
        let family = family(&random)
        let kind = random.fraction()
        if kind < 0.4 { return [person(family, born: year(1930, 2003, &random), home, &random)] }
        let birth = random.within(1940...1998)
        var people = [person(family, born: birth, home, &random)]
        let other = random.chance(0.6) ? family : self.family(&random)
        people.append(person(other, born: birth + random.below(6), home, &random))
        if kind < 0.65 { return people }
        for child in 0..<random.within(1...3) {
            people.append(person(family, born: min(2022, birth + 25 + 3 * child), home, &random))
        }
        let last = people[people.count - 1]
        if random.chance(0.03) { people.append(twin(of: last, &random)) }
        // A child that bears the name of a parent.
        if random.chance(0.02) { people[people.count - 1].given = people[0].given }
        return people
    }

    private func year(_ first: Int, _ last: Int, _ random: inout RandomSource) -> Int { random.within(first...last) }

    private func person(
        _ family: String, born year: Int, _ home: SampleHome, _ random: inout RandomSource
    ) -> SamplePerson {
        person(family, born: LocalDate.firstDay(of: year) + random.below(365), home, &random)
    }

    private func twin(of one: SamplePerson, _ random: inout RandomSource) -> SamplePerson {
        person(one.family, born: one.birth, one.home, &random)
    }

    private func person(
        _ family: String, born birth: LocalDate, _ home: SampleHome, _ random: inout RandomSource
    ) -> SamplePerson {
        let sex: Sex = random.chance(0.5) ? .female : .male
        let (year, month, day) = birth.parts
        let serial = random.below(2_500) * 2 + (sex == .male ? 1 : 0) + (year < 2000 ? 0 : 4_000)
        let digits = [day + 60, month, year % 100].map(padded(2)) + [padded(4)(serial)]
        return SamplePerson(
            given: given(sex, year, &random), family: family, birth: birth, sex: sex, cpr: digits.joined(), home: home)
    }

    private func padded(_ width: Int) -> (Int) -> String {
        { number in
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
    }

    private func given(_ sex: Sex, _ year: Int, _ random: inout RandomSource) -> String {
        var words = [word(sex, year, &random)]
        let more = random.pick(weighted: [(0, 45), (1, 40), (2, 15)])
        for _ in 0..<more {
            let next = word(sex, year, &random)
            if !words.contains(next) { words.append(next) }
        }
        return words.joined(separator: " ")
    }

    private func word(_ sex: Sex, _ year: Int, _ random: inout RandomSource) -> String {
        if random.chance(0.35) { return names.given[random.skewed(names.given.count)] }
        let name = Names.given(sex, bornIn: year, &random)
        return String(name.prefix { $0 != " " })
    }

    func family(_ random: inout RandomSource) -> String {
        random.chance(0.3) ? names.family[random.skewed(names.family.count)] : Names.family(&random)
    }

    func home(_ random: inout RandomSource) -> SampleHome {
        let town = towns[random.skewed(towns.count)]
        let letter = random.chance(0.1) ? random.pick(["A", "B", "C", "D"]) : ""
        let floor = random.pick(["st.", "1.", "2.", "3.", "4."]) + " " + random.pick(["th", "tv", "mf"])
        return SampleHome(
            street: random.pick(SamplePeople.woods) + random.pick(SamplePeople.roads),
            number: String(random.within(1...120)) + letter, floor: random.chance(0.5) ? "" : ", " + floor,
            code: town.code, city: town.city)
    }

    private static let woods = [
        "Bøge", "Ege", "Linde", "Skov", "Kirke", "Møl", "Sø", "Bak", "Park", "Strand", "Vester", "Øster", "Nørre",
        "Sønder",
        "Sol", "Måne", "Rosen", "Tulipan", "Nellike", "Viol", "Lærke", "Stær", "Solsort", "Drossel", "Hyben", "Ræve",
        "Hjorte", "Engen", "Mose", "Kløver",
    ]
    private static let roads = ["vej", "gade", "allé", "stræde", "parken", "vænget", "bakken", "svinget"]
}
