extension Programme {
    /// Offerrådgivning: victims, witnesses and relatives are offered free, anonymous counselling and referred to it.
    ///
    /// Contact details go along only with a recorded consent, and without one the counsellors do not learn who it is; what is said in the counselling is never stored.
    static let victimReferral = Programme(
        code: "victim-referral",
        prefix: "OFR",
        subject: .person,
        regime: .led,
        legalBasis: ["Retsplejeloven § 741 a", "Databeskyttelsesforordningen art. 6, stk. 1, litra a (samtykke)"],
        retention: "retention.victim-referral",
        shares: [Share(.counsellor, during: ["referred"], namesWith: "consent_given")],
        takesNotes: false,
        form: [
            Field("relation_to_crime", .choice(["victim", "witness", "relative"]), atOpening: true),
            Field("consent_given", .flag),
            Field("consent_at", .date),
            Field("contact_details", .text),
        ],
        stages: ["offered", "referred", "declined"],
        transitions: [
            Transition(
                ["offered"], to: "referred", by: offerers, asks: ["consent_given", "consent_at", "contact_details"]),
            Transition(["offered"], to: "declined", by: offerers),
        ],
        guards: [
            .never("victim-referral.consent") { situation in
                !situation.isSet("contact_details")
                    || (situation.isSet("consent_given") && situation.isSet("consent_at"))
            }
        ],
        figures: [.casesReaching("referred", id: "victim-referrals")]
    )

    private static let offerers: [Role] = [.officer, .secretariat, .sectorLeader]
}
