extension Programme {
    /// Tryghedsopfølgning: the police contact somebody who was exposed to crime, listen, advise and bring in the
    /// municipality where needed; systematically after violence in close relations.
    static let safetyFollowUp = Programme(
        code: "safety-follow-up",
        prefix: "TRY",
        subject: .person,
        regime: .led,
        legalBasis: ["Politiloven § 2, nr. 1 og 7"],
        retention: "retention.safety-follow-up",
        form: [
            Field("occasion", .choice(["close-relations", "burglary", "violence", "other"]), atOpening: true),
            // The incident that suggested it, as its source numbers it.
            Field("incident", .text, atOpening: true),
            Field("attempt", .text),
            Field("municipality_involved", .flag),
            Field("note", .longText),
        ],
        stages: ["planned", "attempted", "completed", "declined"],
        transitions: [
            Transition(["planned"], to: "attempted", by: contacts, requires: ["attempt"]),
            Transition(["attempted"], to: "completed", by: contacts, asks: ["municipality_involved", "note"]),
            Transition(["planned", "attempted"], to: "declined", by: contacts, asks: ["note"]),
        ],
        clocks: [
            Clock(
                "contact", starts: .stage("planned"), length: .rule("safety-follow-up.contact"),
                stops: ["attempted", "declined"])
        ],
        figures: [.casesReaching("completed", id: "safety-follow-ups")],
        suggestion: Suggestion(days: "safety-follow-up.suggested-for", fields: ["occasion": "close-relations"]),
        leadsTo: ["victim-referral"]
    )

    private static let contacts: [Role] = [.officer, .secretariat, .sectorLeader]
}
