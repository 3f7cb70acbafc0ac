/// Numbers row ids 0, 1, 2 … in the order in which they are first seen, so that everything about a row can stand in
/// columns. Row ids are nearly dense from 1, which makes the way back an array; the few far away go into a dictionary.
struct RowIndex: Sendable {
    /// Row id of each number.
    private(set) var ids: [Int64] = []
    private var near: [Int32] = []
    private var far: [Int64: Int32] = [:]
    private static let none: Int32 = -1
    /// Ids below are looked up in an array of at most 64 MB.
    private static let nearLimit: Int64 = 1 << 24

    var count: Int { ids.count }

    /// The number of `id`, or `nil` for one never seen.
    func number(of id: Int64) -> Int? {
        if id >= 0, id < Int64(near.count) {
            let number = near[Int(id)]
            return number == RowIndex.none ? nil : Int(number)
        }
        return far[id].map { Int($0) }
    }

    /// The number of `id`, given to it now if it has none.
    mutating func insert(_ id: Int64) -> Int {
        if let number = number(of: id) { return number }
        let number = Int32(ids.count)
        ids.append(id)
        if id >= 0, id < RowIndex.nearLimit {
            if id >= Int64(near.count) {
                let size = Swift.max(Int(id) + 1, Swift.min(near.count * 2, Int(RowIndex.nearLimit)), 1024)
                near.append(contentsOf: repeatElement(RowIndex.none, count: size - near.count))
            }
            near[Int(id)] = number
        } else {
            far[id] = number
        }
        return Int(number)
    }
}
