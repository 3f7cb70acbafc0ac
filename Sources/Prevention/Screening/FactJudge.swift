/// Holds the rules against the facts of each child.
struct FactJudge: Sendable {
    private struct Rule: Sendable {
        let rule: ScreeningRule
        let isPresence: Bool
        let count: Int
        let windowDays: Int
        /// By type.
        let qualifies: [Bool]

        func counts(_ fact: Fact) -> Bool {
            (fact.carer == Fact.itself) == isPresence && qualifies[Int(fact.type)]
        }
    }

    private let rules: [Rule]

    init(_ rules: [ScreeningRule], typeCodes: [String]) {
        self.rules = rules.map { rule in
            let (count, windowDays) = rule.kind.threshold
            return Rule(
                rule: rule, isPresence: rule.kind.isPresence, count: count, windowDays: windowDays,
                qualifies: typeCodes.map { rule.types.contains($0) })
        }
    }

    /// - Parameter facts: in their order, each child's together.
    func findings(in facts: [Fact], of input: ScreeningInput) -> [ScreeningRun.Finding] {
        var findings: [ScreeningRun.Finding] = []
        var counting: [Fact] = []
        var start = 0
        while start < facts.count {
            var end = start + 1
            while end < facts.count, facts[end].child == facts[start].child { end += 1 }
            for rule in rules where end - start >= rule.count {
                counting.removeAll(keepingCapacity: true)
                for index in start..<end where rule.counts(facts[index]) { counting.append(facts[index]) }
                guard let trigger = Trigger(counting[...], atLeast: rule.count, within: rule.windowDays)
                else { continue }
                findings.append(finding(rule.rule, trigger, counting, input))
            }
            start = end
        }
        return findings
    }

    private func finding(
        _ rule: ScreeningRule, _ trigger: Trigger, _ facts: [Fact], _ input: ScreeningInput
    ) -> ScreeningRun.Finding {
        var incidents: [(day: Int32, id: Int64)] = []
        var carers: Set<Int32> = []
        var previous: Int32?
        for fact in facts[trigger.window] {
            if fact.incident != previous {
                incidents.append((fact.day, input.incidentNumbers.id(of: fact.incident)))
            }
            previous = fact.incident
            if fact.carer != Fact.itself { carers.insert(fact.carer) }
        }
        return ScreeningRun.Finding(
            child: input.persons.id(of: facts[0].child), rule: rule,
            firstTriggered: LocalDate(dayNumber: trigger.first), lastTriggered: LocalDate(dayNumber: trigger.last),
            triggers: trigger.count, incidents: incidents,
            carers: carers.map { input.persons.id(of: $0) }.sorted())
    }
}
