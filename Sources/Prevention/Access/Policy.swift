/// What a role may do.
public enum Permission: String, Sendable, CaseIterable {
    /// See, open and move cases, of each programme as far as its visibility says.
    case workCases = "work-cases"
    /// See that sealed programmes exist, and work in them.
    case workSealed = "work-sealed"
    /// Look persons up in the register.
    case findPersons = "find-persons"
    /// See the masked name and address of protected persons.
    case seeProtected = "see-protected"
    /// Run Socialsøg, see its hits and decide on them.
    case screen
    /// See the annual report, without the records behind it.
    case readReport = "read-report"
    /// Figures with small cells shown.
    case readUnsuppressed = "read-unsuppressed"
    /// Take in data from other systems, and give it out in the exchange format.
    case exchangeData = "exchange-data"
    /// Open, with a reason and for hours only, what lies outside one's scope in an emergency.
    case breakGlass = "break-glass"
    /// Review the log: attest or question what others have read.
    case reviewLog = "review-log"
    /// Answer a person's request for access to what is held about them.
    case giveAccess = "give-access"
    /// Propose and approve deletion, and hold it back.
    case manageRetention = "manage-retention"
    /// Make and change accounts.
    case manageAccounts = "manage-accounts"
}

extension Role {
    /// The one table of what each role may do.
    public var permissions: Set<Permission> {
        switch self {
        case .officer: return [.workCases, .findPersons, .readReport, .breakGlass]
        case .sectorLeader: return [.workCases, .findPersons, .readReport, .breakGlass, .reviewLog]
        case .secretariat:
            return [
                .workCases, .findPersons, .readReport, .readUnsuppressed, .exchangeData, .seeProtected, .giveAccess,
                .manageRetention,
            ]
        case .screener: return [.workCases, .findPersons, .screen, .readReport, .breakGlass]
        case .boardCoordinator: return [.workCases, .findPersons, .readReport]
        case .exitTeam: return [.workCases, .workSealed, .findPersons, .readReport, .reviewLog]
        case .specialisedTeam: return [.workCases, .findPersons, .readReport, .breakGlass]
        case .parishOfficer: return [.workCases]
        case .sspCoordinator, .socialWorker, .pspkMember: return [.workCases, .findPersons, .readReport]
        case .mediator, .counsellor: return [.workCases]
        case .planSecretariat: return [.readReport]
        case .recipient: return []
        case .leader:
            return [
                .workCases, .findPersons, .screen, .readReport, .readUnsuppressed, .seeProtected, .breakGlass,
                .reviewLog,
                .manageRetention,
            ]
        case .dataProtectionOfficer: return [.readReport, .reviewLog, .giveAccess]
        case .administrator: return [.readReport, .exchangeData, .manageAccounts]
        }
    }
}

extension Actor {
    public func may(_ permission: Permission) -> Bool {
        roles.contains { $0.permissions.contains(permission) }
    }
}

/// A kind of act that needs a permission; use-cases ask for `Authorized` of one.
public protocol Act: Sendable {
    static var permission: Permission { get }
}

/// The acts of the system.
public enum Acts {
    public enum WorkCases: Act { public static let permission = Permission.workCases }
    public enum FindPersons: Act { public static let permission = Permission.findPersons }
    public enum Screen: Act { public static let permission = Permission.screen }
    public enum ReadReport: Act { public static let permission = Permission.readReport }
    public enum ExchangeData: Act { public static let permission = Permission.exchangeData }
    public enum BreakGlass: Act { public static let permission = Permission.breakGlass }
    public enum ReviewLog: Act { public static let permission = Permission.reviewLog }
    public enum GiveAccess: Act { public static let permission = Permission.giveAccess }
    public enum ManageRetention: Act { public static let permission = Permission.manageRetention }
    public enum ManageAccounts: Act { public static let permission = Permission.manageAccounts }
}

/// Proof that a policy has let an actor do a kind of act. Only `Policy` makes one, so a use-case that asks for it cannot be
/// called unasked.
public struct Authorized<Permitted: Act>: Sendable {
    public let actor: Actor
    fileprivate init(_ actor: Actor) { self.actor = actor }

    /// The cases that the actor may know of.
    public var scope: CaseScope { CaseScope(of: actor) }
}

public enum Policy {
    /// - Throws: `Refusal("forbidden")` where no role of the actor has the permission.
    public static func authorize<Permitted: Act>(_ actor: Actor, _ act: Permitted.Type) throws(Refusal) -> Authorized<
        Permitted
    > {
        guard actor.may(Permitted.permission) else {
            throw Refusal("forbidden", ["permission": Permitted.permission.rawValue])
        }
        return Authorized(actor)
    }
}

extension Programme {
    /// Whether somebody who works with cases may know of this programme's.
    fileprivate func isVisible(to actor: Actor) -> Bool {
        switch visibility {
        case .caseworkers: return true
        case .handlers: return isHandled(by: actor)
        case .sealed: return actor.may(.workSealed)
        }
    }
}

/// The cases that somebody may know of. What is outside looks as if it did not exist: in pages, lists, counts and figures.
public struct CaseScope: Sendable, Hashable {
    /// Codes of the programmes within.
    public let programmes: [String]

    public init(of actor: Actor) {
        programmes =
            actor.may(.workCases) ? Catalogue.all.filter { $0.isVisible(to: actor) }.map(\.code) : []
    }

    private init(programmes: [String]) {
        self.programmes = programmes
    }

    /// The part of it in which somebody's role takes steps.
    public func handled(by actor: Actor) -> CaseScope {
        CaseScope(programmes: programmes.filter { Catalogue.programme($0)?.isHandled(by: actor) == true })
    }

    public func contains(_ programme: Programme) -> Bool {
        programmes.contains(programme.code)
    }
}
