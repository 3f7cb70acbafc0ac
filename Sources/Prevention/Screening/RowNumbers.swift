import Synchronization

/// Gives row ids numbers of four bytes, by which columns are laid out. Used from several threads at once.
///
/// Row ids are nearly dense from 1: one below 2²⁶ is its own number, and a column is an array. The few beyond get negative
/// numbers, in the order in which they are first seen; so do all of them where only few rows are looked at, so that no array
/// is made for the whole register.
final class RowNumbers: Sendable {
    private struct Far {
        var numbers: [Int64: Int32] = [:]
        var ids: [Int64] = []
    }

    private let limit: Int64
    private let far = Mutex(Far())

    /// - Parameter isSparse: whether only few rows of many are looked at.
    init(isSparse: Bool) {
        limit = isSparse ? 0 : 1 << 26
    }

    func number(of id: Int64) -> Int32 {
        if id >= 0, id < limit { return Int32(truncatingIfNeeded: id) }
        return far.withLock { far in
            if let number = far.numbers[id] { return number }
            far.ids.append(id)
            let number = -Int32(far.ids.count)
            far.numbers[id] = number
            return number
        }
    }

    func id(of number: Int32) -> Int64 {
        number >= 0 ? Int64(number) : far.withLock { $0.ids[Int(-1 - number)] }
    }
}

/// A value for each numbered row; `absent` for those without one.
struct RowColumn<Value: Sendable>: Sendable {
    private let absent: Value
    private var near: [Value] = []
    private var far: [Value] = []

    init(absent: Value) {
        self.absent = absent
    }

    /// Room for numbers up to `last`, so that the column need not grow.
    mutating func reserve(through last: Int64) {
        guard last > 0, last < 1 << 26 else { return }
        near.reserveCapacity(Int(last) + 1)
    }

    subscript(number: Int32) -> Value {
        get {
            let index = Int(number)
            if index >= 0 { return index < near.count ? near[index] : absent }
            return -1 - index < far.count ? far[-1 - index] : absent
        }
        set {
            let index = Int(number)
            if index >= 0 {
                RowColumn.set(newValue, at: index, absent, &near)
            } else {
                RowColumn.set(newValue, at: -1 - index, absent, &far)
            }
        }
    }

    private static func set(_ value: Value, at index: Int, _ absent: Value, _ values: inout [Value]) {
        if index >= values.count {
            values.append(contentsOf: repeatElement(absent, count: index + 1 - values.count))
        }
        values[index] = value
    }
}
