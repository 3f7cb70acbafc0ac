extension Programme {
    /// Bestil en betjent: a citizen asks for traffic control, a talk, presence at an event, or help against moped nuisance.
    static let officerRequest = Programme(
        code: "officer-request",
        prefix: "BET",
        subject: .none,
        regime: .led,
        legalBasis: ["Politiloven § 1 og § 2, nr. 7"],
        retention: "retention.officer-request",
        form: [
            Field("kind", .choice(["traffic", "talk-burglary", "talk-it", "event", "moped", "other"]), required: true),
            Field("wish", .longText, atOpening: true),
            Field("place", .text, atOpening: true),
            Field("wished_date", .date, atOpening: true),
            Field("agreed_date", .date),
            Field("refusal_reason", .longText),
        ],
        stages: ["received", "accepted", "met", "refused", "withdrawn"],
        transitions: [
            Transition(["received"], to: "accepted", by: planners, requires: ["agreed_date"]),
            Transition(["accepted"], to: "met", by: planners),
            Transition(["received", "accepted"], to: "refused", by: planners, requires: ["refusal_reason"]),
            Transition(["received", "accepted"], to: "withdrawn", by: planners),
        ],
        clocks: [
            Clock(
                "answer", starts: .stage("received"), length: .rule("officer-request.answer"),
                stops: ["accepted", "refused", "withdrawn"])
        ],
        figures: [.casesReaching("met", id: "officer-requests-met", privacy: .none)]
    )

    private static let planners: [Role] = [.officer, .secretariat, .sectorLeader]
}
