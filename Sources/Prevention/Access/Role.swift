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
    /// The Specialised Team for violence in close relations (*Specialiseret Team*).
    case specialisedTeam = "specialised-team"
    /// Police on an island (*sognefoged*); sees the island's tasks alone.
    case parishOfficer = "parish-officer"
    /// Coordinates school, social services and police in a municipality (*SSP-koordinator*).
    case sspCoordinator = "ssp-coordinator"
    /// Social worker of a municipality (*socialrådgiver*).
    case socialWorker = "social-worker"
    /// Takes part in a PSP-K practice group: municipality, psychiatry or prison service (*PSP-K-medlem*).
    case pspkMember = "psp-k-member"
    /// Mediator (*mægler i konfliktråd*).
    case mediator
    /// Volunteer counsellor of victims (*offerrådgiver*).
    case counsellor
    /// Follows the cooperation plan; no personal data (*plansekretariat*).
    case planSecretariat = "plan-secretariat"
    /// Receives what is disclosed to their authority, and nothing else (*modtager*): hospital, housing association, treatment
    /// centre, another police district, a self-governing institution that sits in a forum.
    case recipient
    /// Leader who answers for the work (*leder*).
    case leader
    /// Data-protection officer (*databeskyttelsesrådgiver*).
    case dataProtectionOfficer = "data-protection-officer"
    /// Runs the system; sees no personal data (*systemadministrator*).
    case administrator
}

extension Role {
    /// The kinds of authority whose people may hold it.
    public var authorities: Set<Authority.Kind> {
        switch self {
        case .officer, .sectorLeader, .secretariat, .screener, .boardCoordinator, .exitTeam, .specialisedTeam,
            .parishOfficer,
            .leader:
            return [.police]
        case .sspCoordinator, .socialWorker: return [.municipality]
        case .pspkMember: return [.municipality, .psychiatry, .prisonService]
        case .mediator: return [.mediation]
        case .counsellor: return [.counselling]
        case .planSecretariat: return [.police, .municipality]
        case .recipient: return [.hospital, .housing, .treatment, .otherPolice, .institution]
        case .dataProtectionOfficer, .administrator: return [.police]
        }
    }

    /// Whether it works only where its unit does; the others of the police work in the whole district.
    public var isLocal: Bool {
        switch self {
        case .officer, .sectorLeader, .parishOfficer: return true
        default: return authorities != [.police]
        }
    }
}
