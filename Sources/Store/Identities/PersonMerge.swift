public import Prevention

/// An edge between two records: somebody, or an import, has found that they are one person (*sammenlægning*).
///
/// The edges that stand form a forest: two records that are one person already are not tied again, so each edge that is undone
/// parts its person into exactly two.
public struct PersonMerge: Sendable, Hashable {
    public enum How: String, Sendable, CaseIterable {
        /// By an import that found no doubt.
        case `import`
        /// By a decision on a doubt.
        case review
        /// By somebody who had both before them.
        case hand
    }

    public let id: Int64
    /// Row ids of the two records.
    public let a: Int64
    public let b: Int64
    public let how: How
    /// That they are one person, 0 to 1; `nil` where nothing was reckoned.
    public let probability: Double?
    public let words: String
    public let actor: String
    public let at: Instant
    /// `nil` while it stands.
    public let undone: Ending?

    /// Who undid a merge or took back a split, when and why.
    public struct Ending: Sendable, Hashable {
        public let actor: String
        public let at: Instant
        public let words: String
    }
}

/// That two records are two persons (*adskillelse*): while it stands, what has been put together with the one is not merged with
/// what has been put together with the other.
public struct PersonSplit: Sendable, Hashable {
    public let id: Int64
    public let a: Int64
    public let b: Int64
    public let words: String
    public let actor: String
    public let at: Instant
    /// The merge whose undoing it stands for; `nil` where the two never were one.
    public let merge: Int64?
    /// `nil` while it stands.
    public let ended: PersonMerge.Ending?
}

public enum MergeOutcome: Sendable, Hashable {
    /// The id of the edge.
    case merged(Int64)
    /// They are one person as it is.
    case already
    /// Somebody has said that they are two.
    case blocked(split: Int64)
}

/// Why an identity stays as it is.
public enum IdentityProblem: Error, Hashable {
    /// There is no such record.
    case unknownRecord(Int64)
    /// The merge is not there, or undone already.
    case noMerge(Int64)
    /// The two are one person: their merge must be undone first.
    case onePerson
}

/// A record of a source, as it stands behind a person.
public struct StoredRecord: Sendable, Hashable {
    public let person: Person
    /// Name of its source.
    public let source: String
    /// When its source last delivered it.
    public let deliveredAt: Instant?
    /// Whether it stands for the whole person.
    public let stands: Bool
    /// What the record itself says of protection.
    public let saysProtected: Bool
}
