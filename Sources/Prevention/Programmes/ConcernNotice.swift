extension Programme {
    /// Underretning: the notice to the municipality of a concern for a child, born or unborn (barnets lov §§ 132-137).
    ///
    /// The police only notify: whoever opens the case has sent it, and every later step is the municipality's. What it finds
    /// out about the family stays in its own record; here it says only when it received, assessed and acknowledged the notice
    /// and whether it has begun an investigation or a measure. No part of it is a number, so no score can be in it, and no
    /// party can be the suspect of anything.
    ///
    /// A notice is for those who answer for the child where it lives. To the municipality it exists from when somebody there
    /// has opened it, by name and time: before that its inbox shows a number and clocks alone (`CaseScope.inbox`). When the
    /// family moves, it enters `sent` anew: the hours and working days of the new municipality, and the time until a leader is
    /// told that nobody has opened it, begin with what it was sent, since it cannot be late with what it did not have. What
    /// came before stays in the history, and the notifier's feedback is counted from the first sending: they have waited since
    /// then (docs/decisions/0017-a-notice-follows-the-family.md).
    public static let concernNotice = Programme(
        code: "concern-notice",
        prefix: "UND",
        subject: .person,
        regime: .led,
        partyRoles: [.subject, .caregiver, .child, .contact],
        legalBasis: ["Barnets lov §§ 132-137", "Retshåndhævelsesloven § 9"],
        retention: "retention.concern-notice",
        visibility: .handlers,
        shares: [Share(.socialWorker, during: Array(noticeStages.dropFirst()))],
        openedBy: senders,
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
            // Set by the system: a municipality outside the district has no inbox here.
            Field("way", .choice(["kreds", secureMail])),
        ],
        stages: noticeStages,
        transitions: [
            Transition(["sent"], to: "received", by: municipality, ownAct: true),
            Transition(["received"], to: "assessed", by: municipality, requires: ["acute_assessment"]),
            Transition(["assessed"], to: "receipted", by: municipality),
            Transition(["receipted"], to: "answered", by: municipality, requires: ["feedback"]),
            Transition(["receipted", "answered"], to: "closed", by: municipality),
            // What went by secure mail is closed by whoever has sent it, with what came back.
            Transition(["sent"], to: "closed", by: senders, asks: ["feedback"]),
            // On to the municipality that the family has moved to. One that is answered has done what it was sent for.
            Transition(movableNoticeStages, to: "sent", by: municipality, ownAct: true),
        ],
        clocks: [
            // Nobody has opened it: a leader is told.
            Clock(
                "opening", starts: .latestOf(["sent"]), length: .rule("concern-notice.opening"), stops: ["received"],
                unless: byMail, warning: "clock.warning-hours", escalates: "concern-notice.escalation", mayPause: false),
            Clock(
                "acute", starts: .latestOf(["sent"]), length: .rule("concern-notice.acute"), stops: ["assessed"],
                unless: byMail, warning: "clock.warning-hours", escalates: "concern-notice.escalation", mayPause: false),
            Clock(
                "receipt", starts: .latestOf(["sent"]), length: .rule("concern-notice.receipt"), stops: ["receipted"],
                unless: byMail, mayPause: false),
            // The notifier has waited since it was sent first.
            Clock(
                "feedback", starts: .stage("sent"), length: .rule("concern-notice.feedback"),
                stops: ["answered", "closed"],
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
                    || situation.text("way") == secureMail
            },
            // Only the municipality closes what lies in its inbox, and it opens it first.
            Guard(
                code: "concern-notice.unopened", kind: .requirement, entering: ["closed"], isOfFacts: true,
                allows: { situation in
                    guard situation.text("way") != secureMail else { return true }
                    guard let sent = situation.file.steps(into: "sent").last?.at,
                        let opened = situation.file.steps(into: "received").last?.at
                    else { return false }
                    return opened >= sent
                }),
        ],
        wordings: [
            Wording("concern-notice.child-suspect") { text, _, _ in !Wording.callsAChildSuspect(text) }
        ],
        figures: [openedInTime, feedbackGiven, noticesAnswered, noticesByOutcome],
        goesToAddress: true,
        sharings: [
            SharingRule(
                "notice", on: .entering("sent"), to: .municipality, by: .kreds, categories: noticeCategories,
                basis: { $0.text("way") == secureMail ? nil : .notification }),
            SharingRule(
                "notice-mail", on: .entering("sent"), to: .municipality, by: .mail, categories: noticeCategories,
                basis: { $0.text("way") == secureMail ? .notification : nil }),
            SharingRule(
                "letter", on: .letter("concern-notice-municipality"), to: .municipality, by: .letter,
                categories: noticeCategories,
                basis: { _ in .notification }),
            // Where special reasons speak against it, nothing is told.
            SharingRule(
                "feedback", on: .entering("answered"), to: .authority("police"), by: .kreds, categories: [.efforts],
                basis: { situation in
                    let isTold = ["investigation", "measure", "neither"].contains(situation.text("feedback"))
                    return isTold && situation.text("notifier_kind") == "professional" ? .feedback : nil
                }),
        ]
    )

    private static let noticeCategories: [Disclosure.Category] = [.identity, .family, .socialProblems]

    /// The stages in which it follows the family when that moves.
    public static let movableNoticeStages: [Stage] = ["sent", "received", "assessed", "receipted"]

    private static let noticeStages: [Stage] = ["sent", "received", "assessed", "receipted", "answered", "closed"]
    private static let municipality: [Role] = [.socialWorker]
    private static let senders: [Role] = [
        .officer, .sectorLeader, .secretariat, .screener, .specialisedTeam, .leader,
    ]

    /// The feedback (*feedback*) that says that the family is helped: a measure has begun (*foranstaltning*, barnets lov).
    public static let measureGiven = "measure"

    /// The way (*way*) of a notice to a municipality outside the district: digital post or secure mail.
    public static let secureMail = "secure-mail"
    private static let byMail = Clock.Condition(field: "way", value: secureMail)
}

// MARK: - Figures

/// What the municipality may have answered; the last where another system did not say.
private let answers = ["investigation", "measure", "neither", "special-reasons", unstated]
private let unstated = "unstated"

/// Of the notices sent in the year, those that the municipality opened within the time after which a leader is told; and those
/// that nobody had opened at the end of it. One that was sent on is judged by the municipality that has it.
private let openedInTime = Figure(
    "notices-opened", unit: .share, cells: [.init(variant: "in-time"), .init(variant: "unopened")],
    countedVariants: ["unopened"],
    source: .cases { file, year throws(LawBook.MissingRule) in
        guard let clock = file.programme.clock("opening"),
            let reading = try clock.reading(of: file, now: year.asOf, law: year.law)
        else { return [] }
        let key = Figure.Key(file.id)
        var counts: [Figure.Count] = []
        // What may still be opened in time is judged when it no longer can.
        if year.contains(reading.startedAt), !reading.isRunning || reading.state == .overdue {
            counts.append(
                .init(
                    .init(variant: "in-time"), key: key, isMet: reading.wasInTime ?? false,
                    municipality: file.municipality))
        }
        if reading.isRunning {
            counts.append(.init(.init(variant: "unopened"), key: key, municipality: file.municipality))
        }
        return counts
    })

/// Of the notices whose professional notifier was due for feedback in the year, those that had been answered by the end of it.
private let feedbackGiven = Figure(
    "notices-feedback", unit: .share,
    source: .cases { file, year throws(LawBook.MissingRule) in
        guard let clock = file.programme.clock("feedback"),
            let reading = try clock.reading(of: file, now: year.asOf, law: year.law),
            let due = reading.dueAt, year.contains(due), due <= year.asOf
        else { return [] }
        // What went by secure mail may be closed without an answer.
        let isAnswered = file.firstStep(into: "answered") != nil || !(file.fields["feedback"] ?? "").isEmpty
        return [
            .init(
                key: .init(file.id), isMet: reading.stoppedAt != nil && isAnswered, municipality: file.municipality)
        ]
    })

private let noticesAnswered = Figure.casesReaching(
    "answered", id: "notices-answered",
    sums: [.init(of: "notices-by-outcome", answers.map { .init(group: $0) })])

/// What the municipality has told the notifier, of the notices answered in the year.
private let noticesByOutcome = Figure(
    "notices-by-outcome", unit: .cases, cells: answers.map { .init(group: $0) },
    source: .cases { file, year in
        guard file.steps(into: "answered").contains(where: { year.contains($0.at) }) else { return [] }
        let answer = file.fields["feedback"] ?? ""
        let group = answers.contains(answer) ? answer : unstated
        return [.init(.init(group: group), key: .init(file.id), municipality: file.municipality)]
    })
