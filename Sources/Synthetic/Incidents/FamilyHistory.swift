internal import Prevention

/// What happened in a family of the first households: something that a rule of Socialsøg finds, or just does not find.
struct FamilyHistory {
    enum Scenario: Int, CaseIterable {
        // Found.
        case graveByParent, graveOnFirstDayOfCare, graveOnLastDayOfCare, neglect
        case threeIn365Days, threeByDifferentCarers, presentTwice, threeAmongDuplicates
        // Nearly.
        case threeIn366Days, careEndedDayBefore, careBeganDayAfter, carerOnlyVictim
        case twoOnly, turnedEighteen, chainOfDuplicates, presentTwiceIn366Days

        /// Whether some rule triggers for a child of the family.
        var isFound: Bool { rawValue < 8 }

        var needsStepParent: Bool {
            switch self {
            case .graveOnFirstDayOfCare, .graveOnLastDayOfCare, .careEndedDayBefore, .careBeganDayAfter: return true
            default: return false
            }
        }
    }

    let scenario: Scenario
    /// The day of the first incident; a year and a day later is still within the two years.
    let anchor: LocalDate

    init(_ index: Int, seed: UInt64, years: Years) {
        var random = RandomSource(seed: seed, unit: .history, index: index)
        let scenarios = Scenario.allCases
        scenario = scenarios[index % scenarios.count]
        let latest = max(1, years.last - years.first - 368)
        let day = years.first + random.within(1...latest)
        // Nobody's 18th birthday is left to the leap day.
        anchor = day.parts.month == 2 && day.parts.day == 29 ? day + 1 : day
    }

    /// From when until when the step-parent cares for the children; `to` is the first day after.
    var careDates: (from: LocalDate?, to: LocalDate?)? {
        switch scenario {
        case .graveOnFirstDayOfCare: return (anchor, nil)
        case .graveOnLastDayOfCare: return (anchor + -500, anchor + 1)
        case .careEndedDayBefore: return (anchor + -500, anchor)
        case .careBeganDayAfter: return (anchor + 1, nil)
        default: return nil
        }
    }
}
