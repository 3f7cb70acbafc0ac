/// What comes of a reported person: linked to a registered one, in doubt, or new.
public enum ArrivalVerdict: Sendable {
    /// One registered person, and no other, is meant.
    case certain(ArrivalMatcher.Match)
    /// These may be meant; a person has to decide.
    case doubtful([ArrivalMatcher.Match])
    /// Nobody registered is likely to be meant.
    case new

    /// What the probabilities of a register are held against.
    public struct Thresholds: Sendable, Hashable {
        /// From this probability on, 0...1, two records are one person without anybody being asked.
        public let certain: Double
        /// From this probability on, up to `certain`, somebody is asked.
        public let doubtful: Double

        public init(certain: Double, doubtful: Double) {
            self.certain = certain
            self.doubtful = doubtful
        }
    }

    /// - Parameters:
    ///   - matches: the likeliest first.
    ///   - isLearned: whether what an agreement is worth was learned; before that, nobody is linked whose names and birth date
    ///     do not agree.
    public init(_ matches: [ArrivalMatcher.Match], isLearned: Bool, _ thresholds: Thresholds) {
        let likely = matches.filter { $0.probability >= thresholds.doubtful }
        guard let best = likely.first else {
            self = .new
            return
        }
        // Where two different persons are likely, neither is certain, however likely each is.
        let isSure = best.probability >= thresholds.certain && likely.count == 1
        self = isSure && (isLearned || best.evidence.agreesOnNamesAndDate) ? .certain(best) : .doubtful(likely)
    }
}

extension MatchEvidence {
    fileprivate var agreesOnNamesAndDate: Bool {
        func level(_ field: Part.Field) -> String? { parts.first { $0.field == field }?.level }
        return level(.date) == "same" && ["same", "part"].contains(level(.given) ?? "")
            && ["same", "part"].contains(level(.family) ?? "")
    }
}
