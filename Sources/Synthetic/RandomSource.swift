/// Repeatable randomness: xoshiro256** seeded by SplitMix64 (Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators", 2021).
///
/// Every unit of the district draws from a source of its own, derived from the seed, the kind of unit and its number, so
/// that a unit is the same whatever was made before it, and can be made again at any time.
struct RandomSource {
    /// What a source is drawn for.
    enum Unit: UInt64 {
        case household = 1
        case details
        case history
        case historyIncidents
        case monitored
        case ordinary
        case cases
        case matching
    }

    private var state: (UInt64, UInt64, UInt64, UInt64)

    init(seed: UInt64, unit: Unit, index: Int, part: Int = 0) {
        var mixer = SplitMix64(state: seed)
        mixer.state = mixer.next() ^ (unit.rawValue &* 0xD6E8_FEB8_6659_FD93)
        mixer.state = mixer.next() ^ UInt64(bitPattern: Int64(index))
        mixer.state = mixer.next() ^ UInt64(bitPattern: Int64(part))
        state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
    }

    mutating func next() -> UInt64 {
        let result = RandomSource.rotated(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = RandomSource.rotated(state.3, by: 45)
        return result
    }

    /// 0 ..< `bound`; 0 where `bound` is not positive.
    mutating func below(_ bound: Int) -> Int {
        bound <= 1 ? 0 : Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// 0 ..< 1.
    mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    mutating func chance(_ probability: Double) -> Bool {
        fraction() < probability
    }

    /// One of `items`, which must not be empty.
    mutating func pick<Item>(_ items: [Item]) -> Item {
        items[below(items.count)]
    }

    /// One of `items`, each as often as its weight says.
    mutating func pick<Item>(weighted items: [(Item, Int)]) -> Item {
        var left = below(items.reduce(0) { $0 + $1.1 })
        for (item, weight) in items {
            if left < weight { return item }
            left -= weight
        }
        return items[0].0
    }

    /// 0 ..< `count`, low numbers far more often: a few have much, many have little.
    mutating func skewed(_ count: Int) -> Int {
        let fraction = fraction()
        return min(count - 1, Int(Double(count) * fraction * fraction))
    }

    private static func rotated(_ value: UInt64, by bits: UInt64) -> UInt64 {
        (value << bits) | (value >> (64 - bits))
    }
}

private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
