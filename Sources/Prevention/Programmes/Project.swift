extension Programme {
    /// Projekt: a partnership for a time, such as Vejen Videre in Greve for those from 15 to 29, to the end of 2028. Partners
    /// and milestones are entries; whoever takes part does so by a recorded consent (databeskyttelsesforordningen Art. 6(1)(a)
    /// and 7), and may take it back, also when the project is over. Whoever is asked is a contact until they have consented; with
    /// the consent they take it back, and are no participant any more.
    static let project = Programme(
        code: "project",
        prefix: "PRO",
        subject: .none,
        regime: .gdpr,
        partyRoles: [.participant, .contact],
        legalBasis: ["Databeskyttelsesforordningen art. 6, stk. 1, litra a, og art. 7 (samtykke)"],
        retention: "retention.project",
        visibility: .handlers,
        form: [
            Field("name", .text, required: true),
            Field("aim", .longText, required: true),
            Field("age_from", .number(0...120), atOpening: true),
            Field("age_to", .number(0...120), atOpening: true),
            Field("ends_on", .date, required: true),
            Field("funding", .text, atOpening: true),
            Field("result", .longText),
        ],
        stages: ["planned", "active", "ended"],
        transitions: [
            Transition(["planned"], to: "active", by: managers),
            Transition(["planned", "active"], to: "ended", by: managers, requires: ["result"]),
        ],
        entries: [
            EntryKind(
                "partner", during: ["planned", "active"], by: managers,
                fields: [
                    Field("partner_name", .text, required: true),
                    Field(
                        "partner_kind",
                        .choice(["municipality", "housing", "school", "association", "business", "foundation", "other"]
                        ),
                        required: true),
                    Field("partner_gives", .longText),
                ]),
            EntryKind(
                "milestone", during: ["planned", "active"], by: managers,
                fields: [
                    Field("milestone_what", .text, required: true),
                    Field("milestone_due", .date),
                    Field("milestone_state", .choice(["planned", "reached", "moved", "dropped"]), required: true),
                ]),
            EntryKind(
                "consent", during: ["planned", "active"], by: managers,
                fields: [
                    Field("consent_of", .party, required: true, ofThirdParty: true),
                    Field("consent_on", .date, required: true),
                    Field("consent_by", .choice(["self", "custody-holder"]), required: true),
                    Field("consent_form", .choice(["written", "digital"]), required: true),
                    Field("consent_kept", .text, required: true),
                ],
                guards: [
                    .requires("project.consent-of") { situation in
                        situation.file.parties.contains { $0.reference == situation.text("consent_of") }
                    },
                    .requires("project.consent-later") { situation in
                        situation.date("consent_on").map { $0 <= situation.at.day } ?? true
                    },
                ]),
            EntryKind(
                "consent-withdrawn", during: ["planned", "active", "ended"], by: managers,
                fields: [
                    Field("withdrawn_of", .party, required: true, ofThirdParty: true),
                    Field("withdrawn_kept", .text, required: true),
                ],
                guards: [
                    .requires("project.no-consent") { situation in
                        hasConsented(situation.text("withdrawn_of"), situation.file)
                    }
                ], takesOut: .init(field: "withdrawn_of", role: .participant)),
        ],
        clocks: [
            Clock(
                "end", starts: .firstOf(["active"]), length: .untilField("ends_on"), stops: ["ended"],
                warning: "project.end-reminder")
        ],
        guards: [
            .requires("project.partner", entering: ["active"]) { situation in
                !situation.entries("partner").isEmpty
            },
            .requires("project.over", entering: ["planned", "active"]) { situation in
                situation.date("ends_on").map { $0 > situation.at.day } ?? true
            },
            .requires("project.ages") { situation in
                guard let from = Int(situation.text("age_from")), let to = Int(situation.text("age_to")) else {
                    return true
                }
                return from <= to
            },
        ],
        partyGuards: [
            .never("project.consent") { situation in
                situation.file.parties.filter { $0.role == .participant }.allSatisfy {
                    hasConsented($0.reference, situation.file)
                }
            },
            .never("project.never-of-age") { situation in
                situation.file.parties.filter { $0.role == .participant }.allSatisfy { mayTakePart($0, situation) }
            },
        ],
        figures: []
    )

    private static let managers: [Role] = [.secretariat, .sectorLeader, .leader]

    /// Whether somebody's latest word is a consent.
    private static func hasConsented(_ reference: String, _ file: CaseFile) -> Bool {
        for event in file.events.reversed() {
            guard case .recorded(let code, let fields) = event.kind else { continue }
            if code == "consent", fields["consent_of"] == reference { return true }
            if code == "consent-withdrawn", fields["withdrawn_of"] == reference { return false }
        }
        return false
    }

    /// Whether somebody has the age of the project on some day of it. Where a date is not known, nobody is turned away.
    private static func mayTakePart(_ party: Party, _ situation: Situation) -> Bool {
        guard let birth = party.birthDate, let opened = situation.file.openedAt?.day,
            let ends = situation.date("ends_on"), let least = Age.years(bornOn: birth, on: opened),
            let most = Age.years(bornOn: birth, on: ends)
        else { return true }
        let from = Int(situation.text("age_from")) ?? 0
        let to = Int(situation.text("age_to")) ?? .max
        return most >= from && least <= to
    }
}
