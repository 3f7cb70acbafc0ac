/// Socialsøg: finds the children whose circumstances a person ought to look at. Transparent thresholds over police
/// incidents, in three kinds of rule; no score, no weight, nothing learned.
public enum Screening {
    /// Applies `rules` to everything in `input`.
    ///
    /// Duplicates are resolved first, on all that is stored; then only incidents whose root has a day up to `asOf` exist.
    ///
    /// - Parameters:
    ///   - rules: those that apply; whether they are in force is the caller's question (`ScreeningRule.isInForce`).
    ///   - typeCodes: the codes of incident types, in the order of the indices in `input`.
    ///   - asOf: last day looked at; `nil` for all.
    public static func run(
        _ input: ScreeningInput, rules: [ScreeningRule], typeCodes: [String], asOf: LocalDate?
    ) -> ScreeningRun {
        let (roots, warnings) = resolve(input)
        let care = CareTable(input)
        let last = asOf?.dayNumber ?? Int32.max
        var findings: [ScreeningRun.Finding] = []
        for rule in rules {
            let qualifies = typeCodes.map { rule.types.contains($0) }
            var facts: [Fact]
            switch rule.kind {
            case .singleByCarer, .repeatedByCarer:
                facts = collect(input.risk, input, roots, qualifies, through: last) { person, day, incident, facts in
                    care.forEachChild(of: person, on: day) { child in
                        guard isChild(input.births[Int(child)], on: day) else { return }
                        facts.append(Fact(child: child, day: day, incident: incident, carer: person))
                    }
                }
            case .repeatedChildPresent:
                facts = collect(input.present, input, roots, qualifies, through: last) { person, day, incident, facts in
                    guard isChild(input.births[Int(person)], on: day) else { return }
                    facts.append(Fact(child: person, day: day, incident: incident, carer: Fact.noCarer))
                }
            }
            let (count, windowDays) = rule.kind.threshold
            Fact.dropRare(&facts, fewerThan: count, children: input.births.count)
            facts.sort()
            findings += find(facts, rule, atLeast: count, within: windowDays, input)
        }
        return ScreeningRun(findings: findings, warnings: warnings)
    }

    /// Number of each incident's root, and the pointers that are void.
    private static func resolve(_ input: ScreeningInput) -> (roots: [Int32], warnings: [Duplicates.Warning]) {
        var roots = (0..<Int32(input.incidents.count)).map { $0 }
        var pointers: [Int64: Int64?] = [:]
        for (incident, target) in input.pointers where input.isStored(incident: incident) {
            pointers[incident] = .some(target.flatMap { input.isStored(incident: $0) ? $0 : nil })
        }
        let duplicates = Duplicates(pointers: pointers)
        for (incident, root) in duplicates.roots {
            guard let number = input.incidents.number(of: incident), let target = input.incidents.number(of: root)
            else { continue }
            roots[number] = Int32(target)
        }
        return (roots, duplicates.warnings)
    }

    /// Goes through the participations in incidents that qualify, with the root's day, type and number for the incident's.
    private static func collect(
        _ participations: ScreeningInput.Participations, _ input: ScreeningInput, _ roots: [Int32], _ qualifies: [Bool],
        through last: Int32, _ add: (_ person: Int32, _ day: Int32, _ incident: Int32, _ facts: inout [Fact]) -> Void
    ) -> [Fact] {
        var facts: [Fact] = []
        for (incident, person) in zip(participations.incidents, participations.persons) {
            let root = roots[Int(incident)]
            let type = Int(input.types[Int(root)])
            let day = input.days[Int(root)]
            guard type >= 0, type < qualifies.count, qualifies[type], day <= last, day != ScreeningInput.noDay
            else { continue }
            add(person, day, root, &facts)
        }
        return facts
    }

    /// From birth until the day before the 18th birthday; somebody born on 29 February has it on 1 March.
    private static func isChild(_ birth: Int32, on day: Int32) -> Bool {
        guard birth != ScreeningInput.noDay, birth <= day else { return false }
        // The calendar is needed only around the birthday.
        if Int(day) - Int(birth) < 18 * 365 { return true }
        return LocalDate(dayNumber: day) < LocalDate(dayNumber: birth).adding(years: 18)
    }

    /// Slides the window over the facts of each child.
    private static func find(
        _ facts: [Fact], _ rule: ScreeningRule, atLeast count: Int, within windowDays: Int, _ input: ScreeningInput
    ) -> [ScreeningRun.Finding] {
        var findings: [ScreeningRun.Finding] = []
        var start = 0
        while start < facts.count {
            var end = start + 1
            while end < facts.count, facts[end].child == facts[start].child { end += 1 }
            if let trigger = Trigger(facts[start..<end], atLeast: count, within: windowDays) {
                let listed = facts[trigger.window]
                var incidents: [(day: Int32, id: Int64)] = []
                var carers: Set<Int32> = []
                var previous: Int32?
                for fact in listed {
                    if fact.incident != previous {
                        incidents.append((fact.day, input.incidents.ids[Int(fact.incident)]))
                    }
                    previous = fact.incident
                    if fact.carer != Fact.noCarer { carers.insert(fact.carer) }
                }
                findings.append(
                    ScreeningRun.Finding(
                        child: input.persons.ids[Int(facts[start].child)], rule: rule,
                        firstTriggered: LocalDate(dayNumber: trigger.first),
                        lastTriggered: LocalDate(dayNumber: trigger.last),
                        triggers: trigger.count, incidents: incidents,
                        carers: carers.map { input.persons.ids[Int($0)] }.sorted()))
            }
            start = end
        }
        return findings
    }
}

extension ScreeningInput {
    /// Whether the incident itself was given, not only something that names it.
    func isStored(incident id: Int64) -> Bool {
        incidents.number(of: id).map { days[$0] != ScreeningInput.noDay } ?? false
    }
}

extension ScreeningRule.Kind {
    /// A single rule is a repeated one of one incident in one day.
    var threshold: (count: Int, windowDays: Int) {
        switch self {
        case .singleByCarer: return (1, 0)
        case .repeatedByCarer(let count, let windowDays), .repeatedChildPresent(let count, let windowDays):
            return (max(count, 1), max(windowDays, 0))
        }
    }
}
