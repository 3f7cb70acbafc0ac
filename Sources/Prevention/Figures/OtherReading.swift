/// Another report that shows the same: hidden numbers changed by one up or down so that every sum stays as it is.
///
/// Found, it proves that no changed number can be worked out, by whatever arithmetic: the reader cannot tell the two
/// reports apart. The search is bounded; where it gives up, more is hidden, so it errs to the safe side.
struct OtherReading {
    private let table: PublishedTable
    private var change: [Int: Int] = [:]
    /// By how much each equation is out, where it is.
    private var gaps: [Int: Int] = [:]
    private var steps = 0
    private static let mostSteps = 3_000

    /// The numbers that are others in the other report, `number` among them; `nil` where none was found.
    static func find(changing number: Int, in table: PublishedTable) -> [Int]? {
        for sign in [1, -1] {
            var reading = OtherReading(table: table)
            guard reading.mayChange(number, by: sign) else { continue }
            reading.set(number, to: sign)
            if reading.closeGaps() { return Array(reading.change.keys) }
        }
        return nil
    }

    private init(table: PublishedTable) {
        self.table = table
    }

    private func mayChange(_ number: Int, by sign: Int) -> Bool {
        guard table.isHidden(number), change[number] == nil else { return false }
        let entry = table.numbers[number]
        return sign > 0 || entry.value > entry.least
    }

    private mutating func set(_ number: Int, to sign: Int) {
        change[number] = sign
        shift(number, by: sign)
    }

    private mutating func unset(_ number: Int) {
        if let sign = change.removeValue(forKey: number) { shift(number, by: -sign) }
    }

    private mutating func shift(_ number: Int, by amount: Int) {
        for equation in table.numbers[number].equations {
            let sign = table.equations[equation].first { $0.number == number }?.sign ?? 0
            let gap = (gaps[equation] ?? 0) + sign * amount
            gaps[equation] = gap == 0 ? nil : gap
        }
    }

    /// Depth first: closes the gap with the fewest ways to close it, trying first what opens the fewest others.
    private mutating func closeGaps() -> Bool {
        if gaps.isEmpty { return true }
        steps += 1
        guard steps < OtherReading.mostSteps else { return false }
        var choices: [(number: Int, sign: Int, left: Int)] = []
        var isFirst = true
        for (equation, gap) in gaps.sorted(by: { $0.key < $1.key }) {
            let found = self.choices(equation, gap)
            if found.isEmpty { return false }
            if isFirst || found.count < choices.count { choices = found }
            isFirst = false
        }
        for choice in choices.sorted(by: { ($0.left, $0.number) < ($1.left, $1.number) }) {
            set(choice.number, to: choice.sign)
            if closeGaps() { return true }
            unset(choice.number)
        }
        return false
    }

    private func choices(_ equation: Int, _ gap: Int) -> [(number: Int, sign: Int, left: Int)] {
        table.equations[equation].compactMap { term in
            let sign = gap > 0 ? -term.sign : term.sign
            guard mayChange(term.number, by: sign) else { return nil }
            var left = 0
            for other in table.numbers[term.number].equations {
                let own = table.equations[other].first { $0.number == term.number }?.sign ?? 0
                left += abs((gaps[other] ?? 0) + own * sign)
            }
            return (term.number, sign, left)
        }
    }
}
