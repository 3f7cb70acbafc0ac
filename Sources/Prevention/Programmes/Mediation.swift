extension Programme {
    /// Konfliktråd: the parties of a criminal case or a conflict meet with a neutral mediator (lov om konfliktråd). It
    /// supplements punishment and never replaces it; what is said in the talks is not stored.
    static let mediation = Programme(
        code: "mediation",
        prefix: "KON",
        subject: .person,
        regime: .led,
        legalBasis: ["Lov om konfliktråd §§ 1-5"],
        retention: "retention.mediation",
        shares: [Share(.mediator, during: ["assigned", "pre-talks", "held"], ownOnly: true)],
        takesNotes: false,
        form: [
            Field("kind", .choice(["criminal", "neighbour"]), required: true),
            Field("confession", .flag),
            Field("subject_consent", .flag),
            Field("counterpart_consent", .flag),
            Field("custody_holder_consent", .flag),
            Field("active_order_clearance", .longText),
            Field("mediator", .text),
            Field("mediator_impartial", .flag),
            Field("outcome", .choice(["agreement", "none"])),
        ],
        stages: ["referred", "visitated", "assigned", "pre-talks", "held", "declined", "withdrawn", "closed"],
        transitions: [
            Transition(
                ["referred"], to: "visitated", by: coordinators, asks: ["confession", "active_order_clearance"]),
            Transition(["visitated"], to: "assigned", by: coordinators, requires: ["mediator", "mediator_impartial"]),
            Transition(
                ["assigned"], to: "pre-talks", by: coordinators + [.mediator], asks: ["custody_holder_consent"],
                requires: ["subject_consent", "counterpart_consent"]),
            Transition(["pre-talks"], to: "held", by: coordinators + [.mediator], requires: ["outcome"]),
            Transition(["referred", "visitated", "assigned", "pre-talks"], to: "declined", by: coordinators),
            Transition(["referred", "visitated", "assigned", "pre-talks"], to: "withdrawn", by: coordinators),
            Transition(["held", "declined", "withdrawn"], to: "closed", by: coordinators),
        ],
        guards: [
            .requires("mediation.confession", entering: ["visitated"]) { situation in
                situation.text("kind") != "criminal" || situation.isSet("confession")
            },
            .requires("mediation.counterpart", entering: ["pre-talks"]) { situation in
                situation.file.parties.contains { $0.role == .counterpart }
            },
            .requires("mediation.custody-consent", entering: ["pre-talks"]) { situation throws(LawBook.MissingRule) in
                let day = situation.at.day
                let adult = try situation.number("mediation.own-consent-age", on: day)
                let isMinor = situation.file.parties.contains { party in
                    guard let birth = party.birthDate, party.role == .subject || party.role == .counterpart
                    else { return false }
                    return (Age.years(bornOn: birth, on: day) ?? 0) < adult
                }
                return !isMinor || situation.isSet("custody_holder_consent")
            },
            // Lov om tilhold: the protected person must not be talked into a meeting while the order is in force.
            .never("mediation.active-order", entering: ["visitated", "assigned", "pre-talks", "held"]) { situation in
                !situation.file.related.contains { $0.isInForce(at: situation.at) }
                    || situation.isSet("active_order_clearance")
            },
        ],
        looksAt: ["restraining-order"],
        figures: [
            .casesReaching("visitated", id: "mediations-visitated"),
            .casesReaching("held", id: "mediations-held"),
        ]
    )

    private static let coordinators: [Role] = [.secretariat, .sectorLeader, .leader]
}
