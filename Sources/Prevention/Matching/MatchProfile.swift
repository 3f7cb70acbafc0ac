/// What was learned of a register once, so that persons who are reported later can be compared with it one by one.
public struct MatchProfile: Sendable, Codable {
    let model: LinkageModel
    let frequencies: Frequencies.Learned
    /// How many of a hundred reported persons are thought to be in the register, as a share 0...1.
    let known: Double
    /// How many registered persons of the same household a reported person has, on average.
    let housemates: Double
    /// How often each way to find a person finds a registered one who is reported.
    let reach: KeyReach
    /// How many registered and reported persons it was learned from.
    public let persons: Int
    public let arrivals: Int

    /// Whether so many reported persons were seen that what an agreement is worth was learned from them, not assumed.
    public var isLearned: Bool { arrivals >= 300 }

    /// Whether there is so much more to learn from by now that it should be learned again.
    public func isOutgrown(persons: Int, arrivals: Int) -> Bool {
        persons > 2 * self.persons + 1_000 || arrivals > 2 * self.arrivals + 1_000
    }
}

extension Linkage {
    /// Arrivals that are thought to have been seen before any, half of them known, with one housemate each.
    private static let before = 100.0

    /// Learns from registered persons, the first file, and reported ones, the second.
    ///
    /// - Parameter share: of the register that is in the first file, 0...1.
    public func profile(ofRegister share: Double) -> MatchProfile {
        let pairs = Double(records.leftCount) * Double(records.count - records.leftCount)
        let arrivals = records.count - records.leftCount
        func each(_ part: Double, expected: Double) -> Double {
            (part * pairs / share + expected * Linkage.before) / (Double(arrivals) + Linkage.before)
        }
        return MatchProfile(
            model: model, frequencies: frequencies.learned,
            known: arrivals == 0 ? 0.5 : min(0.95, each(model.sameShare, expected: 0.5)),
            housemates: arrivals == 0 ? 1 : each(model.householdShare, expected: 1),
            reach: reach, persons: Int(Double(records.leftCount) / share), arrivals: arrivals)
    }

    /// Counted in pairs that are most likely one person, however they were found.
    private var reach: KeyReach {
        let blocking = BlockingKeys(records)
        var found = KeyReach()
        var cache = LevelCache()
        let likely = 3.0
        let step = max(1, (records.count - records.leftCount) / 10_000)
        for record in stride(from: records.leftCount, to: records.count, by: step) {
            var best: (record: Int, odds: Double)?
            index.candidates(of: record) { other in
                let odds = odds(other, record, &cache)
                if odds > best?.odds ?? likely { best = (other, odds) }
            }
            if let best { found.add(record, best.record, blocking, records) }
        }
        return found
    }
}

/// How often each way to find a person finds a registered one who is reported.
struct KeyReach: Sendable, Codable {
    /// By way (names, home, birth date): reported persons who have it, and those of them whom it finds; to begin with, half
    /// of two.
    private var having = [2.0, 2, 2]
    private var finding = [1.0, 1, 1]

    fileprivate mutating func add(_ reported: Int, _ known: Int, _ blocking: BlockingKeys, _ records: MatchRecords) {
        var keys = [[UInt32]](repeating: [UInt32](repeating: 0, count: blocking.count), count: 2)
        blocking.write(reported, to: &keys[0])
        blocking.write(known, to: &keys[1])
        for (way, rule) in [(0, BlockingKeys.Rule.names), (1, .home)] {
            guard let place = blocking.rules.firstIndex(of: rule), keys[0][place] != 0 else { continue }
            having[way] += 1
            if keys[0][place] == keys[1][place] { finding[way] += 1 }
        }
        let dates = [reported, known].map { records.values[$0 * records.width + MatchRecords.Slot.date] }
        if dates[0] == 0 { return }
        having[2] += 1
        let level = DigitDate.level(dates[0], dates[1])
        if level == .same || level == .swapped { finding[2] += 1 }
    }

    /// Chance that a registered person is found by none of the ways, as if these missed independently of each other.
    func missed(hasName: Bool, hasHome: Bool, hasDate: Bool) -> Double {
        zip([hasName, hasHome, hasDate], zip(finding, having)).reduce(1) { missed, way in
            way.0 ? missed * (1 - way.1.0 / way.1.1) : missed
        }
    }
}
