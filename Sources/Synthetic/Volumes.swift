/// How much of everything one district has, at scale 1: the published figures of 2024 and 2025 where there are any.
struct Volumes {
    let scale: Double

    func scaled(_ count: Int) -> Int {
        Int((Double(count) * scale).rounded())
    }

    /// Families with a history that Socialsøg finds, or just does not find.
    var histories: Int { scaled(256) }
    var families: Int { max(scaled(3000), histories + 8) }
    /// Households without children.
    var adultHouseholds: Int { max(scaled(5200), 8) }

    /// Incidents that PSP-K monitors, by year, and the persons in them.
    var monitoredIncidents: [Int] { [scaled(10_870), scaled(11_400)] }
    var monitoredPersons: [Int] {
        [min(scaled(4130), monitoredIncidents[0]), min(scaled(4280), monitoredIncidents[1])]
    }

    /// All other incidents, by year.
    var ordinaryIncidents: [Int] { [scaled(11_600), scaled(12_000)] }

    /// The young people of the UKN screening and their cases.
    var youthClasses: [YouthClass] {
        func count(_ year: Int, _ isBoy: Bool, _ isUnder15: Bool, persons: Int, cases: Int) -> YouthClass {
            let scaledCases = scaled(cases)
            let scaledPersons = min(scaledCases, max(scaled(persons), min(1, scaledCases)))
            return YouthClass(
                year: year, isBoy: isBoy, isUnder15: isUnder15, persons: scaledPersons, cases: scaledCases)
        }
        return [
            count(0, true, true, persons: 34, cases: 153), count(0, true, false, persons: 79, cases: 359),
            count(0, false, true, persons: 4, cases: 27), count(0, false, false, persons: 9, cases: 65),
            count(1, true, true, persons: 38, cases: 173), count(1, true, false, persons: 89, cases: 405),
            count(1, false, true, persons: 5, cases: 31), count(1, false, false, persons: 10, cases: 73),
        ]
    }
}

/// Young people of one year, sex and age group.
struct YouthClass {
    /// 0 or 1.
    let year: Int
    let isBoy: Bool
    /// 10–14 at every offence of the year; otherwise 15–17.
    let isUnder15: Bool
    let persons: Int
    let cases: Int
}
