/// How far two who judged the same, one after the other and neither knowing of the other, agree (*overensstemmelse*).
public struct Agreement: Sendable, Hashable {
    /// Pairs in which both, the first alone, the second alone, or neither said *report*.
    private var both = 0
    private var first = 0
    private var second = 0
    private var neither = 0

    /// - Parameter codes: of the pairs, as `code` gives them.
    public init(codes: [Int]) {
        for code in codes {
            switch code {
            case 3: both += 1
            case 2: first += 1
            case 1: second += 1
            default: neither += 1
            }
        }
    }

    /// A pair of judgements as one number.
    public static func code(first: Bool, second: Bool) -> Int { (first ? 2 : 0) + (second ? 1 : 0) }

    /// Pairs.
    public var count: Int { both + first + second + neither }

    /// In how many both said the same.
    public var agreeing: Int { both + neither }

    /// Cohen's kappa: how much of what chance leaves open they agree on, κ = (pₒ − pₑ) / (1 − pₑ), with pₒ the share on which they
    /// agree and pₑ the share on which two would who said *report* as often as these, and at random (J. Cohen, "A coefficient of
    /// agreement for nominal scales", Educational and Psychological Measurement 20(1), 1960, pp. 37–46). `nil` of no pairs,
    /// and where all said the same throughout: chance leaves nothing open then.
    public var kappa: Double? {
        guard count > 0 else { return nil }
        // Of whole numbers, so that it is the same on every machine: pₒ and pₑ times count².
        let observed = agreeing * count
        let expected = (both + first) * (both + second) + (neither + second) * (neither + first)
        let open = count * count - expected
        return open == 0 ? nil : Double(observed - expected) / Double(open)
    }
}
