extension Programme {
    /// UKN-screening: the police screen cases of children and young people for the Youth Crime Board
    /// (*Ungdomskriminalitetsnævnet*; lov om bekæmpelse af ungdomskriminalitet).
    ///
    /// Ages are taken at the offence: 10–14 are suspected and may be referred; 15–17 are charged and go with the
    /// prosecution. Every referral is a person's step; nothing here refers by itself.
    static let youthCrimeBoard = Programme(
        code: "ukn",
        prefix: "UKN",
        subject: .person,
        regime: .led,
        legalBasis: ["Lov om bekæmpelse af ungdomskriminalitet §§ 1-4 og 10-16"],
        retention: "retention.ukn",
        outcomes: [.ended(in: "screened-out", "retention.ukn-screened-out")],
        offenceDay: "offence_date",
        form: [
            Field("offence_date", .date, required: true),
            Field("category", .choice(["person-dangerous", "other-serious", "none"]), atOpening: true),
            Field("special_risk_reason", .longText),
            Field("board_composition", .text),
            Field("board_judge", .text),
            Field("board_municipal_member", .text),
            Field("board_police_member", .text),
            Field("screening_officer", .text),
            Field("outcome", .choice(["immediate-reaction", "improvement-course", "none"])),
            Field("course_end", .date),
            Field("course_exception_reason", .longText),
        ],
        stages: [
            "registered", "screened-out", "assessed", "referred", "with-prosecution", "board", "supervision", "closed",
        ],
        transitions: [
            Transition(["registered"], to: "screened-out", by: screeners, asks: ["category"]),
            Transition(
                ["registered"], to: "assessed", by: screeners, asks: ["special_risk_reason"],
                requires: ["category", "screening_officer"]),
            Transition(["assessed"], to: "referred", by: screeners),
            Transition(["assessed"], to: "with-prosecution", by: screeners),
            Transition(["assessed"], to: "screened-out", by: screeners),
            Transition(
                ["referred", "with-prosecution"], to: "board", by: screeners,
                asks: ["board_judge", "board_municipal_member"],
                requires: ["board_composition", "board_police_member"]),
            Transition(
                ["board"], to: "supervision", by: screeners, asks: ["course_exception_reason"],
                requires: ["outcome", "course_end"]),
            Transition(["board"], to: "closed", by: screeners, requires: ["outcome"]),
            Transition(["with-prosecution", "supervision"], to: "closed", by: screeners),
        ],
        clocks: [
            Clock(
                "police-processing", starts: .stage("registered"), length: .rule("ukn.police-processing"),
                stops: ["screened-out", "referred", "with-prosecution"]),
            Clock(
                "municipal-report", starts: .firstOf(["referred", "board"]), length: .rule("ukn.municipal-report"),
                stops: ["board", "supervision", "closed"]),
            Clock(
                "board-decision", starts: .firstOf(["referred", "board"]), length: .rule("ukn.board-decision"),
                stops: ["supervision", "closed"]),
            // The improvement course ends, and with it the supervision.
            Clock("course-end", starts: .stage("supervision"), length: .untilField("course_end"), stops: ["closed"]),
        ],
        guards: [
            .never("ukn.refer-age", entering: ["referred"], ofFacts: true) { situation throws(LawBook.MissingRule) in
                try ageAtOffence(situation, isFrom: "ukn.referral-age-from", below: "ukn.charge-age-from")
            },
            .never("ukn.prosecution-age", entering: ["with-prosecution"], ofFacts: true) {
                situation throws(LawBook.MissingRule) in
                try ageAtOffence(situation, isFrom: "ukn.charge-age-from", below: "ukn.adult-age-from")
            },
            .never("ukn.no-category", entering: ["referred", "with-prosecution"]) { situation in
                situation.text("category") == "person-dangerous" || situation.text("category") == "other-serious"
            },
            .never("ukn.special-risk", entering: ["assessed", "referred", "with-prosecution"]) { situation in
                situation.text("category") != "other-serious" || situation.isSet("special_risk_reason")
            },
            .never("ukn.offence-after-registration") { situation in
                guard let offence = situation.date("offence_date"), let opened = situation.file.openedAt else {
                    return true
                }
                return offence <= opened.day
            },
            .never("ukn.board-composition", entering: ["board"]) { situation in
                let members = ["board_police_member", "board_judge", "board_municipal_member"].map {
                    situation.plain($0)
                }
                let officer = situation.plain("screening_officer")
                return officer.isEmpty || !members.contains(officer)
            },
            .requires("ukn.supervision-outcome", entering: ["supervision"]) { situation in
                situation.text("outcome") != "none"
            },
            .never("ukn.course-end", entering: ["supervision"]) { situation in
                situation.date("course_end").map { $0 > situation.at.day } ?? true
            },
            .never("ukn.course-length", entering: ["supervision"]) { situation throws(LawBook.MissingRule) in
                guard let end = situation.date("course_end") else { return true }
                let start = situation.at.day
                let usual = start.adding(years: try situation.number("ukn.course-years", on: start))
                let most = start.adding(years: try situation.number("ukn.course-years-exceptional", on: start))
                return end <= usual || (end <= most && situation.isSet("course_exception_reason"))
            },
        ],
        wordings: [
            // Under the age of criminal responsibility there is no charge (straffeloven § 15): a child is suspected.
            Wording("ukn.under-15-charged") { text, file, law throws(LawBook.MissingRule) in
                guard let offence = LocalDate(file.fields["offence_date"] ?? ""),
                    let birth = file.subject?.birthDate, let age = Age.years(bornOn: birth, on: offence)
                else { return true }
                return age >= (try law.value(Wording.chargeAge, on: offence)) || Wording.charge(in: text) == nil
            }
        ],
        figures: [screened, screenedBySex, personsBySex, onTime, byMunicipality],
        suggestions: [.youthTrack],
        feedsCriminalCase: true
    )

    private static let screeners: [Role] = [.boardCoordinator, .officer, .secretariat, .sectorLeader]

    private static func ageAtOffence(
        _ situation: Situation, isFrom lower: String, below upper: String
    ) throws(LawBook.MissingRule) -> Bool {
        guard let offence = situation.date("offence_date"), let birth = situation.file.subject?.birthDate,
            let age = Age.years(bornOn: birth, on: offence)
        else { return false }
        let from = try situation.number(lower, on: offence)
        let below = try situation.number(upper, on: offence)
        return age >= from && age < below
    }
}

// MARK: - Figures

/// Age of the subject at the offence; `nil` when one of the two dates is missing.
private func age(_ file: CaseFile) -> Int? {
    guard let offence = LocalDate(file.fields["offence_date"] ?? ""), let birth = file.subject?.birthDate else {
        return nil
    }
    return Age.years(bornOn: birth, on: offence)
}

private func wasRegistered(_ file: CaseFile, in year: FigureYear) -> Bool {
    file.openedAt.map(year.contains) ?? false
}

/// `under-15` or `from-15`, with the age of criminal responsibility in force at the offence.
private func ageGroup(_ file: CaseFile, _ year: FigureYear) throws(LawBook.MissingRule) -> String? {
    guard let offence = LocalDate(file.fields["offence_date"] ?? ""), let age = age(file) else { return nil }
    return age < (try year.law.value("ukn.charge-age-from", on: offence)) ? "under-15" : "from-15"
}

private func sexGroup(_ file: CaseFile) -> String? {
    switch file.subject?.sex {
    case .male: return "male"
    case .female: return "female"
    default: return nil
    }
}

/// The cells of `ukn-by-municipality` that part the cases of an age group among them; "sent" counts some of them again.
private func categories(of group: String) -> [Figure.Cell] {
    columns(["person-dangerous", "other-serious", "none"], of: group)
}

private func columns(_ names: [String], of group: String) -> [Figure.Cell] {
    ["own", "other"].flatMap { place in names.map { .init(variant: place + "/" + $0, group: group) } }
}

private let screened = Figure(
    "ukn-screened", unit: .cases,
    cells: [.init(), .init(group: "under-15"), .init(group: "from-15")],
    sums: [
        .init(of: "ukn-screened-by-sex", [.init(group: "male"), .init(group: "female")]),
        .init(.init(group: "under-15"), of: "ukn-by-municipality", categories(of: "under-15")),
        .init(.init(group: "from-15"), of: "ukn-by-municipality", categories(of: "from-15")),
    ],
    source: .cases { file, year throws(LawBook.MissingRule) in
        guard wasRegistered(file, in: year) else { return [] }
        let groups = [nil] + [try ageGroup(file, year)].compactMap { $0 }.map(Optional.some)
        return groups.map {
            Figure.Count(.init(group: $0), key: .init(file.id), municipality: file.municipality)
        }
    })

private let screenedBySex = Figure(
    "ukn-screened-by-sex", unit: .cases,
    cells: [.init(group: "male"), .init(group: "female")],
    source: .cases { file, year in
        guard wasRegistered(file, in: year), let group = sexGroup(file) else { return [] }
        return [.init(.init(group: group), key: .init(file.id), municipality: file.municipality)]
    })

private let personsBySex = Figure(
    "ukn-persons-by-sex", unit: .persons,
    cells: [.init(group: "male"), .init(group: "female")],
    source: .cases { file, year in
        guard wasRegistered(file, in: year), let group = sexGroup(file), let subject = file.subject else { return [] }
        return [.init(.init(group: group), key: .init(subject.person), municipality: file.municipality)]
    })

private let onTimeGroups = ["10-14", "15-17", "all"]

/// Three variants, never printed unlabelled: `decided` counts clocks that stopped in the year, carried-over cases included;
/// `registered` only those that started in the year too; `overdue` counts what still runs past its deadline at year end, or now where the year is not over.
private let onTime = Figure(
    "ukn-on-time", unit: .share, privacy: .counts,
    cells: ["decided", "registered", "overdue"].flatMap { variant in
        onTimeGroups.map { .init(variant: variant, group: $0) }
    },
    countedVariants: ["overdue"],
    source: .cases { file, year throws(LawBook.MissingRule) in
        guard let clock = file.programme.clock("police-processing"),
            let reading = try clock.reading(of: file, now: year.asOf, law: year.law)
        else { return [] }
        var variants: [(name: String, isMet: Bool)] = []
        if let stopped = reading.stoppedAt, let inTime = reading.wasInTime, year.contains(stopped) {
            variants.append(("decided", inTime))
            if year.contains(reading.startedAt) { variants.append(("registered", inTime)) }
        } else if reading.state == .overdue {
            variants.append(("overdue", true))
        }
        var groups = ["all"]
        if let age = age(file) {
            if (10...14).contains(age) { groups.append("10-14") }
            if (15...17).contains(age) { groups.append("15-17") }
        }
        return variants.flatMap { variant in
            groups.map {
                .init(
                    .init(variant: variant.name, group: $0), key: .init(file.id), isMet: variant.isMet,
                    municipality: file.municipality)
            }
        }
    })

/// The report's four tables: own and other municipalities × under and from 15; within each, cases by category and those
/// sent to the board or the prosecution, broken down by municipality.
private let byMunicipality = Figure(
    "ukn-by-municipality", unit: .cases,
    cells: ["own", "other"].flatMap { place in
        ["under-15", "from-15"].flatMap { group in
            ["person-dangerous", "other-serious", "none", "sent"].map { .init(variant: place + "/" + $0, group: group) }
        }
    },
    source: .cases { file, year throws(LawBook.MissingRule) in
        guard wasRegistered(file, in: year), let group = try ageGroup(file, year) else { return [] }
        let place = year.ownMunicipalities.contains(file.municipality) ? "own" : "other"
        var columns = [file.fields["category"] ?? "none"]
        let sent = file.firstStep(into: "referred") ?? file.firstStep(into: "with-prosecution")
        if sent != nil { columns.append("sent") }
        return columns.map {
            .init(
                .init(variant: place + "/" + $0, group: group), key: .init(file.id), municipality: file.municipality)
        }
    })
