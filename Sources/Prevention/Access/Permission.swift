/// What a role may do.
public enum Permission: String, Sendable, CaseIterable {
    /// See, open and move cases, of each programme as far as its visibility says.
    case workCases = "work-cases"
    /// See that sealed programmes exist, and work in them.
    case workSealed = "work-sealed"
    /// Look persons up in the register.
    case findPersons = "find-persons"
    /// See, after recording why, the masked name and address of a protected person.
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
    /// Name the leaders whom an overdue clock is taken to.
    case nameLeaders = "name-leaders"
    /// Take part in the forums that one is a member of (*§ 115-fora*).
    case workForums = "work-forums"
    /// Set up forums and say who is a member.
    case manageForums = "manage-forums"
    /// Edit the texts of letters.
    case manageTemplates = "manage-templates"
    /// See who has repeated contact in the incidents that PSP-K monitors, and select.
    case monitorContacts = "monitor-contacts"
    /// Record what is seen without naming anybody, and see the trends (*navnløse tendenser*).
    case shareTrends = "share-trends"
    /// Say whether two records are one person, and take that back.
    case reviewIdentities = "review-identities"
    /// Draft versions of the rules of Socialsøg, back-test and propose them.
    case editRules = "edit-rules"
    /// Approve or reject what somebody else has drafted.
    case approveRules = "approve-rules"
    /// Judge decided hits a second time without knowing of the decision (*blindprøve*).
    case judgeSample = "judge-sample"
    /// Read the cooperation plan and all that belongs to it; it holds no personal data (*samarbejdsplanen*).
    case readPlan = "read-plan"
    /// Propose focus areas and initiatives, each municipality for itself.
    case proposePlan = "propose-plan"
    /// Edit the plan, decide on proposals, and record what the kredsråd has decided. The police alone are its secretariat.
    case editPlan = "edit-plan"
    /// Prepare and publish what a local council shares with everybody (*lokalrådets side*).
    case publishLocally = "publish-locally"

    /// The kinds of authority in which it counts; `nil` for any.
    var authorities: Set<Authority.Kind>? { self == .editPlan ? [.police] : nil }
}

extension Role {
    /// The one table of what each role may do. The plan is for everybody to read.
    public var permissions: Set<Permission> { ownPermissions.union([.readPlan]) }

    private var ownPermissions: Set<Permission> {
        switch self {
        case .officer:
            return [
                .workCases, .findPersons, .readReport, .seeProtected, .breakGlass, .monitorContacts, .shareTrends,
                .workForums,
            ]
        case .sectorLeader:
            return [
                .workCases, .findPersons, .readReport, .seeProtected, .breakGlass, .reviewLog, .monitorContacts,
                .shareTrends, .workForums, .publishLocally,
            ]
        case .secretariat:
            return [
                .workCases, .findPersons, .readReport, .readUnsuppressed, .exchangeData, .seeProtected, .giveAccess,
                .manageRetention, .manageTemplates, .monitorContacts, .shareTrends, .workForums, .manageForums,
                .reviewIdentities, .proposePlan, .editPlan, .publishLocally,
            ]
        case .screener:
            return [
                .workCases, .findPersons, .screen, .editRules, .readReport, .seeProtected, .breakGlass, .shareTrends,
                .reviewIdentities, .judgeSample,
            ]
        case .boardCoordinator: return [.workCases, .findPersons, .readReport, .shareTrends]
        case .exitTeam:
            return [.workCases, .workSealed, .findPersons, .readReport, .reviewLog, .nameLeaders]
        case .specialisedTeam:
            return [.workCases, .findPersons, .readReport, .seeProtected, .breakGlass, .shareTrends, .workForums]
        case .parishOfficer: return [.workCases, .shareTrends]
        case .sspCoordinator, .socialWorker:
            return [.workCases, .findPersons, .readReport, .shareTrends, .workForums, .proposePlan]
        case .pspkMember: return [.workCases, .findPersons, .readReport, .shareTrends, .workForums]
        case .mediator, .counsellor: return [.workCases]
        case .planSecretariat: return [.readReport, .shareTrends, .proposePlan, .editPlan, .publishLocally]
        case .recipient: return [.workForums]
        case .leader:
            return [
                .workCases, .findPersons, .screen, .readReport, .readUnsuppressed, .seeProtected, .breakGlass,
                .reviewLog, .manageRetention, .nameLeaders, .shareTrends, .workForums, .manageForums,
                .reviewIdentities, .editRules, .approveRules,
            ]
        case .dataProtectionOfficer: return [.readReport, .reviewLog, .giveAccess]
        case .administrator:
            return [.readReport, .exchangeData, .manageAccounts, .nameLeaders, .manageTemplates]
        }
    }
}
