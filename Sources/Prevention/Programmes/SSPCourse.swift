extension Programme {
    /// SSP-forløb: school, social services and police together around a child or young person (retsplejelovens § 115, stk. 1,
    /// nr. 1), at one of three levels.
    ///
    /// Level `build-up` (*opbyggende niveau*) is general work for whole classes and areas and holds no personal data at all;
    /// `preventive` (*forebyggende*) and `crime-preventive` (*kriminalpræventive*) are about one person.
    ///
    /// Opening and reviewing such a course gives the other side what is in it, with a record of that; it is the common work of
    /// both between the meetings (docs/decisions/0020-the-common-case-of-two-authorities.md).
    public static let sspCourse = Programme(
        code: "ssp-course",
        prefix: "SSP",
        subject: .person,
        subjectAtOpening: false,
        regime: .gdpr,
        partyRoles: [.subject, .caregiver, .contact],
        legalBasis: ["Retsplejeloven § 115, stk. 1, nr. 1", "Barnets lov, kriminalpræventiv indsats"],
        retention: "retention.ssp-course",
        visibility: .handlers,
        shares: [Share(.sspCoordinator, during: ["open", "reviewed", "closed"])],
        isAboutNobody: isBuildUp,
        form: [
            Field("level", .choice(levels), required: true),
            Field("aim", .longText, required: true),
            Field("consent", .flag, atOpening: true),
            Field("actions", .longText, atOpening: true),
            Field("review_result", .longText),
            Field("result", .choice(["aim-reached", "handed-over", "stopped"])),
        ],
        stages: ["open", "reviewed", "closed"],
        transitions: [
            Transition(
                ["open", "reviewed"], to: "reviewed", by: team, asks: ["level", "actions"], requires: ["review_result"]),
            Transition(["open", "reviewed"], to: "closed", by: team, requires: ["result"]),
        ],
        clocks: [
            Clock(
                "review", starts: .latestOf(["open", "reviewed"]), length: .rule("ssp-course.review-latest"),
                stops: ["closed"], warning: "ssp-course.review-earliest")
        ],
        guards: [
            .requires("ssp-course.subject", entering: ["open"]) { situation in
                isBuildUp(situation.file) || situation.file.subject != nil
            },
            .requires("ssp-course.municipality", entering: ["open"]) { !$0.file.municipality.isEmpty },
            .never("ssp-course.build-up-persons") { situation in
                !isBuildUp(situation.file) || situation.file.parties.isEmpty
            },
        ],
        wordings: [
            Wording("ssp-course.build-up-number") { text, file, _ in !isBuildUp(file) || !CPRNumber.isIn(text) }
        ],
        figures: [opened, reviewedInTime],
        sharings: [
            SharingRule(
                "course", on: .entering("open"), to: .across, by: .kreds, categories: shared,
                basis: { isBuildUp($0.file) ? nil : .ssp }),
            SharingRule(
                "review", on: .entering("reviewed"), to: .across, by: .kreds, categories: shared,
                basis: { isBuildUp($0.file) ? nil : .ssp }),
        ],
        isUnderSection115: true
    )

    private static let shared: [Disclosure.Category] = [.identity, .schoolWork, .socialProblems, .efforts]

    fileprivate static let courseCells = [Figure.Cell()] + levels.map { Figure.Cell(group: $0) }
    private static let levels = ["build-up", "preventive", "crime-preventive"]

    private static let team: [Role] = [.sspCoordinator, .officer, .sectorLeader, .secretariat]

    /// Also where nobody has said which level it is.
    @Sendable private static func isBuildUp(_ file: CaseFile) -> Bool {
        !["preventive", "crime-preventive"].contains(file.fields["level"] ?? "")
    }
}

// MARK: - Figures

extension Programme {
    /// Courses opened in the year, by the level that they have now.
    private static let opened = Figure(
        "ssp-courses", unit: .cases, privacy: .counts,
        cells: courseCells,
        source: .cases { file, year in
            guard let opened = file.openedAt, year.contains(opened) else { return [] }
            let cells: [Figure.Cell] = [.init()] + [file.fields["level"]].compactMap { $0 }.map { .init(group: $0) }
            return cells.map { .init($0, key: .init(file.id), municipality: file.municipality) }
        })

    /// Of the reviews that were due in the year, those that were there in time, or whose course was closed by then. Those of the
    /// year under way count when their day has come.
    private static let reviewedInTime = Figure(
        "ssp-reviewed-in-time", unit: .share,
        source: .cases { file, year throws(LawBook.MissingRule) in
            var counts: [Figure.Count] = []
            let steps = file.events.filter { $0.enters("open") || $0.enters("reviewed") || $0.enters("closed") }
            for (ordinal, step) in steps.enumerated() where !step.enters("closed") {
                let day = step.at.day
                let due = try year.law.rule("ssp-course.review-latest", on: day).end(from: day)
                guard year.contains(due), due < year.asOf.day || due == year.last.day else { continue }
                let next = steps.dropFirst(ordinal + 1).first
                let isMet = next.map { $0.at.day <= due } ?? false
                counts.append(
                    .init(key: .init(file.id, ordinal: ordinal), isMet: isMet, municipality: file.municipality))
            }
            return counts
        })
}

extension Figure {
    /// Courses that are open at one moment, by level: for the district's meeting, which counts them itself.
    public static let openCourses = Figure(
        "ssp-open-courses", unit: .cases, privacy: .counts, cells: Programme.courseCells,
        source: .cases { _, _ in [] })
}
