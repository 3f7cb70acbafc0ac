extension Programme {
    /// Vold i nære relationer: the Specialised Team follows a case of violence in close relations; the Køge model brings
    /// police and municipality together around it (retsplejelovens § 115). The municipality learns of a case once it is on the
    /// agenda of the forum, so what the two agree on is recorded from there; what the team does by itself is an entry.
    ///
    /// Several kinds may apply at once. The hospitals find violence early in pregnancy; they bring a case in with the
    /// woman's consent or as a notification, on no other basis.
    static let partnerViolence = Programme(
        code: "partner-violence",
        prefix: "VNR",
        subject: .person,
        regime: .led,
        legalBasis: ["Politiloven § 2, nr. 1 og 7", "Retsplejeloven § 115", "Straffeloven §§ 242-245"],
        retention: "retention.partner-violence",
        visibility: .handlers,
        shares: [Share(.socialWorker, during: ["forum", "measures", "follow-up"])],
        openedBy: violenceTeam + [.officer],
        form: [
            Field(
                "kinds",
                .choices([
                    "physical", "psychological", "economic", "sexual", "negative-social-control", "stalking", "honour",
                ]), required: true),
            Field("origin", .choice(["incident", "own-contact", "hospital", "municipality", "other"]), required: true),
            Field("in_pregnancy", .flag, atOpening: true),
            Field("hospital_basis", .choice(["consent", "notification"]), atOpening: true),
            Field("not_known_to_municipality", .flag, atOpening: true),
            Field("situation", .longText, atOpening: true),
            Field("children_notified", .choice(["no-children", "notice-sent", "known-already"])),
            Field("forum", .choice(["koege-model", "municipal-forum"])),
            Field("forum_reason", .longText),
            Field("measures", .choices(measures)),
            Field("measures_note", .longText),
            Field("follow_up_note", .longText),
            Field("result", .choice(["violence-stopped", "handed-over", "no-contact", "declined"])),
        ],
        stages: ["open", "forum", "measures", "follow-up", "closed"],
        transitions: [
            Transition(
                ["open"], to: "forum", by: violenceTeam, asks: ["not_known_to_municipality", "children_notified"],
                requires: ["forum", "forum_reason"]),
            Transition(
                ["forum", "follow-up"], to: "measures", by: violenceTeam + [.socialWorker], asks: ["measures_note"],
                requires: ["measures"]),
            Transition(
                ["measures"], to: "follow-up", by: violenceTeam + [.socialWorker], asks: ["follow_up_note"]),
            Transition(
                ["open", "forum", "measures", "follow-up"], to: "closed", by: violenceTeam, requires: ["result"]),
        ],
        entries: [
            EntryKind(
                "own-measures", during: ["open"], by: violenceTeam,
                fields: [
                    Field("own_measures", .choices(measures), required: true), Field("own_measures_note", .longText),
                ])
        ],
        guards: [
            .never("partner-violence.hospital-basis") { situation in
                situation.text("origin") != "hospital" || situation.isSet("hospital_basis")
            },
            .requires("partner-violence.municipality", entering: ["forum"]) { !$0.file.municipality.isEmpty },
            .requires("partner-violence.pregnancy", entering: ["open"]) { situation in
                !situation.isSet("in_pregnancy") || situation.file.subject?.sex != .male
            },
        ],
        figures: [],
        sharings: [
            SharingRule(
                "forum", on: .entering("forum"), to: .municipality, by: .kreds, necessity: "forum_reason",
                categories: [.identity, .family, .incidents],
                basis: { situation throws(LawBook.MissingRule) in
                    // Grown-ups as socially exposed persons, children and young people in SSP.
                    try situation.isSubjectOfAge("psp-k.adult-age") ? .psp : .ssp
                }),
            SharingRule(
                "hospital", on: .entering("open"), giver: "hospitals", to: .authority("police"), by: .mail,
                categories: [.identity, .contact, .health],
                basis: { situation in
                    situation.text("origin") == "hospital" && situation.text("hospital_basis") == "consent"
                        ? .consent : nil
                }),
            // A notice goes to the municipality, whoever tells the police of it.
            SharingRule(
                "hospital-notice", on: .entering("open"), giver: "hospitals", to: .municipality, by: .mail,
                categories: [.identity, .contact, .health],
                basis: { situation in
                    situation.text("origin") == "hospital" && situation.text("hospital_basis") == "notification"
                        ? .notification : nil
                }),
        ]
    )

    private static let measures = [
        "safety-plan", "alarm", "crisis-centre", "restraining-order", "treatment", "victim-counselling", "other",
    ]
    private static let violenceTeam: [Role] = [.specialisedTeam, .secretariat, .sectorLeader, .leader]
}
