/// Under which keys a record is looked for: two records are compared where they have at least one key in common.
///
/// Each rule is a fact that survives some kinds of error, so that a pair is missed only where all of them are hit.
struct BlockingKeys: Sendable {
    enum Rule: CaseIterable, Sendable {
        /// A number, whatever the order of its digits.
        case id
        case names, home
        /// A birth date, whether or not day and month were changed about; beside names or a place with one of those, since a date
        /// alone finds many and hardly ever the right one.
        case dateTurned, dateGiven, dateFamily, dateArea
        case givenArea, familyArea
        case givenDayMonth, familyDayMonth
    }

    let rules: [Rule]
    private let texts: [Int]
    private let records: MatchRecords

    /// Keys of a record: one of each rule, and one of each text column that tells records apart.
    var count: Int { rules.count + texts.count }

    init(_ records: MatchRecords) {
        self.records = records
        let kinds = records.kinds
        let hasDate = records.hasDates
        let hasArea = !kinds.isDisjoint(with: [.code, .city])
        let hasName = kinds.contains(.given) || kinds.contains(.family)
        rules = Rule.allCases.filter { rule in
            switch rule {
            case .id: kinds.contains(.id)
            case .names: hasName
            case .home: kinds.contains(.address)
            case .givenArea: kinds.contains(.given) && hasArea
            case .familyArea: kinds.contains(.family) && hasArea
            case .givenDayMonth: kinds.contains(.given) && hasDate
            case .familyDayMonth: kinds.contains(.family) && hasDate
            case .dateTurned: hasDate && !hasName
            case .dateGiven: kinds.contains(.given) && hasDate
            case .dateFamily: kinds.contains(.family) && hasDate
            case .dateArea: hasArea && hasDate
            }
        }
        // A text with few different values, such as sex, finds everybody.
        texts = records.texts.indices.filter { records.texts[$0].texts.count * 50 > records.count }
    }

    /// Writes the keys of a record to `keys`; 0 where the rule says nothing about it.
    func write(_ record: Int, to keys: inout [UInt32]) {
        let start = record * records.width
        let values = records.values
        func value(_ slot: Int) -> Int32 { values[start + slot] }
        let given = records.names.firstWord(of: value(Slot.given)).map { records.names.soundHash(of: $0) } ?? 0
        let family = records.names.lastWord(of: value(Slot.family)).map { records.names.soundHash(of: $0) } ?? 0
        let date = value(Slot.date)
        let (year, month, day) = (UInt64(date / 10_000), UInt64(date / 100 % 100), UInt64(date % 100))
        let area =
            value(Slot.code) != 0
            ? records.contentHash(value(Slot.code), in: Slot.code)
            : records.contentHash(value(Slot.city), in: Slot.city)
        let hasArea = value(Slot.code) != 0 || value(Slot.city) != 0
        let turned = year << 16 | min(month, day) << 8 | max(month, day)
        for (index, rule) in rules.enumerated() {
            let key: UInt64?
            switch rule {
            case .id: key = value(Slot.id) == 0 ? nil : records.numbers.turnedHash(value(Slot.id))
            case .dateTurned: key = date == 0 ? nil : turned
            case .dateGiven: key = date == 0 || given == 0 ? nil : turned &+ initial(value(Slot.given))
            case .dateFamily: key = date == 0 || family == 0 ? nil : turned &+ initial(value(Slot.family))
            case .dateArea: key = date == 0 || !hasArea ? nil : turned &+ area
            case .names: key = given == 0 && family == 0 ? nil : given &+ family
            case .home: key = home(value(Slot.address), area)
            case .givenArea: key = given == 0 || !hasArea ? nil : given ^ area
            case .familyArea: key = family == 0 || !hasArea ? nil : family ^ area
            case .givenDayMonth: key = given == 0 || date == 0 ? nil : given &+ (month << 8 | day)
            case .familyDayMonth: key = family == 0 || date == 0 ? nil : family &+ (month << 8 | day)
            }
            keys[index] = key.map { BlockingKeys.short($0, index) } ?? 0
        }
        for (index, text) in texts.enumerated() {
            let value = value(Slot.texts + text)
            keys[rules.count + index] =
                value == 0
                ? 0
                : BlockingKeys.short(records.contentHash(value, in: Slot.texts + text), rules.count + index)
        }
    }

    /// How many records a block may hold: what a rule finds by less is looked for in smaller blocks alone.
    func largest(_ rule: Int) -> Int {
        guard rule < rules.count else { return 100 }
        return switch rules[rule] {
        case .id, .home, .dateTurned, .dateGiven, .dateFamily, .dateArea: 300
        case .names: 100
        case .givenArea, .familyArea, .givenDayMonth, .familyDayMonth: 60
        }
    }

    /// What parts a block that is too large once more.
    func finer(_ record: Int) -> UInt32 {
        let start = record * records.width
        let given = records.names.firstWord(of: records.values[start + Slot.given])
        let hash = given.map { records.names.soundHash(of: $0) } ?? 0
        return BlockingKeys.short(hash ^ UInt64(records.values[start + Slot.date] / 10_000), 99)
    }

    /// The first letter of a name, high above a date.
    private func initial(_ name: Int32) -> UInt64 {
        records.names.names.withBytes(Int(name)) { UInt64($0.first ?? 0) << 32 }
    }

    private func home(_ address: Int32, _ area: UInt64) -> UInt64? {
        let parts = records.addresses.parts[Int(address)]
        if parts.street == 0 { return nil }
        return records.addresses.streets.hashes[Int(parts.street)] &+ area &+ UInt64(parts.house)
    }

    private static func short(_ key: UInt64, _ rule: Int) -> UInt32 {
        max(1, UInt32(truncatingIfNeeded: Interner.mixed(key ^ UInt64(rule) << 56) >> 32))
    }

    private typealias Slot = MatchRecords.Slot
}
