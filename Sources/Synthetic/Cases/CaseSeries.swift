internal import Prevention

/// All cases of one programme, made one at a time.
struct CaseSeries {
    /// Where a case stands in its series.
    struct Slot {
        let year: Int
        /// Counted within the year, over all courses of the programme.
        let ordinal: Int
        let schedule: [ScheduledStep]
    }

    let programme: String
    /// Start of its case ids.
    let prefix: String
    let count: Int
    let make: (_ number: Int, _ random: inout RandomSource) -> CaseDraft

    init(
        programme: String, prefix: String, count: Int,
        make: @escaping (_ number: Int, _ random: inout RandomSource) -> CaseDraft
    ) {
        self.programme = programme
        self.prefix = prefix
        self.count = count
        self.make = make
    }

    /// A series of courses: `make` gets each case's schedule and fills in who and what.
    init(
        programme: String, prefix: String, population: Population, courses: [Course],
        make: @escaping (_ slot: Slot, _ random: inout RandomSource) -> CaseDraft
    ) {
        var blocks: [(first: Int, course: Course, year: Int, ordinal: Int)] = []
        var total = 0
        for year in 0...1 {
            var ordinal = 0
            for course in courses {
                let least = year == 1 && population.volumes.scale > 0 ? course.least : 0
                let count = max(population.volumes.scaled(course.perYear[year]), least)
                if count > 0 { blocks.append((total, course, year, ordinal)) }
                total += count
                ordinal += count
            }
        }
        let years = population.years
        self.init(programme: programme, prefix: prefix, count: total) { [blocks] number, random in
            guard let block = blocks.last(where: { $0.first <= number }) else { return CaseDraft(municipality: "") }
            let schedule = block.course.schedule(year: block.year, in: years, &random)
            let ordinal = block.ordinal + number - block.first
            return make(Slot(year: block.year, ordinal: ordinal, schedule: schedule), &random)
        }
    }
}
