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
}
