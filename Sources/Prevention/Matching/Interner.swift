/// Numbers texts: each different run of bytes gets the next number, from 0.
struct Interner {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private(set) var hashes: [UInt64] = []
    /// By hash: number + 1 below, and the upper half of the hash above, so that most others are passed over unread; 0 where
    /// free. A power of two of places.
    private var places: [UInt64]
    private var mask: Int

    init() {
        places = Array(repeating: 0, count: 16)
        mask = places.count - 1
    }

    var count: Int { ends.count }

    func withBytes<Value>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        let from = number == 0 ? 0 : Int(ends[number - 1])
        return bytes.withUnsafeBufferPointer { body(.init(rebasing: $0[from..<Int(ends[number])])) }
    }

    func text(_ number: Int) -> String {
        withBytes(number) { String(decoding: $0, as: UTF8.self) }
    }

    /// The number of a text, and whether it is new.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
        let hash = Interner.hash(text)
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 {
            if places[place] >> 32 == hash >> 32 {
                let number = Int(places[place] & 0xFFFF_FFFF) - 1
                if isEqual(number, text) { return (number, false) }
            }
            place = (place + 1) & mask
        }
        places[place] = Interner.entry(hash, count)
        bytes.append(contentsOf: text)
        ends.append(UInt32(bytes.count))
        hashes.append(hash)
        if count * 2 > places.count { grow() }
        return (count - 1, true)
    }

    mutating func add(_ text: [UInt8]) -> (number: Int, isNew: Bool) {
        text.withUnsafeBufferPointer { add($0) }
    }

    private func isEqual(_ number: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let from = number == 0 ? 0 : Int(ends[number - 1])
        guard Int(ends[number]) - from == text.count else { return false }
        for index in 0..<text.count where bytes[from + index] != text[index] { return false }
        return true
    }

    private mutating func grow() {
        places = Array(repeating: 0, count: places.count * 2)
        mask = places.count - 1
        for (number, hash) in hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & mask
            while places[place] != 0 { place = (place + 1) & mask }
            places[place] = Interner.entry(hash, number)
        }
    }

    private static func entry(_ hash: UInt64, _ number: Int) -> UInt64 {
        (hash & ~0xFFFF_FFFF) | UInt64(number + 1)
    }

    /// The same for the same bytes in every run, and spread over all bits.
    static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(text.count)
        var index = 0
        while index + 8 <= text.count {
            let word = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: index, as: UInt64.self)
            hash = mixed(hash ^ word)
            index += 8
        }
        var rest: UInt64 = 0
        while index < text.count {
            rest = rest << 8 | UInt64(text[index])
            index += 1
        }
        return mixed(hash ^ rest)
    }

    /// Spreads the bits of a number over all bits (the finaliser of SplitMix64; Steele, Lea and Flood, OOPSLA 2014).
    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
