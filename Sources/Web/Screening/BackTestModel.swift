import Casework
import Handbook
import Prevention
import Store

/// The back-test on the page of a draft: the form, and whether there is a result.
struct BackTestCard: Sendable {
    let testForm: CaseForm?
    let testHref: String?
    let testMade: String?
    let isTestOld: Bool
    let isTestRunning: Bool

    init(
        _ view: RuleDraftView, path: String, _ state: BackTestDesk.State, _ typed: RefusedForm?, _ actor: Actor,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        if case .running = state { isTestRunning = true } else { isTestRunning = false }
        testForm =
            view.allows(.backTest, by: actor, today: texts.today) && !isTestRunning
            ? CaseForm("back-test", action: path + "/back-test", title: words("back-test.run"), typed) {
                [
                    $0.input("from", .date, words("back-test.from"), help: words("back-test.from-help")),
                    $0.input("through", .date, words("back-test.through"), help: words("back-test.through-help")),
                ]
            } : nil
        testHref = view.backTest == nil && !isTestRunning ? nil : path + "/back-test"
        testMade = view.backTest.map {
            let made = words("back-test.made", ["at": $0.at.danish, "name": texts.person($0.actor)])
            return made + " " + BackTestModel.period(of: $0.result, words)
        }
        isTestOld = view.backTest != nil && !view.isBackTested
    }
}

/// The page with the result of a back-test, or how far it is.
struct BackTestModel: Sendable {
    let draftTitle: String
    let draftHref: String
    /// What is polled while it runs.
    let poll: String?
    let isRunning: Bool
    let isFailed: Bool
    let isNone: Bool
    let isOld: Bool
    let made: String?
    let period: String?
    let against: String?
    let reading: [String]
    let tables: [CountTable]
    let small: String?

    init(_ view: RuleDraftView, _ state: BackTestDesk.State, _ texts: CaseTexts) {
        let words = texts.words
        let path = "/screening/rules/drafts/\(view.draft.id)"
        draftTitle = words(
            "rule-draft.title",
            ["name": RuleWords.name(view.rule.id, words), "version": String(view.rule.version)])
        draftHref = path
        if case .running = state { isRunning = true } else { isRunning = false }
        if case .failed = state { isFailed = true } else { isFailed = false }
        poll = isRunning ? path + "/back-test" : nil
        isNone = view.backTest == nil && !isRunning
        isOld = view.backTest != nil && !view.isBackTested
        let result = view.backTest?.result
        made = view.backTest.map { words("back-test.made", ["at": $0.at.danish, "name": texts.person($0.actor)]) }
        period = result.map { BackTestModel.period(of: $0, words) }
        against = result.map { result in
            result.currentVersion.map { words("back-test.against", ["version": String($0)]) }
                ?? words("back-test.against-none")
        }
        reading = result.map { BackTestModel.reading($0, words) } ?? []
        tables =
            result.map { result in
                result.comparison.tables.map { BackTestModel.table($0, of: result.comparison, texts.handbook, words) }
            } ?? []
        small = result.map { words("back-test.small", ["least": String($0.least)]) }
    }

    static func period(of result: BackTestResult, _ words: Words) -> String {
        result.from.map { words("back-test.period", ["first": $0.danish, "last": result.through.danish]) }
            ?? words("back-test.period-all", ["last": result.through.danish])
    }

    static func columns(_ words: Words) -> [String] {
        ["new", "lost", "common"].map { words("back-test." + $0) }
    }

    private static func table(
        _ table: RuleComparison.Table, of comparison: RuleComparison, _ handbook: Handbook, _ words: Words
    ) -> CountTable {
        func cells(_ counts: RuleComparison.Counts) -> [(text: String, href: String?)] {
            [counts.new, counts.lost, counts.common].map {
                ($0.map { words.number($0) } ?? words("back-test.hidden"), nil)
            }
        }
        let rows = table.rows.map { (name: name($0.key, table.dimension, handbook, words), cells: cells($0.counts)) }
        let sorted = table.dimension == .municipality ? rows.sorted { $0.name < $1.name } : rows
        return CountTable(
            caption: words("back-test.by." + table.dimension.rawValue),
            corner: words("back-test.corner." + table.dimension.rawValue), columns: columns(words),
            rows: sorted + [(name: words("back-test.total"), cells: cells(comparison.total))])
    }

    private static func name(
        _ key: String, _ dimension: RuleComparison.Dimension, _ handbook: Handbook, _ words: Words
    ) -> String {
        switch dimension {
        case .municipality: return key.isEmpty ? words("report.no-municipality") : handbook.municipalityName(key)
        case .age:
            let first = Int(key) ?? 0
            let next = RuleComparison.ages.first { $0 > first } ?? 18
            return words("back-test.age", ["first": String(first), "last": String(next - 1)])
        case .sex: return words("back-test.sex." + key)
        }
    }

    /// The same in sentences, of what is shown alone.
    static func reading(_ result: BackTestResult, _ words: Words) -> [String] {
        let comparison = result.comparison
        if comparison.total.new == 0, comparison.total.lost == 0 {
            return [words(comparison.total.common == 0 ? "back-test.reads.nobody" : "back-test.reads.same")]
        }
        func said(_ key: String, _ count: Int?) -> String {
            guard let count else { return words("back-test.reads.\(key)-few") }
            return count == 0
                ? words("back-test.reads.\(key)-none")
                : words("back-test.reads." + key, ["count": words.number(count)])
        }
        var lines = [said("new", comparison.total.new)]
        if let new = comparison.total.new, new > 0, let women = comparison.withWoman(\.new),
            let before = before(comparison)
        {
            lines.append(
                words(
                    "back-test.reads.new-women",
                    [
                        "count": words.number(women), "share": words.share(Double(women) / Double(new)),
                        "before": words.share(before),
                    ]))
        }
        if let known = comparison.newElsewhere, known > 0 {
            lines.append(words("back-test.reads.new-elsewhere", ["count": words.number(known)]))
        }
        lines.append(said("lost", comparison.total.lost))
        if let known = comparison.lostElsewhere, known > 0 {
            lines.append(words("back-test.reads.lost-elsewhere", ["count": words.number(known)]))
        }
        return lines
    }

    /// The share with a woman among the carers of those that the version in force finds.
    private static func before(_ comparison: RuleComparison) -> Double? {
        guard let lost = comparison.total.lost, let common = comparison.total.common, lost + common > 0,
            let women = comparison.withWoman(\.lost), let both = comparison.withWoman(\.common)
        else { return nil }
        return Double(women + both) / Double(lost + common)
    }
}
