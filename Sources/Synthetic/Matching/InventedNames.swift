/// Names that nobody bears in the lists of common ones, so that a country's worth of people is told apart: one in three has
/// one, as rare names are in a register.
struct InventedNames {
    let given: [String]
    let family: [String]

    init(seed: UInt64) {
        var random = RandomSource(seed: seed, unit: .matching, index: -1)
        given = (0..<900).map { _ in InventedNames.word(&random) }
        let places = InventedNames.beginnings.flatMap { first in InventedNames.endings.map { first + $0 } }
        family =
            places
            + (0..<2_500).map { _ in
                InventedNames.word(&random) + random.pick(["sen", "søn", "ski", "ic", "ari", "oglu"])
            }
    }

    static func word(_ random: inout RandomSource) -> String {
        random.pick(first) + random.pick(middle) + random.pick(last)
    }

    private static let first = [
        "Al", "Be", "Ca", "Da", "El", "Fre", "Gu", "Ha", "In", "Ja", "Ka", "Le", "Ma", "Na", "Os", "Pe", "Ro", "Sa",
        "Ti",
        "Ul", "Vi", "Ye", "Zo", "Ås", "Ør", "Thy", "Bir", "Hjal", "Sig", "Tor",
    ]
    private static let middle = [
        "ne", "ri", "la", "mi", "to", "de", "sa", "va", "ka", "li", "bo", "ja", "ru", "the", "ste", "dri", "gne", "mar",
        "lle",
    ]
    private static let last = ["", "n", "a", "s", "r", "e", "ia", "us", "ina", "ette", "o", "ik", "is", "an"]
    private static let beginnings = [
        "Ny", "Øster", "Vester", "Nør", "Sønder", "Kirke", "Skov", "Bro", "Lille", "Hede", "Grøn", "Bøge", "Ege",
        "Linde",
        "Rav", "Sten", "Kvist", "Brand", "Mølle", "Dyre", "Fugle", "Rose", "Sand", "Birke", "Thor", "Bregn", "Hav",
        "Elle",
    ]
    private static let endings = [
        "gaard", "lund", "holm", "bæk", "skov", "dal", "strup", "toft", "berg", "kjær", "mose", "vang", "by", "ager",
        "borg",
        "løv", "rup", "høj", "sø", "bjerg",
    ]
}
