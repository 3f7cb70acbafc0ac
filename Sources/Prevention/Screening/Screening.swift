/// Socialsøg: finds the children whose circumstances a person ought to look at. Transparent thresholds over police
/// incidents, in three kinds of rule; no score, no weight, nothing learned.
public enum Screening {
    /// Applies `rules` to everything in `input`, on all cores where there is much of it.
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
        run(input, rules: rules, typeCodes: typeCodes, asOf: asOf, sharing: Sharing())
    }

    /// What makes it worth to let all cores work.
    struct Sharing: Sendable {
        /// Facts that one core has dealt with before others would have begun.
        var fewFacts = 10_000
        /// Parts in incidents that one core goes through at a time.
        var rows = 100_000
    }

    static func run(
        _ input: ScreeningInput, rules: [ScreeningRule], typeCodes: [String], asOf: LocalDate?, sharing: Sharing
    ) -> ScreeningRun {
        let facts = FactCollector(
            input: input, rules: RuleTable(rules, typeCodes: typeCodes), through: asOf?.dayNumber ?? Int32.max
        ).facts(rowsPerShare: sharing.rows)
        // A child's facts are all in one share. Which share is told by the number, so that each has about as many.
        let shares = facts.count < sharing.fewFacts ? 1 : Cores.count
        let judge = FactJudge(rules, typeCodes: typeCodes)
        let found = Cores.map(shares) { share in
            var own = shares == 1 ? facts : facts.filter { Int($0.child.magnitude) % shares == share }
            own.sort()
            return judge.findings(in: own, of: input)
        }
        return ScreeningRun(findings: Array(found.joined()), warnings: input.parts.duplicates.warnings)
    }
}

/// Which types the rules look at.
struct RuleTable: Sendable {
    /// By type: whether a rule on carers, and whether a rule on the child's presence, looks at it.
    private let forCarers: [Bool]
    private let forPresence: [Bool]

    init(_ rules: [ScreeningRule], typeCodes: [String]) {
        forCarers = typeCodes.map { code in rules.contains { !$0.kind.isPresence && $0.types.contains(code) } }
        forPresence = typeCodes.map { code in rules.contains { $0.kind.isPresence && $0.types.contains(code) } }
    }

    func looks(at type: Int32, presence: Bool) -> Bool {
        guard type >= 0, Int(type) < forCarers.count else { return false }
        return presence ? forPresence[Int(type)] : forCarers[Int(type)]
    }
}

extension ScreeningRule.Kind {
    var isPresence: Bool {
        if case .repeatedChildPresent = self { return true }
        return false
    }

    /// A single rule is a repeated one of one incident in one day.
    var threshold: (count: Int, windowDays: Int) {
        switch self {
        case .singleByCarer: return (1, 0)
        case .repeatedByCarer(let count, let windowDays), .repeatedChildPresent(let count, let windowDays):
            return (max(count, 1), max(windowDays, 0))
        }
    }
}
