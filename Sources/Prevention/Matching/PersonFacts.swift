/// What is said of a person where persons are compared; empty where nothing is.
public struct PersonFacts: Sendable, Hashable {
    public var given: String
    public var family: String
    /// YYYY-MM-DD.
    public var birthDate: String
    /// CPR number: ten digits.
    public var number: String
    public var address: String
    public var postalCode: String
    /// `M` or `F`.
    public var sex: String

    public init(
        given: String, family: String, birthDate: String = "", number: String = "", address: String = "",
        postalCode: String = "", sex: String = ""
    ) {
        self.given = given
        self.family = family
        self.birthDate = birthDate
        self.number = number
        self.address = address
        self.postalCode = postalCode
        self.sex = sex
    }

    /// Whether it says enough to tell anybody from anybody: a number, both names, or a name and a birth date.
    public var tellsApart: Bool {
        !number.isEmpty || (!given.isEmpty && !family.isEmpty)
            || (!(given.isEmpty && family.isEmpty) && !birthDate.isEmpty)
    }

    static let kinds: [FieldKind] = [.given, .family, .date, .id, .address, .code, .text]

    fileprivate var values: [String] { [given, family, birthDate, number, address, postalCode, sex] }
}

extension RecordReader {
    /// A reader of persons of the register.
    public convenience init(personsWith nicknames: Nicknames) {
        self.init(columns: PersonFacts.kinds, nicknames: nicknames)
    }

    /// - Parameter id: another for each.
    public func add(_ facts: PersonFacts, id: String) {
        var id = id
        let values = facts.values
        _ = id.withUTF8 { id in
            add(id: id) { column, take in
                var value = values[column]
                value.withUTF8(take)
            }
        }
    }
}
