extension Programme {
    /// Aktivitet: what the police do to prevent crime that is no case on anybody: visits to schools and day-care, material,
    /// festivals, theme days, talks, training, the running club, teddy bears. No personal data.
    public static let activity = Programme(
        code: "activity",
        prefix: "AKT",
        subject: .none,
        regime: .none,
        legalBasis: ["Politiloven § 1 og § 2, nr. 1"],
        retention: "retention.activity",
        takesNotes: false,
        form: [
            Field(
                "kind",
                .choice([
                    "school-visit", "day-care-visit", "digital-formation", "festival", "theme-day", "screening-talk",
                    "psychiatry-training", "running-club", "teddy-bears",
                ]), required: true),
            Field("place", .text, required: true),
            Field("planned_on", .date, required: true),
            Field(
                "audience",
                .choice(["children", "youth", "parents", "professionals", "citizens"]), atOpening: true),
            Field("partner", .text, atOpening: true),
            Field("material", .text, atOpening: true),
            Field("reached", .number(0...100_000)),
            Field("outcome", .longText),
            Field("cancel_reason", .longText),
        ],
        stages: ["planned", "held", "cancelled"],
        transitions: [
            Transition(["planned"], to: "held", by: holders, asks: ["planned_on", "outcome"], requires: ["reached"]),
            Transition(["planned"], to: "cancelled", by: holders, requires: ["cancel_reason"]),
        ],
        clocks: [
            Clock(
                "planned-day", starts: .stage("planned"), length: .untilField("planned_on"),
                stops: ["held", "cancelled"])
        ],
        guards: [
            .requires("activity.not-yet", entering: ["held"]) { situation in
                situation.date("planned_on").map { $0 <= situation.at.day } ?? true
            }
        ],
        figures: []
    )

    private static let holders: [Role] = [.officer, .secretariat, .sectorLeader]
}
