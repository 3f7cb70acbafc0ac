extension Programme {
    /// Trygt natteliv: agreements with venues, with those who hold bring-your-own parties (*medbringerfester*), and with the
    /// volunteers who walk the night (*Natteravnene*). Visits, parties and walks are entries.
    ///
    /// Personal data must never leave the police here, so none comes in: neither parties nor CPR numbers.
    public static let nightlife = Programme(
        code: "nightlife",
        prefix: "NAT",
        subject: .none,
        regime: .none,
        legalBasis: ["Politiloven § 1 og § 2, nr. 1", "Restaurationsloven §§ 10-15 (bevillingshavere)"],
        retention: "retention.nightlife",
        takesNotes: false,
        form: [
            Field("kind", .choice(["venue", "bring-your-own", "night-owls"]), required: true),
            Field("place", .text, required: true),
            Field("position", .position, atOpening: true),
            Field("agreement", .longText, required: true),
            Field("agreed_on", .date),
            Field("ends_on", .date),
            Field("end_reason", .longText),
        ],
        stages: ["agreed", "active", "ended"],
        transitions: [
            Transition(["agreed"], to: "active", by: patrols, requires: ["agreed_on", "ends_on"]),
            Transition(["agreed", "active"], to: "ended", by: patrols, requires: ["end_reason"]),
        ],
        entries: [
            EntryKind(
                "visit", during: ["agreed", "active"], by: patrols,
                fields: [
                    Field("visit_found", .choice(["in-order", "remark", "serious"]), required: true),
                    Field("visit_about", .longText),
                ]),
            EntryKind(
                "party", during: ["active"], by: patrols,
                fields: [
                    Field("party_guests", .number(1...20_000), required: true), Field("party_agreed", .longText),
                    Field("party_went", .choice(["calm", "disturbed", "stopped"])),
                ]),
            EntryKind(
                "night-walk", during: ["active"], by: patrols,
                fields: [
                    Field("walk_volunteers", .number(1...200), required: true), Field("walk_route", .text),
                    Field("walk_seen", .longText),
                ]),
        ],
        clocks: [
            Clock(
                "renewal", starts: .stage("active"), length: .untilField("ends_on"), stops: ["ended"],
                warning: "nightlife.reminder")
        ],
        guards: [
            .requires("nightlife.agreed", entering: ["active"]) { situation in
                guard let agreed = situation.date("agreed_on"), let ends = situation.date("ends_on") else {
                    return true
                }
                return agreed <= situation.at.day && ends >= situation.at.day
            }
        ],
        figures: []
    )

    private static let patrols: [Role] = [.officer, .secretariat, .sectorLeader]
}
