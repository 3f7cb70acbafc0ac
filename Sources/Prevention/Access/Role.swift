/// What somebody does here (*rolle*). A user may hold several.
public enum Role: String, Sendable, CaseIterable {
    /// Local police officer (*lokalbetjent*).
    case officer
    /// Sector leader (*sektorleder*).
    case sectorLeader = "sector-leader"
    /// The Crime Prevention Secretariat (*Det Kriminalpræventive Sekretariat*).
    case secretariat
    /// Civilian with a social-work background who screens (*civil forebygger*).
    case screener
    /// Coordinates the cases for the Youth Crime Board (*UKN-koordinator*).
    case boardCoordinator = "board-coordinator"
    /// Works with those who leave a gang or an extremist setting (*exit-medarbejder*).
    case exitTeam = "exit-team"
    /// Leader who answers for the work (*leder*).
    case leader
    /// Data-protection officer (*databeskyttelsesrådgiver*).
    case dataProtectionOfficer = "data-protection-officer"
    /// Runs the system; sees no personal data (*systemadministrator*).
    case administrator
}

/// Whoever acts: a signed-in user, or the operating-system user at the command line.
public struct Actor: Sendable, Hashable {
    /// Account name, as logged.
    public let name: String
    public let displayName: String
    public let authority: String
    public let roles: Set<Role>

    public init(name: String, displayName: String, authority: String, roles: Set<Role>) {
        self.name = name
        self.displayName = displayName
        self.authority = authority
        self.roles = roles
    }

    public func holds(any wanted: [Role]) -> Bool {
        wanted.contains { roles.contains($0) }
    }
}
