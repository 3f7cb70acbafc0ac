/// Goes through everybody's parts in incidents, and notes for which children they count.
struct FactCollector: Sendable {
    private let input: ScreeningInput
    private let care: SettledCare
    private let rules: RuleTable
    private let last: Int32

    /// - Parameter last: day number of the last day looked at.
    init(input: ScreeningInput, rules: RuleTable, through last: Int32) {
        self.input = input
        care = input.care.settled()
        self.rules = rules
        self.last = last
    }

    /// In any order; the same fact may be there more than once.
    func facts(rowsPerShare: Int) -> [Fact] {
        var shares: [(parts: ArraySlice<ScreeningParts.Part>, isPresence: Bool)] = []
        for (parts, isPresence) in [(input.parts.risk, false), (input.parts.present, true)] {
            for start in stride(from: 0, to: parts.count, by: rowsPerShare) {
                shares.append((parts[start..<min(start + rowsPerShare, parts.count)], isPresence))
            }
        }
        let work = shares
        let found = Cores.map(shares.count) { index in
            work[index].isPresence ? presence(work[index].parts) : carers(work[index].parts)
        }
        return found.count == 1 ? found[0] : Array(found.joined())
    }

    private func carers(_ parts: ArraySlice<ScreeningParts.Part>) -> [Fact] {
        var facts: [Fact] = []
        var person = Int32.min
        var first: Int?
        for part in parts {
            if part.person != person {
                person = part.person
                first = care.first(of: person)
            }
            guard let first, let (incident, report) = root(of: part, presence: false) else { continue }
            care.forEachChild(from: first, on: report.day) { child in
                guard isChild(child, on: report.day) else { return }
                facts.append(
                    Fact(child: child, day: report.day, incident: incident, carer: person, type: report.type))
            }
        }
        return facts
    }

    private func presence(_ parts: ArraySlice<ScreeningParts.Part>) -> [Fact] {
        var facts: [Fact] = []
        for part in parts {
            guard let (incident, report) = root(of: part, presence: true), isChild(part.person, on: report.day)
            else { continue }
            facts.append(
                Fact(child: part.person, day: report.day, incident: incident, carer: Fact.itself, type: report.type))
        }
        return facts
    }

    /// The incident that a report counts as, where a rule looks at it.
    @inline(__always)
    private func root(
        of part: ScreeningParts.Part, presence: Bool
    ) -> (incident: Int32, report: ScreenedReport)? {
        let found = part.report.isRepeating ? counted(part.incident) : (part.incident, part.report)
        guard let found, rules.looks(at: found.report.type, presence: presence), found.report.day <= last else {
            return nil
        }
        return found
    }

    /// What an incident with a pointer counts as: its root, or itself where the pointer holds nothing.
    private func counted(_ incident: Int32) -> (incident: Int32, report: ScreenedReport)? {
        let root = input.parts.duplicates.root(of: input.incidentNumbers.id(of: incident))
        return input.parts.roots[root].map { (input.incidentNumbers.number(of: root), $0) }
    }

    /// From birth until the day before the 18th birthday; somebody born on 29 February has it on 1 March.
    private func isChild(_ person: Int32, on day: Int32) -> Bool {
        let birth = input.births[person]
        guard birth != ScreeningBirths.noDay, birth <= day else { return false }
        // The calendar is needed only around the birthday.
        if Int(day) - Int(birth) < 18 * 365 { return true }
        return LocalDate(dayNumber: day) < LocalDate(dayNumber: birth).adding(years: 18)
    }
}
