/// What keeps a protected address out of what others get.
extension Party {
    /// Somebody of the register in a role.
    public init(_ person: Person, as role: Role) {
        self.init(
            person: person.id, role: role, birthDate: person.birthDate, sex: person.sex,
            protectedHome: person.isProtected ? person.address : "", reference: person.externalID)
    }
}

extension Redactor {
    /// Whether `text` names the street and number of `address`, in whatever way they are written.
    public static func names(_ address: String, in text: String) -> Bool {
        let street = Token.words(of: address.prefix { $0 != "," })
        guard street.count > 1 else { return false }
        let tokens = Token.all(in: text)
        return tokens.indices.contains { Token.end(of: street, in: tokens, from: $0) != nil }
    }
}
