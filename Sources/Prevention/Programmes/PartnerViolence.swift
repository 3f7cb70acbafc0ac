extension Programme {
    /// Vold i nære relationer: the Specialised Team follows a case of violence in close relations; the Køge model brings
    /// police and municipality together around it (retsplejelovens § 115). The municipality learns of a case once it is on the
    /// agenda of the forum, so what the two agree on is recorded from there; what the team does by itself is an entry.
    ///
    /// Several kinds may apply at once. The hospitals find violence early in pregnancy; they bring a case in with the
    /// woman's consent or as a notification, on no other basis.
    public static let partnerViolence = Programme(
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
            Field("kinds", .choices(kinds), required: true),
            Field("origin", .choice(["incident", "own-contact", "hospital", "municipality", "other"]), required: true),
            Field("in_pregnancy", .flag, atOpening: true),
            Field("hospital_basis", .choice(["consent", "notification"]), atOpening: true),
            // Was a flag, stored as `yes`: a case without an answer has not been answered.
            Field("not_known_to_municipality", .choice(knowledge), atOpening: true),
            Field("situation", .longText, atOpening: true),
            Field("children_notified", .choice(["no-children", "notice-sent", "known-already"])),
            Field("forum", .choice(["koege-model", "municipal-forum"])),
            Field("forum_reason", .longText),
            Field("measures", .choices(measures)),
            Field("measures_note", .longText),
            Field("follow_up_note", .longText),
            Field("result", .choice(results)),
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
                ]),
            // The municipality is the one that knows.
            EntryKind(
                "municipality-answer", during: ["forum", "measures"], by: violenceTeam + [.socialWorker],
                fields: [Field("not_known_answer", .choice(knowledge), required: true)]),
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
        figures: koegeFigures,
        sharings: [
            SharingRule(
                "forum", on: .entering("forum"), to: .municipality, by: .kreds, necessity: "forum_reason",
                categories: [.identity, .family, .incidents],
                basis: { situation throws(LawBook.MissingRule) in
                    // Grown-ups as socially exposed persons, children and young people in SSP.
                    try situation.isSubjectOfAge("psp-k.adult-age") ? .psp : .ssp
                }),
            // The police may write down what they were told.
            SharingRule(
                "answer", on: .entry("municipality-answer"), to: .authority("police"), by: .kreds,
                categories: [.identity, .socialProblems],
                basis: { situation throws(LawBook.MissingRule) in
                    try situation.isSubjectOfAge("psp-k.adult-age") ? .psp : .ssp
                }),
            SharingRule(
                "hospital", on: .entering("open"), giver: "hospitals", to: .authority("police"), by: .mail,
                categories: [.identity, .contact, .health],
                basis: { situation in
                    situation.text("origin") == "hospital" && situation.text("hospital_basis") == "consent"
                        ? .consent : nil
                }),
            // Without a consent it is told the police for what weighs more than secrecy, and never on the notice: that goes to
            // the municipality.
            SharingRule(
                "hospital-police", on: .entering("open"), giver: "hospitals", to: .authority("police"), by: .mail,
                categories: [.identity, .contact, .health],
                basis: { situation in
                    situation.text("origin") == "hospital" && situation.text("hospital_basis") == "notification"
                        ? .health : nil
                }),
            SharingRule(
                "hospital-notice", on: .entering("open"), giver: "hospitals", to: .municipality, by: .mail,
                categories: [.identity, .contact, .health],
                basis: { situation in
                    situation.text("origin") == "hospital" && situation.text("hospital_basis") == "notification"
                        ? .notification : nil
                }),
        ]
    )

    private static let knowledge = KoegeModel.Knowledge.allCases.map(\.rawValue)
    private static let kinds = [
        "physical", "psychological", "economic", "sexual", "negative-social-control", "stalking", "honour",
    ]
    private static let results = ["violence-stopped", "handed-over", "no-contact", "declined"]

    private static let measures = [
        "safety-plan", "alarm", "crisis-centre", "restraining-order", "treatment", "victim-counselling", "other",
    ]
    private static let violenceTeam: [Role] = [.specialisedTeam, .secretariat, .sectorLeader, .leader]
}

// MARK: - Figures of the evaluation

extension Programme {
    private static let koegeFigures: [Figure] = [
        .casesReaching("forum", id: "koege-forum-cases"), koegeAnswered, koegeNotKnown, koegeKinds, koegeResults,
    ]

    /// Its whole is the number of cases in the forum, which stands beside it.
    private static let koegeAnswered = Figure(
        "koege-answered", unit: .share, sums: [.init(of: "koege-forum-cases")],
        source: .cases { file, year in
            guard file.reached("forum", in: year) else { return [] }
            let isMet = KoegeModel.knowledge(of: file) != nil
            return [.init(key: .init(file.id), isMet: isMet, municipality: file.municipality)]
        })

    /// Of those of which the municipality could tell.
    private static let koegeNotKnown = Figure(
        "koege-not-known", unit: .share,
        source: .cases { file, year in
            guard file.reached("forum", in: year), let answer = KoegeModel.knowledge(of: file), answer != .unknown
            else {
                return []
            }
            return [
                .init(key: .init(file.id), isMet: answer == .notKnown, municipality: file.municipality)
            ]
        })

    /// One case may be of several kinds, so they do not add up.
    private static let koegeKinds = Figure(
        "koege-kinds", unit: .cases, cells: kinds.map { .init(group: $0) },
        source: .cases { file, year in
            guard file.reached("forum", in: year) else { return [] }
            return Field.chosen(file.fields["kinds"] ?? "").map {
                .init(.init(group: $0), key: .init(file.id), municipality: file.municipality)
            }
        })

    private static let koegeResults = Figure(
        "koege-results", unit: .cases, cells: results.map { .init(group: $0) },
        source: .cases { file, year in
            guard file.reached("closed", in: year), file.firstStep(into: "forum") != nil,
                let result = file.fields["result"], !result.isEmpty
            else { return [] }
            return [.init(.init(group: result), key: .init(file.id), municipality: file.municipality)]
        })
}

extension CaseFile {
    fileprivate func reached(_ stage: Stage, in year: FigureYear) -> Bool {
        steps(into: stage).contains { year.contains($0.at) }
    }
}
