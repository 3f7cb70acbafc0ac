public import Prevention
public import Store

/// One of two records that may be one person, as the page shows it.
public struct DoubtSide: Sendable {
    /// The record as its source gave it.
    public let person: PersonView
    /// Whom it counts for now; itself until it is merged.
    public let stands: Int64
    /// `nil` where it is hidden who this is.
    public let givenNames: String?
    public let familyName: String?
    public let sex: Sex?
    public let externalID: String?
    /// Those of the family that the actor may know of.
    public let family: [PersonView]
    public let relations: [Relation]
}

/// An incident in which one of the two or both take part.
public struct DoubtIncident: Sendable {
    public let incident: StoredIncident
    /// Of the first and of the second, each as it may be said of somebody of that age; empty where they took no part.
    public let roles: [[IncidentRole]]
    /// Whether a part in it waits for this to be decided.
    public let isHeld: Bool

    /// Two in one incident are seldom one person.
    public var isOfBoth: Bool { roles.allSatisfy { !$0.isEmpty } }
}

/// A doubt with what its page shows.
public struct DoubtPage: Sendable {
    public let doubt: StoredDoubt
    /// The record in doubt and the other, in this order.
    public let sides: [DoubtSide]
    /// Whether one of them is protected and the actor has recorded no need to see them: then neither is shown, since the one
    /// would tell who the other is, and nothing may be decided.
    public let isHidden: Bool
    /// Newest first; without their words where it is hidden who the two are.
    public let decisions: [DoubtDecision]
    /// Whether they count as one person now.
    public let isOnePerson: Bool
    /// Of both, newest first, as many as are read at once.
    public let incidents: [DoubtIncident]
    public let hasMoreIncidents: Bool
    /// Incidents whose place and summary stay hidden from the actor.
    public let masked: Set<Int64>
    /// What would need a second person.
    public let needsSecond: Set<Doubt.Verdict>
    /// Whether the actor has said their word, and another has to agree.
    public let waitsForOther: Bool

    public static let mostIncidents = 50

    /// Rises by one with each decision, so that two do not decide over each other.
    public var revision: Int { decisions.count }
    /// Somebody in both families speaks for one person.
    public var inBothFamilies: Set<Int64> {
        guard let first = sides.first, let last = sides.last else { return [] }
        return Set(first.family.map(\.id)).intersection(last.family.map(\.id))
    }
}
