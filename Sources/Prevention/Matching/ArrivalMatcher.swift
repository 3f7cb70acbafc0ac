internal import Foundation

/// Compares one reported person with the registered ones who may be meant.
public struct ArrivalMatcher: Sendable {
    /// A registered person, and how sure it is that they are meant.
    public struct Match: Sendable {
        /// Of those that were given.
        public let index: Int
        /// 0...1.
        public let probability: Double
        public let evidence: MatchEvidence
    }

    /// Whoever is less likely takes nothing from others, and is nobody's match.
    private static let least = 0.001
    /// So many are weighed against each other.
    private static let most = 8
    private let profile: MatchProfile
    private let nicknames: Nicknames

    public init(_ profile: MatchProfile, nicknames: Nicknames) {
        self.profile = profile
        self.nicknames = nicknames
    }

    /// The registered persons who may be the reported one, the likeliest first.
    ///
    /// - Parameters:
    ///   - persons: registered ones who have something in common with the reported one; of several records of one person
    ///     that which agrees best stands for all.
    ///   - person: by record, whom it is of.
    ///   - registered: how many persons the register has.
    public func matches(
        of reported: PersonFacts, among records: [PersonFacts], person: [Int64], registered: Int
    ) -> [Match] {
        if records.isEmpty { return [] }
        let reader = RecordReader(personsWith: nicknames)
        for (index, facts) in records.enumerated() { reader.add(facts, id: String(index)) }
        reader.beginRight()
        reader.add(reported, id: "")
        let comparison = Comparison(reader.finish())
        let frequencies = Frequencies(comparison, profile.frequencies)
        let weights = Weights(model(registered))
        var cache = LevelCache(places: 1 << 10)
        func odds(_ a: Int, _ b: Int) -> Double {
            let levels = comparison.levels(a, b, &cache)
            return weights.odds(levels, frequencies.adjustment(a, b, levels))
        }
        let lowest = log(ArrivalMatcher.least / (1 - ArrivalMatcher.least))
        var best: [Int64: (index: Int, odds: Double)] = [:]
        for index in records.indices {
            let odds = odds(index, records.count)
            if odds < lowest || odds <= best[person[index]]?.odds ?? -.infinity { continue }
            best[person[index]] = (index, odds)
        }
        let found = best.values.sorted { ($1.odds, $0.index) < ($0.odds, $1.index) }.prefix(ArrivalMatcher.most)
        let lowered = Rivals.lowered(found.map(\.odds)) { min(0, odds(found[$0].index, found[$1].index)) }
        return zip(found, lowered).map { match, rivals in
            let levels = comparison.levels(match.index, records.count, &cache)
            let evidence = weights.evidence(match.index, records.count, levels, comparison, frequencies, rivals: rivals)
            return Match(
                index: match.index, probability: 1 / (1 + exp(-match.odds - rivals)), evidence: evidence)
        }.sorted { ($1.probability, $0.index) < ($0.probability, $1.index) }
    }

    /// Chance that somebody is in the register whom nothing finds, 0...1.
    public func unseen(_ reported: PersonFacts) -> Double {
        let keys = MatchKeys(reported)
        let missed = profile.reach.missed(
            hasName: keys.name != 0, hasHome: keys.home != 0, hasDate: !reported.birthDate.isEmpty)
        return profile.known * missed / (profile.known * missed + 1 - profile.known)
    }

    /// The shares among all pairs depend on how many are registered now.
    private func model(_ registered: Int) -> LinkageModel {
        var model = profile.model
        let registered = Double(max(registered, 1))
        model.sameShare = min(profile.known / registered, 0.5)
        model.householdShare = min(profile.housemates / registered, 0.25)
        return model
    }
}

extension Weights {
    /// What each field says of a pair, in bits.
    func evidence(
        _ a: Int, _ b: Int, _ levels: Levels, _ comparison: Comparison, _ frequencies: Frequencies, rivals: Double
    ) -> MatchEvidence {
        let bit = log(2.0)
        let parts = comparison.fields.indices.map { index in
            let field = comparison.fields[index]
            let rarity = Double(frequencies.adjustment(a, b, field.kind, levels[index]))
            return MatchEvidence.Part(
                field: field.kind.evidence, level: field.kind.name(of: levels[index]),
                weight: (weight(index, levels[index]) + rarity) / bit)
        }
        let adjustment = frequencies.adjustment(a, b, levels)
        let alone = logs(levels, adjustment).same
        return MatchEvidence(
            start: start / bit, parts: parts, household: (odds(levels, adjustment) - alone) / bit, rivals: rivals / bit)
    }
}

extension Comparison.Field.Kind {
    fileprivate var evidence: MatchEvidence.Part.Field {
        switch self {
        case .given: .given
        case .family: .family
        case .date: .date
        case .id: .number
        case .place: .place
        case .text: .sex
        }
    }

    fileprivate func name(of level: UInt8) -> String {
        func name(_ level: (some Any)?) -> String { level.map { String(describing: $0) } ?? "" }
        return switch self {
        case .given: name(Comparison.Given(rawValue: level))
        case .family: name(Comparison.Family(rawValue: level))
        case .date: name(DigitDate.Level(rawValue: level))
        case .id: name(NumberTable.Level(rawValue: level))
        case .place:
            name(Comparison.Address(rawValue: level / UInt8(Comparison.areas))) + "."
                + name(Comparison.Area(rawValue: level % UInt8(Comparison.areas)))
        case .text: name(TextTable.Level(rawValue: level))
        }
    }
}
