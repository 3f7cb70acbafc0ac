extension Array {
    /// As many at once as any engine takes in a list.
    func chunks(of size: Int = 1_000) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min(count, $0 + size)]) }
    }
}
