extension ForumKind {
    /// KSP: prison service, social services and police about those who are released (retsplejeloven § 115, stk. 1, nr. 3).
    static let ksp = ForumKind(
        code: "ksp", prefix: "KSP-D", about: .persons, bases: [.ksp],
        authorities: [.police, .municipality, .prisonService, .institution],
        chairs: [.secretariat, .sectorLeader, .leader], isLocal: false, programmes: ["psp-k"], keepsOut: ["monitored"],
        rhythm: .everyMonths(1))
}
