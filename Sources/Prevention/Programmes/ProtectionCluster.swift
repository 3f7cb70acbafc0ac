extension Programme {
    /// Samlet tilholdsbehandling: a parent case that links the orders around the same victims and opponents across police
    /// districts, with one lead district and one calendar of decisions.
    ///
    /// It holds no person of its own: who is protected and whom an order is against stands in each order, and is true there
    /// alone. Somebody may be protected by one and be the opponent in another.
    static let protectionCluster = Programme(
        code: "protection-cluster",
        prefix: "SAM",
        subject: .none,
        regime: .led,
        partyRoles: [],
        legalBasis: ["Lov om tilhold, opholdsforbud og bortvisning §§ 1-5", "Retshåndhævelsesloven §§ 4 og 9"],
        retention: "retention.protection-cluster",
        form: [
            Field("reason", .longText, required: true),
            Field("districts", .choices(PoliceDistrict.all), atOpening: true),
            Field("lead_district", .choice(PoliceDistrict.all), atOpening: true),
            Field("lead_agreed_with", .text),
            Field("plan", .longText),
            Field("closed_reason", .longText),
        ],
        stages: ["proposed", "agreed", "coordinated", "closed"],
        transitions: [
            Transition(
                ["proposed"], to: "agreed", by: coordinators,
                requires: ["districts", "lead_district", "lead_agreed_with"]),
            Transition(
                ["agreed"], to: "coordinated", by: coordinators, asks: ["districts", "lead_district"],
                requires: ["plan"]),
            Transition(
                ["proposed", "agreed", "coordinated"], to: "closed", by: coordinators, requires: ["closed_reason"]),
        ],
        entries: [
            EntryKind(
                "meeting", during: ["agreed", "coordinated"], by: coordinators,
                fields: [
                    Field("meeting_agreed", .longText, required: true),
                    Field("meeting_districts", .choices(PoliceDistrict.all)),
                ]),
            EntryKind(
                "conflict", during: ["agreed", "coordinated"], by: coordinators,
                fields: [
                    Field("conflict_handling", .longText, required: true),
                    Field("conflict_kind", .choice(["both-sides", "contradiction", "other"]), required: true),
                ]),
        ],
        clocks: [
            Clock(
                "lead", starts: .stage("proposed"), length: .rule("protection-cluster.lead"),
                stops: ["agreed", "coordinated", "closed"]),
            Clock(
                "review", starts: .firstOf(["coordinated"]), length: .rule("protection-cluster.review"),
                stops: ["closed"], stopEntries: ["meeting"]),
        ],
        guards: [
            .never("protection-cluster.lead", entering: ["agreed", "coordinated"]) { situation in
                let lead = situation.text("lead_district")
                return lead.isEmpty || situation.has(lead, in: "districts")
            },
            .requires("protection-cluster.several-districts", entering: ["agreed"]) { situation in
                Field.chosen(situation.text("districts")).count > 1
            },
        ],
        figures: [],
        gathers: ["restraining-order"]
    )

    private static let coordinators: [Role] = [.secretariat, .sectorLeader, .leader]
}

/// The police districts (*politikredse*) of Denmark, by codes of this system.
enum PoliceDistrict {
    static let all = [
        "midt-vestsjaelland", "sydsjaelland-lolland-falster", "nordsjaelland", "vestegn", "koebenhavn", "bornholm",
        "fyn",
        "sydoestjylland", "syd-soenderjylland", "midt-vestjylland", "oestjylland", "nordjylland",
    ]
}
