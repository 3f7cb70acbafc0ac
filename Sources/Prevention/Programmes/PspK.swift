extension Programme {
    /// PSP-K-forløb: police, social authorities, psychiatry and the prison service help a socially exposed adult
    /// (retsplejelovens § 115, stk. 1, nr. 2 and 3).
    ///
    /// Monitored persons stay minimal; somebody is selected by a person, with a reason. Persons and discussions are counted
    /// apart. No count is ever a score.
    public static let pspK = Programme(
        code: "psp-k",
        prefix: "PSP",
        subject: .person,
        regime: .led,
        legalBasis: ["Retsplejeloven § 115, stk. 1, nr. 2 og 3"],
        retention: "retention.psp-k",
        outcomes: [.never(in: "selected", "retention.psp-k-monitored")],
        lapse: Lapse(of: "monitored", after: "monitoring"),
        visibility: .handlers,
        // Persons who are only monitored stay minimal, and with the police. The others are opened to the practice group for a
        // meeting, with a record of it.
        shares: [Share(.pspkMember, during: ["selected", "discussed", "follow-up"], onAgenda: true)],
        form: [
            Field("selected_by", .text),
            Field("selection_reason", .longText),
            Field("prison_service_basis", .choice(["item-3", "item-2-assessment"])),
            Field("prison_service_assessment", .longText),
            Field("actions", .longText),
        ],
        stages: ["monitored", "selected", "discussed", "follow-up", "closed"],
        transitions: [
            Transition(["monitored"], to: "selected", by: members, requires: ["selected_by", "selection_reason"]),
            Transition(["monitored"], to: "closed", by: members),
            Transition(
                ["selected", "discussed", "follow-up"], to: "discussed", by: members + group,
                asks: ["actions", "prison_service_basis", "prison_service_assessment"]),
            Transition(["discussed"], to: "follow-up", by: members + group, asks: ["actions"]),
            Transition(["discussed", "follow-up"], to: "closed", by: members),
        ],
        clocks: [
            // Whoever is only followed is selected or let go.
            Clock(
                "monitoring", starts: .stage("monitored"), length: .rule("psp-k.monitoring"),
                stops: ["selected", "closed"])
        ],
        guards: [
            .requires("psp-k.adult", entering: ["monitored", "selected"]) { situation throws(LawBook.MissingRule) in
                let day = situation.at.day
                guard let birth = situation.file.subject?.birthDate, let age = Age.years(bornOn: birth, on: day) else {
                    return true
                }
                return age >= (try situation.number("psp-k.adult-age", on: day))
            },
            .requires("psp-k.prison-service", entering: ["discussed"]) { situation in
                situation.text("prison_service_basis") != "item-2-assessment"
                    || situation.isSet("prison_service_assessment")
            },
        ],
        wordings: [
            // Whoever was never selected: no note, document, task or reason describes them.
            Wording("psp-k.monitored-minimal") { text, file, _ in
                text.isEmpty || file.firstStep(into: "selected") != nil
            }
        ],
        figures: [
            monitoredIncidents, monitoredPersons, .subjectsReaching("selected", id: "psp-k-selected"), discussions,
            openFollowUps, allSharings,
        ],
        isUnderSection115: true
    )

    private static let members: [Role] = [.secretariat, .officer, .sectorLeader]
    /// The practice group records what it has agreed; whom it discusses, the police select.
    private static let group: [Role] = [.pspkMember]
}

private let monitoredIncidents = Figure(
    "psp-k-incidents", unit: .incidents,
    source: .incidents { incident, year in
        guard year.contains(incident.day) else { return [] }
        return [.init(key: .init(incident.id), municipality: incident.municipality)]
    })

private let monitoredPersons = Figure(
    "psp-k-persons", unit: .persons,
    source: .incidents { incident, year in
        guard year.contains(incident.day) else { return [] }
        return incident.participants.filter(\.role.isRisk).map {
            .init(key: .init($0.person), municipality: incident.municipality)
        }
    })

/// Courses in follow-up at the end of the year, or now.
private let openFollowUps = Figure(
    "psp-k-open-follow-ups", unit: .cases,
    source: .cases { file, year in
        guard file.stage(at: year.asOf) == "follow-up" else { return [] }
        return [.init(key: .init(file.id), municipality: file.municipality)]
    })

private let discussions = Figure.steps(into: "discussed", id: "psp-k-discussions")

/// Every sharing of the year, by what it rests on and what came of it; the report has it beside the cooperation that shares most.
private let allSharings = Figure(
    "disclosures", unit: .disclosures, privacy: .counts,
    cells: Basis.allCases.flatMap { basis in
        Disclosure.Outcome.allCases.map { .init(variant: basis.rawValue, group: "sharing-" + $0.rawValue) }
    },
    source: .disclosures { record, year in
        guard year.contains(record.at) else { return [] }
        return [
            .init(
                .init(variant: record.basis.rawValue, group: "sharing-" + record.outcome.rawValue),
                key: .init(record.id),
                municipality: record.municipality)
        ]
    })
