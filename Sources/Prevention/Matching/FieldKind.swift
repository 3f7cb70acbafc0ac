/// What a column of records that are to be matched holds.
public enum FieldKind: String, CaseIterable, Sendable {
    /// Given names (*fornavne*), one or more.
    case given
    /// Family name (*efternavn*), with middle names where they are written there.
    case family
    /// A birth date.
    case date
    /// A number that belongs to one person, such as a CPR number.
    case id
    /// Street, house number, floor and side.
    case address
    /// Town (*by*).
    case city
    /// Postal code (*postnummer*).
    case code
    /// Anything else that agrees more often for one person than for two: sex, country, telephone.
    case text

    /// Whether several columns of the kind are read as one.
    public var joins: Bool { self == .given || self == .family || self == .address }

    /// Whether each column is compared by itself as a text: those of kind `text`, and each further one of a kind that is not joined.
    public static func areTexts(_ kinds: [FieldKind]) -> [Bool] {
        var seen: Set<FieldKind> = []
        return kinds.map { kind in
            let isFirst = seen.insert(kind).inserted
            return kind == .text || (!isFirst && !kind.joins)
        }
    }
}
