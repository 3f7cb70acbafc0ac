extension Programme {
    /// Sociolance: a car with social workers takes over somebody exposed who needs care and no police. Tried in some
    /// municipalities, which stand in law.yaml with the days of the trial.
    ///
    /// A log of hand-overs, kept to what is needed: no subject, no health data, and nobody has to be named.
    static let sociolance = Programme(
        code: "sociolance",
        prefix: "SOL",
        subject: .none,
        regime: .led,
        onlyUnder: "sociolance.trial",
        partyRoles: [.contact],
        legalBasis: ["Politiloven § 2, nr. 7 og §§ 10-11"],
        retention: "retention.sociolance",
        takesNotes: false,
        form: [
            Field("need", .choice(["care", "talk", "transport", "shelter", "other"]), required: true),
            Field("place", .text, atOpening: true),
            Field("waited_minutes", .number(0...600), atOpening: true),
            Field("outcome", .choice(["helped-on-site", "taken-home", "taken-to-offer", "back-to-police", "left"])),
        ],
        stages: ["handed-over", "done"],
        transitions: [Transition(["handed-over"], to: "done", by: patrols, requires: ["outcome"])],
        guards: [
            .never("sociolance.municipality") { situation in
                situation.law.isInForce(
                    "sociolance.trial", on: (situation.file.openedAt ?? situation.at).day,
                    in: situation.file.municipality)
            }
        ],
        figures: []
    )

    private static let patrols: [Role] = [.officer, .sectorLeader, .secretariat]
}
