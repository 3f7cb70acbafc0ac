/// What no rule of Socialsøg may use: nationality, ethnicity, religion, health, address area, sex, and anything that scores
/// or weighs. The language of the rules has no word for any of it; whoever tries one is told why, not only that the key
/// is unknown.
enum ScreeningBans {
    /// The beginnings of keys that would bring it in, Danish and English.
    private static let stems: [(what: String, stems: [String])] = [
        (
            "score",
            [
                "score", "weight", "rank", "probab", "point", "risk", "priorit", "vægt", "vaegt", "rang", "sandsyn",
                "pointtal",
            ]
        ),
        (
            "origin",
            [
                "nation", "ethnic", "etnic", "etnis", "origin", "herkomst", "statsborger", "citizen", "race", "country",
                "land", "language", "sprog", "immigra", "indvand",
            ]
        ),
        ("religion", ["relig", "faith", "tro", "belief"]),
        ("health", ["health", "diagnos", "helbred", "sygdom", "illness", "psych", "psyk", "disab", "handicap"]),
        (
            "area",
            [
                "address", "adresse", "area", "område", "omraade", "postal", "post", "postnr", "municipal", "kommune",
                "neighbour", "ghetto", "bolig", "housing", "district", "parish", "sogn", "street", "vej", "place",
            ]
        ),
        ("sex", ["sex", "gender", "køn", "koen", "male", "female", "mand", "kvinde"]),
    ]

    /// Types of incidents that say something of somebody's health, or mostly of where a family comes from. Whoever wants to look
    /// at them has to change the program, not a rule.
    private static let types = ["mental-distress": "health", "honour-related": "origin", "social-control": "origin"]

    /// What a key would bring in; `nil` for one that is only unknown.
    static func key(_ name: String) -> String? {
        let name = name.lowercased()
        return stems.first { $0.stems.contains { name.hasPrefix($0) } }?.what
    }

    /// What a type of incident would bring in.
    static func type(_ code: String) -> String? {
        types[code]
    }
}
