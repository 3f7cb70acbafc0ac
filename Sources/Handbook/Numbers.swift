public import Prevention

/// Numbers as the language writes them.
extension Words {
    /// With thousands grouped: `1.416` or `1,416`.
    public func number(_ value: Int) -> String {
        var groups: [Substring] = []
        var digits = Substring(String(value.magnitude))
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        groups.insert(digits, at: 0)
        return (value < 0 ? "-" : "") + groups.joined(separator: language.groupMark)
    }

    /// A share between 0 and 1 in per cent with one decimal, rounded half away from zero: `98,0 %` or `98.0%`.
    public func share(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let permille = Int((value * 1000).rounded())
        let whole = number(permille / 10)
        let sign = permille < 0 && permille > -10 ? "-" : ""
        let tenth = String(permille.magnitude % 10)
        return sign + whole + language.decimalMark + tenth + language.percent
    }

    /// An amount of a unit of law.yaml: `30 dage`, `1 time`.
    public func amount(_ value: Int, _ unit: LawBook.Unit) -> String {
        let noun = self((value == 1 ? "unit-one." : "unit.") + unit.rawValue)
        return number(value) + " " + noun
    }

    /// The value of a dated rule with its unit: `30 kalenderdage`.
    public func amount(_ rule: LawBook.Rule) -> String {
        amount(rule.value, rule.unit)
    }
}
