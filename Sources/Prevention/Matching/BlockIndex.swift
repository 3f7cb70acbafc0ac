/// Finds the records that have a key in common with another.
struct BlockIndex: Sendable {
    /// Keys of every record, `rules` each; 0 for none.
    private(set) var keys: [UInt32]
    let rules: Int
    /// By rule: where the records of a bucket begin, and the records.
    private var starts: [[UInt32]] = []
    private var rows: [[UInt32]] = []
    private let mask: UInt32

    /// - Parameters:
    ///   - found: the records that are looked for; all have keys, also those that look.
    init(_ blocking: BlockingKeys, count: Int, found: Range<Int>) {
        let rules = blocking.count
        self.rules = rules
        var bits = 10
        while bits < 26, 1 << bits < found.count { bits += 1 }
        mask = UInt32(1 << bits) - 1
        let parts = inParts(Array(0..<count)) { part in
            var keys: [UInt32] = []
            keys.reserveCapacity(part.count * rules)
            var own = [UInt32](repeating: 0, count: rules)
            for record in part {
                blocking.write(record, to: &own)
                keys += own
            }
            return keys
        }
        keys = parts.flatMap { $0 }
        for rule in 0..<rules {
            // Blocks that are too large are parted once more; what is too large after that is passed over.
            let largest = blocking.largest(rule)
            part(rule, count: count, found: found, largest) { BlockIndex.joined($0, blocking.finer($1)) }
            part(rule, count: count, found: found, largest) { _, _ in 0 }
        }
        let (keys, mask) = (keys, mask)
        let buckets = inParts(Array(0..<rules)) { part in
            part.map { BlockIndex.buckets(keys, $0, of: rules, mask: mask, found: found) }
        }
        (starts, rows) = (buckets.joined().map(\.starts), buckets.joined().map(\.rows))
    }

    /// Sorts the records into buckets by their key of a rule, by counting.
    private static func buckets(
        _ keys: [UInt32], _ rule: Int, of rules: Int, mask: UInt32, found: Range<Int>
    ) -> (starts: [UInt32], rows: [UInt32]) {
        var starts = [UInt32](repeating: 0, count: Int(mask) + 2)
        for record in found {
            let key = keys[record * rules + rule]
            if key != 0 { starts[Int(key & mask) + 1] += 1 }
        }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        var rows = [UInt32](repeating: 0, count: Int(starts[starts.count - 1]))
        var next = starts
        for record in found {
            let key = keys[record * rules + rule]
            if key == 0 { continue }
            rows[Int(next[Int(key & mask)])] = UInt32(record)
            next[Int(key & mask)] += 1
        }
        return (starts, rows)
    }

    /// Gives the records of blocks that are too large another key.
    private mutating func part(
        _ rule: Int, count: Int, found: Range<Int>, _ largest: Int, _ other: (UInt32, Int) -> UInt32
    ) {
        var sizes = [UInt32](repeating: 0, count: Int(mask) + 1)
        for record in found where keys[record * rules + rule] != 0 {
            sizes[Int(keys[record * rules + rule] & mask)] += 1
        }
        let large = Set(sizes.indices.filter { sizes[$0] > largest })
        if large.isEmpty { return }
        var byKey: [UInt32: Int] = [:]
        for record in found {
            let key = keys[record * rules + rule]
            if key != 0, large.contains(Int(key & mask)) { byKey[key, default: 0] += 1 }
        }
        let tooLarge = Set(byKey.filter { $0.value > largest }.keys)
        if tooLarge.isEmpty { return }
        for record in 0..<count {
            let key = keys[record * rules + rule]
            guard key != 0, tooLarge.contains(key) else { continue }
            keys[record * rules + rule] = other(key, record)
        }
    }

    private static func joined(_ a: UInt32, _ b: UInt32) -> UInt32 {
        max(1, UInt32(truncatingIfNeeded: Interner.mixed(UInt64(a) << 32 | UInt64(b))))
    }

    /// The records with a key in common with `record`, each once.
    func candidates(of record: Int, _ body: (Int) -> Void) {
        for rule in 0..<rules {
            let key = keys[record * rules + rule]
            if key == 0 { continue }
            let bucket = Int(key & mask)
            for place in Int(starts[rule][bucket])..<Int(starts[rule][bucket + 1]) {
                let other = Int(rows[rule][place])
                if keys[other * rules + rule] != key { continue }
                var isNew = true
                for earlier in 0..<rule {
                    let own = keys[record * rules + earlier]
                    if own != 0, own == keys[other * rules + earlier] {
                        isNew = false
                        break
                    }
                }
                if isNew { body(other) }
            }
        }
    }
}
