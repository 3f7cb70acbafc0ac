/// How alike two words are.
enum Similarity {
    typealias Word = UnsafeBufferPointer<UInt8>

    /// Jaro's measure with Winkler's weight on a common beginning of up to four letters, 0...1.
    ///
    /// Jaro, "Advances in record-linkage methodology", JASA 84 (1989); Winkler, "String comparator metrics and enhanced
    /// decision rules", ASA Survey Research Methods (1990). Bytes past the 64th are not looked at.
    static func jaroWinkler(_ a: Word, _ b: Word) -> Double {
        let (m, n) = (min(a.count, 64), min(b.count, 64))
        if m == 0 || n == 0 { return 0 }
        let window = max(max(m, n) / 2 - 1, 0)
        var taken: UInt64 = 0
        var found: UInt64 = 0
        for i in 0..<m {
            let from = max(0, i - window)
            let through = min(n - 1, i + window)
            if from > through { continue }
            for j in from...through where taken & (1 << j) == 0 && a[i] == b[j] {
                taken |= 1 << j
                found |= 1 << i
                break
            }
        }
        let common = found.nonzeroBitCount
        if common == 0 { return 0 }
        var moved = 0
        var (left, right) = (found, taken)
        while left != 0 {
            if a[left.trailingZeroBitCount] != b[right.trailingZeroBitCount] { moved += 1 }
            left &= left - 1
            right &= right - 1
        }
        let c = Double(common)
        let jaro = (c / Double(m) + c / Double(n) + (c - Double(moved / 2)) / c) / 3
        var start = 0
        while start < min(4, m, n), a[start] == b[start] { start += 1 }
        return jaro + Double(start) * 0.1 * (1 - jaro)
    }

    /// Whether `jaroWinkler` reaches `least`; most words that do not are told apart by their letters alone.
    static func isAlike(_ a: Word, _ b: Word, _ least: Double) -> Bool {
        let (m, n) = (a.count, b.count)
        if m == 0 || n == 0 { return false }
        var start = 0
        while start < min(4, m, n), a[start] == b[start] { start += 1 }
        let (x, y) = (letters(a), letters(b))
        // Each letter of one that the other lacks cannot be common.
        let common = Double(min(m - (x & ~y).nonzeroBitCount, n - (y & ~x).nonzeroBitCount))
        if common <= 0 { return false }
        let jaro = (common / Double(m) + common / Double(n) + 1) / 3
        if jaro + Double(start) * 0.1 * (1 - jaro) < least { return false }
        return jaroWinkler(a, b) >= least
    }

    /// Which letters a word holds, as bits.
    private static func letters(_ word: Word) -> UInt64 {
        var bits: UInt64 = 0
        for byte in word { bits |= 1 << UInt64(byte & 63) }
        return bits
    }

    /// Whether one insertion, deletion, substitution or swap of two neighbours makes one word of the other (Damerau, "A
    /// technique for computer detection and correction of spelling errors", CACM 7, 1964).
    static func isOneEditApart(_ a: Word, _ b: Word) -> Bool {
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        if long.count - short.count > 1 { return false }
        var start = 0
        while start < short.count, short[start] == long[start] { start += 1 }
        var end = 0
        while end < short.count - start, short[short.count - 1 - end] == long[long.count - 1 - end] { end += 1 }
        let (left, right) = (short.count - start - end, long.count - start - end)
        if left <= 1 && right <= 1 { return true }
        return left == 2 && right == 2 && short[start] == long[start + 1] && short[start + 1] == long[start]
    }
}
