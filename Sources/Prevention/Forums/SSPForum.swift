extension ForumKind {
    /// SSP: schools, social services and police of a municipality about children and young people (retsplejeloven § 115,
    /// stk. 1, nr. 1).
    static let ssp = ForumKind(
        code: "ssp", prefix: "SSP-D", about: .persons, bases: [.ssp],
        authorities: [.police, .municipality, .institution],
        chairs: [.sspCoordinator, .sectorLeader, .secretariat], isLocal: true,
        programmes: ["ssp-course", "preventive-talk", "ukn", "social-report"], rhythm: .everyWeeks(4))

    /// The SSP consultants of the whole district meet every quarter. They see trends, never anybody.
    static let sspDistrict = ForumKind(
        code: "ssp-district", prefix: "SSP-K", about: .themes, bases: [], authorities: [.police, .municipality],
        chairs: [.secretariat, .leader], isLocal: false, rhythm: .everyMonths(3))
}
