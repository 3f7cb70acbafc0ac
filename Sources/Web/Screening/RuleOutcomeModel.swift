import Casework
import Handbook
import Prevention

/// What came of a rule's hits: plain counts.
struct RuleOutcomeModel: Sendable {
    struct Count: Sendable {
        let outcomeName: String
        let outcomeCount: String
    }

    let outcomeCounts: [Count]
    /// Why the answers are not counted one by one; `nil` where they are.
    let outcomeFew: String?

    private static let answers = ["investigation", "measure", "neither", "special-reasons"]

    /// - Parameter limit: the smallest count of an answer that is shown, beside 0. Where one is smaller none is shown, since
    ///   they add up to those answered.
    init(_ counts: RuleCounts, below limit: Int, _ words: Words) {
        func count(_ name: String, _ number: Int) -> Count {
            Count(outcomeName: words("rule-outcome." + name), outcomeCount: words.number(number))
        }
        let said = RuleOutcomeModel.answers.map { ($0, counts.answers[$0] ?? 0) }
        let isFew = said.contains { (1..<max(1, limit)).contains($0.1) }
        outcomeCounts =
            [
                count("reported", counts.reported), count("sent", counts.sent), count("opened", counts.opened),
                count("answered", counts.answered),
            ] + (isFew ? [] : said.map { count($0.0, $0.1) })
        outcomeFew = isFew ? words("rule-outcome.few", ["most": String(limit - 1)]) : nil
    }
}
