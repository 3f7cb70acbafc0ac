extension Programme {
    /// Tvangsindlæggelse: the police assist when somebody is admitted to psychiatry by force (psykiatriloven §§ 6-9).
    ///
    /// Red paper: danger, within 24 hours of the doctor's examination; yellow: treatment, within seven days. No diagnosis is
    /// stored: neither the form nor its steps have free text. The papers run out by law, whatever the reason for a delay.
    static let forcedAdmission = Programme(
        code: "forced-admission",
        prefix: "TVA",
        subject: .person,
        regime: .led,
        legalBasis: ["Psykiatriloven §§ 6-9"],
        retention: "retention.forced-admission",
        visibility: .handlers,
        takesNotes: false,
        form: [
            Field("colour", .choice(["red", "yellow"]), required: true),
            Field("examined_at", .moment, atOpening: true),
            Field("outcome", .choice(["admitted", "left-to-doctor", "not-found", "expired"])),
        ],
        stages: ["requested", "completed", "not-completed"],
        transitions: [
            Transition(["requested"], to: "completed", by: assisting, requires: ["examined_at", "outcome"]),
            Transition(["requested"], to: "not-completed", by: assisting, requires: ["outcome"]),
        ],
        clocks: [
            Clock(
                "red-paper", starts: .field("examined_at"), length: .rule("forced-admission.red"), stops: ends,
                onlyWhen: .init(field: "colour", value: "red"), warning: "clock.warning-hours", mayPause: false),
            Clock(
                "yellow-paper", starts: .field("examined_at"), length: .rule("forced-admission.yellow"), stops: ends,
                onlyWhen: .init(field: "colour", value: "yellow"), warning: "clock.warning-hours", mayPause: false),
        ],
        guards: [
            .requires("forced-admission.outcome", entering: ends) { situation in
                situation.text("outcome").isEmpty
                    || (situation.text("outcome") == "admitted") == (situation.entering == "completed")
            },
            .never("forced-admission.too-late", entering: ["completed"]) { situation throws(LawBook.MissingRule) in
                guard let examined = Instant(situation.text("examined_at")) else { return true }
                // Of a date alone nobody knows the time of day: the examination may have been at its end.
                let latest =
                    situation.date("examined_at")?.description == situation.text("examined_at")
                    ? Instant(endOf: examined.day) : examined
                let rule = situation.text("colour") == "red" ? "forced-admission.red" : "forced-admission.yellow"
                let limit = try situation.law.rule(rule, on: examined.day)
                return situation.at.isNotClearly(before: examined)
                    && situation.at
                        <= Clock.deadline(
                            limit, from: latest, pauses: .none, situation.law.workingDays)
            },
        ],
        figures: [.casesReaching("completed", id: "forced-admissions")]
    )

    private static let ends: [Stage] = ["completed", "not-completed"]
    private static let assisting: [Role] = [.officer, .secretariat, .sectorLeader]
}
