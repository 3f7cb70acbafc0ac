public import Prevention

extension PlanSamples {
    public struct Step: Sendable {
        public let title: String
        /// Days after the plan was adopted.
        public let due: Int
        /// Likewise; `nil` where it is not reached.
        public let done: Int?
        /// Moved to this day, and why.
        public var moved: (to: Int, reason: String)?
    }

    /// What carries an initiative, as the demo finds it: where it is not there, in words.
    public enum Anchor: Sendable {
        /// Of a municipality.
        case localCouncil(String)
        /// Of the area itself.
        case workingGroup
        /// Kind and municipality.
        case forum(String, String)
        case outside(Initiative.Anchor.Outside, String)
    }

    public struct Sample: Sendable {
        /// Key of the proposal that its area came of.
        public let area: String
        public let municipality: String
        public let title: String
        public let body: String
        public let resources: String
        /// How far it has come.
        public let stage: Initiative.Stage
        public var overCap = ""
        public var anchor = Anchor.workingGroup
        /// Authority and function.
        public var owners: [(authority: String, position: String)] = []
        public var steps: [Step] = []
        public var light: (light: Initiative.Light, text: String)?
        public var result = ""
        public var learning = ""
        public var spread: (municipality: String, position: String)?
        public var figures: [String] = []
        public var indicators: [String] = []
        /// Programme and municipality of cases that belong to it: the latest one of each.
        public var activities: [(programme: String, municipality: String)] = []
    }

    public static let initiatives = [
        Sample(
            area: "substances", municipality: "253", title: "Fælles budskaber til forældre",
            body: "Et oplæg om nikotin og puff bars til forældremøder i udskolingen, ens i alle kommuner.",
            resources: "En medarbejder fra hver kommune og politiet, to aftener om måneden.", stage: .done,
            anchor: .outside(.other, "SSP-netværket"),
            owners: [("253", "SSP-konsulent"), ("police", "Forebyggelsessekretariatet")],
            steps: [
                Step(title: "Oplægget er skrevet", due: 60, done: 55),
                Step(title: "Holdt på de første ti skoler", due: 200, done: 230),
            ],
            light: (.green, "Oplægget bruges, og skolerne spørger efter det."),
            result: "Oplægget er holdt på fjorten skoler i tre kommuner.",
            learning: "Det virker bedst, når skolen og politiet holder det sammen.",
            spread: ("316", "SSP-konsulent"), indicators: ["youth-opioids"],
            activities: [("activity", "253"), ("activity", "265")]),
        Sample(
            area: "substances", municipality: "265", title: "Kontrol med salg af puff bars til unge",
            body: "Fælles besøg i kiosker, med oplysning først og kontrol bagefter.",
            resources: "Lokalbetjente og kommunens konsulenter, en dag hvert kvartal.", stage: .running,
            anchor: .localCouncil("265"),
            owners: [("265", "Afdelingen for børn og unge"), ("police", "Lokalpolitiet")],
            steps: [
                Step(title: "Første runde af besøg", due: 120, done: 118),
                Step(
                    title: "Anden runde af besøg", due: 270, done: nil,
                    moved: (to: 700, reason: "Afventer nye regler for salg.")),
            ],
            light: (.yellow, "Anden runde er flyttet, fordi reglerne ændres.")),
        Sample(
            area: "substances", municipality: "259", title: "Klubbernes svar på delte tabletter",
            body: "En fælles vejledning til klubber om opioider, og hvem de kan ringe til.",
            resources: "To konsulenter i et halvt år.", stage: .anchored,
            owners: [("259", "Ungeområdet")],
            steps: [Step(title: "Vejledningen er klar", due: 760, done: nil)]),
        Sample(
            area: "risk", municipality: "316", title: "Aftale om uro over kommunegrænser",
            body: "Naboer aftaler på forhånd, hvem der gør hvad, når uroen flytter sig.",
            resources: "Gadeplansmedarbejdere i tre kommuner.", stage: .running,
            anchor: .forum("ssp-district", ""),
            owners: [("316", "SSP-leder"), ("329", "SSP-leder"), ("police", "Lokalpolitiet")],
            steps: [
                Step(title: "Aftalen er underskrevet", due: 150, done: 160),
                Step(title: "Evalueret efter en sommer", due: 500, done: nil),
            ],
            light: (.red, "Evalueringen er ikke lavet, og en kommune mangler."), figures: ["ukn-screened"],
            activities: [("insecurity", "316"), ("insecurity", "")]),
        Sample(
            area: "risk", municipality: "269", title: "Voksne på nettet",
            body: "Medarbejdere fra klubber og politi er til stede i de spil og fora, hvor unge mødes.",
            resources: "Fire timer om ugen fra hver.", stage: .chosen),
        Sample(
            area: "risk", municipality: "253", title: "Natteravne ved de store fester",
            body: "Frivillige og lokalbetjente går sammen i weekender med mange unge.",
            resources: "Frivillige, en koordinator i kommunen.", stage: .chosen, indicators: ["unsafe-nightlife"],
            activities: [("nightlife", "253")]),
        Sample(
            area: "risk", municipality: "326", title: "Fælles besked til forældre, når uroen begynder",
            body: "Skoler og politi sender den samme korte besked samme aften.",
            resources: "En times arbejde hver gang.", stage: .anchored,
            overCap: "Uroen begyndte efter planens vedtagelse, og kommunerne ville ikke vente til næste plan.",
            anchor: .localCouncil("326"), owners: [("326", "Skoleafdelingen"), ("police", "Lokalpolitiet")],
            steps: [Step(title: "Beskeden er skrevet", due: 780, done: nil)]),
        Sample(
            area: "risk", municipality: "350", title: "Ungerådgivere på nettet om aftenen",
            body: "Unge kan skrive med en rådgiver uden at sige, hvem de er.",
            resources: "To aftener om ugen i en af kommunerne.", stage: .proposed),
        Sample(
            area: "violence", municipality: "259", title: "Forum for vold i nære relationer i flere kommuner",
            body: "Kommuner, der ikke har et forum, begynder et med hjælp fra dem, der har.",
            resources: "En mødeleder i hver kommune og en fast kontakt i politiet.", stage: .running,
            anchor: .forum("koege-model", "259"),
            owners: [("259", "Voksenområdet"), ("police", "Det specialiserede team")],
            steps: [
                Step(title: "To nye kommuner er begyndt", due: 250, done: 240),
                Step(title: "Alle kommuner har svaret", due: 720, done: nil),
            ],
            light: (.green, "Flere kommuner er i gang end lovet."), spread: ("269", "Afdelingsleder i voksenområdet"),
            figures: ["restraining-petitions", "koege-forum-cases"]),
        Sample(
            area: "violence", municipality: "329", title: "Tidligere opdagelse af børn, der lever med vold",
            body: "Skoler og sundhedspleje får en fast kontakt i kommunen, som politiet også bruger.",
            resources: "En kontaktperson i hver kommune.", stage: .anchored,
            anchor: .outside(.municipality, "Familieafdelingerne"), owners: [("329", "Familieafdelingen")],
            steps: [Step(title: "Kontakten er på plads i fem kommuner", due: 740, done: nil)]),
    ]

    /// What the secretariat said to the first meeting, by the key of the area's proposal.
    public static let firstStatus = [
        "substances": PlanStatusText(
            promised: "Et fælles oplæg og to runder af besøg i kiosker.",
            done: "Oplægget er holdt på de første skoler, og den første runde er gået.",
            changed: "Anden runde venter på nye regler."),
        "risk": PlanStatusText(
            promised: "En aftale mellem nabokommuner før sommeren.", done: "Aftalen er indgået af to kommuner.",
            changed: "En tredje kommune overvejer at gå med."),
        "violence": PlanStatusText(
            promised: "Forum i to nye kommuner.", done: "To kommuner er begyndt.",
            changed: "Flere har spurgt om erfaringer."),
    ]
}
