extension Programme {
    /// Sognefogedopgave: what the parish officer of an island does for the police there. Each island lies in one
    /// municipality, which stands in law.yaml; the parish officer sees the island's tasks and nothing else.
    static let parishOfficer = Programme(
        code: "parish-officer",
        prefix: "SOG",
        subject: .none,
        regime: .led,
        partyRoles: [.contact],
        legalBasis: ["Politiloven § 2"],
        retention: "retention.parish-officer",
        shares: [Share(.parishOfficer, during: ["reported", "handled"])],
        form: [
            Field("island", .choice(islands), required: true),
            Field(
                "kind", .choice(["service", "found-property", "traffic", "nature", "event", "other"]), required: true),
            Field("task", .longText, required: true),
            Field("place", .text, atOpening: true),
            Field("done", .longText),
            Field("passed_on", .flag),
        ],
        stages: ["reported", "handled"],
        transitions: [
            Transition(["reported"], to: "handled", by: islandPolice, asks: ["passed_on"], requires: ["done"])
        ],
        guards: [
            // Who sees the case follows from its municipality, so the two must fit.
            .never("parish-officer.island") { situation in
                let island = situation.text("island")
                return situation.law.isInForce(
                    "parish-officer." + island, on: situation.at.day, in: situation.file.municipality)
            }
        ],
        figures: []
    )

    private static let islands = ["sejeroe", "oroe"]
    private static let islandPolice: [Role] = [.parishOfficer, .officer, .sectorLeader, .secretariat]
}
