public import Prevention

/// An invented cooperation plan for two years: who proposes what, how it is weighed and decided, and the initiatives under it. The
/// three areas and the criteria are those that the district has chosen for 2025/26, in other words. It names nobody.
public enum PlanSamples {
    public struct Mark: Sendable {
        public let mark: PlanCriterion.Mark
        public let comment: String
    }

    public struct Proposal: Sendable {
        /// Of the sample, for the others to point to.
        public let key: String
        public let municipality: String
        public let title: String
        public let body: String
        /// Codes of the municipalities that point to it too.
        public let support: [String]
        /// Key of the proposal that says the same.
        public var mergedInto: String?
        /// For the criteria that are judged, in their order.
        public var marks: [Mark] = []
        public var decision: PlanProposal.State?
        public var reason = ""
        /// Of the area that comes of it.
        public var aims = ""
        public var figures: [String] = []
        public var indicators: [String] = []
    }

    public static let foreword = """
        Planen samler kræfterne om tre områder, hvor politiet og kommunerne når længere sammen end hver for sig. Arbejdet med de \
        tidligere områder fortsætter, hvor der er brug for det, og hver kommune kan sætte egne indsatser i gang.
        """

    public static let cap = 3
    public static let capSource = "Kredsrådet: få, godt forankrede indsatser pr. område"

    public static let criteria = [
        PlanCriterion(title: "Flere kommuner peger på området", least: 2),
        PlanCriterion(title: "Stort potentiale i at arbejde sammen på tværs"),
        PlanCriterion(title: "Drøftet på de enkelte kredsrådsmøder"),
    ]

    public static let proposals = [
        Proposal(
            key: "substances", municipality: "253", title: "Nikotin, puff bars og opioider blandt unge",
            body: """
                Nye stoffer når unge, som ikke ellers kommer i berøring med rusmidler. Vi foreslår fælles viden, fælles budskaber til \
                forældre og kontrol med salget.
                """, support: ["265", "316", "350"],
            marks: [
                Mark(mark: .yes, comment: "Skoler, kommuner og politi ser hver sin del af billedet."),
                Mark(mark: .yes, comment: "Nævnt på de fleste møder i efteråret."),
            ],
            decision: .chosen, reason: "Mange kommuner peger på det, og oplysning og kontrol skal hænge sammen.",
            aims: """
                Færre unge begynder på nikotin, puff bars og opioider.
                Skoler, klubber og politi reagerer ens, når de møder stofferne.
                """, indicators: ["youth-opioids"]),
        Proposal(
            key: "medicine", municipality: "259", title: "Unge og smertestillende medicin",
            body: "Klubberne møder unge, der deler tabletter. Der mangler en fælles måde at gribe det an på.",
            support: [],
            mergedInto: "substances"),
        Proposal(
            key: "risk", municipality: "316", title: "Unges risikoadfærd i det offentlige rum og på nettet",
            body: """
                Grupper af unge flytter sig hurtigt fra kommune til kommune, og aftalerne sker på nettet. Vi foreslår, at vi deler \
                erfaringer og er til stede begge steder.
                """, support: ["253", "329", "326"],
            marks: [
                Mark(mark: .yes, comment: "Ingen kommune kan følge det alene."),
                Mark(mark: .yes, comment: "Drøftet som uro og som digitale krænkelser."),
            ],
            decision: .chosen, reason: "Det går på tværs af kommunegrænser og kræver fælles aftaler.",
            aims: """
                Uro, der flytter sig over en kommunegrænse, mødes af en fælles aftale.
                Voksne er til stede, hvor unge færdes på nettet.
                """, figures: ["ukn-screened"], indicators: ["unsafe-nightlife"]),
        Proposal(
            key: "digital", municipality: "269", title: "Krænkelser på nettet blandt skoleelever",
            body: "Billeder deles i klasserne uden samtykke. Skolerne efterlyser et sted at spørge.", support: ["350"],
            mergedInto: "risk"),
        Proposal(
            key: "violence", municipality: "259", title: "Vold i nære relationer",
            body: """
                Samarbejdet mellem kommunen og politiet om vold i hjemmet virker, når vejen mellem dem er kort. Flere kommuner bør få \
                den samme model.
                """, support: ["265", "269", "336"],
            marks: [
                Mark(mark: .yes, comment: "Både hjælp til de udsatte og behandling af udøvere kræver begge parter."),
                Mark(mark: .partly, comment: "Drøftet på nogle af møderne."),
            ],
            decision: .chosen, reason: "Erfaringerne er gode og kan bruges i de andre kommuner.",
            aims: """
                Alle kommuner har en fast vej mellem politi og kommune om vold i nære relationer.
                Børn, der lever med vold i hjemmet, opdages tidligere.
                """, figures: ["restraining-petitions", "koege-forum-cases"]),
        Proposal(
            key: "children", municipality: "329", title: "Børn, der lever med vold i hjemmet",
            body: "Vi vil opdage børnene tidligere og vide, hvem der gør hvad.", support: ["306"],
            mergedInto: "violence"),
        Proposal(
            key: "burglary", municipality: "336", title: "Indbrud i landsbyer og sommerhuse",
            body: "Nabohjælp og synlig kontrol i vinterhalvåret.", support: [],
            marks: [
                Mark(mark: .no, comment: "Løses bedst lokalt."), Mark(mark: .no, comment: "Kun nævnt et sted."),
            ],
            decision: .notChosen, reason: "Potentialet på tværs er lille. Nabohjælp fortsætter i den daglige drift."),
        Proposal(
            key: "parties", municipality: "306", title: "Sommerfester med unge i sommerhusområder",
            body: "Store fester uden voksne i højsæsonen. Kommunen vil gerne prøve natteravne og aftaler med udlejere.",
            support: [],
            marks: [
                Mark(mark: .partly, comment: "Ses mest i en enkelt kommune."),
                Mark(mark: .no, comment: "Ikke drøftet."),
            ],
            decision: .local, reason: "Behovet er lokalt, og kommunen er klar til at begynde."),
        Proposal(
            key: "unsafe", municipality: "326", title: "Utryghed om aftenen ved stationerne",
            body: "Borgere undgår stationen efter mørkets frembrud. Belysning og synlighed hjælper.", support: [],
            marks: [
                Mark(mark: .partly, comment: "Arbejdet er godt i gang fra den tidligere plan."),
                Mark(mark: .yes, comment: "Drøftet som fortsat indsats."),
            ],
            decision: .earlier, reason: "Var med i den tidligere plan og fortsætter i lokalrådene.",
            indicators: ["feels-safe"]),
        Proposal(
            key: "elderly", municipality: "", title: "Bedrageri mod ældre",
            body: "Foredrag og samarbejde med banker har virket og bør fortsætte.", support: [],
            marks: [
                Mark(mark: .partly, comment: "Politiet bærer det meste selv."),
                Mark(mark: .partly, comment: "Nævnt på enkelte møder."),
            ],
            decision: .earlier, reason: "Fortsætter fra den tidligere plan."),
    ]
}
