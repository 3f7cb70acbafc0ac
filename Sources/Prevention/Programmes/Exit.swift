extension Programme {
    /// Exit-program: a voluntary way out of a gang or biker group, or of an extremist setting (*radikaliseringsforebyggelse*), with a written consent and a plan of its own for
    /// housing, education, work, addiction treatment, mentor and relocation.
    ///
    /// Sealed: nobody outside the team learns that a case, or the programme, is there.
    static let exit = Programme(
        code: "exit",
        prefix: "EXI",
        subject: .person,
        regime: .led,
        legalBasis: ["Retsplejeloven § 114 og § 115", "Rammemodel for exit (samtykke)"],
        retention: "retention.exit",
        visibility: .sealed,
        form: [
            Field("kind", .choice(["gang", "biker", "radicalisation"]), atOpening: true),
            Field("written_consent", .flag),
            Field("consent_date", .date),
            Field("plan_housing", .longText),
            Field("plan_education", .longText),
            Field("plan_work", .longText),
            Field("plan_addiction", .longText),
            Field("plan_mentor", .text),
            Field("plan_relocation", .longText),
            Field("drop_reason", .longText),
        ],
        stages: ["enquiry", "eligible", "agreement", "active", "completed", "dropped", "follow-up"],
        transitions: [
            Transition(["enquiry"], to: "eligible", by: [.exitTeam]),
            Transition(["eligible"], to: "agreement", by: [.exitTeam], requires: ["written_consent", "consent_date"]),
            Transition(
                ["agreement"], to: "active", by: [.exitTeam],
                asks: [
                    "plan_housing", "plan_education", "plan_work", "plan_addiction", "plan_mentor", "plan_relocation",
                ]),
            Transition(["active"], to: "completed", by: [.exitTeam]),
            Transition(
                ["enquiry", "eligible", "agreement", "active"], to: "dropped", by: [.exitTeam], asks: ["drop_reason"]),
            Transition(["completed", "dropped"], to: "follow-up", by: [.exitTeam]),
        ],
        guards: [
            .requires("exit.plan", entering: ["active"]) { situation in
                ["plan_housing", "plan_education", "plan_work", "plan_addiction", "plan_mentor", "plan_relocation"]
                    .contains { situation.isSet($0) }
            }
        ],
        figures: [
            .share(of: ["completed", "dropped"], id: "exit-completed") { file, year in
                file.steps(into: "completed").contains { year.contains($0.at) }
            }
        ]
    )
}
