extension Programme {
    /// Samarbejde med boligselskab: work for safety in a housing area together with its association, the ministry's lists of
    /// areas, and what the police disclose to the association about residents.
    ///
    /// Almenboligloven § 63 d allows the police to disclose criminal *decisions* only, on acts committed in the area, with
    /// effect in it or against an employee, and where an existing effort for safety needs it. By its preparatory works
    /// (L 45, 2013-14), matters over two years old are left out as a rule.
    public static let housing = Programme(
        code: "housing",
        prefix: "BOL",
        subject: .none,
        regime: .led,
        partyRoles: [.resident, .contact],
        legalBasis: ["Almenboligloven § 61 a og § 63 d"],
        retention: "retention.housing",
        visibility: .handlers,
        // A note could hold a suspicion.
        takesNotes: false,
        form: [
            Field("area", .text, required: true),
            Field("association", .text, required: true),
            Field("position", .position, atOpening: true),
            Field("occasion", .longText, atOpening: true),
            Field("effort", .longText),
            Field("effort_since", .date),
            Field("result", .longText),
        ],
        stages: ["open", "acting", "closed"],
        transitions: [
            Transition(["open"], to: "acting", by: partners, requires: ["effort", "effort_since"]),
            Transition(["open", "acting"], to: "closed", by: partners, requires: ["result"]),
        ],
        entries: [
            EntryKind(
                "ministry-list", during: ["open", "acting"], by: partners,
                fields: [
                    Field(
                        "list_kind",
                        .choice(["prevention-area", "exposed-area", "parallel-society", "transformation-area"]),
                        required: true),
                    Field("list_date", .date, required: true),
                    Field("list_status", .choice(["on", "off"]), required: true),
                ],
                guards: [
                    .never("housing.list-not-yet") { situation in
                        guard situation.text("list_kind") == "prevention-area", let day = situation.date("list_date")
                        else { return true }
                        return situation.law.isInForce("housing.prevention-area", on: day)
                    }
                ]),
            EntryKind(
                "effort-status", during: ["acting"], by: partners,
                fields: [Field("status_text", .longText, required: true)]),
            EntryKind("disclosure", during: ["acting"], by: partners, fields: disclosed, guards: limits),
        ],
        clocks: [
            Clock(
                "list-renewal", starts: .entry("ministry-list"), length: .rule("housing.list-renewal"),
                stops: ["closed"], stopEntries: ["ministry-list"], warning: "housing.list-reminder", mayPause: false)
        ],
        guards: [
            .requires("housing.effort-begun", entering: ["acting"]) { situation in
                situation.date("effort_since").map { $0 <= situation.at.day } ?? true
            }
        ],
        figures: [],
        sharings: [
            // The association has no account here: it gets it by secure mail.
            SharingRule(
                "disclosure", on: .entry("disclosure"), to: .authority("housing"), named: "disclosed_to",
                about: .party(field: "disclosed_about", role: .resident), by: .mail, necessity: "why_needed",
                parts: { [.init(.identity), .init(.criminalDecision, detail: $0.text("decision_reference"))] },
                basis: { _ in .housing })
        ]
    )

    private static let partners: [Role] = [.secretariat, .sectorLeader, .leader]

    private static let disclosed = [
        Field("disclosed_kind", .choice(["judgment", "accepted-fine", "charge", "suspicion"]), required: true),
        Field("decision_reference", .text, required: true),
        Field("offence_on", .date, required: true),
        Field("decided_on", .date, required: true),
        Field(
            "offence_where", .choice(["in-area", "effect-in-area", "against-employee", "elsewhere"]), required: true),
        Field("effect_reason", .longText),
        Field("why_needed", .longText, required: true),
        Field("old_reason", .longText),
        Field("on_request", .flag, onlyUnder: "housing.on-request"),
        Field("disclosed_to", .text, required: true),
        Field("disclosed_about", .party, ofThirdParty: true),
    ]

    private static let limits: [Guard] = [
        .never("housing.before-the-act") { situation in
            situation.law.isInForce("housing.disclosure", on: situation.at.day)
        },
        .never("housing.no-decision") { situation in
            situation.text("disclosed_kind") == "judgment" || situation.text("disclosed_kind") == "accepted-fine"
        },
        .never("housing.elsewhere") { situation in
            switch situation.text("offence_where") {
            case "in-area", "against-employee": return true
            case "effect-in-area": return situation.isSet("effect_reason")
            default: return false
            }
        },
        .never("housing.no-effort") { situation in
            LocalDate(situation.file.fields["effort_since"] ?? "").map { $0 <= situation.at.day } ?? false
        },
        .never("housing.dates") { situation in
            guard let offence = situation.date("offence_on"), let decided = situation.date("decided_on") else {
                return false
            }
            return offence <= decided && decided <= situation.at.day
        },
        .never("housing.too-old") { situation throws(LawBook.MissingRule) in
            guard let offence = situation.date("offence_on"), !situation.isSet("old_reason"),
                situation.law.isInForce("housing.matter-years", on: situation.at.day)
            else { return true }
            let years = try situation.number("housing.matter-years", on: situation.at.day)
            return offence.adding(years: years) >= situation.at.day
        },
        // Whom it is about stands in the register and is a party: what was given out on somebody must be found again.
        .never("housing.nobody") { situation in
            situation.file.parties.contains { $0.role == .resident }
        },
        .requires("housing.which-resident") { situation in
            let isAnybody = situation.file.parties.contains { $0.role == .resident }
            return !isAnybody || situation.file.party(named: situation.text("disclosed_about"), .resident) != nil
        },
    ]
}
