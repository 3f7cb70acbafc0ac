extension ForumKind {
    /// A PSP-K practice group (*praksisgruppe*): police, social services, psychiatry and prison service of a municipality about
    /// socially exposed adults. Nr. 2 does not name the prison service: what goes to it or comes from it rests on nr. 3, or on
    /// nr. 2 with a written assessment.
    static let pspK = ForumKind(
        code: "psp-k", prefix: "PSP-D", about: .persons, bases: [.psp, .ksp],
        authorities: [.police, .municipality, .psychiatry, .prisonService, .institution],
        chairs: [.secretariat, .sectorLeader, .officer], isLocal: true, programmes: ["psp-k"], keepsOut: ["monitored"],
        rhythm: .everyWeeks(4))

    /// The quarterly meeting with psychiatry: themes without anybody in them.
    static let psychiatry = ForumKind(
        code: "psychiatry", prefix: "PSY-K", about: .themes, bases: [],
        authorities: [.police, .psychiatry, .municipality, .prisonService],
        chairs: [.secretariat, .leader], isLocal: false, rhythm: .everyMonths(3))
}
