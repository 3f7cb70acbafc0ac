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
        figures: [.casesReaching("referred", id: "victim-referrals")],
        sharings: [
            SharingRule(
                "referral", on: .entering("referred"), to: .authority("counselling"), by: .kreds, parts: referred,
                basis: withConsent),
            SharingRule(
                "letter", on: .letter("victim-referral-counselling"), to: .authority("counselling"), by: .letter,
                parts: referred,
                basis: withConsent),
        ]
    )

    private static let referred: @Sendable (Situation) -> [Disclosure.Part] = { situation in
        [.init(.identity)] + (situation.isSet("contact_details") ? [.init(.contact)] : [])
    }

    /// Without one the counsellors do not learn who it is.
    private static let withConsent: @Sendable (Situation) -> Basis? = { situation in
        situation.isSet("consent_given") ? .consent : nil
    }

    private static let offerers: [Role] = [.officer, .secretariat, .sectorLeader]
}
