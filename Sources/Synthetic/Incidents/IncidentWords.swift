/// Places, times and short summaries by incident type, without names.
enum IncidentWords {
    private enum Setting { case home, street, town, road }

    static func time(for type: String, _ random: inout RandomSource) -> Int {
        let hour: Int
        switch setting(of: type) {
        case .town: hour = random.chance(0.6) ? random.within(0...5) : random.within(18...23)
        case .home: hour = random.chance(0.6) ? random.within(16...23) : random.within(0...15)
        case .road: hour = random.chance(0.5) ? random.within(14...23) : random.within(0...13)
        case .street: hour = random.within(9...23)
        }
        return hour * 3600 + random.below(60) * 60
    }

    static func home(in place: Place) -> String {
        "Privat adresse, " + place.town
    }

    static func place(for type: String, in place: Place, _ random: inout RandomSource) -> String {
        let spot: String
        switch setting(of: type) {
        case .home: spot = random.chance(0.8) ? "Privat adresse" : Places.address(&random)
        case .street:
            spot = random.pick([
                "Stationspladsen", "Skolegården", "Idrætshallen", "Havnen", "Biblioteket", "Butikscentret",
            ])
        case .town: spot = random.pick(["Torvet", "Gågaden", "Ved diskoteket", "Banegården", "Værtshus i midtbyen"])
        case .road:
            spot = random.pick([
                "Ringvejen", "Hovedlandevejen", "Afkørslen", "Strandvejen", "Industrivej", "Omfartsvejen",
            ])
        }
        return spot + ", " + place.town
    }

    static func summary(for type: String, _ random: inout RandomSource) -> String {
        guard let texts = summaries[type] else { return "Henvendelse til vagtcentralen; patrulje sendt." }
        return random.pick(texts)
    }

    static func repeatedReport(_ random: inout RandomSource) -> String {
        random.pick([
            "Anmeldt af endnu en borger; samme forhold.", "Naboanmeldelse om samme hændelse.",
            "Rapport fra anden patrulje om samme hændelse.",
        ])
    }

    private static func setting(of type: String) -> Setting {
        switch type {
        case "drink-driving", "drug-driving", "traffic", "moped-nuisance": return .road
        case "violence", "grave-violence", "weapon", "drug-possession", "public-unrest": return .town
        case "theft", "vandalism", "opioid-find", "other": return .street
        default: return .home
        }
    }

    private static let summaries: [String: [String]] = [
        "drink-driving": [
            "Bilist standset med promille over grænsen.", "Spirituskørsel konstateret ved rutinekontrol.",
        ],
        "drug-driving": [
            "Hurtigtest for stoffer positiv; blodprøve udtaget.",
            "Fører sigtet for kørsel under påvirkning af stoffer.",
        ],
        "violence": [
            "Slag i ansigtet under skænderi; forurettet tilset på stedet.", "Skub og slag, ingen alvorlige skader.",
        ],
        "grave-violence": [
            "Vold med genstand; forurettet kørt på skadestuen.", "Gentagne spark og slag; lægeundersøgelse iværksat.",
        ],
        "threats": ["Trusler fremsat over telefon.", "Trusler fremsat mundtligt, vidner til stede."],
        "suicide-threat": [
            "Pårørende melder om udtalelser om selvmord.", "Patrulje ved adressen efter bekymrende besked.",
        ],
        "domestic-disturbance": ["Husspektakel; parterne talt til rette.", "Højlydt skænderi anmeldt af nabo."],
        "psychological-violence": [
            "Anmeldelse om længere tids kontrol og nedgørelse.", "Gentagne nedværdigende beskeder over flere måneder.",
        ],
        "stalking": ["Gentagne uønskede henvendelser og opsøgning.", "Forurettet forfulgt fra arbejdsplads til hjem."],
        "order-breach": [
            "Overtrædelse af tilhold ved telefonisk kontakt.", "Mødte op ved beskyttet persons bopæl trods tilhold.",
        ],
        "child-neglect": [
            "Barn fundet alene hjemme om natten.", "Hjemmet uden mad og varme; kommunens døgnvagt orienteret.",
        ],
        "sexual-offence": [
            "Anmeldelse om seksuel krænkelse; sporsikring foretaget.", "Blufærdighedskrænkelse anmeldt.",
        ],
        "weapon": ["Kniv fundet ved visitation.", "Peberspray fundet i bil."],
        "drug-possession": ["Mindre mængde hash fundet ved visitation.", "Fund af pulver i klippose."],
        "opioid-find": ["Fund af tabletter, formentlig opioider.", "Tramadol fundet hos ung ved arrangement."],
        "burglary": ["Indbrud gennem terrassedør, smykker stjålet.", "Forsøg på indbrud; vindue opbrudt."],
        "theft": [
            "Cykeltyveri ved stationen.", "Butikstyveri anmeldt af personalet.", "Tricktyveri fra ældre borger.",
        ],
        "vandalism": ["Ruder knust på skole.", "Graffiti på stationsbygning."],
        "moped-nuisance": ["Larmende knallertkørsel om aftenen.", "Ung standset på konstruktivt ændret knallert."],
        "digital-abuse": ["Deling af krænkende billeder.", "Misbrug af oplysninger på sociale medier."],
        "honour-related": ["Bekymring for tvang i familiekonflikt.", "Henvendelse om trusler med æresmotiv."],
        "social-control": [
            "Ung fortæller om overvågning og forbud i hjemmet.", "Bekymring for negativ social kontrol.",
        ],
        "public-unrest": ["Opløb mellem to grupper; spredt af patrulje.", "Uro ved fest uden opsyn."],
        "mental-distress": [
            "Borger forvirret og utryg; tilset af patrulje og læge.", "Opkald fra borger i psykisk krise.",
            "Nabo bekymret for borgers tilstand.",
        ],
        "missing-person": [
            "Efterlysning af savnet person; fundet i god behold.", "Barn ikke kommet hjem; fundet hos kammerat.",
        ],
        "traffic": ["Uheld med materiel skade.", "Hastighedskontrol; fører sigtet.", "Kørsel uden førerret."],
    ]
}
