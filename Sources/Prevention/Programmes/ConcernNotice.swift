extension Programme {
    /// Underretning: the notice to the municipality of a concern for a child, born or unborn (barnets lov §§ 132-137).
    ///
    /// The police only notify: whoever opens the case has sent it, and every later step is the municipality's. What it finds
    /// out about the family stays in its own record; here it says only when it received, assessed and acknowledged the notice
    /// and whether it has begun an investigation or a measure. No part of it is a number, so no score can be in it, and no
    /// party can be the suspect of anything.
    static let concernNotice = Programme(
        code: "concern-notice",
        prefix: "UND",
        subject: .person,
        regime: .led,
        partyRoles: [.subject, .caregiver, .child, .contact],
        legalBasis: ["Barnets lov §§ 132-137", "Retshåndhævelsesloven § 9"],
        retention: "retention.concern-notice",
        visibility: .handlers,
        shares: [Share(.socialWorker, during: noticeStages)],
        openedBy: [.officer, .sectorLeader, .secretariat, .screener, .specialisedTeam, .leader],
        takesNotes: false,
        // The notice itself goes to the municipality, and is about a child with a name.
        namesSubjectToAuthorities: true,
        form: [
            Field("concerns", .choice(["child", "unborn"]), required: true),
            Field("concern", .longText, required: true),
            Field("in_danger_now", .flag, atOpening: true),
            Field("notifier_kind", .choice(["professional", "citizen"]), required: true),
            Field("notifier_name", .text, atOpening: true, ofThirdParty: true),
            Field("notifier_contact", .text, atOpening: true, ofThirdParty: true),
            Field("notifier_anonymous", .flag, atOpening: true),
            Field("acute_assessment", .choice(["acute-measure", "no-acute-measure"])),
            Field("feedback", .choice(["investigation", "measure", "neither", "special-reasons"])),
        ],
        stages: noticeStages,
        transitions: [
            Transition(["sent"], to: "received", by: municipality),
            Transition(["received"], to: "assessed", by: municipality, requires: ["acute_assessment"]),
            Transition(["assessed"], to: "receipted", by: municipality),
            Transition(["receipted"], to: "answered", by: municipality, requires: ["feedback"]),
            Transition(["receipted", "answered"], to: "closed", by: municipality),
        ],
        clocks: [
            // Nobody has opened it: a leader is told.
            Clock(
                "opening", starts: .stage("sent"), length: .rule("concern-notice.opening"), stops: ["received"],
                warning: "clock.warning-hours", escalates: "concern-notice.escalation", mayPause: false),
            Clock(
                "acute", starts: .stage("sent"), length: .rule("concern-notice.acute"), stops: ["assessed"],
                warning: "clock.warning-hours", escalates: "concern-notice.escalation", mayPause: false),
            Clock(
                "receipt", starts: .stage("sent"), length: .rule("concern-notice.receipt"), stops: ["receipted"],
                mayPause: false),
            Clock(
                "feedback", starts: .stage("sent"), length: .rule("concern-notice.feedback"), stops: ["answered"],
                onlyWhen: .init(field: "notifier_kind", value: "professional"), mayPause: false),
        ],
        guards: [
            .requires("concern-notice.child", entering: ["sent"]) { situation throws(LawBook.MissingRule) in
                let day = situation.at.day
                guard situation.text("concerns") == "child", let birth = situation.file.subject?.birthDate,
                    let age = Age.years(bornOn: birth, on: day)
                else { return true }
                return age < (try situation.number("concern-notice.child-age", on: day))
            },
            // Without one it would reach nobody.
            .requires("concern-notice.municipality", entering: ["sent"]) { !$0.file.municipality.isEmpty },
            // Whoever notifies in the course of work stands by it with their name; a citizen may be anonymous.
            .never("concern-notice.anonymous-professional") { situation in
                situation.text("notifier_kind") != "professional"
                    || (situation.isSet("notifier_name") && !situation.isSet("notifier_anonymous"))
            },
            .requires("concern-notice.anonymous-citizen", entering: ["sent"]) { situation in
                !situation.isSet("notifier_anonymous")
                    || (!situation.isSet("notifier_name") && !situation.isSet("notifier_contact"))
            },
            .requires("concern-notice.feedback", entering: ["closed"]) { situation in
                situation.text("notifier_kind") != "professional" || situation.file.firstStep(into: "answered") != nil
            },
        ],
        wordings: [
            Wording("concern-notice.child-suspect") { text, _, _ in !Wording.callsAChildSuspect(text) }
        ],
        figures: [],
        sharings: [
            SharingRule(
                "notice", on: .entering("sent"), to: .municipality, by: .kreds, categories: noticeCategories,
                basis: { _ in .notification }),
            SharingRule(
                "letter", on: .letter("concern-notice-municipality"), to: .municipality, by: .letter,
                categories: noticeCategories,
                basis: { _ in .notification }),
        ]
    )

    private static let noticeCategories: [Disclosure.Category] = [.identity, .family, .socialProblems]

    private static let noticeStages: [Stage] = ["sent", "received", "assessed", "receipted", "answered", "closed"]
    private static let municipality: [Role] = [.socialWorker]
}
