/// A family relation, dated: the person is `kind` of the related one.
public struct Relation: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case parent, caregiver, spouse, cohabitant
        case formerPartner = "former-partner"
        case sibling

        /// Cares for the related person: the relations that Socialsøg looks at.
        public var isCarer: Bool { self == .parent || self == .caregiver }
    }

    public let person: Int64
    public let related: Int64
    public let kind: Kind
    /// First day; `nil` = always.
    public let from: LocalDate?
    /// First day after; `nil` = still.
    public let to: LocalDate?

    public init(person: Int64, related: Int64, kind: Kind, from: LocalDate?, to: LocalDate?) {
        self.person = person
        self.related = related
        self.kind = kind
        self.from = from
        self.to = to
    }

    public func holds(on day: LocalDate) -> Bool {
        if let from, day < from { return false }
        if let to, day >= to { return false }
        return true
    }
}
