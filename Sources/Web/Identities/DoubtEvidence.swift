import Handbook
import Prevention
import Store

/// Why two records may be one person: a drawing, and the same as a table.
struct DoubtEvidence: Sendable {
    struct Line: Sendable {
        let lineField: String
        let lineLevel: String
        let lineTimes: String
        let lineSays: String
    }

    let waterfall: String
    let lines: [Line]
    let chanceText: String

    /// `nil` where nothing was compared: somebody had both before them.
    init?(_ doubt: StoredDoubt, _ words: Words) {
        if doubt.evidence.parts.isEmpty { return nil }
        let texts = DoubtTexts(words: words)
        let evidence = doubt.evidence
        var steps: [(field: String, level: String, weight: Double)] = [
            (words("doubt.step.start"), words("doubt.step.start-level"), evidence.start)
        ]
        steps += evidence.parts.map { (texts.field($0.field), texts.level($0), $0.weight) }
        if evidence.household < 0 {
            steps.append((words("doubt.step.household"), words("doubt.step.household-level"), evidence.household))
        }
        if evidence.rivals < 0 {
            steps.append((words("doubt.step.rivals"), words("doubt.step.rivals-level"), evidence.rivals))
        }
        let total = (words("doubt.step.sum"), texts.chance(doubt.probability), evidence.odds)
        lines = (steps + [total]).map { step in
            let says = abs(step.weight) < 0.07 ? "nothing" : step.weight > 0 ? "for" : "against"
            return Line(
                lineField: step.field, lineLevel: step.level, lineTimes: texts.times(step.weight),
                lineSays: words("doubt.says." + says))
        }
        chanceText = texts.chance(doubt.probability)
        let caption = Caption(
            id: "evidence", title: words("doubt.evidence.title"),
            description: words(
                "doubt.evidence.description",
                [
                    "steps": lines.map { $0.lineField + ": " + $0.lineLevel + ", " + $0.lineTimes }.joined(
                        separator: "; ")
                ]
            ), emptyText: "")
        waterfall =
            Waterfall(
                caption: caption,
                steps: steps.map { step in
                    let isField = step.field != step.level && !step.level.isEmpty
                    return .init(
                        label: isField ? step.field + ": " + step.level : step.field, value: step.weight,
                        text: texts.times(step.weight))
                }, totalLabel: total.0, totalText: texts.times(evidence.odds), zeroLabel: words("doubt.evidence.even")
            ).svg()
    }
}
