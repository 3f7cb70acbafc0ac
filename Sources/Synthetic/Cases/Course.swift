internal import Exchange
internal import Prevention

/// One way through a programme, how often it is taken in each year, and when.
struct Course {
    /// A stage and the days since the one before.
    struct Step {
        let stage: String
        let gap: ClosedRange<Int>

        init(_ stage: String, _ gap: ClosedRange<Int> = 0...0) {
            self.stage = stage
            self.gap = gap
        }
    }

    let steps: [Step]
    /// The stage that falls into the year: what the published figure counts.
    let key: String
    /// The key stage lies at least so many days before the end of the year, so that the rest does too.
    var slack = 0
    /// At scale 1, in the first and in the second year.
    let perYear: [Int]
    /// For cases that still run: how many days before the last day the latest step was taken.
    var waiting: ClosedRange<Int>?
    /// How many there are in the second year however small the district is.
    var least = 0

    init(_ steps: [Step], key: String, slack: Int = 0, _ first: Int, _ second: Int) {
        self.steps = steps
        self.key = key
        self.slack = slack
        perYear = [first, second]
    }

    /// Cases that stand in the last of `steps`, `waiting` days before the end.
    init(running steps: [Step], waiting: ClosedRange<Int>, least: Int = 0, _ count: Int) {
        self.steps = steps
        key = steps.last?.stage ?? ""
        perYear = [0, count]
        self.waiting = waiting
        self.least = least
    }

    /// When each step is taken; days may lie after the last one, such steps are cut off later.
    func schedule(year: Int, in years: Years, _ random: inout RandomSource) -> [ScheduledStep] {
        let gaps = steps.map { random.within($0.gap) }
        var offsets: [Int] = []
        for (place, gap) in gaps.enumerated() { offsets.append(place == 0 ? 0 : (offsets.last ?? 0) + gap) }
        let opening: LocalDate
        if let waiting {
            opening = years.last + -(random.within(waiting) + (offsets.last ?? 0))
        } else {
            let place = steps.firstIndex { $0.stage == key } ?? 0
            opening = years.day(in: year, slack: slack, &random) + -offsets[place]
        }
        return zip(steps, offsets).enumerated().map { place, pair in
            ScheduledStep(stage: pair.0.stage, at: OfficeHours.instant(opening + pair.1, step: place, &random))
        }
    }
}

/// A step with its moment.
struct ScheduledStep {
    let stage: String
    var at: Instant
}

enum OfficeHours {
    /// A moment of the working day, later for later steps, so that steps of one day stay in order.
    static func instant(_ day: LocalDate, step: Int, _ random: inout RandomSource) -> Instant {
        Instant(day: day, secondOfDay: (480 + min(step, 12) * 40 + random.below(35)) * 60)
    }
}

/// A case in the making.
struct CaseDraft {
    var municipality: String
    var parties: [CaseRecord.Party] = []
    /// Fields filled at the opening.
    var fields: [String: String] = [:]
    /// Steps, with the fields that each fills.
    var steps: [(step: ScheduledStep, fields: [String: String])] = []
    /// What is recorded on the way, in any order.
    var entries: [(code: String, at: Instant, fields: [String: String])] = []

    init(municipality: String) {
        self.municipality = municipality
    }

    mutating func add(_ party: Member, _ role: String) {
        parties.append(CaseRecord.Party(person: party.id, role: role))
    }

    /// The case as it stands on the evening of `last`: what would come later is left out. `nil` if nothing is left.
    func record(id: String, programme: String, last: LocalDate) -> CaseRecord? {
        let taken = steps.prefix { $0.step.at.day <= last }
        guard !taken.isEmpty else { return nil }
        var filled = fields
        for entry in taken { filled.merge(entry.fields) { $1 } }
        var events = taken.map { (at: $0.step.at, event: CaseRecord.Event(stage: $0.step.stage, at: $0.step.at.local)) }
        for entry in entries where entry.at.day <= last {
            let place = events.firstIndex { entry.at < $0.at } ?? events.endIndex
            let event = CaseRecord.Event(entry: entry.code, fields: entry.fields, at: entry.at.local)
            events.insert((entry.at, event), at: place)
        }
        return CaseRecord(
            id: id, programme: programme, municipality: municipality.isEmpty ? nil : municipality,
            parties: parties.isEmpty ? nil : parties, fields: filled.isEmpty ? nil : filled,
            events: events.map(\.event))
    }
}
