/// A town of the district or of a neighbouring municipality, with the middle of its built-up area.
struct Place: Sendable {
    let municipality: String
    let municipalityName: String
    let town: String
    let postalCode: String
    let latitude: Double
    let longitude: Double

    /// A spot within about a kilometre of the middle.
    func spot(_ random: inout RandomSource) -> (latitude: Double, longitude: Double) {
        func around(_ middle: Double, _ reach: Double) -> Double {
            ((middle + (random.fraction() - 0.5) * reach) * 100_000).rounded() / 100_000
        }
        return (around(latitude, 0.014), around(longitude, 0.024))
    }
}

/// The ten municipalities with their towns, weighted roughly by inhabitants.
enum Places {
    static func any(_ random: inout RandomSource) -> Place {
        random.pick(weighted: own)
    }

    /// A municipality outside the district.
    static func elsewhere(_ random: inout RandomSource) -> Place {
        random.pick(others)
    }

    static func address(_ random: inout RandomSource) -> String {
        let street = streets[random.skewed(streets.count)]
        let number = 1 + random.skewed(120)
        guard random.chance(0.35) else { return street + " " + String(number) }
        let floor = random.pick(["st.", "1.", "2.", "3."])
        let side = random.pick(["tv", "th", "mf"])
        return street + " " + String(number) + ", " + floor + " " + side
    }

    private static let own: [(Place, Int)] = [
        town("253", "Greve", "Greve", "2670", 55.583, 12.283, 34),
        town("253", "Greve", "Karlslunde", "2690", 55.567, 12.225, 14),
        town("253", "Greve", "Tune", "4030", 55.593, 12.171, 5),
        town("259", "Køge", "Køge", "4600", 55.458, 12.170, 40),
        town("259", "Køge", "Herfølge", "4681", 55.417, 12.147, 8),
        town("259", "Køge", "Bjæverskov", "4632", 55.458, 12.036, 6),
        town("259", "Køge", "Borup", "4140", 55.494, 11.977, 8),
        town("265", "Roskilde", "Roskilde", "4000", 55.640, 12.085, 66),
        town("265", "Roskilde", "Viby Sjælland", "4130", 55.549, 12.025, 12),
        town("265", "Roskilde", "Jyllinge", "4040", 55.753, 12.110, 13),
        town("269", "Solrød", "Solrød Strand", "2680", 55.533, 12.210, 17),
        town("269", "Solrød", "Havdrup", "4622", 55.543, 12.123, 7),
        town("306", "Odsherred", "Nykøbing Sj", "4500", 55.922, 11.671, 9),
        town("306", "Odsherred", "Asnæs", "4550", 55.812, 11.505, 8),
        town("306", "Odsherred", "Vig", "4560", 55.851, 11.577, 6),
        town("306", "Odsherred", "Fårevejle", "4540", 55.799, 11.448, 5),
        town("306", "Odsherred", "Hørve", "4534", 55.755, 11.453, 5),
        town("316", "Holbæk", "Holbæk", "4300", 55.711, 11.715, 46),
        town("316", "Holbæk", "Tølløse", "4340", 55.612, 11.768, 10),
        town("316", "Holbæk", "Jyderup", "4450", 55.660, 11.399, 10),
        town("316", "Holbæk", "Svinninge", "4520", 55.720, 11.465, 7),
        town("326", "Kalundborg", "Kalundborg", "4400", 55.681, 11.095, 30),
        town("326", "Kalundborg", "Høng", "4270", 55.509, 11.290, 8),
        town("326", "Kalundborg", "Gørlev", "4281", 55.539, 11.227, 6),
        town("326", "Kalundborg", "Svebølle", "4470", 55.651, 11.286, 5),
        town("329", "Ringsted", "Ringsted", "4100", 55.443, 11.790, 33),
        town("329", "Ringsted", "Jystrup", "4174", 55.515, 11.870, 3),
        town("336", "Stevns", "Store Heddinge", "4660", 55.309, 12.389, 9),
        town("336", "Stevns", "Hårlev", "4652", 55.349, 12.237, 8),
        town("336", "Stevns", "Strøby", "4671", 55.388, 12.285, 7),
        town("350", "Lejre", "Hvalsø", "4330", 55.594, 11.858, 11),
        town("350", "Lejre", "Lejre", "4320", 55.603, 11.973, 9),
        town("350", "Lejre", "Kirke Hyllinge", "4070", 55.701, 11.904, 8),
    ]

    private static let others: [Place] = [
        town("101", "København", "København S", "2300", 55.655, 12.605, 1).0,
        town("320", "Faxe", "Haslev", "4690", 55.323, 11.963, 1).0,
        town("330", "Slagelse", "Slagelse", "4200", 55.403, 11.354, 1).0,
        town("340", "Sorø", "Sorø", "4180", 55.436, 11.560, 1).0,
        town("370", "Næstved", "Næstved", "4700", 55.230, 11.760, 1).0,
        town("461", "Odense", "Odense C", "5000", 55.396, 10.388, 1).0,
        town("751", "Aarhus", "Aarhus V", "8210", 56.163, 10.150, 1).0,
    ]

    private static func town(
        _ code: String, _ name: String, _ town: String, _ postalCode: String, _ latitude: Double, _ longitude: Double,
        _ weight: Int
    ) -> (Place, Int) {
        let place = Place(
            municipality: code, municipalityName: name, town: town, postalCode: postalCode, latitude: latitude,
            longitude: longitude)
        return (place, weight)
    }

    private static let streets = [
        "Skolegade", "Birkevej", "Møllevangen", "Stationsvej", "Kirkevej", "Østergade", "Bøgevej", "Engvej",
        "Vestergade",
        "Nørregade", "Hovedgaden", "Strandvejen", "Rosenvænget", "Lærkevej", "Solsortevej", "Egevej", "Parkvej",
        "Havnegade", "Søndergade", "Tværvej", "Skovvænget", "Ahornparken", "Kløvermarken", "Granvej", "Åparken",
        "Fasanvej", "Markledet", "Digevej", "Syrenvej", "Fjordparken", "Bakkedraget", "Teglværksvej", "Grønningen",
        "Hybenvej", "Mejerivej", "Ellehaven", "Poppelvej", "Rønnebærvej", "Askelunden", "Kornvænget", "Hasselhaven",
        "Skelvej", "Fyrrelunden", "Nøddevangen", "Sandager", "Gl. Landevej", "Vibevænget", "Klokkestien",
    ]
}
