/// A short text that must be about nobody: what in it would name or number somebody.
public enum NamelessText {
    /// Codes of what stands in it and must not: `trend.number`, `trend.phone`, `trend.mail`; the words are in the locales under
    /// `refusal`.
    ///
    /// - Parameter allowingYears: whether periods and days may stand in it that have as many digits as a telephone number:
    ///   `2025-2026`, `2026-11-20`.
    public static func problems(_ text: String, allowingYears: Bool = false) -> [String] {
        let runs = DigitRuns(text)
        var found: [String] = []
        if hasNumber(runs) { found.append("trend.number") }
        if hasPhone(runs, allowingYears: allowingYears) { found.append("trend.phone") }
        if hasMail(runs.signs) { found.append("trend.mail") }
        return found
    }

    /// Whether a CPR number stands in it, however it is written.
    public static func hasNumber(_ text: String) -> Bool { hasNumber(DigitRuns(text)) }

    /// Ten digits with up to three signs between them, as a number is written by hand, in the digits of any script, and with two
    /// digits more where the year is written out: `670314 1235`, `67.03.14 – 1235`, `07.03.1967-1235`. What is a date, a year or an
    /// amount is none.
    private static func hasNumber(_ runs: DigitRuns) -> Bool {
        var isLeftOut = [Bool](repeating: false, count: runs.runs.count)
        var next = 0
        for run in runs.runs.indices {
            if isPair(run, runs) || isAfterDate(run, runs) { return true }
            guard run >= next else { continue }
            var last: Int?
            if runs.isDate(run, year: 4...4), runs.isYear(run + 2) {
                last = run + 2
            } else if runs.isISODate(run) {
                last = run + 2
            } else if runs.areYears(run, joinedBy: "-–/") {
                last = run + 1
            } else {
                last = runs.amount(run)
            }
            guard let last else { continue }
            for one in run...last { isLeftOut[one] = true }
            next = last + 1
        }
        // Days and weeks are listed with commas.
        let rows = runs.joined(
            most: 3, { !DigitRuns.isWord($0) && !",;|\n\r".unicodeScalars.contains($0) }, leavingOut: isLeftOut)
        return rows.contains { CPRNumber($0) != nil }
    }

    /// Six and four with whatever between; ten, or twelve, in one.
    private static func isPair(_ run: Int, _ runs: DigitRuns) -> Bool {
        if runs.count(run) == 10 { return CPRNumber(runs.digits(run)) != nil }
        if runs.count(run) == 12 { return isWithYear(runs.digits(run)) }
        guard runs.count(run) == 6, runs.count(run + 1) == 4, isNear(run, runs) else { return false }
        return CPRNumber(runs.digits(run) + runs.digits(run + 1)) != nil
    }

    /// A date with the year written out, and four digits after it with nothing but a hyphen between: with a blank they are a postal
    /// code, a time or a sum.
    private static func isAfterDate(_ run: Int, _ runs: DigitRuns) -> Bool {
        guard runs.count(run + 3) == 4 else { return false }
        let gap = runs.gap(after: run + 2)
        guard gap.count == 1, let sign = gap.first, "-–".unicodeScalars.contains(sign) else { return false }
        let parts = (run...run + 2).map { runs.count($0) == 1 ? "0" + runs.digits($0) : runs.digits($0) }
        let isDate = runs.isDate(run, year: 4...4) || runs.isISODate(run)
        return isDate && isWithYear(parts.joined() + runs.digits(run + 3))
    }

    /// Whether no more than three signs stand before the next digits, and neither a letter nor the end of a line.
    private static func isNear(_ run: Int, _ runs: DigitRuns) -> Bool {
        let gap = runs.gap(after: run)
        return gap.count <= 3 && gap.allSatisfy { !DigitRuns.isWord($0) && $0 != "\n" && $0 != "\r" }
    }

    /// `010119901234` or `199001011234`: the century that its seventh digit says is the one that is written.
    private static func isWithYear(_ digits: String) -> Bool {
        guard digits.utf8.count == 12 else { return false }
        let serial = digits.suffix(4)
        func isOne(_ dayAndMonth: some StringProtocol, _ year: some StringProtocol) -> Bool {
            CPRNumber(String(dayAndMonth) + year.suffix(2) + serial).map { String($0.birthDate.year) == year } ?? false
        }
        let day = digits.dropFirst(6).prefix(2)
        let month = digits.dropFirst(4).prefix(2)
        return isOne(digits.prefix(4), digits.dropFirst(4).prefix(4)) || isOne(day + month, digits.prefix(4))
    }

    /// Eight digits or more that stand together, perhaps with blanks, as Danish telephone numbers do; dates and times are none.
    private static func hasPhone(_ runs: DigitRuns, allowingYears: Bool) -> Bool {
        var isLeftOut = [Bool](repeating: false, count: runs.runs.count)
        var next = 0
        for run in runs.runs.indices where run >= next {
            var last: Int?
            if runs.isDate(run, year: 2...4) || (allowingYears && runs.isISODate(run)) {
                last = run + 2
            } else if allowingYears, runs.areYears(run, joinedBy: "-–", mayBeBlank: true) {
                last = run + 1
            }
            guard let last else { continue }
            for one in run...last { isLeftOut[one] = true }
            next = last + 1
        }
        return runs.joined(most: 1, { " -.\u{00A0}".unicodeScalars.contains($0) }, leavingOut: isLeftOut)
            .contains { (8...13).contains($0.utf8.count) && CPRNumber($0) == nil && !isWithYear($0) }
    }

    /// Something, an at sign, and a name with a full stop in it. From each at sign it is read on to the next, so that a text is read
    /// once.
    private static func hasMail(_ signs: [Unicode.Scalar]) -> Bool {
        func isEnd(_ sign: Unicode.Scalar) -> Bool { sign == "@" || sign.properties.isWhitespace }
        for (place, sign) in signs.enumerated() where sign == "@" {
            guard place > 0, !isEnd(signs[place - 1]) else { continue }
            let name = signs[(place + 1)...].prefix { !isEnd($0) }
            if name.dropFirst().dropLast().contains(".") { return true }
        }
        return false
    }
}
