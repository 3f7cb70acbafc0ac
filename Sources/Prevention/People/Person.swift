/// Sex as registered; never part of any screening.
public enum Sex: String, Sendable, CaseIterable {
    case male = "M"
    case female = "F"
    case unknown = "U"
}

/// Somebody in the register (*person*).
public struct Person: Sendable, Hashable {
    /// Row id in the register.
    public let id: Int64
    /// The source's own id.
    public let externalID: String
    public let givenNames: String
    public let familyName: String
    public let birthDate: LocalDate?
    public let sex: Sex
    public let address: String
    public let postalCode: String
    /// Municipality code.
    public let municipality: String
    /// Name and address protection (*navne- og adressebeskyttelse*).
    public let isProtected: Bool

    public init(
        id: Int64, externalID: String, givenNames: String, familyName: String, birthDate: LocalDate?,
        sex: Sex, address: String, postalCode: String, municipality: String, isProtected: Bool
    ) {
        self.id = id
        self.externalID = externalID
        self.givenNames = givenNames
        self.familyName = familyName
        self.birthDate = birthDate
        self.sex = sex
        self.address = address
        self.postalCode = postalCode
        self.municipality = municipality
        self.isProtected = isProtected
    }

    public var fullName: String {
        givenNames.isEmpty ? familyName : (familyName.isEmpty ? givenNames : givenNames + " " + familyName)
    }

    /// Whole years of age on `day`; `nil` without a birth date or before birth.
    public func age(on day: LocalDate) -> Int? {
        birthDate.flatMap { Age.years(bornOn: $0, on: day) }
    }
}

public enum Age {
    /// Whole years lived on `day`. Somebody born on 29 February has the birthday on 1 March in a year without that day.
    public static func years(bornOn birth: LocalDate, on day: LocalDate) -> Int? {
        guard day >= birth else { return nil }
        let years = day.year - birth.year
        return birth.adding(years: years) <= day ? years : years - 1
    }
}

/// How one person is shown to one reader: address protection masks name, address and municipality for those without a
/// recorded need.
public struct PersonView: Sendable, Hashable {
    public let id: Int64
    /// `nil` when masked.
    public let name: String?
    /// `nil` when masked.
    public let address: String?
    public let birthDate: LocalDate?
    /// Code, empty where it is unknown; `nil` when masked: where somebody lives is what the protection hides.
    public let municipality: String?
    public let isProtected: Bool

    /// - Parameter isMasked: whether the reader has no recorded need to know who a protected person is and where they live.
    /// - Parameter isUnnamed: whether the reader may not know at all who it is; then the birth date is hidden as well.
    public init(_ person: Person, isMasked: Bool, isUnnamed: Bool = false) {
        let masked = (person.isProtected && isMasked) || isUnnamed
        id = person.id
        name = masked ? nil : person.fullName
        let place = [person.address, person.postalCode].filter { !$0.isEmpty }.joined(separator: ", ")
        address = masked ? nil : place
        birthDate = isUnnamed ? nil : person.birthDate
        municipality = masked ? nil : person.municipality
        isProtected = person.isProtected
    }
}
