extension Programme {
    /// Socialrapport: the police's report of concern about a child, a family or an adult. It leads to a notice
    /// (*underretning*) for a child, or to a PSP-K item for an adult.
    ///
    /// A person writes it: the machine may lay out the facts of a Socialsøg hit in a draft, but it cannot be sent without
    /// an assessment in a person's own words.
    public static let socialReport = Programme(
        code: "social-report",
        prefix: "SOC",
        subject: .person,
        regime: .led,
        legalBasis: ["Barnets lov § 133", "Retsplejeloven § 115", "Retshåndhævelsesloven § 9"],
        retention: "retention.social-report",
        outcomes: [.ended(in: "dropped", "retention.social-report-dropped")],
        form: [
            Field("origin", .choice(["patrol", "local-police", "screening"]), required: true),
            Field("facts", .longText, atOpening: true),
            Field("assessment", .longText),
            // Whose it is to act; who there, in words.
            Field("recipient_authority", .choice(["municipality", "psychiatry"])),
            Field("recipient", .text),
            Field("leads_to", .choice(["notice", "psp-k", "neither"])),
            Field("drop_reason", .longText),
            Field("not_led_reason", .longText),
        ],
        stages: ["draft", "sent", "dropped", "closed"],
        transitions: [
            Transition(
                ["draft"], to: "sent", by: writers, asks: ["leads_to", "recipient_authority", "recipient"],
                requires: ["facts", "assessment"]),
            Transition(["draft"], to: "dropped", by: writers, requires: ["drop_reason"]),
            Transition(["sent", "dropped"], to: "closed", by: writers, asks: ["not_led_reason"]),
        ],
        entries: [
            // Made by the act that sends the notice or follows the adult; by hand it says what was done elsewhere.
            EntryKind(
                ledOn, during: ["sent"], when: { targets.contains($0.fields["leads_to"] ?? "") }, by: writers,
                fields: [
                    Field("led_how", .choice(targets + ["elsewhere"]), required: true), Field("led_note", .longText),
                ],
                guards: [
                    .requires("social-report.led-by-hand") { situation in
                        situation.text("led_how") == "elsewhere" && situation.isSet("led_note")
                    }
                ])
        ],
        clocks: [
            // What is to become a notice is no notice until somebody sends it.
            Clock(
                "notice", starts: .stage("sent"), length: .rule("social-report.notice"), stops: ["closed"],
                stopEntries: [ledOn], onlyWhen: .init(field: "leads_to", value: "notice"),
                escalates: "social-report.notice-escalation", mayPause: false)
        ],
        guards: [
            // The machine lays out facts; a report that holds nothing else has been written by it alone.
            .never("social-report.own-words", entering: ["sent"]) { situation in
                let facts = situation.plain("facts")
                let assessment = situation.plain("assessment")
                return facts.isEmpty || (!assessment.isEmpty && assessment != facts)
            },
            // A notice goes by the register, and PSP-K is the group of the adult's municipality: nobody writes a place there that
            // may be protected.
            .requires("social-report.recipient", entering: ["sent"]) { situation in
                targets.contains(situation.text("leads_to")) || situation.isSet("recipient_authority")
            },
            // No notice about a child is left unsent without somebody saying why.
            .requires("social-report.led-on", entering: ["closed"]) { situation in
                !targets.contains(situation.text("leads_to")) || situation.isSet("not_led_reason")
                    || situation.file.events.contains { $0.records(ledOn) }
            },
            .never("social-report.psp-k-adult", entering: ["sent"]) { situation throws(LawBook.MissingRule) in
                let day = situation.at.day
                guard situation.text("leads_to") == "psp-k", let birth = situation.file.subject?.birthDate,
                    let age = Age.years(bornOn: birth, on: day)
                else { return true }
                return age >= (try situation.number("psp-k.adult-age", on: day))
            },
        ],
        figures: [
            .casesReaching("sent", id: "social-reports", sums: [.init(of: "social-reports-from-screening")]),
            .share(of: ["sent"], id: "social-reports-from-screening") { file, _ in file.fields["origin"] == "screening"
            },
        ],
        sharings: [
            SharingRule(
                "report", on: .entering("sent"), to: .field("recipient_authority"), named: "recipient", by: .mail,
                categories: [.identity, .family, .incidents, .socialProblems],
                basis: { situation throws(LawBook.MissingRule) in
                    // The notice that it leads to is what goes out, and has a record of its own; so has each item of PSP-K.
                    if targets.contains(situation.text("leads_to")) { return nil }
                    return try situation.isSubjectOfAge("psp-k.adult-age") ? .psp : .notification
                })
        ]
    )

    /// The entry that says that a report has led to what it was to lead to.
    public static let ledOn = "led-on"

    /// What it may be to lead to: `ReportLead.Target`.
    private static let targets = ["notice", "psp-k"]

    private static let writers: [Role] = [.officer, .secretariat, .screener, .sectorLeader, .leader]
}
