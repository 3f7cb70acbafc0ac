/// All programmes, in the order in which pages list them.
public enum Catalogue {
    public static let all: [Programme] = [
        .youthCrimeBoard,
        .socialReport,
        .restrainingOrder,
        .safetyFollowUp,
        .victimReferral,
        .mediation,
        .pspK,
        .forcedAdmission,
        .exit,
        .officerRequest,
        .protectionCluster,
        .areaBan,
        .concernNotice,
        .preventiveTalk,
        .sspCourse,
        .partnerViolence,
        .sociolance,
        .parishOfficer,
        .insecurity,
        .housing,
        .nightlife,
        .project,
        .preventionPrize,
        .activity,
    ]

    /// Ids of the figures of sealed programmes: they are told of the district alone.
    public static let sealedFigures = Set(all.filter(\.isSealed).flatMap(\.figures).map(\.id))

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })

    public static func programme(_ code: String) -> Programme? {
        byCode[code]
    }
}
