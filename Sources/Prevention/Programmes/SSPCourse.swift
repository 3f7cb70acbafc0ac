extension Programme {
    /// SSP-forløb: school, social services and police together around a child or young person (retsplejelovens § 115, stk. 1,
    /// nr. 1), at one of three levels.
    ///
    /// Level `build-up` (*opbyggende niveau*) is general work for whole classes and areas and holds no personal data at all;
    /// `preventive` (*forebyggende*) and `crime-preventive` (*kriminalpræventive*) are about one person.
    static let sspCourse = Programme(
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
            Field("level", .choice(["build-up", "preventive", "crime-preventive"]), required: true),
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
        figures: []
    )

    private static let team: [Role] = [.sspCoordinator, .officer, .sectorLeader, .secretariat]

    /// Also where nobody has said which level it is.
    @Sendable private static func isBuildUp(_ file: CaseFile) -> Bool {
        !["preventive", "crime-preventive"].contains(file.fields["level"] ?? "")
    }
}
