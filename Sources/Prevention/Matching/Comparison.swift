/// Levels of agreement of two records, field by field; 0 is a missing one.
typealias Levels = SIMD16<UInt8>

/// Compares two records field by field, as levels of agreement.
///
/// Names are compared word by word, given and family names together, since they are changed about; address, postal code and
/// town are one field, since they follow from one another.
final class Comparison: Sendable {
    /// One field of the model, with as many levels as it has; level 0 is a missing one.
    struct Field: Sendable, Hashable {
        enum Kind: Hashable, Sendable {
            case given, family, date, id, place
            /// The text column with this number.
            case text(Int)
        }
        let kind: Kind
        let levels: Int
    }

    enum Given: UInt8 {
        case missing, same, part, variant, close, shared, initial, weak, swapped, different
    }

    enum Family: UInt8 {
        case missing, same, part, variant, close, shared, weak, different
    }

    /// Street, house and floor.
    enum Address: UInt8, CaseIterable {
        case missing, same, house, closeStreet, street, weak, different
    }

    /// Postal code and town.
    enum Area: UInt8, CaseIterable {
        case missing, same, near, city, different
    }

    static let areas = Area.allCases.count
    /// So many fields are compared at most.
    static let most = Levels.scalarCount

    let fields: [Field]
    let records: MatchRecords

    init(_ records: MatchRecords) {
        self.records = records
        var fields: [Field] = []
        let kinds = records.kinds
        if kinds.contains(.given) { fields.append(.init(kind: .given, levels: 10)) }
        if kinds.contains(.family) { fields.append(.init(kind: .family, levels: 8)) }
        if records.hasDates { fields.append(.init(kind: .date, levels: 7)) }
        if kinds.contains(.id) { fields.append(.init(kind: .id, levels: 7)) }
        if !kinds.isDisjoint(with: [.address, .code, .city]) {
            fields.append(.init(kind: .place, levels: Address.allCases.count * Comparison.areas))
        }
        for index in records.texts.indices { fields.append(.init(kind: .text(index), levels: 5)) }
        self.fields = fields
    }

    /// Levels of all fields, in their order.
    func levels(_ a: Int, _ b: Int, _ cache: inout LevelCache) -> Levels {
        var levels = Levels()
        let (a, b) = (a * records.width, b * records.width)
        var given = Given.missing
        var givenIndex: Int?
        for (index, field) in fields.enumerated() {
            switch field.kind {
            case .given:
                given = self.given(value(a, Slot.given), value(b, Slot.given), &cache)
                givenIndex = index
                levels[index] = given.rawValue
            case .family:
                var family = self.family(value(a, Slot.family), value(b, Slot.family), &cache)
                if family.rawValue >= Family.weak.rawValue || family == .missing,
                    given.rawValue >= Given.weak.rawValue || given == .missing, let givenIndex, isSwapped(a, b, &cache)
                {
                    levels[givenIndex] = Given.swapped.rawValue
                    family = .missing
                }
                levels[index] = family.rawValue
            case .date: levels[index] = date(a, b)
            case .id: levels[index] = records.numbers.level(value(a, Slot.id), value(b, Slot.id)).rawValue
            case .place: levels[index] = place(a, b, &cache)
            case .text(let text):
                levels[index] =
                    records.texts[text].level(value(a, Slot.texts + text), value(b, Slot.texts + text)).rawValue
            }
        }
        return levels
    }

    typealias Slot = MatchRecords.Slot

    func value(_ start: Int, _ slot: Int) -> Int32 { records.values[start + slot] }

    /// The better of the written dates and of those in CPR numbers.
    private func date(_ a: Int, _ b: Int) -> UInt8 {
        let written = DigitDate.level(value(a, Slot.date), value(b, Slot.date))
        if written == .same { return written.rawValue }
        let (x, y) = records.numbers.dates(value(a, Slot.id), value(b, Slot.id))
        let numbered = DigitDate.level(x, y)
        return numbered == .missing || (written != .missing && written.rawValue < numbered.rawValue)
            ? written.rawValue : numbered.rawValue
    }

    private func place(_ a: Int, _ b: Int, _ cache: inout LevelCache) -> UInt8 {
        let address = address(value(a, Slot.address), value(b, Slot.address), &cache)
        let area = area(a, b, &cache)
        return address.rawValue * UInt8(Comparison.areas) + area.rawValue
    }

    private func address(_ a: Int32, _ b: Int32, _ cache: inout LevelCache) -> Address {
        if a == 0 || b == 0 { return .missing }
        if a == b { return .same }
        let (left, right) = (records.addresses.parts[Int(a)], records.addresses.parts[Int(b)])
        let isHouse = left.house == right.house
        if left.street == right.street, left.street != 0 {
            if isHouse { return left.unit == right.unit ? .same : .house }
            return .street
        }
        let isClose = cache.level(.street, left.street, right.street) { isCloseStreet($0, $1) ? 1 : 0 } == 1
        guard isClose else { return .different }
        return isHouse ? .closeStreet : .weak
    }

    private func isCloseStreet(_ a: Int32, _ b: Int32) -> Bool {
        records.addresses.streets.withBytes(Int(a)) { x in
            records.addresses.streets.withBytes(Int(b)) { y in
                !x.isEmpty && !y.isEmpty
                    && (Similarity.isOneEditApart(x, y) || isPrefix(x, y) || Similarity.isAlike(x, y, 0.92))
            }
        }
    }

    private func isPrefix(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        let (short, long) = a.count < b.count ? (a, b) : (b, a)
        return short.count >= 4 && short.elementsEqual(long.prefix(short.count))
    }

    private func area(_ a: Int, _ b: Int, _ cache: inout LevelCache) -> Area {
        let (x, y) = (value(a, Slot.code), value(b, Slot.code))
        if x == y, x != 0 { return .same }
        let code = records.codes.level(x, y)
        let city = cache.level(.city, value(a, Slot.city), value(b, Slot.city)) {
            records.cities.level($0, $1).rawValue
        }
        switch (code, TextTable.Level(rawValue: city) ?? .missing) {
        case (.missing, .missing): return .missing
        case (.same, _): return .same
        case (.close, .same), (.close, .close), (.close, .missing): return .near
        case (_, .same), (.missing, .close): return .city
        default: return .different
        }
    }
}

/// Levels of values that were compared lately: the same two names meet many times.
struct LevelCache {
    enum Table: UInt64 {
        case word, street, city
    }

    private var keys: [UInt64]
    private var levels: [UInt8]

    /// - Parameter places: a power of two.
    init(places: Int = 1 << 17) {
        keys = [UInt64](repeating: .max, count: places)
        levels = [UInt8](repeating: 0, count: places)
    }

    /// The level of two numbers of a table, worked out where it is not known.
    mutating func level(_ table: Table, _ a: Int32, _ b: Int32, _ compare: (Int32, Int32) -> UInt8) -> UInt8 {
        let (low, high) = (UInt64(UInt32(bitPattern: min(a, b))), UInt64(UInt32(bitPattern: max(a, b))))
        let key = low << 32 | high << 2 | table.rawValue
        let place = Int(truncatingIfNeeded: Interner.mixed(key)) & (keys.count - 1)
        if keys[place] != key {
            keys[place] = key
            levels[place] = compare(a, b)
        }
        return levels[place]
    }
}
