extension ForumKind {
    /// The Køge model (*Køge-modellen*): police and municipality about violence in close relations, stalking, honour crime and
    /// negative social control. Grown-ups as socially exposed persons (nr. 2), children and young people in SSP (nr. 1).
    static let koegeModel = ForumKind(
        code: "koege-model", prefix: "KM-D", about: .persons, bases: [.psp, .ssp],
        authorities: [.police, .municipality, .institution],
        chairs: [.specialisedTeam, .secretariat, .sectorLeader], isLocal: true, programmes: ["partner-violence"],
        rhythm: .everyWeeks(2))
}
