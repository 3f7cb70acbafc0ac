internal import Foundation

/// How common each value is: that two agree on a rare one says more than that they agree on a common one.
///
/// The adjustment is that of Winkler, "Frequency-based matching in Fellegi-Sunter model of record linkage" (US Bureau of the
/// Census, 2000): agreement on `v` has the share of `v` among strangers in place of the mean share.
final class Frequencies: Sendable {
    private let comparison: Comparison
    private let records: MatchRecords
    /// By place of the record: log of the mean share less log of the share of the value.
    private let bySlot: [[Float]]
    /// The same by first given word, last family word, and house.
    private let firstWords: [Float]
    private let lastWords: [Float]
    private let houses: [UInt64: Float]
    private let streets: [Float]
    private let datesByDay: [Int32: Float]
    /// Chance that two records agree by place of the record; 0 where nothing is known.
    let agreement: [Double]
    let houseAgreement: Double

    init(_ comparison: Comparison) {
        typealias Slot = MatchRecords.Slot
        let records = comparison.records
        self.comparison = comparison
        self.records = records
        var bySlot: [[Float]] = []
        var agreement: [Double] = []
        for slot in 0..<records.width {
            if slot == Slot.date {
                bySlot.append([])
                agreement.append(0)
                continue
            }
            var counts: [Int32] = []
            for start in stride(from: slot, to: records.values.count, by: records.width) {
                let value = Int(records.values[start])
                if value >= counts.count {
                    counts.append(contentsOf: repeatElement(0, count: max(value + 1 - counts.count, counts.count)))
                }
                counts[value] += 1
            }
            let (logs, mean) = Frequencies.shares(counts)
            bySlot.append(logs)
            agreement.append(mean)
        }
        var first = [Int32](repeating: 0, count: records.names.words.count)
        var last = first
        var street = [Int32](repeating: 0, count: records.addresses.streets.count)
        var house: [UInt64: Int32] = [:]
        var dates: [Int32: Int32] = [:]
        let hasAddress = records.kinds.contains(.address)
        for start in stride(from: 0, to: records.values.count, by: records.width) {
            if let word = records.names.firstWord(of: records.values[start + Slot.given]) { first[Int(word)] += 1 }
            if let word = records.names.lastWord(of: records.values[start + Slot.family]) { last[Int(word)] += 1 }
            if hasAddress {
                let parts = records.addresses.parts[Int(records.values[start + Slot.address])]
                street[Int(parts.street)] += 1
                if parts.street != 0 { house[Frequencies.house(parts), default: 0] += 1 }
            }
            let date = records.values[start + Slot.date]
            if date != 0 { dates[date, default: 0] += 1 }
        }
        firstWords = Frequencies.shares([0] + first).logs
        lastWords = Frequencies.shares([0] + last).logs
        streets = Frequencies.shares(street).logs
        (houses, houseAgreement) = Frequencies.shares(house)
        (datesByDay, agreement[Slot.date]) = Frequencies.shares(dates)
        self.bySlot = bySlot
        self.agreement = agreement
    }

    private static func house(_ parts: AddressTable.Parts) -> UInt64 {
        UInt64(UInt32(bitPattern: parts.street)) << 32 | UInt64(UInt32(bitPattern: parts.house))
    }

    /// Pairs of records that are thought to have been counted before any, with `expected` as their agreement: in a handful
    /// of records all may be the same.
    private static let before = 1_000.0
    private static let expected = 0.001

    /// Shares of values; number 0 is the missing one.
    private static func shares(_ counts: [Int32]) -> (logs: [Float], mean: Double) {
        let known = counts.dropFirst()
        let (total, mean) = agreement(known)
        return ([0] + known.map { logShare($0, total, mean) }, mean)
    }

    private static func shares<Key>(_ counts: [Key: Int32]) -> ([Key: Float], Double) {
        let (total, mean) = agreement(counts.values)
        return (counts.mapValues { logShare($0, total, mean) }, mean)
    }

    /// Chance that two records have the same value.
    private static func agreement(_ counts: some Sequence<Int32>) -> (total: Double, mean: Double) {
        var (total, same) = (0.0, 0.0)
        for count in counts {
            total += Double(count)
            same += Double(count) * Double(count - 1) / 2
        }
        let pairs = total * (total - 1) / 2
        return (total, total == 0 ? 0 : (same + before * expected) / (max(pairs, 0) + before))
    }

    private static func logShare(_ count: Int32, _ total: Double, _ mean: Double) -> Float {
        if count == 0 { return 0 }
        let share = (Double(count) + mean * 100) / (total + 100)
        return Float(log(mean) - log(share))
    }

    /// What is to be added to the log weight of a pair for the values that it agrees on.
    func adjustment(_ a: Int, _ b: Int, _ levels: Levels) -> Double {
        typealias Slot = MatchRecords.Slot
        var sum: Float = 0
        let (x, y) = (a * records.width, b * records.width)
        for (index, field) in comparison.fields.enumerated() {
            let level = levels[index]
            if level == 0 { continue }
            switch field.kind {
            case .given:
                switch Comparison.Given(rawValue: level) {
                case .same: sum += bySlot[Slot.given][Int(records.values[x + Slot.given])]
                case .part: sum += first(x)
                case .variant, .close: sum += 0.5 * min(first(x), first(y))
                default: break
                }
            case .family:
                switch Comparison.Family(rawValue: level) {
                case .same: sum += bySlot[Slot.family][Int(records.values[x + Slot.family])]
                case .part: sum += last(x)
                case .variant, .close: sum += 0.5 * min(last(x), last(y))
                default: break
                }
            case .date:
                if level == DigitDate.Level.same.rawValue { sum += datesByDay[records.values[x + Slot.date]] ?? 0 }
            case .id:
                if level == NumberTable.Level.same.rawValue, !records.numbers.isCPR {
                    sum += bySlot[Slot.id][Int(records.values[x + Slot.id])]
                }
            case .place:
                let address = Comparison.Address(rawValue: level / UInt8(Comparison.areas))
                let parts = records.addresses.parts[Int(records.values[x + Slot.address])]
                if address == .same || address == .house { sum += houses[Frequencies.house(parts)] ?? 0 }
                if address == .street { sum += streets[Int(parts.street)] }
                if Comparison.Area(rawValue: level % UInt8(Comparison.areas)) == .same {
                    sum += bySlot[Slot.code][Int(records.values[x + Slot.code])]
                }
            case .text(let text):
                if level == TextTable.Level.same.rawValue {
                    sum += bySlot[Slot.texts + text][Int(records.values[x + Slot.texts + text])]
                }
            }
        }
        return Double(sum)
    }

    /// Of the first given name of the record that begins there.
    private func first(_ start: Int) -> Float {
        records.names.firstWord(of: records.values[start + MatchRecords.Slot.given]).map { firstWords[Int($0) + 1] } ?? 0
    }

    /// Of its last family name.
    private func last(_ start: Int) -> Float {
        records.names.lastWord(of: records.values[start + MatchRecords.Slot.family]).map { lastWords[Int($0) + 1] } ?? 0
    }
}
