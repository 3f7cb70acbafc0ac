/// Addresses, each different one once, taken apart into street, house number, and floor and side.
struct AddressTable {
    struct Parts: Hashable {
        /// Number of the street in `streets`; 0 where there is none.
        var street: Int32 = 0
        /// House number without its letter; 0 where there is none.
        var house: Int32 = 0
        /// Letter of the house, floor and side; 0 where there is none.
        var unit: Int32 = 0
    }

    private(set) var addresses = Interner()
    private(set) var streets = Interner()
    private var units = Interner()
    private(set) var parts: [Parts] = []

    init() {
        _ = streets.add([])
        _ = units.add([])
        _ = add([])
    }

    /// The number of an address that is folded.
    mutating func add(_ folded: [UInt8]) -> Int32 {
        let (number, isNew) = addresses.add(folded)
        if isNew {
            let (street, house, unit) = AddressTable.takenApart(folded)
            parts.append(
                Parts(street: Int32(streets.add(street).number), house: house, unit: Int32(units.add(unit).number)))
        }
        return Int32(number)
    }

    /// Hash of street and house number, the same in every run.
    func houseHash(_ parts: Parts) -> UInt64 {
        streets.hashes[Int(parts.street)] &+ Interner.mixed(UInt64(parts.house))
    }

    /// Street written out, house number without its letter (0 where there is none), and letter, floor and side.
    static func takenApart(_ folded: [UInt8]) -> (street: [UInt8], house: Int32, unit: [UInt8]) {
        var house: Int32 = 0
        var street: [UInt8] = []
        var unit: [UInt8] = []
        for word in folded.split(separator: FoldedText.space) {
            if house == 0, let first = word.first, isDigit(first) {
                let digits = word.prefix { isDigit($0) }
                house = digits.prefix(6).reduce(0) { $0 * 10 + Int32($1 - zero) }
                unit.append(contentsOf: word.dropFirst(digits.count))
            } else if house == 0 || street.isEmpty {
                street.append(contentsOf: whole[Array(word)] ?? Array(word))
            } else {
                unit.append(contentsOf: floors[Array(word)] ?? Array(word))
            }
        }
        return (written(out: street), house, unit)
    }

    /// Endings of streets that are shortened.
    private static func written(out street: [UInt8]) -> [UInt8] {
        for (short, long) in endings where street.count > short.count + 2 && street.suffix(short.count) == short[...] {
            return street.dropLast(short.count) + long
        }
        return street
    }

    private static let whole: [[UInt8]: [UInt8]] = folded([
        "v": "vej", "g": "gade", "gd": "gade", "al": "alle", "pl": "plads", "st": "sankt", "skt": "sankt",
        "nr": "noerre",
        "ndr": "noerre", "sdr": "soender", "gl": "gammel", "kgs": "kongens", "dr": "doktor", "hr": "herre",
    ])
    private static let endings: [([UInt8], [UInt8])] = [
        (Array("gd".utf8), Array("gade".utf8)), (Array("pl".utf8), Array("plads".utf8)),
        (Array("str".utf8), Array("straede".utf8)),
    ]
    private static let floors: [[UInt8]: [UInt8]] = folded([
        "stuen": "st", "stue": "st", "sal": "", "kl": "k", "kld": "k", "kaelder": "k", "venstre": "tv", "hoejre": "th",
        "midtfor": "mf", "etage": "", "lejl": "", "doer": "",
    ])

    private static func folded(_ words: [String: String]) -> [[UInt8]: [UInt8]] {
        Dictionary(uniqueKeysWithValues: words.map { (Array($0.key.utf8), Array($0.value.utf8)) })
    }
}

private let zero: UInt8 = 0x30

private func isDigit(_ byte: UInt8) -> Bool { byte >= zero && byte <= 0x39 }
