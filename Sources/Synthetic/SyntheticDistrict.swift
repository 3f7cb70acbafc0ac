public import Exchange
public import Prevention

/// An invented police district over two years, for demonstration and load tests.
///
/// Volumes follow the published annual report; persons, families, incidents and cases are invented, and all CPR numbers are
/// replacement numbers. The same seed, scale and last day give the same bytes. Every unit is made on its own and forgotten,
/// so memory does not grow with the scale.
public struct SyntheticDistrict {
    private let population: Population

    /// - Parameters:
    ///   - seed: Chooses among districts of the same kind.
    ///   - scale: 1 is one district; volumes grow in proportion.
    ///   - until: The last day on which something happens, at office hours too; the two years end on it.
    public init(seed: UInt64, scale: Double, until: LocalDate) {
        population = Population(seed: seed, scale: max(0, scale), until: until)
    }

    /// How many units `write` makes: households, incidents and cases.
    public var units: Int {
        let volumes = population.volumes
        let incidents = volumes.monitoredIncidents + volumes.ordinaryIncidents
        return population.households + population.histories + incidents.reduce(0, +)
            + series.reduce(0) { $0 + $1.count }
    }

    /// Writes the whole district; the caller finishes the writer.
    /// - Parameter progress: Called now and then with the number of units made so far, and at the end with all of them.
    /// - Throws: `ExchangeWriteError`.
    public func write(to writer: ExchangeWriter, progress: (Int) -> Void) throws {
        var made = 0
        func count() {
            made += 1
            if made % 1000 == 0 { progress(made) }
        }
        try writeHouseholds(to: writer, count)
        try writeIncidents(to: writer, count)
        for area in AreaBanCases.areas(population) { try writer.write(area) }
        try writeCases(to: writer, count)
        progress(made)
    }

    private func writeHouseholds(to writer: ExchangeWriter, _ count: () -> Void) throws {
        let details = PersonDetails(seed: population.seed)
        for index in 0..<population.households {
            let home = population.household(index)
            for record in details.records(of: home) { try writer.write(record) }
            for relation in details.relations(of: home) { try writer.write(relation) }
            count()
        }
    }

    private func writeIncidents(to writer: ExchangeWriter, _ count: () -> Void) throws {
        let seed = population.seed
        let filer = IncidentFiler(writer: writer, details: PersonDetails(seed: seed))
        for index in 0..<population.histories {
            var random = RandomSource(seed: seed, unit: .historyIncidents, index: index)
            let history = FamilyHistory(index, seed: seed, years: population.years)
            let incidents = HistoryIncidents(
                home: population.household(index), history: history, population: population)
            for (place, draft) in incidents.drafts(&random).enumerated() {
                try filer.file(draft, id: "F" + String(index + 1) + "-" + String(place + 1), &random)
            }
            count()
        }
        let monitored = MonitoredIncidents(population: population)
        let ordinary = OrdinaryIncidents(population: population)
        for year in 0...1 {
            for number in 0..<population.volumes.monitoredIncidents[year] {
                var random = RandomSource(seed: seed, unit: .monitored, index: number, part: year)
                if let draft = monitored.draft(number, year: year, &random) {
                    try filer.file(draft, id: "M" + String(year + 1) + "-" + String(number + 1), &random)
                }
                count()
            }
            for number in 0..<population.volumes.ordinaryIncidents[year] {
                var random = RandomSource(seed: seed, unit: .ordinary, index: number, part: year)
                let draft = ordinary.draft(year: year, &random)
                try filer.file(draft, id: "I" + String(year + 1) + "-" + String(number + 1), &random)
                count()
            }
        }
    }

    private func writeCases(to writer: ExchangeWriter, _ count: () -> Void) throws {
        for (place, series) in series.enumerated() {
            for number in 0..<series.count {
                var random = RandomSource(seed: population.seed, unit: .cases, index: number, part: place)
                let draft = series.make(number, &random)
                let id = "C-" + series.prefix + "-" + String(number + 1)
                if let record = draft.record(id: id, programme: series.programme, last: population.years.last) {
                    try writer.write(record)
                }
                count()
            }
        }
    }

    private var series: [CaseSeries] {
        YouthCases.all(population) + ReportCases.all(population) + OrderCases.all(population)
            + ContactCases.all(population) + VoluntaryCases.all(population) + PsychiatryCases.all(population)
            + AreaBanCases.all(population) + ClusterCases.all(population)
            + PlaceCases.all(population) + PartnershipCases.all(population)
            + ConcernCases.all(population) + RelationCases.all(population) + LocalCases.all(population)
    }
}
