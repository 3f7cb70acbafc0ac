extension Programme {
    /// Opholdsforbud (politiloven § 6 g): a person whose behaviour has made others feel unsafe is kept out of a circle around
    /// the place of that behaviour, in an area that is assessed as generally plagued by insecurity.
    ///
    /// It is given to one person, orally or in writing, and ends on its day: somebody has to decide every extension. The
    /// position of the behaviour is the centre of the circle; there is no other.
    static let areaBan = Programme(
        code: "area-ban",
        prefix: "OPH",
        subject: .person,
        regime: .led,
        onlyUnder: "area-ban.days",
        legalBasis: ["Politiloven § 6 g", "Politiloven § 24 f, stk. 3 (overtrædelse)"],
        retention: "retention.area-ban",
        form: [
            Field("behaviour", .longText, required: true),
            Field("position", .position, required: true),
            Field("place", .text, atOpening: true),
            Field("radius", .number(1...100_000), required: true),
            Field("radius_reason", .longText, atOpening: true),
            Field("expires_on", .date, required: true),
            Field("given", .choice(["orally", "in-writing"]), required: true),
            Field("exceptions", .choices(["home", "work", "treatment"]), atOpening: true),
            Field("exceptions_how", .longText, atOpening: true),
            Field("decision_reason", .longText),
            Field("served_how", .choice(["in-person", "digital", "post"])),
            Field("extension_reason", .longText),
            Field("withdrawn_reason", .longText),
        ],
        stages: ["issued", "confirmed", "active", "extended", "expired", "withdrawn"],
        transitions: [
            Transition(
                ["issued"], to: "confirmed", by: issuers, asks: ["exceptions", "exceptions_how"],
                requires: ["decision_reason", "served_how"]),
            Transition(["confirmed"], to: "active", by: issuers),
            Transition(
                ["active", "extended"], to: "extended", by: handlers, requires: ["expires_on", "extension_reason"]),
            Transition(["issued", "confirmed", "active", "extended"], to: "expired", by: handlers),
            Transition(
                ["issued", "confirmed", "active", "extended"], to: "withdrawn", by: handlers,
                requires: ["withdrawn_reason"]),
        ],
        entries: [
            EntryKind(
                "encounter", during: AreaBan.inForce, by: issuers,
                fields: [
                    Field("encounter_what", .longText, required: true),
                    Field("encounter_where", .choice(["inside", "outside", "exception"]), required: true),
                    Field("encounter_position", .position),
                ]),
            // What follows a breach is for the police and the prosecution to decide.
            EntryKind(
                "breach", during: AreaBan.inForce, by: issuers,
                fields: [
                    Field("breach_what", .longText, required: true),
                    Field("breach_position", .position),
                    Field("breach_reported", .choice(["fine", "prison", "not-charged"])),
                ]),
        ],
        clocks: [
            Clock(
                "confirmation", starts: .stage("issued"), length: .rule("area-ban.confirmation"),
                stops: ["confirmed", "expired", "withdrawn"], onlyWhen: .init(field: "given", value: "orally"),
                warning: "clock.warning-hours", mayPause: false),
            Clock(
                "expiry", starts: .stage("issued"), length: .untilField("expires_on"), stops: ["expired", "withdrawn"],
                warning: "area-ban.reminder"),
        ],
        guards: AreaBan.guards,
        figures: [],
        looksAtAreas: true
    )

    private static let handlers: [Role] = [.secretariat, .sectorLeader, .leader]
    private static let issuers: [Role] = handlers + [.officer]
}
