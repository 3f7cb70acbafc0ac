/// Takes others out of a text that somebody is given about themselves: their names, their addresses, and every CPR number
/// but the person's own.
///
/// It is cautious rather than fine: a part of a name goes wherever it stands as a word, also where it is an ordinary one.
public struct Redactor: Sendable {
    /// Somebody as far as a text may name them.
    public struct Named: Sendable, Hashable {
        public let names: [String]
        public let address: String

        /// - Parameter names: given names and family name, each as registered.
        public init(names: [String], address: String) {
            self.names = names
            self.address = address
        }

        public init(_ person: Person) {
            self.init(names: [person.givenNames, person.familyName], address: person.address)
        }
    }

    /// What stands in place of a name, an address or a number.
    public static let mark = "[…]"

    private let own: Set<String>
    private let others: Set<String>
    /// As words, the longest first.
    private let addresses: [[String]]
    private let ownNumbers: [String]

    /// - Parameters:
    ///   - names: of whoever gets the text, whose own names, numbers and addresses stay.
    ///   - homes: their addresses.
    ///   - numbers: the ten digits of each of their CPR numbers.
    public init(
        for names: [String], at homes: [String], numbers: [String], hiding others: some Sequence<Named>
    ) {
        own = Redactor.parts(names)
        ownNumbers = numbers
        let streets = Set(homes.map(Redactor.street))
        var parts: Set<String> = []
        var addresses: Set<[String]> = []
        for other in others {
            parts.formUnion(Redactor.parts(other.names))
            let street = Redactor.street(other.address)
            if street.count > 1, !streets.contains(street) { addresses.insert(street) }
        }
        self.others = parts
        self.addresses = addresses.sorted { $0.count > $1.count }
    }

    /// The text with marks in it.
    public func callAsFunction(_ text: String) -> String {
        if text.isEmpty { return text }
        let tokens = Redactor.withoutNumbers(Token.all(in: text), except: ownNumbers)
        return names(streets(tokens)).map(\.text).joined()
    }

    /// Words that stand in names and everywhere else; they go only between other parts of a name.
    private static let glue: Set<String> = [
        "af", "al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "la", "le", "van", "von", "zu",
    ]

    private static func parts(_ names: [String]) -> Set<String> {
        Set(names.flatMap { Token.words(of: $0) }.filter { $0.count > 1 && !glue.contains($0) })
    }

    /// Street and number: what stands before the first comma.
    private static func street(_ address: String) -> [String] {
        Token.words(of: address.prefix { $0 != "," })
    }

    private func streets(_ tokens: [Token]) -> [Token] {
        if addresses.isEmpty { return tokens }
        var result: [Token] = []
        var index = 0
        while index < tokens.count {
            if let end = addresses.lazy.compactMap({ Token.end(of: $0, in: tokens, from: index) }).first {
                result.append(Token(Redactor.mark))
                index = end
            } else {
                result.append(tokens[index])
                index += 1
            }
        }
        return result
    }

    /// A run of parts of names in which one is not the person's own becomes one mark.
    private func names(_ tokens: [Token]) -> [Token] {
        var result: [Token] = []
        var index = 0
        while index < tokens.count {
            guard isName(tokens[index]) else {
                result.append(tokens[index])
                index += 1
                continue
            }
            var end = index + 1
            var isOther = isOthers(tokens[index])
            // On to the next part over spaces, hyphens and words such as "von".
            var next = end
            while next < tokens.count, next - end < 6 {
                if isName(tokens[next]) {
                    isOther = isOther || isOthers(tokens[next])
                    end = next + 1
                } else if tokens[next].key.map({ !Redactor.glue.contains($0) }) ?? !tokens[next].joins {
                    break
                }
                next += 1
            }
            if isOther {
                result.append(Token(Redactor.mark))
            } else {
                result += tokens[index..<end]
            }
            index = end
        }
        return result
    }

    private func isName(_ token: Token) -> Bool {
        token.key.map { own.contains(Redactor.stem($0, in: own)) || others.contains(Redactor.stem($0, in: others)) }
            ?? false
    }

    private func isOthers(_ token: Token) -> Bool {
        token.key.map { !own.contains(Redactor.stem($0, in: own)) } ?? false
    }

    /// Without the -s of the genitive, where that makes it a name.
    private static func stem(_ word: String, in names: Set<String>) -> String {
        guard !names.contains(word), word.hasSuffix("s") else { return word }
        let bare = String(word.dropLast())
        return names.contains(bare) ? bare : word
    }
}
