public import Prevention
import Yams

/// matching.yaml: from which probability on two records of the register are one person, and who has to say so.
public struct MatchingSettings: Sendable, Hashable {
    /// What a second person has to agree to before it counts (*fire øjne*).
    public enum FourEyes: String, Sendable, CaseIterable {
        case never
        /// That two records are one person.
        case same
        /// Also that they are two.
        case always

        public func demands(_ verdict: Doubt.Verdict) -> Bool {
            switch verdict {
            case .same: return self != .never
            case .different: return self == .always
            case .unsure, .reopened: return false
            }
        }
    }

    /// From this probability on two records are tied together by themselves; above `doubtful`, at most 1.
    public let certain: Double
    /// Below this probability they are two persons, and nobody is asked; above 0.
    public let doubtful: Double
    public let fourEyes: FourEyes
    /// Words that stand where no name is known. A name of these alone is none.
    public let noNames: NoNames

    public init(certain: Double, doubtful: Double, fourEyes: FourEyes, noNames: NoNames = NoNames([])) {
        self.certain = certain
        self.doubtful = doubtful
        self.fourEyes = fourEyes
        self.noNames = noNames
    }

    /// - Throws: `HandbookProblems`: a number that is missing or no probability, thresholds the wrong way round, a word for
    ///   `four-eyes` that is none of the three.
    public static func read(
        _ text: String, file: String = "matching.yaml"
    ) throws(HandbookProblems) -> MatchingSettings {
        try YAMLReader.read(text, file: file) { reader, root in
            let entry = reader.entry(root, required: ["certain", "doubtful", "four-eyes"], optional: ["no-names"])
            let certain = entry.flatMap { probability($0, "certain", &reader) } ?? 1
            let doubtful = entry.flatMap { probability($0, "doubtful", &reader) } ?? 0
            let fourEyes = entry.flatMap { reader.choice($0, "four-eyes", of: FourEyes.self) } ?? .always
            if let entry, doubtful >= certain {
                reader.note("'doubtful' is expected to be less than 'certain'", at: entry.place(of: "doubtful"))
            }
            let words = entry.flatMap { $0.values["no-names"] }.map { reader.list($0) } ?? []
            let noNames = NoNames(words.compactMap { $0.scalar?.string })
            return MatchingSettings(certain: certain, doubtful: doubtful, fourEyes: fourEyes, noNames: noNames)
        }
    }

    private static func probability(_ entry: YAMLEntry, _ key: String, _ reader: inout YAMLReader) -> Double? {
        guard let number = reader.decimal(entry, key) else { return nil }
        guard number > 0, number <= 1 else {
            reader.note("'\(key)' is expected to be above 0 and at most 1", at: entry.place(of: key))
            return nil
        }
        return number
    }
}
