/// Goes through everybody's parts in incidents, and notes for which children they count.
struct FactCollector: Sendable {
    private let input: ScreeningInput
    private let roots: [Int32: Int32]
    private let care: CareTable
    private let rules: RuleTable
    private let last: Int32

    /// - Parameter last: day number of the last day looked at.
    init(
        input: ScreeningInput, duplicates: Duplicates, care: CareTable, rules: RuleTable, through last: Int32
    ) {
        self.input = input
        let numbers = input.incidentNumbers
        roots = Dictionary(
            uniqueKeysWithValues: duplicates.roots.map { (numbers.number(of: $0.key), numbers.number(of: $0.value)) })
        self.care = care
        self.rules = rules
        self.last = last
    }

    /// In any order; the same fact may be there more than once.
    func facts(rowsPerShare: Int) -> [Fact] {
        var shares: [(columns: ScreeningParts.Columns, range: Range<Int>, isPresence: Bool)] = []
        for parts in input.parts {
            for (columns, isPresence) in [(parts.risk, false), (parts.present, true)] {
                for start in stride(from: 0, to: columns.persons.count, by: rowsPerShare) {
                    let end = min(start + rowsPerShare, columns.persons.count)
                    shares.append((columns, start..<end, isPresence))
                }
            }
        }
        let work = shares
        let found = Cores.map(shares.count) { index in
            let (columns, range, isPresence) = work[index]
            return isPresence ? presence(columns, range) : carers(columns, range)
        }
        return found.count == 1 ? found[0] : Array(found.joined())
    }

    private func carers(_ columns: ScreeningParts.Columns, _ range: Range<Int>) -> [Fact] {
        var facts: [Fact] = []
        var person = Int32.min
        var first: Int?
        for index in range {
            if columns.persons[index] != person {
                person = columns.persons[index]
                first = care.first(of: person)
            }
            guard let first, let (incident, report) = root(columns.incidents[index], presence: false) else { continue }
            care.forEachChild(from: first, on: report.day) { child in
                guard isChild(child, on: report.day) else { return }
                facts.append(
                    Fact(child: child, day: report.day, incident: incident, carer: person, type: report.type))
            }
        }
        return facts
    }

    private func presence(_ columns: ScreeningParts.Columns, _ range: Range<Int>) -> [Fact] {
        var facts: [Fact] = []
        for index in range {
            let child = columns.persons[index]
            guard let (incident, report) = root(columns.incidents[index], presence: true),
                isChild(child, on: report.day)
            else { continue }
            facts.append(
                Fact(child: child, day: report.day, incident: incident, carer: Fact.itself, type: report.type))
        }
        return facts
    }

    /// The incident that a report counts as, where a rule looks at it.
    @inline(__always)
    private func root(_ incident: Int32, presence: Bool) -> (incident: Int32, report: ScreeningInput.Report)? {
        var incident = incident
        var report = input.incidents[incident]
        if report.type == ScreeningInput.repeats {
            guard let root = roots[incident] else { return nil }
            incident = root
            report = input.incidents[root]
        }
        guard rules.looks(at: report.type, presence: presence), report.day <= last else { return nil }
        return (incident, report)
    }

    /// From birth until the day before the 18th birthday; somebody born on 29 February has it on 1 March.
    private func isChild(_ person: Int32, on day: Int32) -> Bool {
        let birth = input.births[person]
        guard birth != ScreeningInput.noDay, birth <= day else { return false }
        // The calendar is needed only around the birthday.
        if Int(day) - Int(birth) < 18 * 365 { return true }
        return LocalDate(dayNumber: day) < LocalDate(dayNumber: birth).adding(years: 18)
    }
}
