extension Programme {
    /// Kriminalpræventiv samtale: the police talk with somebody who is about to begin, or has begun, to break the law, or
    /// whom a gang seeks to recruit. It is voluntary, and ends in agreements.
    ///
    /// It is never an interrogation (retsplejeloven kapitel 68): whoever takes it up answers whether the person is suspected
    /// or charged in the matter, and then there is no talk.
    static let preventiveTalk = Programme(
        code: "preventive-talk",
        prefix: "KPS",
        subject: .person,
        regime: .led,
        partyRoles: [.subject, .caregiver, .contact],
        legalBasis: ["Politiloven § 1 og § 2, nr. 1", "Retshåndhævelsesloven § 9"],
        retention: "retention.preventive-talk",
        outcomes: [.ended(in: "declined", "retention.preventive-talk-declined")],
        form: [
            Field("kind", .choice(["youth", "first-offence", "concern", "gang-recruitment"]), required: true),
            Field("reason", .longText, atOpening: true),
            Field("wished_date", .date, atOpening: true),
            Field("person_status", .choice(["not-suspected", "suspected", "charged"])),
            Field("consent", .flag),
            Field("guardian_consent", .flag),
            Field("guardian_present", .flag),
            Field("talked_with", .text),
            Field("agreements", .longText),
            Field("declined_by", .choice(["person", "guardian", "police"])),
        ],
        stages: ["planned", "held", "declined"],
        transitions: [
            Transition(
                ["planned"], to: "held", by: talkers,
                asks: ["guardian_consent", "guardian_present", "talked_with", "agreements"],
                requires: ["person_status", "consent"]),
            Transition(["planned"], to: "declined", by: talkers, requires: ["declined_by"]),
        ],
        guards: [
            .never("preventive-talk.interrogation", entering: ["held"]) { situation in
                !["suspected", "charged"].contains(situation.text("person_status"))
            },
            .requires("preventive-talk.guardian", entering: ["held"]) { situation throws(LawBook.MissingRule) in
                let day = situation.at.day
                guard let birth = situation.file.subject?.birthDate, let age = Age.years(bornOn: birth, on: day) else {
                    return true
                }
                let adult = try situation.number("preventive-talk.own-consent-age", on: day)
                return age >= adult || situation.isSet("guardian_consent")
            },
        ],
        figures: []
    )

    private static let talkers: [Role] = [.officer, .sectorLeader, .secretariat, .specialisedTeam, .leader]
}
