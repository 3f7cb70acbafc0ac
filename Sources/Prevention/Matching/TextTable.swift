/// Other texts of one column, each different one once.
struct TextTable {
    private(set) var texts = Interner()

    init() { _ = texts.add([]) }

    mutating func add(_ folded: [UInt8]) -> Int32 { Int32(texts.add(folded).number) }

    enum Level: UInt8, CaseIterable {
        case missing, same, close, weak, different
    }

    func level(_ a: Int32, _ b: Int32) -> Level {
        if a == 0 || b == 0 { return .missing }
        if a == b { return .same }
        return texts.withBytes(Int(a)) { left in
            texts.withBytes(Int(b)) { right in
                if min(left.count, right.count) < 3 { return .different }
                if Similarity.isOneEditApart(left, right) { return .close }
                if !Similarity.isAlike(left, right, 0.82) { return .different }
                return Similarity.isAlike(left, right, 0.92) ? .close : .weak
            }
        }
    }
}
