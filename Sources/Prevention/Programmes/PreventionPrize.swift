extension Programme {
    /// Forebyggelsespris: somebody is nominated for what they have done to prevent crime, a jury makes a short list and gives
    /// the prize. First given in 2026.
    static let preventionPrize = Programme(
        code: "prevention-prize",
        prefix: "PRI",
        subject: .none,
        regime: .gdpr,
        onlyUnder: "prevention-prize.exists",
        partyRoles: [.contact],
        legalBasis: ["Databeskyttelsesforordningen art. 6, stk. 1, litra a og e"],
        retention: "retention.prevention-prize",
        outcomes: [.never(in: "awarded", "retention.prevention-prize-not-awarded")],
        form: [
            Field("nominee", .text, required: true),
            Field(
                "nominee_kind", .choice(["person", "association", "school", "business", "authority"]), required: true),
            Field("reason", .longText, required: true),
            Field("nominated_by", .text, required: true),
            Field("prize_year", .number(2026...2100), required: true),
            Field("jury", .longText),
            Field("jury_reason", .longText),
            Field("awarded_on", .date),
        ],
        stages: ["nominated", "shortlisted", "awarded", "not-awarded"],
        transitions: [
            Transition(["nominated"], to: "shortlisted", by: secretaries, requires: ["jury"]),
            Transition(["nominated"], to: "not-awarded", by: secretaries, requires: ["jury_reason"]),
            Transition(["shortlisted"], to: "awarded", by: secretaries, requires: ["jury_reason", "awarded_on"]),
            Transition(["shortlisted"], to: "not-awarded", by: secretaries, requires: ["jury_reason"]),
        ],
        clocks: [
            Clock(
                "jury", starts: .stage("nominated"), length: .rule("prevention-prize.jury"),
                stops: ["awarded", "not-awarded"])
        ],
        guards: [
            // Forvaltningsloven § 3: nobody takes part in deciding on their own case.
            .never("prevention-prize.own-case", entering: ["shortlisted", "awarded"]) { situation in
                let jury = situation.text("jury").lowercased()
                return ["nominee", "nominated_by"].allSatisfy { field in
                    let name = situation.text(field).lowercased()
                    return name.isEmpty || !jury.contains(name)
                }
            },
            .requires("prevention-prize.awarded-on", entering: ["awarded"]) { situation in
                situation.date("awarded_on").map { $0 <= situation.at.day } ?? true
            },
        ],
        figures: []
    )

    private static let secretaries: [Role] = [.secretariat, .sectorLeader, .leader]
}
