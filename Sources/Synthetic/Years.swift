internal import Prevention

/// The two years that are made: the second ends on the last day, the first lies before it.
struct Years {
    /// The last day on which something happens.
    let last: LocalDate
    /// First day of the first and of the second year.
    let starts: [LocalDate]

    init(until: LocalDate) {
        last = until
        starts = [until.adding(years: -2) + 1, until.adding(years: -1) + 1]
    }

    var first: LocalDate { starts[0] }

    /// Last day of year 0 or 1.
    func end(of year: Int) -> LocalDate {
        year == 0 ? starts[1] + -1 : last
    }

    /// A day of the year, at the latest `slack` days before its end.
    func day(in year: Int, slack: Int = 0, _ random: inout RandomSource) -> LocalDate {
        let days = end(of: year) - starts[year] + 1 - slack
        return starts[year] + random.below(days)
    }
}
