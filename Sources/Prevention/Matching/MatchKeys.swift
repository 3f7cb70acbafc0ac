/// What a stored person is found by when somebody without an id is reported: how the names sound, and the home.
///
/// The same in every run, and the same for spellings that are mixed up; two persons may well share one. 0 where there is none.
public struct MatchKeys: Sendable, Hashable {
    /// First given name and last family name by sound (`WordSound`), whichever stands first.
    public let name: Int64
    /// Street, house number and postal code.
    public let home: Int64

    public init(given: String, family: String, address: String, postalCode: String) {
        let (first, last) = (MatchKeys.sound(given, first: true), MatchKeys.sound(family, first: false))
        name = Int64(bitPattern: first &+ last)
        home = MatchKeys.home(MatchKeys.folded(address), MatchKeys.folded(postalCode))
    }

    public init(_ facts: PersonFacts) {
        self.init(given: facts.given, family: facts.family, address: facts.address, postalCode: facts.postalCode)
    }

    private static func folded(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { FoldedText.fold($0) }
    }

    private static func sound(_ name: String, first: Bool) -> UInt64 {
        let words = folded(name).split(separator: FoldedText.space)
        guard let word = first ? words.first : words.last else { return 0 }
        return hash(word.withUnsafeBufferPointer { WordSound.key($0) })
    }

    private static func home(_ address: [UInt8], _ postalCode: [UInt8]) -> Int64 {
        let (street, house, _) = AddressTable.takenApart(address)
        if street.isEmpty || house == 0 || postalCode.isEmpty { return 0 }
        return Int64(bitPattern: Interner.mixed(hash(street) &+ UInt64(house)) &+ hash(postalCode))
    }

    private static func hash(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBufferPointer { Interner.hash($0) } }
}
