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
    public enum SeeProtected: Act { public static let permission = Permission.seeProtected }
    public enum BreakGlass: Act { public static let permission = Permission.breakGlass }
    public enum ReviewLog: Act { public static let permission = Permission.reviewLog }
    public enum GiveAccess: Act { public static let permission = Permission.giveAccess }
    public enum ManageRetention: Act { public static let permission = Permission.manageRetention }
    public enum ManageAccounts: Act { public static let permission = Permission.manageAccounts }
    public enum NameLeaders: Act { public static let permission = Permission.nameLeaders }
    public enum WorkForums: Act { public static let permission = Permission.workForums }
    public enum ManageForums: Act { public static let permission = Permission.manageForums }
    public enum ManageTemplates: Act { public static let permission = Permission.manageTemplates }
    public enum MonitorContacts: Act { public static let permission = Permission.monitorContacts }
    public enum ShareTrends: Act { public static let permission = Permission.shareTrends }
    public enum ReviewIdentities: Act { public static let permission = Permission.reviewIdentities }
    public enum EditRules: Act { public static let permission = Permission.editRules }
    public enum JudgeSample: Act { public static let permission = Permission.judgeSample }
    public enum ReadPlan: Act { public static let permission = Permission.readPlan }
    public enum ProposePlan: Act { public static let permission = Permission.proposePlan }
    public enum PublishLocally: Act { public static let permission = Permission.publishLocally }
    public enum EditPlan: Act { public static let permission = Permission.editPlan }
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
