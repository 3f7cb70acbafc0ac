/// How common each value is: that two agree on a rare one says more than that they agree on a common one.
///
/// The adjustment is that of Winkler, "Frequency-based matching in Fellegi-Sunter model of record linkage" (US Bureau of the
/// Census, 2000): agreement on `v` has the share of `v` among strangers in place of the mean share.
final class Frequencies: Sendable {
    /// What is kept of it for records that come later.
    struct Learned: Sendable, Codable {
        /// By place of the record; `nil` for dates and addresses, which are below.
        let bySlot: [LearnedShares?]
        let firstWords: LearnedShares
        let lastWords: LearnedShares
        let streets: LearnedShares
        let houses: LearnedShares
        let dates: LearnedShares
    }

    private typealias Slot = MatchRecords.Slot
    private let comparison: Comparison
    private let records: MatchRecords
    private let bySlot: [ValueShares?]
    /// By first given word, last family word, street, house and day.
    private let firstWords: ValueShares
    private let lastWords: ValueShares
    private let streets: ValueShares
    private let houses: LearnedShares
    private let dates: LearnedShares

    /// Counts the values of all records.
    init(_ comparison: Comparison) {
        let records = comparison.records
        self.comparison = comparison
        self.records = records
        bySlot = (0..<records.width).map { slot in
            if slot == Slot.date || slot == Slot.address { return nil }
            var counts: [Int32] = []
            for start in stride(from: slot, to: records.values.count, by: records.width) {
                let value = Int(records.values[start])
                if value >= counts.count {
                    counts.append(contentsOf: repeatElement(0, count: max(value + 1 - counts.count, counts.count)))
                }
                counts[value] += 1
            }
            return ValueShares(counts)
        }
        var first = [Int32](repeating: 0, count: records.names.words.count + 1)
        var last = first
        var street = [Int32](repeating: 0, count: records.addresses.streets.count)
        var house: [UInt64: Int32] = [:]
        var dates: [UInt64: Int32] = [:]
        let hasAddress = records.kinds.contains(.address)
        for start in stride(from: 0, to: records.values.count, by: records.width) {
            if let word = records.names.firstWord(of: records.values[start + Slot.given]) { first[Int(word) + 1] += 1 }
            if let word = records.names.lastWord(of: records.values[start + Slot.family]) { last[Int(word) + 1] += 1 }
            if hasAddress {
                let parts = records.addresses.parts[Int(records.values[start + Slot.address])]
                street[Int(parts.street)] += 1
                if parts.street != 0 { house[records.addresses.houseHash(parts), default: 0] += 1 }
            }
            let date = records.values[start + Slot.date]
            if date != 0 { dates[UInt64(date), default: 0] += 1 }
        }
        firstWords = ValueShares(first)
        lastWords = ValueShares(last)
        streets = ValueShares(street)
        houses = LearnedShares(house)
        self.dates = LearnedShares(dates)
    }

    /// Of values that were learned of before, whatever these few records say.
    init(_ comparison: Comparison, _ learned: Learned) {
        let records = comparison.records
        self.comparison = comparison
        self.records = records
        bySlot = zip(0..., learned.bySlot).map { slot, shares in
            shares.map { ValueShares($0, hashes: records.hashes(in: slot)) }
        }
        let words = [0] + records.names.words.hashes
        firstWords = ValueShares(learned.firstWords, hashes: words)
        lastWords = ValueShares(learned.lastWords, hashes: words)
        streets = ValueShares(learned.streets, hashes: records.addresses.streets.hashes)
        houses = learned.houses
        dates = learned.dates
    }

    var learned: Learned {
        let words = [0] + records.names.words.hashes
        return Learned(
            bySlot: zip(0..., bySlot).map { slot, shares in shares?.learned(hashes: records.hashes(in: slot)) },
            firstWords: firstWords.learned(hashes: words), lastWords: lastWords.learned(hashes: words),
            streets: streets.learned(hashes: records.addresses.streets.hashes), houses: houses.common,
            dates: dates.common)
    }

    /// Chance that two records have the same value of a field; of a place, the same postal code.
    func agreement(_ field: Comparison.Field) -> Double {
        switch field.kind {
        case .given: bySlot[Slot.given]?.agreement ?? 0
        case .family: bySlot[Slot.family]?.agreement ?? 0
        case .date: dates.agreement
        case .id: records.numbers.isCPR ? 1e-4 : bySlot[Slot.id]?.agreement ?? 0
        case .text(let text): bySlot[Slot.texts + text]?.agreement ?? 0
        case .place: bySlot[Slot.code]?.agreement ?? 0
        }
    }

    var houseAgreement: Double { houses.agreement }

    /// What is to be added to the log weight of a pair for the values that it agrees on.
    func adjustment(_ a: Int, _ b: Int, _ levels: Levels) -> Double {
        var sum: Float = 0
        for (index, field) in comparison.fields.enumerated() where levels[index] != 0 {
            sum += adjustment(a, b, field.kind, levels[index])
        }
        return Double(sum)
    }

    /// The same of one field.
    func adjustment(_ a: Int, _ b: Int, _ field: Comparison.Field.Kind, _ level: UInt8) -> Float {
        let (x, y) = (a * records.width, b * records.width)
        switch field {
        case .given:
            switch Comparison.Given(rawValue: level) {
            case .same: return share(x, Slot.given)
            case .part: return first(x)
            case .variant, .close: return 0.5 * min(first(x), first(y))
            default: return 0
            }
        case .family:
            switch Comparison.Family(rawValue: level) {
            case .same: return share(x, Slot.family)
            case .part: return last(x)
            case .variant, .close: return 0.5 * min(last(x), last(y))
            default: return 0
            }
        case .date:
            return level == DigitDate.Level.same.rawValue ? dates[UInt64(records.values[x + Slot.date])] : 0
        case .id:
            return level == NumberTable.Level.same.rawValue && !records.numbers.isCPR ? share(x, Slot.id) : 0
        case .place:
            return place(x, level)
        case .text(let text):
            return level == TextTable.Level.same.rawValue ? share(x, Slot.texts + text) : 0
        }
    }

    private func place(_ start: Int, _ level: UInt8) -> Float {
        let parts = records.addresses.parts[Int(records.values[start + Slot.address])]
        var sum: Float
        switch Comparison.Address(rawValue: level / UInt8(Comparison.areas)) {
        case .same, .house: sum = parts.street == 0 ? 0 : houses[records.addresses.houseHash(parts)]
        case .street: sum = streets[Int(parts.street)]
        default: sum = 0
        }
        if Comparison.Area(rawValue: level % UInt8(Comparison.areas)) == .same { sum += share(start, Slot.code) }
        return sum
    }

    private func share(_ start: Int, _ slot: Int) -> Float { bySlot[slot]?[Int(records.values[start + slot])] ?? 0 }

    /// Of the first given name of the record that begins there.
    private func first(_ start: Int) -> Float {
        records.names.firstWord(of: records.values[start + Slot.given]).map { firstWords[Int($0) + 1] } ?? 0
    }

    /// Of its last family name.
    private func last(_ start: Int) -> Float {
        records.names.lastWord(of: records.values[start + Slot.family]).map { lastWords[Int($0) + 1] } ?? 0
    }
}
