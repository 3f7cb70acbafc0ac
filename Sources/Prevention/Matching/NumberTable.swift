/// Numbers that belong to one person, each different one once, as letters and digits without separators.
struct NumberTable {
    private(set) var numbers = Interner()
    /// Whether nearly all are written as CPR numbers are. Then six digits alone say no more than a birth date.
    private(set) var isCPR = false
    /// By number, the birth date in it with the century that its seventh digit says; 0 where there is none.
    private var birthDates: [Int32] = []

    init() { _ = numbers.add([]) }

    mutating func add(_ folded: [UInt8]) -> Int32 {
        Int32(numbers.add(folded.filter { $0 != FoldedText.space }).number)
    }

    mutating func finish() {
        birthDates = (0..<numbers.count).map { numbers.withBytes($0) { DigitDate.read(cpr: $0) } }
        let dated = birthDates.count { $0 != 0 }
        let whole = (1..<max(numbers.count, 1)).count { numbers.withBytes($0) { $0.count != 6 } }
        isCPR = dated > 0 && dated * 10 >= whole * 8
    }

    func birthDate(_ number: Int32) -> Int32 { isCPR ? birthDates[Int(number)] : 0 }

    /// Hash of the digits without their order, so that two that were changed about do not hide a number. Of a CPR number
    /// the order is left out within the birth date and within the rest.
    func turnedHash(_ number: Int32) -> UInt64 {
        numbers.withBytes(Int(number)) { bytes in
            let split = isCPR && bytes.count == 10 ? 6 : bytes.count
            var hash = Interner.mixed(UInt64(bytes.count))
            for (index, byte) in bytes.enumerated() {
                // Each digit counts, wherever it stands.
                hash &+= Interner.mixed(UInt64(byte) << 8 | (index < split ? 0 : 1))
            }
            return hash
        }
    }

    enum Level: UInt8, CaseIterable {
        case missing, same, oneEdit, beginning, replaced, near, different
    }

    func level(_ a: Int32, _ b: Int32) -> Level {
        if a == 0 || b == 0 { return .missing }
        if a == b { return .same }
        return numbers.withBytes(Int(a)) { left in
            numbers.withBytes(Int(b)) { right in isCPR ? serial(left, right) : whole(left, right) }
        }
    }

    private func whole(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Level {
        if Similarity.isOneEditApart(a, b) { return .oneEdit }
        let (short, long) = a.count < b.count ? (a, b) : (b, a)
        if short.count >= 4, short.elementsEqual(long.prefix(short.count)) { return .beginning }
        guard a.count == b.count, a.count >= 6 else { return .different }
        var differing = 0
        for index in 0..<a.count where a[index] != b[index] { differing += 1 }
        return differing == 2 ? .near : .different
    }

    /// Of CPR numbers the last four digits: the first six are the birth date, which is compared by itself.
    private func serial(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Level {
        if a.count <= 6 || b.count <= 6 { return .missing }
        let (x, y) = (UnsafeBufferPointer(rebasing: a[6...]), UnsafeBufferPointer(rebasing: b[6...]))
        if x.elementsEqual(y) { return .same }
        if x.count == y.count ? Similarity.isOneEditApart(x, y) : Similarity.isOneEditApart(a, b) { return .oneEdit }
        // One of them is a replacement number (*erstatningspersonnummer*: day + 60), which goes when the real one comes.
        return (a[0] >= 0x36) != (b[0] >= 0x36) ? .replaced : .different
    }

    /// Birth dates of two CPR numbers beside one another; missing where one is none.
    func dates(_ a: Int32, _ b: Int32) -> (Int32, Int32) {
        isCPR ? (birthDates[Int(a)], birthDates[Int(b)]) : (0, 0)
    }
}
